#include "base/utf8.h"

#include "base/chunk.h"

#include <string.h>
#include <utf8proc.h>

// Length of the well-formed sequence at p, or 0; *bad is then the length of the maximal ill-formed
// part. Table 3-7 of the Unicode Standard.
static size_t sequence(const unsigned char *p, size_t n, size_t *bad)
{
    const unsigned char c = p[0];
    *bad = 1;
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    const size_t want = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    for (size_t i = 1; i < want; i++) {
        if (i >= n || p[i] < low || p[i] > high) {
            *bad = i;
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return want;
}

static size_t ascii_prefix(const char *p, size_t n)
{
    size_t i = 0;
#ifdef DC_HAS_CHUNKS
    for (; n - i >= 64; i += 64) {
        const dc_chunk x = dc_chunk_at(p + i);
        if (_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(x.a, x.b), _mm_or_si128(x.c, x.d))))
            break;
    }
    for (; n - i >= 16; i += 16) {
        const int high = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i)));
        if (high)
            return i + (size_t)__builtin_ctz((unsigned)high);
    }
#endif
    while (i < n && !(p[i] & 0x80))
        i++;
    return i;
}

size_t dc_utf8_valid(dc_str s)
{
    size_t i = 0;
    while (i < s.len) { // before any arithmetic: the empty string may be NULL
        if (!(s.p[i] & 0x80)) {
            i += ascii_prefix(s.p + i, s.len - i);
            continue;
        }
        size_t bad;
        const size_t n = sequence((const unsigned char *)s.p + i, s.len - i, &bad);
        if (n == 0)
            return i;
        i += n;
    }
    return i;
}

void dc_utf8_repair(dc_str s, dc_buf *out)
{
    while (s.len) {
        const size_t good = dc_utf8_valid(s);
        dc_buf_append(out, s.p, good);
        s = dc_str_from(s, good);
        if (s.len == 0)
            return;
        size_t bad;
        sequence((const unsigned char *)s.p, s.len, &bad);
        dc_buf_append(out, "\xEF\xBF\xBD", 3);
        s = dc_str_from(s, bad);
    }
}

size_t dc_utf8_decode_long(const char *p, const char *end, uint32_t *code)
{
    const unsigned char *u = (const unsigned char *)p;
    size_t bad;
    switch (sequence(u, (size_t)(end - p), &bad)) {
    case 2:
        *code = (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
        return 2;
    case 3:
        *code = (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
        return 3;
    case 4:
        *code = (u[0] & 0x07u) << 18 | (u[1] & 0x3Fu) << 12 | (u[2] & 0x3Fu) << 6 | (u[3] & 0x3Fu);
        return 4;
    default:
        *code = DC_REPLACEMENT;
        return bad;
    }
}

size_t dc_utf8_encode(uint32_t code, char out[4])
{
    if ((code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF)
        code = DC_REPLACEMENT;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

bool dc_is_word_beyond_ascii(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

bool dc_is_punctuation(uint32_t code)
{
    if (code < 0x80)
        return code > ' ' && code < 0x7F && !dc_is_alpha((char)code) && !dc_is_digit((char)code);
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

// dc_is_word() of ASCII.
// clang-format off
static const bool ascii_words[128] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
};
// clang-format on

// Words that begin in the ASCII at p. Returns where it ends.
static const char *count_ascii(const char *p, const char *end, bool *in_word, uint32_t *words)
{
#ifdef DC_HAS_CHUNKS
    // Bytes less the first of a range, moved to where signed numbers begin: what is in the range is
    // below its length.
    const __m128i small = _mm_set1_epi8(0x20), bar = _mm_set1_epi8('_');
    const __m128i a = _mm_set1_epi8((char)(0x80 - 'a')), zero = _mm_set1_epi8((char)(0x80 - '0'));
    const __m128i letters = _mm_set1_epi8(-128 + 26), digits = _mm_set1_epi8(-128 + 10);
    for (; end - p >= 16; p += 16) {
        const __m128i x = _mm_loadu_si128((const __m128i *)p);
        if (_mm_movemask_epi8(x))
            break;
        const __m128i letter = _mm_cmplt_epi8(_mm_add_epi8(_mm_or_si128(x, small), a), letters);
        const __m128i digit = _mm_cmplt_epi8(_mm_add_epi8(x, zero), digits);
        const unsigned is = (unsigned)_mm_movemask_epi8(
            _mm_or_si128(_mm_or_si128(letter, digit), _mm_cmpeq_epi8(x, bar)));
        *words += (uint32_t)__builtin_popcount(is & ~(is << 1 | *in_word));
        *in_word = is >> 15;
    }
#endif
    bool was_word = *in_word;
    for (; p < end && !(*p & 0x80); p++) { // no branch a byte
        const bool is_word = ascii_words[(unsigned char)*p];
        *words += is_word & !was_word;
        was_word = is_word;
    }
    *in_word = was_word;
    return p;
}

uint32_t dc_count_words(dc_str s)
{
    uint32_t words = 0;
    uint32_t unspaced = 0;
    bool in_word = false;
    if (s.len == 0)
        return 0;
    const char *end = s.p + s.len;
    for (const char *p = s.p; p < end;) {
        uint32_t code;
        p = count_ascii(p, end, &in_word, &words);
        if (p == end)
            break;
        p += dc_utf8_decode_long(p, end, &code);
        const bool is_word = dc_is_word(code);
        if (is_word && dc_is_unspaced(code)) {
            unspaced++;
            in_word = false;
            continue;
        }
        words += is_word && !in_word;
        in_word = is_word;
    }
    return words + (unspaced + 1) / 2;
}
