// From the page tree to text blocks.
#ifndef DC_BLOCKS_BUILD_H
#define DC_BLOCKS_BUILD_H

#include "blocks/block.h"
#include "html/tree.h"

// Everything lives in the tree's arena.
void dc_blocks_build(const dc_tree *tree, dc_blocks *out);

// Text as blocks hold it: white space to single blanks, what is not safe to print left out.
dc_str dc_clean_spaces(dc_arena *arena, dc_str text);

#endif
