// What tokens say about text: scores learned from pages whose text is known.
//
// A table maps the hash of a token to a score and a trust, the amount of evidence. Its entries are
// sorted by hash; the upper bits of a hash choose a bucket, the next 16 tell entries of a bucket
// apart: four bytes an entry. A token that was not seen is taken for another about once in 50,000
// look-ups.
#ifndef DC_CLEAN_TOKEN_TABLE_H
#define DC_CLEAN_TOKEN_TABLE_H

#include "base/chunk.h"

#include <stdint.h>

typedef struct dc_token_entry {
    uint16_t print; // bits of the hash behind those of the bucket
    uint8_t score;  // 0 to 255: see the users of a table
    uint8_t trust;  // 0 to 255: how much of the evidence wanted there is
} dc_token_entry;

typedef struct dc_token_table {
    const dc_token_entry *entries; // and DC_TOKEN_SPARE more
    const uint16_t *buckets;       // 2^bits + 1 offsets of first entries
    uint32_t bits;
} dc_token_table;

// Entries behind the last one that are read but never found: the last bucket may be empty.
enum { DC_TOKEN_SPARE = 4 };

// Which of the n entries from e on, four at most, have the print: a bit each.
static inline uint32_t dc_token_prints(const dc_token_entry *e, uint32_t n, uint16_t print)
{
    uint32_t equal = 0;
#ifdef DC_HAS_CHUNKS
    const __m128i four = _mm_loadu_si128((const __m128i *)e);
    const __m128i prints = _mm_and_si128(four, _mm_set1_epi32(UINT16_MAX));
    equal =
        (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(prints, _mm_set1_epi32(print))));
#else
    for (uint32_t i = 0; i < 4; i++)
        equal |= (uint32_t)(e[i].print == print) << i;
#endif
    return equal & ((1u << (n < 4 ? n : 4)) - 1);
}

static inline const uint16_t *dc_token_bucket(const dc_token_table *table, uint32_t hash)
{
    return table->buckets + (hash >> (32 - table->bits));
}

// Copies the entries of those tokens that are known, in their order, and returns how many. Nothing
// branches on whether one is: that is as good as chance. What is looked at soon is asked for first.
static inline uint32_t dc_token_find(const dc_token_table *table, const uint32_t *hashes,
                                     uint32_t n, dc_token_entry *out)
{
    enum { AHEAD = 32 };
    uint32_t n_out = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i % AHEAD == 0)
            for (uint32_t k = i; k < i + AHEAD && k < n; k++)
                __builtin_prefetch(table->entries + *dc_token_bucket(table, hashes[k]));
        const uint16_t *bucket = dc_token_bucket(table, hashes[i]);
        const uint16_t print = (uint16_t)(hashes[i] >> (16 - table->bits));
        const dc_token_entry *e = table->entries + bucket[0];
        uint32_t in_bucket = bucket[1] - (uint32_t)bucket[0];
        uint32_t equal = dc_token_prints(e, in_bucket, print);
        for (; !equal && in_bucket > 4; in_bucket -= 4, e += 4) // one in a hundred
            equal = dc_token_prints(e + 4, in_bucket - 4, print);
        out[n_out] = e[__builtin_ctz(equal | 8)];
        n_out += equal != 0;
    }
    return n_out;
}

#endif
