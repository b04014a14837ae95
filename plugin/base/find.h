// Finding a byte that is likely near: what calling memchr() costs is more than the search.
#ifndef DC_BASE_FIND_H
#define DC_BASE_FIND_H

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

// The first c at or behind p, or end.
static inline const char *dc_find(const char *p, const char *end, char c)
{
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi8(c);
    for (int i = 0; i < 4 && end - p >= 16; i++, p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        const unsigned hits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted));
        if (hits)
            return p + __builtin_ctz(hits);
    }
#endif
    if (p == end)
        return end;
    const char *at = memchr(p, c, (size_t)(end - p));
    return at ? at : end;
}

#endif
