// Bytes of a known encoding to UTF-8.
#ifndef DC_HTML_DECODER_H
#define DC_HTML_DECODER_H

#include "base/arena.h"
#include "html/encoding.h"

// Decodes all of bytes: what has no meaning becomes U+FFFD and decoding goes on. The result is
// valid UTF-8, at most about three times as long, and points into bytes where these are it already.
// Returns DECANT_OK, or DECANT_E_ENCODING when the system has no converter for that encoding.
decant_status dc_decode(dc_arena *arena, const dc_encoding *encoding, dc_str bytes, dc_str *utf8);

#endif
