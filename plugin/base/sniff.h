// What bytes are, from their beginning.
#ifndef DC_BASE_SNIFF_H
#define DC_BASE_SNIFF_H

#include "base/str.h"

// What the data is when it is no text at all, "a PDF document"; NULL for text. Static storage.
const char *dc_sniff_binary(dc_str bytes);

// True if the beginning holds no tag: plain text rather than HTML.
bool dc_sniff_text(dc_str bytes);

#endif
