// What the head of a page says about the kind of page: og:type and the types of JSON-LD.
#ifndef DC_BLOCKS_HINTS_H
#define DC_BLOCKS_HINTS_H

#include "blocks/block.h"
#include "html/tree.h"

// DC_HINT_* of a page.
uint32_t dc_hints_of(const dc_tree *tree);

#endif
