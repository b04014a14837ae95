// Finding a byte that is likely near: what calling memchr() costs is more than the search.
#ifndef DC_BASE_FIND_H
#define DC_BASE_FIND_H

#include "base/str.h"
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

// The first "<" at or behind p, or end; *has_nul is set if there is a NUL in front of it.
static inline const char *dc_find_lt(const char *p, const char *end, bool *has_nul)
{
#ifdef __SSE2__
    const __m128i lt = _mm_set1_epi8('<'), nul = _mm_setzero_si128();
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        const __m128i hit = _mm_cmpeq_epi8(bytes, lt), bad = _mm_cmpeq_epi8(bytes, nul);
        unsigned hits = (unsigned)_mm_movemask_epi8(_mm_or_si128(hit, bad));
        if (!hits)
            continue;
        const unsigned ends = (unsigned)_mm_movemask_epi8(hit);
        *has_nul |= (hits & -hits) != (ends & -ends);
        if (ends)
            return p + __builtin_ctz(ends);
    }
#endif
    for (; p < end && *p != '<'; p++)
        *has_nul |= *p == '\0';
    return p;
}

// The first control, blank, "/" or ">" at or behind p; where fewer than 16 bytes are left, p.
static inline const char *dc_find_ending(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i blank = _mm_set1_epi8(' '), slash = _mm_set1_epi8('/'), gt = _mm_set1_epi8('>');
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, blank), bytes);
        const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, slash), _mm_cmpeq_epi8(bytes, gt));
        const unsigned hits = (unsigned)_mm_movemask_epi8(_mm_or_si128(low, ends));
        if (hits)
            return p + __builtin_ctz(hits);
    }
#else
    (void)end;
#endif
    return p;
}

// Whether one of two bytes is in s.
static inline bool dc_has_either(dc_str s, char a, char b)
{
    if (s.len == 0) // p may be NULL
        return false;
    const char *p = s.p;
    const char *const end = p + s.len;
#ifdef __SSE2__
    const __m128i first = _mm_set1_epi8(a), second = _mm_set1_epi8(b);
    while (end - p >= 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        if (_mm_movemask_epi8(
                _mm_or_si128(_mm_cmpeq_epi8(bytes, first), _mm_cmpeq_epi8(bytes, second))))
            return true;
        if (end - p == 16)
            return false;
        p += end - p < 32 ? end - p - 16 : 16; // some bytes are looked at twice at the end
    }
#endif
    while (p < end && *p != a && *p != b)
        p++;
    return p < end;
}

// The first white space at or behind p, or end; bytes from `from` on may be read.
static inline const char *dc_find_space(const char *from, const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i space = _mm_set1_epi8(' '), tab = _mm_set1_epi8('\t');
    const __m128i vt = _mm_set1_epi8('\v'), four = _mm_set1_epi8('\r' - '\t');
    if (end - from >= 16) {
        for (; p < end; p += 16) {
            const char *at = end - p < 16 ? end - 16 : p;
            const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
            const __m128i from_tab = _mm_sub_epi8(bytes, tab);
            const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(from_tab, four), from_tab);
            const __m128i blank = _mm_or_si128(_mm_andnot_si128(_mm_cmpeq_epi8(bytes, vt), control),
                                               _mm_cmpeq_epi8(bytes, space));
            const unsigned hits = (unsigned)_mm_movemask_epi8(blank) >> (p - at);
            if (hits)
                return p + __builtin_ctz(hits);
        }
        return end;
    }
#else
    (void)from;
#endif
    while (p < end && !dc_is_space(*p))
        p++;
    return p;
}

// Behind the white space at p.
static inline const char *dc_skip_blank(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i space = _mm_set1_epi8(' '), tab = _mm_set1_epi8('\t');
    const __m128i vt = _mm_set1_epi8('\v'), four = _mm_set1_epi8('\r' - '\t');
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        const __m128i from_tab = _mm_sub_epi8(bytes, tab);
        const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(from_tab, four), from_tab);
        const __m128i blank = _mm_or_si128(_mm_andnot_si128(_mm_cmpeq_epi8(bytes, vt), control),
                                           _mm_cmpeq_epi8(bytes, space));
        const unsigned others = (unsigned)_mm_movemask_epi8(blank) ^ 0xFFFF;
        if (others)
            return p + __builtin_ctz(others);
    }
#endif
    while (p < end && dc_is_space(*p))
        p++;
    return p;
}

// The first of four bytes at or behind p, or end.
static inline const char *dc_find_any(const char *p, const char *end, const char any[4])
{
#ifdef __SSE2__
    const __m128i a = _mm_set1_epi8(any[0]), b = _mm_set1_epi8(any[1]);
    const __m128i c = _mm_set1_epi8(any[2]), d = _mm_set1_epi8(any[3]);
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        const __m128i ab = _mm_or_si128(_mm_cmpeq_epi8(bytes, a), _mm_cmpeq_epi8(bytes, b));
        const __m128i cd = _mm_or_si128(_mm_cmpeq_epi8(bytes, c), _mm_cmpeq_epi8(bytes, d));
        const unsigned hits = (unsigned)_mm_movemask_epi8(_mm_or_si128(ab, cd));
        if (hits)
            return p + __builtin_ctz(hits);
    }
#endif
    while (p < end && *p != any[0] && *p != any[1] && *p != any[2] && *p != any[3])
        p++;
    return p;
}

#endif
