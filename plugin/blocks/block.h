// Text blocks: what a page says, cut where browsers break lines, with where it stands.
//
// These records are all that the cleaner sees of a page, so every rule can be tried on records
// written by hand.
#ifndef DC_BLOCKS_BLOCK_H
#define DC_BLOCKS_BLOCK_H

#include "base/str.h"
#include "base/tag.h"

#include <stdint.h>

// What the attributes of an element say. Shared by all elements with equal attributes. Absent: p
// NULL.
typedef struct dc_facts {
    dc_str id;
    const dc_str *classes; // tokens, as written
    uint32_t n_classes;
    uint32_t flags; // DC_IS_HIDDEN, DC_IS_ARIA_HIDDEN, DC_IS_SR_ONLY, DC_IS_TOOL, DC_MAY_BE_TWIN
    dc_str role;
    dc_str href;
    dc_str action;
    dc_str itemprop;
    dc_str itemtype;
    dc_str datetime;
    dc_str rel;
} dc_facts;

// How the text of a box is kept from the reader's eye, or stands apart. Boxes inherit from their
// parents.
enum {
    DC_IS_HIDDEN = 1 << 0,      // hidden attribute, display:none, visibility:hidden
    DC_IS_ARIA_HIDDEN = 1 << 1, // aria-hidden
    DC_IS_SR_ONLY = 1 << 2,     // for screen readers only
    DC_IS_NOSCRIPT = 1 << 3,
    DC_IS_TEMPLATE = 1 << 4,
    DC_IS_CLOSED = 1 << 5, // in details that are not open
    DC_IS_PRE = 1 << 6,    // white space counts
    // Of facts only.
    DC_IS_TOOL = 1 << 7,     // [edit] beside a heading, [reply] behind a signature
    DC_MAY_BE_TWIN = 1 << 8, // has a class that begins as those of dc_is_formula_twin() do
};

// Kinds of page that the head declares.
enum {
    DC_HINT_ARTICLE = 1 << 0,
    DC_HINT_PRODUCT = 1 << 1,
    DC_HINT_LIST = 1 << 2, // collection, list of items, search results
    DC_HINT_FORUM = 1 << 3,
    DC_HINT_FAQ = 1 << 4,
    DC_HINT_ORG = 1 << 5, // a business or service
    DC_HINT_TECH = 1 << 6,
};

// A box: one block-level element.
typedef struct dc_box {
    uint32_t parent; // box 0, the html element, is its own
    uint32_t end;    // boxes in [this, end) are inside
    uint32_t node;   // in the page tree
    uint32_t first;  // its blocks are [first, last)
    uint32_t last;
    uint32_t flags;
    uint16_t depth; // 0 for box 0; stays at 65,535
    uint16_t tag;   // dc_tag
    dc_str name;    // lower-case element name
    const dc_facts *facts;
    uint32_t n_images;
    uint32_t n_inputs;
    uint32_t list; // of its attributes, for dc_list_attr()
} dc_box;

// A span: an inline element in a block's text. Recorded for links, code, times and all with
// attributes.
typedef struct dc_span {
    uint32_t at; // bytes in the block's text
    uint32_t len;
    uint32_t tag; // dc_tag
    const dc_facts *facts;
} dc_span;

// A block: a run of text under one box. White space is collapsed, but a line break is "\n"; in a
// box with DC_IS_PRE it is as in the source.
typedef struct dc_block {
    dc_str text; // ends with a NUL that len does not count
    uint32_t box;
    uint32_t words;
    uint32_t link_words;
    uint32_t span; // first of its spans
    uint32_t n_spans;
} dc_block;

typedef struct dc_mark dc_mark;

typedef struct dc_blocks {
    dc_box *boxes;
    uint32_t n_boxes;
    dc_block *v;
    uint32_t n;
    const dc_span *spans;
    dc_str title;   // text of the title element
    uint32_t hints; // DC_HINT_*
    dc_str url;     // of the page, or p NULL
    dc_str base;    // href of its base element, as written; p NULL: none
    const dc_mark *marks;
    uint32_t n_marks;
    const struct dc_attrs *lists;
} dc_blocks;

// The nearest box at or above `box` with that tag, or UINT32_MAX.
uint32_t dc_box_above(const dc_blocks *blocks, uint32_t box, dc_tag tag);

// The level, 1 to 6, of the heading that a block is or stands in (at most two boxes up); 0 when
// there is none.
uint32_t dc_heading_level(const dc_blocks *blocks, uint32_t block);

// Where a block stands, "html>body>div#main>p.lead". Writes at most cap bytes, NUL included, and
// returns the length of the whole.
size_t dc_block_path(const dc_blocks *blocks, uint32_t block, char *out, size_t cap);

// True if one of `reach` boxes, from this one upwards, has the tag.
static inline bool dc_box_is_below(const dc_blocks *blocks, uint32_t box, dc_tag tag, int reach)
{
    for (; box && reach > 0; reach--, box = blocks->boxes[box].parent)
        if (blocks->boxes[box].tag == tag)
            return true;
    return false;
}

// True if `inner` is `outer` or lies in it.
static inline bool dc_box_within(const dc_blocks *blocks, uint32_t inner, uint32_t outer)
{
    return inner >= outer && inner < blocks->boxes[outer].end;
}

#endif
