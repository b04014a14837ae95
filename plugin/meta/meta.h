// Facts about a page: candidates from all it declares and shows, and the best of each.
#ifndef DC_META_META_H
#define DC_META_META_H

#include "blocks/candidate.h"
#include "blocks/verdict.h"
#include "html/tree.h"

// Absent values have p NULL. Strings live in the tree's arena and end with a NUL.
typedef struct dc_meta {
    dc_str title;
    dc_str author;   // several joined by "; "
    dc_str date;     // YYYY-MM-DD
    dc_str modified; // the same
    dc_str site;
    dc_str description;
    dc_str canonical; // absolute
    dc_str image;     // absolute
    dc_str language;
    dc_str tags; // several joined by "; "
    dc_str licence;
    dc_candidates candidates;
} dc_meta;

// What metadata is read from.
typedef struct dc_meta_input {
    const dc_tree *tree;
    const dc_blocks *blocks;
    const dc_verdict *verdicts;
    const dc_comments *posts; // of a forum; may be empty
    const char *page_type;    // "article" ...
    dc_str max_date;          // YYYY-MM-DD: no later date counts; len 0: none
} dc_meta_input;

void dc_meta_read(const dc_meta_input *in, dc_meta *out);

#endif
