// What JSON-LD says about a page: headline, author, dates, publisher.
//
// One pass over the bytes, without a tree: each string is judged by the keys above it. Broken JSON
// is read as far as it makes sense. No memory but the arena's, no recursion.
#ifndef DC_META_JSONLD_H
#define DC_META_JSONLD_H

#include "base/arena.h"

// Values found; p NULL when absent. Strings live in the arena and end with a NUL.
typedef struct dc_jsonld {
    dc_str headline;
    dc_str author; // several joined by "; "
    dc_str published;
    dc_str site;
    uint32_t n_authors;
} dc_jsonld;

// Adds what one script says to *out: what is there already stays.
void dc_jsonld_read(dc_arena *arena, dc_str json, dc_jsonld *out);

#endif
