// What is settled before any probability.
#ifndef DC_CLEAN_SETTLED_H
#define DC_CLEAN_SETTLED_H

#include "base/arena.h"
#include "blocks/verdict.h"

// More blocks than any page has that was written for readers (the most of 2,000: 6,000): features
// of as many would take the page's memory.
enum { DC_MOST_JUDGED = 16384 };

// What is settled of a block. What is kept in doubt is dropped only when the score is all but sure.
// Of a post so are the lines that say nothing, its number, who is quoted, when it was edited, when
// they score far below the rest of it.
enum { DC_DROPPED = -1, DC_OPEN = 0, DC_KEPT_IN_DOUBT = 1, DC_POST = 2, DC_KEPT = 3 };

// Of every block: what the verdicts prove; templates, which nobody is shown; and all of a page that
// has no shape to judge by. groups: dc_groups_of() of every box.
const int8_t *dc_settle(dc_arena *arena, const dc_blocks *blocks, const uint32_t *groups,
                        const dc_verdict *verdicts);

#endif
