// The encoding of a page, and the page in UTF-8.
#ifndef DC_HTML_CHARSET_H
#define DC_HTML_CHARSET_H

#include "base/arena.h"

#include <stdint.h>

typedef struct dc_charset {
    const char *name; // as in the Encoding Standard: "UTF-8", "windows-1252", "Shift_JIS"
    int32_t source;   // DECANT_CHARSET_BOM, ...
    dc_str utf8;      // valid UTF-8 without byte order mark; never NULL
} dc_charset;

// Finds the encoding in the order of the HTML Standard (section 13.2.3) - byte order mark,
// content_type (the HTTP header, or DC_STR_NONE), meta, then valid UTF-8, then windows-1252 - and
// decodes the page. utf8 points into bytes where these are UTF-8 already. Names that nobody knows
// are passed over.
//
// Three declarations are not believed, since pages that lie so come out unreadable: UTF-16 in a
// page without NUL bytes, UTF-8 where ill-formed bytes outnumber the well-formed sequences, and any
// other encoding where all bytes are valid UTF-8 and six characters or more are not ASCII.
//
// Returns DECANT_OK, or DECANT_E_ENCODING when the system has no converter for the encoding.
decant_status dc_charset_decode(dc_arena *arena, dc_str bytes, dc_str content_type,
                                dc_charset *out);

// The same for plain text: it has no meta element, and a "<" in it is no mark-up.
decant_status dc_charset_decode_text(dc_arena *arena, dc_str bytes, dc_str content_type,
                                     dc_charset *out);

// The encoding that a label means ("latin1" is "windows-1252"), or NULL. Static storage.
const char *dc_charset_name(dc_str label);

#endif
