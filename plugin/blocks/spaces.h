// White space and what else text is cleaned of on its way into a block.
#ifndef DC_BLOCKS_SPACES_H
#define DC_BLOCKS_SPACES_H

#include "base/buf.h"

typedef enum dc_char_kind {
    DC_CHAR_PLAIN,
    DC_CHAR_SPACE, // white space of any kind, no-break and typographic blanks included
    DC_CHAR_DROP,  // controls, soft hyphens, zero-width and bidi formatting characters
} dc_char_kind;

// The kind of the character at p < end; *len is its length in bytes.
dc_char_kind dc_char_kind_at(const char *p, const char *end, size_t *len);

#endif
