// Comments told by their shape: siblings of one make, each with a date line and a text; or rows by
// turns, one with the date or the name and one with the text.
#ifndef DC_CLEAN_SHAPE_H
#define DC_CLEAN_SHAPE_H

#include "base/arena.h"
#include "blocks/block.h"
#include "clean/board.h"
#include "clean/lexicon.h"

// Marks the boxes of such siblings DC_TOKEN_RUN (and as items) in means, which holds what is known
// of every box: DC_TOKEN_*, hints included. Of rows by turns the first is the item, and the others
// are DC_TOKEN_FOLLOW. Where such siblings are all that a page has to say, they are the posts of a
// forum, which are marked likewise and returned.
dc_board dc_shapes_mark(dc_arena *arena, const dc_blocks *blocks, uint32_t *means,
                        const dc_phrase *phrases);

#endif
