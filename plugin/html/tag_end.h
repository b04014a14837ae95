// The end of a tag whose attributes are written as most are.
#ifndef DC_HTML_TAG_END_H
#define DC_HTML_TAG_END_H

#include <stdbool.h>

// The ">" of a tag whose attributes are all name="value", or names alone; NULL where that is not
// certain. p is behind the tag's name. is_wide: dc_has_wide_chunks().
const char *dc_usual_tag_end(const char *p, const char *end, bool is_wide);

#endif
