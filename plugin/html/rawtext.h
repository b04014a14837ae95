// Where raw text ends: comments, scripts, styles, titles.
#ifndef DC_HTML_RAWTEXT_H
#define DC_HTML_RAWTEXT_H

#include "base/str.h"

// The "<" of the end tag that closes a raw-text or RCDATA element of that name, or end.
const char *dc_raw_end(const char *p, const char *end, dc_str name);

// The same for script, with its escaped states (HTML Standard, 13.2.5.15 to 13.2.5.31).
const char *dc_raw_script_end(const char *p, const char *end);

// Behind the comment that begins with "<!--" at p, or end.
const char *dc_raw_comment_end(const char *p, const char *end);

#endif
