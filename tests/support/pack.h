// Content codings for the test server: good data, and bombs.
#ifndef SUPPORT_PACK_H
#define SUPPORT_PACK_H

#include <stddef.h>

typedef enum pack_coding { PACK_GZIP, PACK_ZLIB, PACK_DEFLATE, PACK_BROTLI, PACK_ZSTD } pack_coding;

// Compressed bytes; free() them.
unsigned char *pack(pack_coding coding, const void *bytes, size_t len, size_t *packed);

// The same of n_mib MiB of spaces.
unsigned char *pack_blank(pack_coding coding, size_t n_mib, size_t *packed);

#endif
