// Digests of bytes in the form that WARC records carry.
#ifndef DC_PIPELINE_DIGEST_H
#define DC_PIPELINE_DIGEST_H

#include "base/str.h"

enum { DC_DIGEST_LEN = 5 + 32 }; // "sha1:" and 160 bits, five a character

// SHA-1 of two pieces as one, in the base32 of RFC 4648, with its NUL.
void dc_digest(dc_str first, dc_str second, char out[DC_DIGEST_LEN + 1]);

#endif
