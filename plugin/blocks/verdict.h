// What was decided about a page's blocks, and the comments taken out of it.
#ifndef DC_BLOCKS_VERDICT_H
#define DC_BLOCKS_VERDICT_H

#include "blocks/block.h"

typedef struct dc_verdict {
    int32_t label;      // DECANT_CONTENT, DECANT_COMMENT, DECANT_BOILERPLATE
    float score;        // 0 surely not text .. 1 surely text
    const char *reason; // code of the rule that decided
} dc_verdict;

typedef struct dc_comment {
    dc_str author; // p NULL when unknown
    dc_str date;   // as printed; p NULL when unknown
    dc_str text;
    uint32_t depth;
} dc_comment;

typedef struct dc_comments {
    dc_comment *v;
    uint32_t n;
} dc_comments;

#endif
