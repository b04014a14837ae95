// Floats by their bits.
#ifndef DC_BASE_FLOAT_H
#define DC_BASE_FLOAT_H

#include <stdint.h>
#include <string.h>

// The bits of floats that are not negative rise with them.
static inline uint32_t dc_float_bits(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float dc_float_of_bits(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
