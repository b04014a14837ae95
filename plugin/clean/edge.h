// A number for the first or last bytes of a phrase: what has no phrase's edge need not be looked
// up.
#ifndef DC_CLEAN_EDGE_H
#define DC_CLEAN_EDGE_H

#include "base/str.h"

#include <stdint.h>

enum {
    DC_EDGE_LEN = 3, // bytes at p that count
    DC_N_EDGES = 1 << 14
};

static inline unsigned dc_edge(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    const uint32_t all = u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16;
    return (uint32_t)(all * 0x9E3779B1u) >> 18;
}

static inline bool dc_has_edge(const uint64_t set[DC_N_EDGES / 64], const char *p)
{
    const unsigned edge = dc_edge(p);
    return set[edge / 64] >> edge % 64 & 1;
}

#endif
