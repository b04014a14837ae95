// What attributes say, asked once for most of the boxes and spans that share them.
#ifndef DC_BLOCKS_FACT_MEMO_H
#define DC_BLOCKS_FACT_MEMO_H

#include "blocks/block.h"

enum { DC_FACTS_REMEMBERED = 256 };

// Cleared before use.
typedef struct dc_fact_memo {
    const dc_facts *facts[DC_FACTS_REMEMBERED];
    uint32_t means[DC_FACTS_REMEMBERED];
} dc_fact_memo;

static inline uint32_t dc_fact_recall(dc_fact_memo *memo, const dc_facts *facts,
                                      uint32_t (*ask)(const dc_facts *))
{
    const size_t at = ((uintptr_t)facts >> 4) * 2654435761u % DC_FACTS_REMEMBERED;
    if (memo->facts[at] != facts) {
        memo->means[at] = ask(facts);
        memo->facts[at] = facts;
    }
    return memo->means[at];
}

#endif
