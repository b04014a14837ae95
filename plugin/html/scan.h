// The scan: one pass over a page that leaves a skeleton for gumbo.
//
// A tree depends on almost none of a page's bytes. The skeleton holds the tags without their
// attributes and, for each run of text, one private-use code point; runs and attribute lists stay
// in the source and are put back by reference when the tree is built (html/splice.c).
#ifndef DC_HTML_SCAN_H
#define DC_HTML_SCAN_H

#include "base/tag.h"
#include "base/vec.h"
#include "html/attr.h"

// How the bytes of a run become text.
typedef enum dc_run_kind {
    DC_RUN_TEXT, // character references are decoded
    DC_RUN_RAW,  // script, style, xmp, CDATA: taken as they are
} dc_run_kind;

typedef struct dc_run {
    const char *p;
    uint32_t len;
    uint32_t kind;
} dc_run;

// A start tag that is in the skeleton.
typedef struct dc_start {
    uint32_t at;    // its "<" in the skeleton
    uint32_t attrs; // list of attributes; 0 is the empty list
    dc_str name;    // as in the source
    dc_tag tag;
} dc_start;

typedef DC_VEC(dc_run) dc_runs;
typedef DC_VEC(dc_start) dc_starts;
typedef DC_VEC(dc_attrs) dc_attr_lists;
typedef DC_VEC(uint32_t) dc_numbers;

typedef struct dc_skeleton {
    char *p;
    size_t len;
    size_t cap;
    dc_runs runs;
    dc_starts starts;
    dc_attr_lists lists;
    dc_numbers
        html_lists; // attribute lists of all html and body tags: tree construction merges them
    dc_numbers body_lists;
    bool is_capped; // a limit dropped some mark-up
} dc_skeleton;

// Limits that keep gumbo's time and memory linear. Real pages do not come near (deepest of 2,008:
// 55).
typedef struct dc_scan_limits {
    uint32_t depth;
    bool drops_formatting; // leave out b, i, font ...: their reconstruction is what explodes
} dc_scan_limits;

// source: valid UTF-8, LF line ends, at most 2 GiB; it must outlive the skeleton. Runs, lists and
// starts go to `kept`, the skeleton's bytes and everything else to `scratch`.
void dc_scan(dc_arena *kept, dc_arena *scratch, dc_str source, const dc_scan_limits *limits,
             dc_skeleton *out);

// Code points that stand for runs: reads one at p, or returns false. *n is the run's number.
bool dc_scan_run_at(const char **p, const char *end, uint32_t *n);

#endif
