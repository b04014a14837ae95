// Facts about a page, from what its head declares.
#ifndef DC_META_META_H
#define DC_META_META_H

#include "blocks/block.h"
#include "html/tree.h"

// Absent values have p NULL. Strings live in the tree's arena and end with a NUL.
typedef struct dc_meta {
    dc_str title;
    dc_str author;
    dc_str date; // YYYY-MM-DD
    dc_str site;
    dc_str description;
    dc_str canonical; // absolute
    dc_str image;     // absolute
    dc_str language;
} dc_meta;

void dc_meta_read(const dc_tree *tree, dc_meta *out);

#endif
