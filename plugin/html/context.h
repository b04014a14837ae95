// Where in a page the scan is, as far as tree construction's answer depends on it.
#ifndef DC_HTML_CONTEXT_H
#define DC_HTML_CONTEXT_H

#include "html/nesting.h"

typedef struct dc_context {
    dc_nesting nesting;
    uint32_t n_pre;     // open elements in which white space shows
    uint32_t n_foreign; // svg and math
    uint32_t n_maths;   // of these
    dc_str point;       // name of an open element in svg or math that may hold HTML; "" if none
    uint32_t n_tables;
    uint32_t n_noscripts;
    uint32_t n_templates;
    uint32_t n_formats;         // formatting elements that are open
    uint32_t n_open[DC_N_TAGS]; // the same by tag; and buttons, which may be closed already
    uint32_t at_depth;          // of blocks when the first of them was opened
    bool in_select;
    bool in_columns;  // right behind a col or colgroup
    bool is_doubtful; // frameset or template seen: the tree builder may ignore tags
    bool is_odd;      // the tree builder may ignore even raw text, or be in svg without our knowing
    bool is_marked;   // a template holds a cell or the like: formatting may be open behind it
    bool is_started;  // past the point where a doctype counts
    bool has_head;    // the head's attributes are settled
    bool has_body;    // no frameset can take the body's place any more
    bool is_tangled;  // formatting elements may be open that are not counted
    bool drops_formatting;
} dc_context;

typedef enum dc_space { DC_SPACE_HTML, DC_SPACE_SVG, DC_SPACE_MATH } dc_space;

// Where a fragment is parsed: inside of an element.
typedef struct dc_fragment {
    dc_str name; // of the element
    dc_space space;
} dc_fragment;

void dc_context_enter(dc_context *context, const dc_fragment *fragment);

// A start tag, or an end tag, that reaches gumbo.
void dc_context_start(dc_context *context, dc_tag tag, dc_str name, bool is_self_closing);
void dc_context_end(dc_context *context, dc_tag tag, dc_str name);

// The same for the start tag of a box without rules of its own, outside of svg and math.
static inline void dc_context_box(dc_context *c)
{
    c->is_started = c->has_head = true;
    c->in_columns = false;
}

// False where tree construction may not take a tag for what it is: there everything goes through
// gumbo.
static inline bool dc_context_is_plain(const dc_context *c)
{
    return !c->n_foreign && !c->in_select && !c->in_columns && !c->is_doubtful;
}

#endif
