#include "pipeline/digest.h"

#include <nettle/sha1.h>
#include <nettle/version.h>

// Of no use against forgery, but what other tools write, compare and look up by.
static void sha1(dc_str first, dc_str second, uint8_t out[SHA1_DIGEST_SIZE])
{
    struct sha1_ctx ctx;
    sha1_init(&ctx);
    if (first.len)
        sha1_update(&ctx, first.len, (const uint8_t *)first.p);
    if (second.len)
        sha1_update(&ctx, second.len, (const uint8_t *)second.p);
#if NETTLE_VERSION_MAJOR < 4
    sha1_digest(&ctx, SHA1_DIGEST_SIZE, out);
#else
    sha1_digest(&ctx, out);
#endif
}

void dc_digest(dc_str first, dc_str second, char out[DC_DIGEST_LEN + 1])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t bytes[SHA1_DIGEST_SIZE];
    sha1(first, second, bytes);
    memcpy(out, "sha1:", 5);
    unsigned bits = 0;
    size_t n = 5;
    for (size_t i = 0, have = 0; i < sizeof bytes; i++) {
        bits = bits << 8 | bytes[i];
        for (have += 8; have >= 5; have -= 5)
            out[n++] = digits[bits >> (have - 5) & 31];
    }
    out[n] = '\0';
}
