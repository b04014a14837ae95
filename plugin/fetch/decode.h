// Content codings: gzip, deflate, br and zstd, one within another, streamed under limits.
// curl's own decoding stays off: it has no limit on what comes out, and takes data that ends early
// for whole. The codecs use their own memory, not the allocator hook.
#ifndef DC_FETCH_DECODE_H
#define DC_FETCH_DECODE_H

#include "base/buf.h"
#include "base/status.h"

// What Accept-Encoding says.
#define DC_DECODE_ACCEPTED "gzip, deflate, br, zstd"

typedef struct dc_decode dc_decode;

// codings  value of Content-Encoding, or empty: then gzip data are recognised by their first bytes.
// out      receives the decoded bytes; its max is the limit, of every layer.
// NULL with *error filled when a coding is not known, there are too many, or memory is short.
dc_decode *dc_decode_new(const decant_allocator *hook, dc_str codings, dc_buf *out,
                         decant_error *error);
void dc_decode_free(dc_decode *decode);

// Returns DECANT_OK, DECANT_E_DECODE, DECANT_E_TOO_LARGE or DECANT_E_NOMEM.
decant_status dc_decode_write(dc_decode *decode, dc_str bytes, decant_error *error);

// After the last byte: DECANT_OK, or DECANT_E_TRUNCATED when data are missing.
decant_status dc_decode_end(const dc_decode *decode, decant_error *error);

#endif
