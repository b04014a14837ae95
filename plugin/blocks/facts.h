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

const dc_facts *dc_facts_of(dc_fact_table *table, uint32_t node);

#endif
