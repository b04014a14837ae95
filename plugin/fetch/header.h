// Heads of HTTP messages.
#ifndef DC_FETCH_HEADER_H
#define DC_FETCH_HEADER_H

#include "base/str.h"

// The value of the first header of that name in a head, trimmed; DC_STR_NONE when there is none.
dc_str dc_header_of(dc_str head, dc_str name);

#endif
