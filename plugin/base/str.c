#include "base/str.h"

#include "base/chunk.h"

bool dc_str_ieq(dc_str a, dc_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (dc_lower(a.p[i]) != dc_lower(b.p[i]))
            return false;
    return true;
}

bool dc_str_starts(dc_str s, dc_str prefix)
{
    return s.len >= prefix.len && dc_str_eq((dc_str){s.p, prefix.len}, prefix);
}

bool dc_str_istarts(dc_str s, dc_str prefix)
{
    return s.len >= prefix.len && dc_str_ieq((dc_str){s.p, prefix.len}, prefix);
}

size_t dc_str_find(dc_str s, dc_str needle)
{
    if (needle.len == 0)
        return 0;
    for (size_t i = 0; i + needle.len <= s.len; i++) {
        const char *hit = memchr(s.p + i, needle.p[0], s.len - needle.len - i + 1);
        if (!hit)
            return DC_STR_NPOS;
        i = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.len) == 0)
            return i;
    }
    return DC_STR_NPOS;
}

#ifdef DC_HAS_CHUNKS
// Where the needle may begin among 16 bytes at p, a bit each: its first and its last byte are
// there. Bit 5 is the case of letters; bytes that differ from others in it are told later.
static unsigned may_begin(const char *p, dc_str needle)
{
    const __m128i small = _mm_set1_epi8(0x20);
    const __m128i first = _mm_set1_epi8((char)(needle.p[0] | 0x20));
    const __m128i last = _mm_set1_epi8((char)(needle.p[needle.len - 1] | 0x20));
    const __m128i a = _mm_loadu_si128((const __m128i *)p);
    const __m128i b = _mm_loadu_si128((const __m128i *)(p + needle.len - 1));
    return (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(_mm_or_si128(a, small), first),
                                                     _mm_cmpeq_epi8(_mm_or_si128(b, small), last)));
}
#endif

size_t dc_str_ifind(dc_str s, dc_str needle)
{
    if (needle.len == 0)
        return 0;
    size_t i = 0;
#ifdef DC_HAS_CHUNKS
    for (; i + 16 + needle.len - 1 <= s.len; i += 16)
        for (unsigned at = may_begin(s.p + i, needle); at; at &= at - 1) {
            const size_t hit = i + (size_t)__builtin_ctz(at);
            if (dc_str_ieq((dc_str){s.p + hit, needle.len}, needle))
                return hit;
        }
#endif
    const char first = dc_lower(needle.p[0]);
    for (; i + needle.len <= s.len; i++)
        if (dc_lower(s.p[i]) == first && dc_str_ieq((dc_str){s.p + i, needle.len}, needle))
            return i;
    return DC_STR_NPOS;
}

// Both cases of a letter have their bit in common.
static uint32_t bit_of(char c)
{
    return 1u << ((unsigned char)c & 31);
}

#ifdef DC_HAS_CHUNKS
DC_WIDE static __m256i bits_of_eight(const char *p)
{
    const __m256i bytes = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p));
    return _mm256_sllv_epi32(_mm256_set1_epi32(1), _mm256_and_si256(bytes, _mm256_set1_epi32(31)));
}

// For eight bytes or more; the last ones may be looked at twice.
DC_WIDE static uint32_t bits_of_many(dc_str s)
{
    __m256i bits = bits_of_eight(s.p + s.len - 8);
    for (size_t i = 0; i + 8 < s.len; i += 8)
        bits = _mm256_or_si256(bits, bits_of_eight(s.p + i));
    __m128i four = _mm_or_si128(_mm256_castsi256_si128(bits), _mm256_extracti128_si256(bits, 1));
    four = _mm_or_si128(four, _mm_shuffle_epi32(four, 0x4E));
    four = _mm_or_si128(four, _mm_shuffle_epi32(four, 0xB1));
    return (uint32_t)_mm_cvtsi128_si32(four);
}
#endif

static uint32_t bits_of(dc_str s)
{
    uint32_t bits = 0;
#ifdef DC_HAS_CHUNKS
    if (s.len >= 8 && dc_has_wide_chunks())
        return bits_of_many(s);
#endif
    for (size_t i = 0; i < s.len; i++)
        bits |= bit_of(s.p[i]);
    return bits;
}

static bool has_all(uint32_t bits, const char *word)
{
    uint32_t wanted = 0;
    for (; *word; word++)
        wanted |= bit_of(*word);
    return (wanted & ~bits) == 0;
}

bool dc_str_has_any(dc_str s, const char *const *words, size_t n)
{
    // Most words have a letter that s lacks, among their first three or behind them.
    const uint32_t bits = bits_of(s) | bit_of('\0');
    for (size_t i = 0; i < n; i++) {
        const uint32_t wanted = bit_of(words[i][0]) | bit_of(words[i][1]) | bit_of(words[i][2]);
        if ((wanted & ~bits) == 0 && has_all(bits, words[i]) &&
            dc_str_ifind(s, dc_str_of(words[i])) != DC_STR_NPOS)
            return true;
    }
    return false;
}

bool dc_str_has_digit(dc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (dc_is_digit(s.p[i]))
            return true;
    return false;
}

dc_str dc_str_trim(dc_str s)
{
    while (s.len && dc_is_space(s.p[0]))
        s = dc_str_from(s, 1);
    while (s.len && dc_is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}
