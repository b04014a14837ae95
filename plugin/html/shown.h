// What gumbo sees of a start tag.
#ifndef DC_HTML_SHOWN_H
#define DC_HTML_SHOWN_H

#include "html/scanner.h"

// Past this many html and body tags with attributes the rest of them is left out.
enum { DC_MOST_MERGED = 128 };

// Formatting elements have one of so many stubs for their lists of attributes.
enum { DC_FORMAT_STUBS = 8 };

// The name.
dc_str dc_shown_name(dc_scanner *s, dc_tag tag, dc_str name);

// Adds the few attributes that steer tree construction.
void dc_emit_steering(dc_scanner *s, dc_tag tag, dc_str name, uint32_t list);

#endif
