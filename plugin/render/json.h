// JSON records, schema 1.
#ifndef DC_RENDER_JSON_H
#define DC_RENDER_JSON_H

#include "base/buf.h"
#include "blocks/candidate.h"
#include "blocks/verdict.h"

// Everything a record says. A string whose p is NULL is printed as null.
typedef struct dc_record {
    dc_str input;
    const char *status; // "ok", "empty", "error"
    dc_str error;
    dc_str url;
    dc_str canonical;
    dc_str title;
    dc_str author;
    dc_str date;
    dc_str site;
    dc_str description;
    dc_str image;
    dc_str language;
    dc_str page_type;
    const char *verdict;
    double confidence; // negative: null
    const char *degraded;
    dc_str text;
    const dc_comments *comments;     // NULL: none
    const dc_comments *posts;        // the same; the key is printed only where there are some
    dc_str evidence;                 // of the verdict; likewise
    const dc_candidates *candidates; // of the facts; NULL: none
    bool with_candidates;            // the key is printed
} dc_record;

// Appends the record: on one line with its line end, or indented.
void dc_render_json(const dc_record *record, bool is_line, dc_buf *out);

// Appends a string with its quotes, or null.
void dc_json_string(dc_str s, dc_buf *out);

#endif
