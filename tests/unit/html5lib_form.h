// Two trees in one form, to compare them: the one a test expects and ours.
//
// Both become lists of items in document order, and the lists are written down. That form leaves
// out what the page tree does not hold:
// - comments, doctypes, and the HTML elements script, style, link and meta;
// - the inside of a picture that is all svg, where ours came without;
// - how much white space there is outside of pre, listing and textarea, and any at a text's ends;
// - the case of svg names and attributes; "xlink:href" is written for "xlink href".
// Namespaces are not kept either, but follow from the ancestors, so they are compared.
#ifndef DC_TESTS_HTML5LIB_FORM_H
#define DC_TESTS_HTML5LIB_FORM_H

#include "base/buf.h"
#include "base/vec.h"

#include <stdint.h>

enum { HTML5LIB_MOST = 1 << 24 }; // bytes of anything here

typedef enum form_kind { ITEM_ELEMENT, ITEM_ATTRIBUTE, ITEM_TEXT } form_kind;

typedef struct form_item {
    form_kind kind;
    uint32_t depth;
    dc_str name; // or an attribute with its value, or a text
} form_item;

typedef DC_VEC(form_item) form_items;

// list ends with NULL.
bool form_is_one_of(dc_str name, const char *const *list);

// Items come in document order, attributes right behind their element and one deeper. Names of
// elements are in lower case, with "svg " or "math " before them.
void form_add(dc_arena *arena, form_items *to, form_kind kind, uint32_t depth, dc_str name);
void form_attribute(dc_arena *arena, form_items *to, uint32_t depth, dc_str name, dc_str value);

// Takes out of the expected tree what is inside of pictures that are empty in ours.
void form_empty_pictures(form_items *expected, const form_items *ours);

// The lines. Sorts the attributes of each element in place.
dc_str form_write(dc_arena *arena, form_items *all);

#endif
