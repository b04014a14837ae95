// Where raw text ends: comments, scripts, styles, titles.
#ifndef DC_HTML_RAWTEXT_H
#define DC_HTML_RAWTEXT_H

#include "base/tag.h"

// The "<" of the end tag that closes the raw-text or RCDATA element of that name whose content
// begins at p, or end.
const char *dc_raw_content_end(const char *p, const char *end, dc_str name, dc_tag tag);

// Behind the comment that begins with "<!--" at p, or end.
const char *dc_raw_comment_end(const char *p, const char *end);

#endif
