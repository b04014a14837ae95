// The hash of a token, character by character: what the learned tables are keyed by.
#ifndef DC_CLEAN_TOKEN_HASH_H
#define DC_CLEAN_TOKEN_HASH_H

#include <stdint.h>

// FNV-1a's offset and prime; the upper bits are folded back in, since buckets are told by them.
#define DC_TOKEN_SEED 0x811C9DC5u

static inline uint32_t dc_token_add(uint32_t hash, uint32_t c)
{
    return (hash ^ c) * 0x01000193u + (hash >> 17);
}

static inline uint32_t dc_token_finish(uint32_t hash)
{
    return hash ^ hash >> 15;
}

#endif
