// What is settled before any probability.
#ifndef DC_CLEAN_SETTLED_H
#define DC_CLEAN_SETTLED_H

#include "base/arena.h"
#include "blocks/verdict.h"
#include "clean/reading.h"

// More blocks than any page has that was written for readers (the most of 2,000: 6,000): features
// of as many would take the page's memory.
enum { DC_MOST_JUDGED = 16384 };

// What is settled of a block. What is kept in doubt is dropped only when the score is all but sure.
// Of a post so are the lines that say nothing, its number, who is quoted, when it was edited, when
// they score far below the rest of it. What is of a review is open, but not by itself alone.
enum {
    DC_DROPPED = -1,
    DC_OPEN = 0,
    DC_KEPT_IN_DOUBT = 1,
    DC_POST = 2,
    DC_KEPT = 3,
    DC_REVIEW = 4
};

static inline bool dc_is_unsettled(int8_t state)
{
    return state == DC_OPEN || state == DC_REVIEW;
}

// Of every block: what the verdicts prove; templates, which nobody is shown; and all of a page that
// has no shape to judge by.
const int8_t *dc_settle(dc_arena *arena, const dc_blocks *blocks, const dc_reading *reading,
                        const dc_verdict *verdicts);

#endif
