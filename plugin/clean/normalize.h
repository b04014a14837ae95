// The normal form in which phrases are compared. For matching only: text itself is never changed by
// it.
//
// Character references are decoded once; tags and Markdown links leave, their text stays; NFKC,
// case folding with all four Turkish I as one, accents, vowel marks and format characters out. What
// remains is words with one blank between them, none next to scripts that are written without;
// digits as one
// '#' a number; a line feed where a sentence ended; no other punctuation or symbol.
#ifndef DC_CLEAN_NORMALIZE_H
#define DC_CLEAN_NORMALIZE_H

#include "base/str.h"

// Longest normal form in bytes: no phrase is longer.
enum { DC_NORMAL_MAX = 480 };

typedef struct dc_normal {
    size_t len;
    char text[DC_NORMAL_MAX + 8];
} dc_normal;

// True if dc_normalize() would not even begin.
bool dc_normal_is_too_long(dc_str line);

// False when the line is too long to be a phrase; out is then empty.
bool dc_normalize(dc_str line, dc_normal *out);

static inline dc_str dc_normal_str(const dc_normal *n)
{
    return (dc_str){n->text, n->len};
}

#endif
