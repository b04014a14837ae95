// LaTeX that a page leaves in its text, for MathJax or KaTeX to set in the browser.
#ifndef DC_BLOCKS_TEX_H
#define DC_BLOCKS_TEX_H

#include "blocks/mark.h"
#include "html/tree.h"

// What its scripts would take for a formula.
typedef enum dc_tex_kind {
    DC_TEX_NONE,
    DC_TEX_DISPLAY, // \(...\), \[...\] and $$...$$: what they know unless told otherwise
    DC_TEX_DOLLARS  // $...$ as well: the page says so in the script's settings
} dc_tex_kind;

dc_tex_kind dc_tex_kind_of(const dc_tree *tree);

// Adds a mark for each formula, delimiters included, to those of the block at hand, which end with
// the vector. `mark`: the block and box.
void dc_tex_mark(dc_marker *m, dc_tex_kind kind, dc_str text, const dc_mark *mark);

#endif
