// Attributes of start tags: scanned in place, parsed only when somebody asks.
#ifndef DC_HTML_ATTR_H
#define DC_HTML_ATTR_H

#include "base/arena.h"
#include "base/str.h"

// Past this many attributes the rest of a tag is not looked at (tree construction compares them).
#define DC_MAX_ATTRS 256

// One attribute. As it stands in the source: value without quotes, references not decoded. In a
// list that is parsed: name in lower case, value decoded.
typedef struct dc_attr {
    dc_str name;
    dc_str value;
} dc_attr;

typedef enum dc_attr_step {
    DC_ATTR_ONE,   // *out is an attribute
    DC_ATTR_CLOSE, // ">" was passed
    DC_ATTR_SELF,  // "/>" was passed
    DC_ATTR_CUT    // the input ended inside the tag
} dc_attr_step;

// The tokenizer's attribute states (HTML Standard, 13.2.5.32 to 13.2.5.40), from behind a tag name
// or an attribute to behind the next one.
dc_attr_step dc_attr_next(const char **at, const char *end, dc_attr *out);

// The same to the end of the tag. *attrs_end is moved behind the last attribute, if there is one.
// is_wide: dc_has_wide_chunks().
dc_attr_step dc_attrs_skip(const char **at, const char *end, const char **attrs_end, bool is_wide);

typedef struct dc_attrs {
    dc_str source; // bytes between the tag's name and its end
    dc_attr *v;    // NULL until parsed
    uint32_t n;
    bool is_parsed;
    bool is_plain; // stands in the source as it is meant, and can be read there
    bool has_json; // values of JSON in data- attributes are not decoded yet
} dc_attrs;

// The value of an attribute, "" when it has none; p is NULL when the attribute is absent. The first
// of duplicates wins. name in lower case.
dc_str dc_attrs_get(dc_arena *arena, dc_attrs *attrs, dc_str name);

// Parses the list, once.
void dc_attrs_parse(dc_arena *arena, dc_attrs *attrs);

// The attributes of a list without decoding JSON in data- attributes, which is long and seldom
// asked for. They are parsed, or in room where a list is plain: of duplicates the first counts
// then.
const dc_attr *dc_attrs_read(dc_arena *arena, dc_attrs *attrs, dc_attr room[DC_MAX_ATTRS],
                             uint32_t *n);

// As dc_attrs_get() of a list that was read, JSON in data- attributes maybe as in the source; p
// NULL of others. Changes nothing.
dc_str dc_attrs_find(const dc_attrs *attrs, dc_str name);

#endif
