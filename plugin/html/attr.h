// Attributes of start tags: scanned in place, parsed only when somebody asks.
#ifndef DC_HTML_ATTR_H
#define DC_HTML_ATTR_H

#include "base/arena.h"
#include "base/str.h"

// Past this many attributes the rest of a tag is not looked at (tree construction compares them).
#define DC_MAX_ATTRS 256

// One attribute as it stands in the source: value without quotes, character references not decoded.
typedef struct dc_raw_attr {
    dc_str name;
    dc_str value;
} dc_raw_attr;

typedef enum dc_attr_step {
    DC_ATTR_ONE,   // *out is an attribute
    DC_ATTR_CLOSE, // ">" was passed
    DC_ATTR_SELF,  // "/>" was passed
    DC_ATTR_CUT    // the input ended inside the tag
} dc_attr_step;

// The tokenizer's attribute states (HTML Standard, 13.2.5.32 to 13.2.5.40), from behind a tag name
// or an attribute to behind the next one.
dc_attr_step dc_attr_next(const char **at, const char *end, dc_raw_attr *out);

// The same to the end of the tag. *attrs_end is moved behind the last attribute, if there is one.
// is_wide: dc_has_wide_chunks().
dc_attr_step dc_attrs_skip(const char **at, const char *end, const char **attrs_end, bool is_wide);

// A parsed attribute: name in lower case, value decoded.
typedef struct dc_attr {
    dc_str name;
    dc_str value;
} dc_attr;

typedef struct dc_attrs {
    dc_str source; // bytes between the tag's name and its end
    dc_attr *v;    // NULL until parsed
    uint32_t n;
    bool is_parsed;
    bool has_json; // values of JSON in data- attributes are not decoded yet
} dc_attrs;

// The value of an attribute, "" when it has none; p is NULL when the attribute is absent. The first
// of duplicates wins. name in lower case.
dc_str dc_attrs_get(dc_arena *arena, dc_attrs *attrs, dc_str name);

// Parses the list, once.
void dc_attrs_parse(dc_arena *arena, dc_attrs *attrs);

// The same without decoding JSON in data- attributes, which is long and seldom asked for.
void dc_attrs_split(dc_arena *arena, dc_attrs *attrs);

#endif
