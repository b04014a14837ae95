#include "support/pack.h"

#include <brotli/encode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static size_t pack_zlib(int window, const void *bytes, size_t len, unsigned char *out, size_t cap)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_in = (unsigned char *)(size_t)bytes;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    deflateEnd(&z);
    return z.total_out;
}

unsigned char *pack(pack_coding coding, const void *bytes, size_t len, size_t *packed)
{
    const size_t cap = len + len / 8 + 1024;
    unsigned char *out = malloc(cap);
    if (!out)
        abort();
    *packed = cap;
    switch (coding) {
    case PACK_GZIP:
        *packed = pack_zlib(15 + 16, bytes, len, out, cap);
        break;
    case PACK_ZLIB:
        *packed = pack_zlib(15, bytes, len, out, cap);
        break;
    case PACK_DEFLATE:
        *packed = pack_zlib(-15, bytes, len, out, cap);
        break;
    case PACK_BROTLI:
        if (!BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, len, bytes, packed, out))
            abort();
        break;
    case PACK_ZSTD:
        *packed = ZSTD_compress(out, cap, bytes, len, 3);
        if (ZSTD_isError(*packed))
            abort();
        break;
    }
    return out;
}

unsigned char *pack_blank(pack_coding coding, size_t n_mib, size_t *packed)
{
    const size_t len = n_mib << 20;
    char *blank = malloc(len);
    if (!blank)
        abort();
    memset(blank, ' ', len);
    unsigned char *out = pack(coding, blank, len, packed);
    free(blank);
    return out;
}
