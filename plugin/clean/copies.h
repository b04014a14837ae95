// Text that a page has twice.
#ifndef DC_CLEAN_COPIES_H
#define DC_CLEAN_COPIES_H

#include "base/arena.h"
#include "blocks/block.h"

// Takes long blocks that repeat others out of those that are kept, and marks them as copies: a page
// often holds its parts once for wide and once for narrow screens. What repeats on purpose stays.
void dc_copies_drop(dc_arena *arena, const dc_blocks *blocks, bool is_documentation, bool *keeps,
                    bool *copies);

#endif
