// From UTF-8 to a page tree: scan, gumbo on the skeleton, splice. Never fails on what a page holds.
#ifndef DC_HTML_PARSE_H
#define DC_HTML_PARSE_H

#include "base/clock.h"
#include "html/tree.h"

typedef struct dc_parse_options {
    const decant_allocator *allocator;
    size_t max_memory; // of gumbo's own arena, in bytes
    dc_arena *scratch; // to use as that arena, cleared; NULL: one is made
    dc_clock clock;
    uint64_t deadline_ms; // on that clock; UINT64_MAX: none
    bool strips_tags;     // do not try to parse: the tree takes little memory
    // The source is no page but what stands inside of an element, as innerHTML gives it. NULL: a
    // page. The tree's root is an html element all the same, with the fragment's nodes in it.
    const dc_fragment *fragment;
} dc_parse_options;

// source: valid UTF-8 without BOM, at most 1 GiB; it must outlive the tree, which is built in the
// arena. A page that gumbo cannot take within its limits is parsed again with tight ones, and then,
// if need be, stripped of its tags: tree.degraded says so. Raises the guard when the arena itself
// is spent.
void dc_parse(dc_arena *arena, dc_str source, const dc_parse_options *options, dc_tree *out);

#endif
