// Who wrote a comment or post, and when: names and dates as mark-up tells them.
#ifndef DC_CLEAN_BYLINE_H
#define DC_CLEAN_BYLINE_H

#include "base/arena.h"
#include "blocks/verdict.h"

// Reads block i of the head of a comment into author and date that are not known yet.
// role: what the boxes around the block say, DC_TOKEN_*.
void dc_byline_read(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                    dc_comment *out);

#endif
