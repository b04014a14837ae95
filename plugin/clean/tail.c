#include "clean/tail.h"

#include "base/utf8.h"
#include "blocks/spaces.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

// What ends a sentence: Sentence_Terminal of the scripts that are written on the web.
static const range terminals[] = {
    {'!', '!'},       {'.', '.'},       {'?', '?'},       {0x0589, 0x0589}, {0x061F, 0x061F},
    {0x06D4, 0x06D4}, {0x0964, 0x0965}, {0x104A, 0x104B}, {0x1362, 0x1362}, {0x17D4, 0x17D5},
    {0x2026, 0x2026}, {0x203C, 0x203D}, {0x2047, 0x2049}, {0x3002, 0x3002}, {0xFF01, 0xFF01},
    {0xFF0E, 0xFF0E}, {0xFF1F, 0xFF1F}, {0xFF61, 0xFF61},
};

static const range quotes[] = {
    {'"', '"'},   {'\'', '\''},     {'`', '`'},       {0xAB, 0xAB},
    {0xBB, 0xBB}, {0x2018, 0x201F}, {0x2039, 0x203A}, {0x300C, 0x300F},
};

static const range closers[] = {
    {')', ')'},
    {']', ']'},
    {0x3011, 0x3011},
    {0xFF09, 0xFF09},
};

#define IS_IN(table, code) is_in((table), sizeof(table) / sizeof(table)[0], (code))

static bool is_in(const range *table, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n && table[i].first <= code; i++)
        if (code <= table[i].last)
            return true;
    return false;
}

static bool is_blank(const char *p, const char *end)
{
    size_t len;
    return dc_char_kind_at(p, end, &len) != DC_CHAR_PLAIN;
}

static dc_str without_blanks_before(dc_str s)
{
    size_t len = 0;
    while (s.len && dc_char_kind_at(s.p, s.p + s.len, &len) != DC_CHAR_PLAIN)
        s = dc_str_from(s, len);
    return s;
}

// The last character that is neither blank nor the end of a sentence; 0 when there is none.
static uint32_t last_sign(dc_str s)
{
    uint32_t last = 0;
    const char *end = s.p + s.len;
    for (const char *p = s.p; p < end;) {
        uint32_t code;
        const size_t len = dc_utf8_decode(p, end, &code);
        if (!is_blank(p, end) && !IS_IN(terminals, code))
            last = code;
        p += len;
    }
    return last;
}

bool dc_is_shown(dc_str s)
{
    static const dc_str marks[] = {{">", 1}, {"//", 2}, {"/*", 2}};
    s = without_blanks_before(s);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (dc_str_starts(s, marks[i]))
            return true;
    if (s.len == 0)
        return false;
    uint32_t first;
    dc_utf8_decode(s.p, s.p + s.len, &first);
    if (!IS_IN(quotes, first))
        return false;
    const uint32_t last = last_sign(s);
    return IS_IN(quotes, last) || last == ',' || last == ';';
}

// What stands behind a sentence and closes something that was opened in it, or is code.
static bool is_open_ended(dc_str s)
{
    const uint32_t last = last_sign(s);
    if (last == ')')
        return !memchr(s.p, '(', s.len);
    if (last == ']')
        return !memchr(s.p, '[', s.len);
    return IS_IN(quotes, last) || last == ';' || last == '{' || last == '}' || last == ',';
}

static dc_phrase match(const dc_phrase_table *own, dc_str s)
{
    static const dc_phrase none = {DC_FAMILY_none, DC_PROVES_NOTHING};
    s = without_blanks_before(s);
    const dc_phrase found = dc_lexicon_match_tail(own, s);
    if (!found.family)
        return none;
    uint32_t first = 0;
    if (s.len)
        dc_utf8_decode(s.p, s.p + s.len, &first);
    return !IS_IN(quotes, first) && !is_open_ended(s) ? found : none;
}

enum { MOST_ENDS = 8 }; // full stops in the address of a link count too

// Offsets behind the ends of the last sentences, a ring.

