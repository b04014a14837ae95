// The scan: one pass over a page that leaves a skeleton for gumbo.
//
// A tree depends on almost none of a page's bytes. The skeleton holds the tags without their
// attributes and, for each run of text, one private-use code point; runs and attribute lists stay
// in the source and are put back by reference when the tree is built (html/splice.c).
#ifndef DC_HTML_SCAN_H
#define DC_HTML_SCAN_H

#include "html/context.h"
#include "html/skeleton.h"

// Limits that keep gumbo's time and memory linear. Real pages do not come near (deepest of 2,008:
// 55).
typedef struct dc_scan_limits {
    uint32_t depth;
    bool drops_formatting; // leave out b, i, font ...: their reconstruction is what explodes
    bool keeps_tags;       // no element is folded: its runs are memory that only a tree is worth
} dc_scan_limits;

// source: valid UTF-8, LF line ends, at most 2 GiB; it must outlive the skeleton. Runs, lists and
// starts go to `kept`, the skeleton's bytes and everything else to `scratch`.
// fragment: the element that the source is the content of; NULL for a page.
void dc_scan(dc_arena *kept, dc_arena *scratch, dc_str source, const dc_fragment *fragment,
             const dc_scan_limits *limits, dc_skeleton *out);

#endif
