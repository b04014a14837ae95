// Simple svg elements, as icons are: nothing in them is of use to anybody.
#ifndef DC_HTML_PICTURE_H
#define DC_HTML_PICTURE_H

#include <stdbool.h>

// Where an svg element ends whose attributes begin at p, if it is a simple picture: closed, and of
// elements that are no HTML and hold no HTML. NULL if it is not. is_wide:
// dc_has_wide_chunks().
const char *dc_picture_end(const char *p, const char *end, bool is_wide);

#endif