typedef struct ends {
    size_t at[MOST_ENDS];
    size_t n;
} ends;

// False only if no character of the table of terminals begins there.
static inline bool may_end(const char *p, const char *end)
{
    // The second byte of these, at most, behind their first.
    static const unsigned char seconds[256] = {
        [0xD6] = 0x89, [0xD8] = 0x9F, [0xDB] = 0x94, [0xE0] = 0xA5,
        [0xE1] = 0x9F, [0xE2] = 0x81, [0xE3] = 0x80, [0xEF] = 0xBD};
    const unsigned char c = (unsigned char)*p;
    if (c < 0x80)
        return c == '.' || c == '!' || c == '?';
    return end - p > 1 && (unsigned char)p[1] <= seconds[c];
}

#ifdef __SSE2__
// Which of sixteen bytes may begin a terminal: '.', '!', '?' and the first bytes of others.
static inline unsigned first_bytes(const char *p)
{
    const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
    const __m128i from_d6 = _mm_sub_epi8(bytes, _mm_set1_epi8((char)0xD6));
    const __m128i is_far =
        _mm_cmpeq_epi8(_mm_min_epu8(from_d6, _mm_set1_epi8(0xE3 - 0xD6)), from_d6);
    __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')),
                                 _mm_cmpeq_epi8(bytes, _mm_set1_epi8('!')));
    found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('?')));
    found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xEF)));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(found, is_far));
}
#endif

// The next place where a terminal may begin.
static const char *next_end(const char *from, const char *end)
{
    const char *p = from;
#ifdef __SSE2__
    for (; end - p >= 16; p += 16)
        for (unsigned bits = first_bytes(p); bits; bits &= bits - 1)
            if (may_end(p + __builtin_ctz(bits), end))
                return p + __builtin_ctz(bits);
    if (end - from >= 16 && p < end && !(first_bytes(end - 16) >> (16 - (end - p))))
        return end;
#endif
    while (p < end && !may_end(p, end))
        p++;
    return p;
}

static inline bool is_terminal(uint32_t code)
{
    return code < 0x80 ? code == '.' || code == '!' || code == '?' : IS_IN(terminals, code);
}

static inline bool is_closer(uint32_t code)
{
    return code != ' ' && (IS_IN(closers, code) || IS_IN(quotes, code));
}

static void find_ends(dc_str s, ends *out)
{
    const char *end = s.p + s.len;
    bool is_ended = false;
    for (const char *p = s.p; p < end;) {
        if (!is_ended)
            p = next_end(p, end);
        if (p == end)
            break;
        uint32_t code;
        const size_t len = dc_utf8_decode(p, end, &code);
        const bool is_end = is_terminal(code);
        const bool goes_on = is_ended && (is_end || is_closer(code));
        if (is_ended && !goes_on)
            out->at[out->n++ % MOST_ENDS] = (size_t)(p - s.p);
        is_ended = is_end || goes_on;
        p += len;
    }
}

bool dc_has_sentences(dc_str s)
{
    ends e = {.n = 0};
    find_ends(s, &e);
    return e.n > 1 || (e.n == 1 && without_blanks_before(dc_str_from(s, e.at[0])).len);
}

// Offsets of the last ends, in order. Returns how many.
static size_t last_ends(const ends *e, size_t *at)
{
    const size_t n = e->n < MOST_ENDS ? e->n : MOST_ENDS;
    for (size_t i = 0; i < n; i++)
        at[i] = e->at[(e->n - n + i) % MOST_ENDS];
    return n;
}

size_t dc_tail_find(const dc_phrase_table *own, dc_str s, dc_phrase *phrase)
{
    ends e = {.n = 0};
    size_t at[MOST_ENDS];
    find_ends(s, &e);
    for (size_t i = last_ends(&e, at); i-- > 0;) {
        *phrase = match(own, dc_str_from(s, at[i]));
        if (phrase->family)
            return at[i];
    }
    return DC_STR_NPOS;
}
