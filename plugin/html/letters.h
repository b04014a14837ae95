// Elements that need no tags in the skeleton, since tree construction does to them what it does to
// a letter, or to a rule.
//
// br, img and wbr are such. So is any element in which all is written as it comes to stand: each
// start tag opens an element where the one before it is, each end tag closes the last one that is
// open. An inline element is a letter then: like it, a letter opens what formatting is due. A box
// closes an open paragraph, and so does hr, which stands for it. What they hold is in their runs.
//
// Whether an element is one shows at its end. Its tags are written like any others, and taken back
// then with all that is between them.
#ifndef DC_HTML_LETTERS_H
#define DC_HTML_LETTERS_H

#include "html/context.h"
#include "html/skeleton.h"

enum { DC_DEEPEST_LETTER = 64 };

// An element that is open and known to tree construction as it is written.
typedef struct dc_open {
    dc_skeleton_mark mark; // before its start tag; its first run is the one that opens it
    dc_tag tag;
    bool is_box; // closes a paragraph where it begins
    bool in_box; // no paragraph outside of all can be closed from inside
    bool in_p;   // it is a paragraph, or stands in one
} dc_open;

// The last of the open elements is tree construction's current node.
typedef struct dc_letters {
    uint32_t n;
    uint32_t n_tags;    // the first of them, which keep their tags
    uint32_t n_formats; // formatting elements among all
    bool is_off;        // no element may be a letter
    dc_open open[DC_DEEPEST_LETTER];
} dc_letters;

// True in an element that may be a letter. There the current node is known, and all formatting is
// open that is due.
static inline bool dc_letters_in_one(const dc_letters *letters)
{
    return letters->n > letters->n_tags;
}

// br, img and wbr, and more in an element that may be a letter.
bool dc_is_letter(const dc_letters *letters, const dc_context *context, dc_tag tag);

// Before a start tag: what is open, if the element will be. Nothing is known behind one that has
// rules of its own.
void dc_letters_begin(dc_letters *letters, const dc_context *context, dc_skeleton *out, dc_tag tag,
                      uint32_t list);

// Takes the tags of the last open element back, if it may be a letter; it is open no more.
bool dc_letters_end(dc_letters *letters, dc_skeleton *out);

// What is open keeps its tags.
static inline void dc_letters_keep_tags(dc_letters *letters)
{
    letters->n_tags = letters->n;
}

// Nothing is known of what is open.
static inline void dc_letters_lose(dc_letters *letters)
{
    letters->n = letters->n_tags = letters->n_formats = 0;
}

// True if an end tag closes the last open element and nothing else.
static inline bool dc_letters_closes(const dc_letters *letters, const dc_context *context,
                                     dc_tag tag)
{
    return letters->n && letters->open[letters->n - 1].tag == tag && !context->nesting.n_dropped;
}

#endif
