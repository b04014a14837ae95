// log(1 + x) of counts, to the last bit what log1pf() of FreeBSD and glibc made of them when the
// model was learned: its thresholds are such values, and other libraries round otherwise.
#ifndef DC_CLEAN_LG_H
#define DC_CLEAN_LG_H

#include <math.h>
#include <stdint.h>
#include <string.h>

// What s_log1pf.c does of a whole number, for which nothing is lost in 1 + x. Of that file:
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
// Developed at SunPro, a Sun Microsystems, Inc. business.
// Permission to use, copy, modify, and distribute this software is freely granted, provided that
// this notice is preserved.
static inline float dc_lg_small(uint32_t x)
{
    enum { BIAS = 127, FRACTION = 0x7FFFFF, ROOT_OF_2 = 0x3504F7, ONE = 0x3F800000 };
    const float one_more = (float)(int32_t)(x + 1);
    int32_t bits;
    memcpy(&bits, &one_more, sizeof bits);
    const int32_t fraction = bits & FRACTION;
    const int32_t is_large = fraction >= ROOT_OF_2;
    const float k = (float)((bits >> 23) - BIAS + is_large); // 1 + x = 2^k * (1 + f)
    const int32_t rest = fraction | (ONE - is_large * (FRACTION + 1));
    float f;
    memcpy(&f, &rest, sizeof f);
    f -= 1;
    const float half = 0.5f * f * f;
    const float s = f / (2 + f);
    const float z = s * s;
    const float r = z * (6.6666668653e-01f +
                         z * (4.0000000596e-01f +
                              z * (2.8571429849e-01f +
                                   z * (2.2222198546e-01f +
                                        z * (1.8183572590e-01f +
                                             z * (1.5313838422e-01f + z * 1.4798198640e-01f))))));
    return k * 6.9313812256e-01f - ((half - (s * (half + r) + k * 9.0580006145e-06f)) - f);
}

static inline float dc_lg_of(uint32_t x)
{
    return x < 1u << 20 ? dc_lg_small(x) : log1pf((float)x);
}

#endif
