// A number for the first bytes of a phrase in normal form. Most lines begin like no phrase: that is
// all that is looked at of them.
#ifndef DC_CLEAN_START_H
#define DC_CLEAN_START_H

#include "base/str.h"

#include <stdint.h>

enum {
    DC_START_LEN = 8,            // most bytes at p that count
    DC_N_STARTS = 1 << 18,       // of all these bytes
    DC_N_SHORT_STARTS = 1 << 16, // of fewer: there are not many, and each length is looked for
    DC_LONG_START_LEN = 16,      // most bytes at p that count where a start alone is not enough
    DC_N_LONG_STARTS = 1 << 18
};

// The first bytes, of which len are there, as one number.
static inline uint64_t dc_first_bytes(const char *p, size_t len)
{
    uint64_t all = 0;
    if (len >= DC_START_LEN) // one load
        for (size_t i = 0; i < DC_START_LEN; i++)
            all |= (uint64_t)(unsigned char)p[i] << 8 * i;
    else
        for (size_t i = 0; i < len; i++)
            all |= (uint64_t)(unsigned char)p[i] << 8 * i;
    return all;
}

// Of len of the first bytes.
static inline unsigned dc_start_of(uint64_t first, size_t len)
{
    const uint64_t all = len < DC_START_LEN ? first & (((uint64_t)1 << 8 * len) - 1) : first;
    const uint64_t hash = (all + len) * 0x9E3779B97F4A7C15u;
    return (unsigned)(hash >> (len < DC_START_LEN ? 48 : 46));
}

static inline unsigned dc_phrase_start(const char *p, size_t len)
{
    return dc_start_of(dc_first_bytes(p, len), len);
}

// Of len bytes, more than DC_START_LEN or as many; second: the first bytes behind those of first.
static inline unsigned dc_long_start_of(uint64_t first, uint64_t second, size_t len)
{
    const size_t more = len - DC_START_LEN;
    const uint64_t rest = more < 8 ? second & (((uint64_t)1 << 8 * more) - 1) : second;
    const uint64_t hash = (first ^ (rest + len) * 0xC2B2AE3D27D4EB4Fu) * 0x9E3779B97F4A7C15u;
    return (unsigned)(hash >> 46);
}

static inline unsigned dc_long_start(const char *p, size_t len)
{
    return dc_long_start_of(dc_first_bytes(p, DC_START_LEN),
                            dc_first_bytes(p + DC_START_LEN, len - DC_START_LEN), len);
}

static inline bool dc_has_start(const uint64_t *set, unsigned start)
{
    return set[start / 64] >> start % 64 & 1;
}

#endif
