// The encodings of the Encoding Standard and their labels.
#ifndef DC_HTML_ENCODING_H
#define DC_HTML_ENCODING_H

#include "base/str.h"

#include <stdint.h>

// How the bytes become text.
typedef enum dc_encoding_kind {
    DC_ENCODING_UTF8,
    DC_ENCODING_UTF16,  // iconv, in units of two bytes
    DC_ENCODING_LATIN,  // windows-1252
    DC_ENCODING_SINGLE, // iconv, one byte a character
    DC_ENCODING_MULTI,  // iconv, one byte for ASCII, else more
    DC_ENCODING_ESCAPE, // ISO-2022-JP: iconv, from EUC-JP
    DC_ENCODING_USER,   // x-user-defined: high bytes are private characters
    DC_ENCODING_NONE,   // replacement: the whole page is one U+FFFD, since decoding it is not safe
} dc_encoding_kind;

typedef struct dc_encoding {
    char name[16];  // as in the standard
    char iconv[16]; // as iconv_open() has it, "" where iconv is not used
    dc_encoding_kind kind;
} dc_encoding;

// The standard's "get an encoding": any case, white space at both ends does not count. NULL if
// unknown.
const dc_encoding *dc_encoding_of(dc_str label);

#endif
