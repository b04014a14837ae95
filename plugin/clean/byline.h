// Who wrote a comment or post, and when: names and dates as mark-up tells them.
#ifndef DC_CLEAN_BYLINE_H
#define DC_CLEAN_BYLINE_H

#include "base/arena.h"
#include "blocks/verdict.h"
#include "clean/lexicon.h"

// Reads block i of the head of a comment into author and date that are not known yet.
// role: what the boxes around the block say, DC_TOKEN_*.
void dc_byline_read(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                    dc_comment *out);

// The same from the words alone, for a block whose mark-up says no more than its role: "Ann",
// "Ann says", "Ann - 3 May 2024".
void dc_byline_guess(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                     dc_phrase phrase, dc_comment *out);

// The date of a line that tells nothing else but the number of a post: "Mon Jan 03, 2022 8:14 pm",
// "#3 2022-01-03", "on 3 January". p NULL for other lines.
dc_str dc_date_of_line(dc_str line);

// The same from an attribute of a box: <article data-author="Ann">.
void dc_byline_attr(const dc_blocks *blocks, uint32_t box, dc_comment *out);

#endif
