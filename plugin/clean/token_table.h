// What tokens say about text: scores learned from pages whose text is known.
//
// A table maps the hash of a token to a score and a trust, the amount of evidence. Its entries are
// sorted by hash; the upper bits of a hash choose a bucket, the next 16 tell entries of a bucket
// apart: four bytes an entry. A token that was not seen is taken for another about once in 50,000
// look-ups.
#ifndef DC_CLEAN_TOKEN_TABLE_H
#define DC_CLEAN_TOKEN_TABLE_H

#include <stdint.h>

typedef struct dc_token_entry {
    uint16_t print; // bits of the hash behind those of the bucket
    uint8_t score;  // 0 to 255: see the users of a table
    uint8_t trust;  // 0 to 255: how much of the evidence wanted there is
} dc_token_entry;

typedef struct dc_token_table {
    const dc_token_entry *entries;
    const uint16_t *buckets; // 2^bits + 1 offsets of first entries
    uint32_t bits;
} dc_token_table;

// The entry of a token, or NULL.
static inline const dc_token_entry *dc_token_find(const dc_token_table *table, uint32_t hash)
{
    const uint32_t bucket = hash >> (32 - table->bits);
    const uint16_t print = (uint16_t)(hash >> (16 - table->bits));
    for (uint32_t i = table->buckets[bucket]; i < table->buckets[bucket + 1]; i++)
        if (table->entries[i].print == print)
            return &table->entries[i];
    return NULL;
}

#endif
