// Character references: "&amp;", "&#65;", "&#x41;", "&copy" (HTML Standard, section 13.2.5.72
// onwards).
#ifndef DC_BASE_ENTITY_H
#define DC_BASE_ENTITY_H

#include "base/buf.h"

// Reads the reference at p, where *p is '&'. Returns the bytes it takes, with its meaning in out,
// at most 6 bytes of UTF-8 without a NUL behind them; or 0 when the '&' stands for itself. In an
// attribute value a name without semicolon is no reference when '=', a letter or a digit follows.
size_t dc_entity_decode(const char *p, const char *end, bool in_attribute, char out[8],
                        size_t *out_len);

// Appends raw with its references decoded. NUL bytes: U+FFFD in an attribute value, nothing in
// text, as tree construction has it. At most three times as long as raw.
void dc_text_decode(dc_str raw, bool in_attribute, dc_buf *out);

// The same as a view: raw itself where there is nothing to decode, else a copy in the arena.
dc_str dc_text_of(dc_arena *arena, dc_str raw, bool in_attribute);

#endif
