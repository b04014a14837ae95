// Elements that are to tree construction what a letter is, so that they need no tags in the
// skeleton: br, img, wbr, and inline elements that hold nothing but text and such elements.
//
// Whether an inline element is one shows at its end. The scan takes it for one, and goes back to
// its start tag when something in it says otherwise.
#ifndef DC_HTML_LETTERS_H
#define DC_HTML_LETTERS_H

#include "html/context.h"
#include "html/skeleton.h"

enum { DC_DEEPEST_LETTER = 6, DC_LONGEST_LETTER = 16384 };

typedef struct dc_letters {
    uint32_t n; // open elements that may be letters
    dc_tag open[DC_DEEPEST_LETTER];
    const char *at[DC_DEEPEST_LETTER]; // their "<"
    const char *limit;                 // of the outermost
    dc_skeleton_mark mark;             // what there was before it
    bool was_after_block;
    uint32_t n_failed;
    uint32_t next_failed;
    const char *failed[DC_DEEPEST_LETTER]; // start tags that are no letters, in order
} dc_letters;

// br, img and wbr: a letter opens what formatting is due and stands, and so do they.
static inline bool dc_is_letter(const dc_context *context, dc_tag tag)
{
    return (tag == DC_TAG_br || tag == DC_TAG_img || tag == DC_TAG_wbr) &&
           dc_context_is_plain(context);
}

// True if an element that is not one of these may be a letter, where no other is open that may. at
// is its "<".
bool dc_letters_may_begin(dc_letters *letters, const dc_context *context, dc_tag tag,
                          const char *at);

// Whether it may be one inside of those that are open.
typedef enum dc_letter_fit {
    DC_LETTER_FITS,
    DC_LETTER_TOO_DEEP, // the outermost is no letter; those inside may be
    DC_LETTER_NOT       // nor are they
} dc_letter_fit;

dc_letter_fit dc_letters_fit(const dc_letters *letters, const dc_context *context, dc_tag tag);

// One more is open.
static inline void dc_letters_push(dc_letters *letters, dc_tag tag, const char *at)
{
    letters->open[letters->n] = tag;
    letters->at[letters->n++] = at;
}

// Those that are open are no letters: all of them, or the outermost alone. Returns where that
// begins.
const char *dc_letters_fail(dc_letters *letters, bool all);

#endif
