// What JSON-LD says about a page: its things and their properties.
//
// One pass over the bytes, without a tree: each string is judged by the keys above it. Broken JSON
// is read as far as it makes sense. No memory but the arena's, no recursion.
#ifndef DC_META_JSONLD_H
#define DC_META_JSONLD_H

#include "base/arena.h"

enum { DC_LD_AUTHORS = 10, DC_LD_TAGS = 16 };

// Somebody who made a thing: a name, or the id of another thing that has it.
typedef struct dc_ld_maker {
    dc_str name;
    dc_str id;
    bool is_org;
} dc_ld_maker;

// An object. Values found; p NULL when absent. Strings live in the arena and end with a NUL.
typedef struct dc_ld_thing {
    dc_str type; // the first of several
    dc_str id;
    dc_str name;
    dc_str headline;
    dc_str published;
    dc_str created;
    dc_str modified;
    dc_str description;
    dc_str image;
    dc_str language;
    dc_str licence;
    dc_str publisher;
    dc_str tags[DC_LD_TAGS];
    uint32_t n_tags;
    dc_ld_maker authors[DC_LD_AUTHORS];
    uint32_t n_authors;
    bool is_elsewhere; // stands in a part of the page that speaks of something else: a comment ...
} dc_ld_thing;

typedef struct dc_jsonld {
    const char *source;  // of its candidates: "json-ld", "microdata"
    float trust;         // 1 for JSON-LD, less for what is less sure
    dc_ld_thing *things; // in the order in which they end
    uint32_t n;
    uint32_t cap;
} dc_jsonld;

// Adds what one script says to *out.
void dc_jsonld_read(dc_arena *arena, dc_str json, dc_jsonld *out);

// How well a thing stands for the page: 3 an article or post, 2 a web page, 1 something else that
// has an author or date, 0 not at all.
int dc_ld_rank(const dc_ld_thing *thing);

// The name of an author; that of the thing it refers to, if need be. p NULL: unknown.
dc_str dc_ld_name(const dc_jsonld *jsonld, const dc_ld_maker *maker, bool *is_org);

#endif
