// Attributes read once for each distinct list.
#ifndef DC_BLOCKS_FACTS_H
#define DC_BLOCKS_FACTS_H

#include "blocks/block.h"
#include "html/tree.h"

typedef struct dc_fact_table {
    const dc_tree *tree;
    const dc_facts **by_list; // NULL until asked for
} dc_fact_table;

dc_fact_table dc_fact_table_of(const dc_tree *tree);

// Reads a list that was not asked for before.
const dc_facts *dc_facts_read(dc_fact_table *table, uint32_t list);

static inline const dc_facts *dc_facts_of(dc_fact_table *table, uint32_t node)
{
    const uint32_t list = table->tree->nodes[node].data;
    const dc_facts *facts = table->by_list[list];
    return facts ? facts : dc_facts_read(table, list);
}

#endif
