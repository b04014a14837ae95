// Sixty-four bytes at once: where in them a byte is, a bit each.
#ifndef DC_BASE_CHUNK_H
#define DC_BASE_CHUNK_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __SSE2__
#include <immintrin.h>
#define DC_HAS_CHUNKS 1
// For functions that run only where dc_has_wide_chunks() said so.
#define DC_WIDE __attribute__((target("avx2,bmi,popcnt")))

typedef struct dc_chunk {
    __m128i a, b, c, d;
} dc_chunk;

static inline dc_chunk dc_chunk_at(const char *p)
{
    return (dc_chunk){
        _mm_loadu_si128((const __m128i *)p), _mm_loadu_si128((const __m128i *)(p + 16)),
        _mm_loadu_si128((const __m128i *)(p + 32)), _mm_loadu_si128((const __m128i *)(p + 48))};
}

static inline uint64_t dc_chunk_bits(__m128i a, __m128i b, __m128i c, __m128i d)
{
    const uint32_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
    const uint32_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;
    return low | (uint64_t)high << 32;
}

static inline uint64_t dc_chunk_where(dc_chunk x, char c)
{
    const __m128i wanted = _mm_set1_epi8(c);
    return dc_chunk_bits(_mm_cmpeq_epi8(x.a, wanted), _mm_cmpeq_epi8(x.b, wanted),
                         _mm_cmpeq_epi8(x.c, wanted), _mm_cmpeq_epi8(x.d, wanted));
}

// Bytes that are not above c, as unsigned numbers.
static inline uint64_t dc_chunk_up_to(dc_chunk x, char c)
{
    const __m128i top = _mm_set1_epi8(c);
    return dc_chunk_bits(
        _mm_cmpeq_epi8(_mm_min_epu8(x.a, top), x.a), _mm_cmpeq_epi8(_mm_min_epu8(x.b, top), x.b),
        _mm_cmpeq_epi8(_mm_min_epu8(x.c, top), x.c), _mm_cmpeq_epi8(_mm_min_epu8(x.d, top), x.d));
}

// The same with AVX2.
typedef struct dc_wide_chunk {
    __m256i a, b;
} dc_wide_chunk;

static inline bool dc_has_wide_chunks(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}

DC_WIDE static inline dc_wide_chunk dc_wide_chunk_at(const char *p)
{
    return (dc_wide_chunk){_mm256_loadu_si256((const __m256i *)p),
                           _mm256_loadu_si256((const __m256i *)(p + 32))};
}

DC_WIDE static inline uint64_t dc_wide_chunk_bits(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

DC_WIDE static inline uint64_t dc_wide_chunk_where(dc_wide_chunk x, char c)
{
    const __m256i wanted = _mm256_set1_epi8(c);
    return dc_wide_chunk_bits(_mm256_cmpeq_epi8(x.a, wanted), _mm256_cmpeq_epi8(x.b, wanted));
}

DC_WIDE static inline uint64_t dc_wide_chunk_up_to(dc_wide_chunk x, char c)
{
    const __m256i top = _mm256_set1_epi8(c);
    return dc_wide_chunk_bits(_mm256_cmpeq_epi8(_mm256_min_epu8(x.a, top), x.a),
                              _mm256_cmpeq_epi8(_mm256_min_epu8(x.b, top), x.b));
}
#else
static inline bool dc_has_wide_chunks(void)
{
    return false;
}
#endif

#endif
