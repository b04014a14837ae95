// What lies ahead in the source and needs no tags in the skeleton: elements that are to tree
// construction what a letter is.
#ifndef DC_HTML_LOOKAHEAD_H
#define DC_HTML_LOOKAHEAD_H

#include "html/context.h"

// br, img and wbr: a letter opens what formatting is due and stands, and so do they.
static inline bool dc_is_letter(const dc_context *context, dc_tag tag)
{
    return (tag == DC_TAG_br || tag == DC_TAG_img || tag == DC_TAG_wbr) &&
           dc_context_is_plain(context);
}

// Where an element ends that holds nothing but text, letters, pictures and other such elements, if
// it is one; from is behind its start tag. NULL if it is none, or too far away.
const char *dc_inline_end(const dc_context *context, dc_tag tag, const char *from, const char *end);

// Where an svg element ends whose attributes begin at p, if it is a simple picture: closed, and of
// elements that are no HTML and hold no HTML. NULL if it is not. Its inside is nothing to anybody.
const char *dc_picture_end(const char *p, const char *end);

#endif
