#include "clean/words.h"

#include "base/chunk.h"
#include "base/utf8.h"
#include "clean/token_hash.h"

typedef struct reader {
    dc_letters *out;
    uint32_t *hashes;
    uint32_t hash;   // of the word so far
    uint32_t len;    // its characters, 0 outside words
    bool is_number;  // only digits so far
    bool is_capital; // began with a capital
    bool is_ended;   // the last mark ended a sentence
    char last;       // previous ASCII character, 0 for others
} reader;

// Small letters of the scripts that have case, where they lie at a fixed distance; other letters as
// they are. Good enough to find the same word at the start of a sentence and in it.
static uint32_t lower(uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26 ? c + 32 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    return c >= 0x100 && c <= 0x17F && !(c & 1) ? c + 1 : c;
}

// hash: not finished yet. Nothing branches on what the word is.
static inline void add_word(dc_letters *out, uint32_t *hashes, uint32_t hash, uint32_t len,
                            bool is_number, bool is_capital)
{
    hash = dc_token_finish(hash);
    out->shorts += (uint32_t)(len <= 3) & (uint32_t)!is_number & (uint32_t)!is_capital;
    if (out->n_words < DC_WORDS_MAX)
        hashes[out->n_words++] = is_number ? DC_WORD_NUMBER : hash;
}

static void end_word(reader *r)
{
    if (!r->len)
        return;
    add_word(r->out, r->hashes, r->hash, r->len, r->is_number, r->is_capital);
    r->len = 0;
}

// Of ASCII what words are made of, in small letters: digits come first. 0 for the rest.
// clang-format off
static const unsigned char in_words[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, '_',
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
};
// clang-format on

static inline unsigned char in_word(const char *p)
{
    return in_words[(unsigned char)*p];
}

static void begin_word(reader *r, bool is_capital)
{
    r->hash = DC_TOKEN_SEED;
    r->is_number = true;
    r->is_capital = is_capital;
}

#ifdef DC_HAS_CHUNKS
enum { AT_ONCE = 16, UNROLLED = 8 };

static inline __m128i within(__m128i bytes, char first, char n)
{
    const __m128i from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from_first, _mm_set1_epi8((char)(n - 1))), from_first);
}

// The hash of n letters, of which UNROLLED at least may be read. Where words end is as good as
// chance, so nothing branches on that for the first ones: their hashes are all made and the one
// that is wanted is taken.
static inline uint32_t hash_of(const unsigned char *small, uint32_t n)
{
    uint32_t hashes[UNROLLED + 1];
    hashes[0] = DC_TOKEN_SEED;
    for (int i = 0; i < UNROLLED; i++)
        hashes[i + 1] = dc_token_add(hashes[i], small[i]);
    uint32_t hash = hashes[n < UNROLLED ? n : UNROLLED];
    for (uint32_t i = UNROLLED; i < n; i++)
        hash = dc_token_add(hash, small[i]);
    return hash;
}

// The same as take_ascii() for a word's beginning when as many bytes are there.
static const char *take_begun(reader *r, const char *p)
{
    unsigned char small[AT_ONCE];
    const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
    const __m128i blank = _mm_set1_epi8(0x20);
    const __m128i letters = within(_mm_or_si128(bytes, blank), 'a', 26);
    const __m128i digits = within(bytes, '0', 10);
    const __m128i others = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
    const unsigned in =
        (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letters, digits), others));
    const uint32_t n = (uint32_t)__builtin_ctz(~in);
    _mm_storeu_si128((__m128i *)small, _mm_or_si128(bytes, _mm_and_si128(letters, blank)));
    uint32_t n_digits = 0;
    const unsigned all = (1u << n) - 1;
    for (unsigned at = (unsigned)_mm_movemask_epi8(digits) & all; at; at &= at - 1)
        n_digits++;
    begin_word(r, *p >= 'A' && *p <= 'Z');
    r->hash = hash_of(small, n);
    r->is_number = n_digits == n;
    r->len = n;
    r->is_ended = false;
    r->last = p[n - 1];
    r->out->chars += n;
    r->out->digits += n_digits;
    return p + n;
}
#endif

// The ASCII characters of a word that begin at p. Returns where they end.
static const char *take_ascii(reader *r, const char *p, const char *end)
{
#ifdef DC_HAS_CHUNKS
    if (!r->len && end - p >= AT_ONCE) {
        p = take_begun(r, p);
        if (r->len < AT_ONCE || p == end || !in_word(p))
            return p;
    }
#endif
    const char *from = p;
    uint32_t hash = DC_TOKEN_SEED;
    uint32_t digits = 0;
    if (!r->len)
        begin_word(r, *p >= 'A' && *p <= 'Z');
    else
        hash = r->hash;
    for (unsigned char small; p < end && (small = in_word(p)) != 0; p++) {
        hash = dc_token_add(hash, small);
        digits += small <= '9';
    }
    const uint32_t n = (uint32_t)(p - from);
    r->hash = hash;
    r->is_number &= digits == n;
    r->len += n;
    r->is_ended = false;
    r->last = p[-1];
    r->out->chars += n;
    r->out->digits += digits;
    return p;
}

static void take_letter(reader *r, uint32_t c)
{
    const uint32_t small = lower(c);
    if (!r->len)
        begin_word(r, small != c);
    r->hash = dc_token_add(r->hash, small);
    r->is_number = false;
    r->len++;
    r->is_ended = false;
    if (dc_is_unspaced(c))
        end_word(r);
}

static bool is_end(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
           c == 0xFF1F || c == 0x61F || c == 0x964 || c == 0x6D4;
}

static bool is_currency(uint32_t c)
{
    return c == '$' || c == 0xA3 || c == 0xA5 || (c >= 0x20A0 && c <= 0x20C0);
}

static void take_mark(reader *r, uint32_t c)
{
    dc_letters *out = r->out;
    out->questions += c == '?' || c == 0xFF1F;
    if (is_end(c))
        r->is_ended = true;
    else if (c != '"' && c != '\'' && c != ')' && c != ']' && c != 0x201D && c != 0x2019 &&
             c != 0xBB)
        r->is_ended = false;
}

static void take_space(reader *r)
{
    r->out->sentences += r->is_ended;
    r->is_ended = false;
}

// Of ASCII only what stands between words.
static void take(reader *r, uint32_t c, const char *next, const char *end)
{
    dc_letters *out = r->out;
    out->chars++;
    out->foreign += c >= 0x80;
    if (c >= 0x80 && dc_is_word(c)) {
        take_letter(r, c);
        return;
    }
    end_word(r);
    if (is_currency(c))
        out->prices += (next < end && dc_is_digit(*next)) || dc_is_digit(r->last);
    take_mark(r, c);
    if (c >= 0x3000 && is_end(c)) // no blank follows
        take_space(r);
}

#ifdef DC_HAS_CHUNKS
enum { WINDOW = 64, WINDOWS = (DC_WORDS_BYTES + WINDOW - 1) / WINDOW };

// A text of ASCII by what its bytes are, a bit each.
typedef struct ascii {
    uint64_t words[WINDOWS + 1];
    uint64_t capitals[WINDOWS + 1];
    unsigned char small[(WINDOWS + 1) * WINDOW]; // in small letters
} ascii;

typedef struct marks {
    uint64_t blanks;
    uint64_t ends;    // of sentences
    uint64_t closers; // that may follow an end
    uint64_t questions;
    uint64_t digits;
    uint64_t odd; // no ASCII, or "$"
} marks;

DC_WIDE static inline __m256i wide_within(__m256i bytes, char first, char n)
{
    const __m256i from_first = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(from_first, _mm256_set1_epi8((char)(n - 1))),
                             from_first);
}

DC_WIDE static inline __m256i wide_either(__m256i bytes, char a, char b)
{
    return _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(a)),
                           _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b)));
}

DC_WIDE static inline __m256i wide_ends(__m256i bytes)
{
    return _mm256_or_si256(wide_either(bytes, '.', '!'),
                           _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('?')));
}

DC_WIDE static inline __m256i wide_closers(__m256i bytes)
{
    return _mm256_or_si256(wide_either(bytes, '"', '\''), wide_either(bytes, ')', ']'));
}

DC_WIDE static inline __m256i wide_words(__m256i small, __m256i bytes, __m256i digits)
{
    return _mm256_or_si256(_mm256_or_si256(wide_within(small, 'a', 26), digits),
                           _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('_')));
}

// The window at p, which is number i of a text.
DC_WIDE static inline marks look_at(const char *p, size_t i, ascii *out)
{
    const dc_wide_chunk x = dc_wide_chunk_at(p);
    const __m256i blank = _mm256_set1_epi8(0x20);
    const __m256i digits[2] = {wide_within(x.a, '0', 10), wide_within(x.b, '0', 10)};
    const __m256i capitals[2] = {wide_within(x.a, 'A', 26), wide_within(x.b, 'A', 26)};
    const __m256i small[2] = {_mm256_or_si256(x.a, _mm256_and_si256(capitals[0], blank)),
                              _mm256_or_si256(x.b, _mm256_and_si256(capitals[1], blank))};
    memcpy(out->small + i * WINDOW, small, sizeof small);
    out->capitals[i] = dc_wide_chunk_bits(capitals[0], capitals[1]);
    out->words[i] = dc_wide_chunk_bits(wide_words(small[0], x.a, digits[0]),
                                       wide_words(small[1], x.b, digits[1]));
    return (marks){dc_wide_chunk_bits(wide_either(x.a, ' ', '\n'), wide_either(x.b, ' ', '\n')),
                   dc_wide_chunk_bits(wide_ends(x.a), wide_ends(x.b)),
                   dc_wide_chunk_bits(wide_closers(x.a), wide_closers(x.b)),
                   dc_wide_chunk_where(x, '?'),
                   dc_wide_chunk_bits(digits[0], digits[1]),
                   dc_wide_chunk_bits(x.a, x.b) | dc_wide_chunk_where(x, '$')};
}

static bool are_digits(const unsigned char *p, const unsigned char *end)
{
    while (p < end && dc_is_digit((char)*p))
        p++;
    return p == end;
}

static inline void take_word(const ascii *a, size_t from, size_t to, dc_letters *out,
                             uint32_t *hashes)
{
    const unsigned char *first = a->small + from;
    const bool is_number = dc_is_digit((char)*first) && are_digits(first, a->small + to);
    const bool is_capital = a->capitals[from / WINDOW] >> from % WINDOW & 1;
    const uint32_t n = (uint32_t)(to - from);
    add_word(out, hashes, hash_of(first, n), n, is_number, is_capital);
}

// No word goes beyond the last window.
DC_WIDE static void take_words(const ascii *a, size_t n_windows, dc_letters *out, uint32_t *hashes)
{
    uint64_t last = 0; // whether the byte before the window is of a word
    size_t open = 0;   // where that word begins
    for (size_t i = 0; i < n_windows; i++) {
        const uint64_t words = a->words[i];
        uint64_t starts = words & ~(words << 1 | last);
        uint64_t ends = ~words & (words << 1 | last);
        if (last && ends) {
            take_word(a, open, i * WINDOW + (size_t)__builtin_ctzll(ends), out, hashes);
            ends &= ends - 1;
        }
        for (; ends; ends &= ends - 1, starts &= starts - 1)
            take_word(a, i * WINDOW + (size_t)__builtin_ctzll(starts),
                      i * WINDOW + (size_t)__builtin_ctzll(ends), out, hashes);
        if (starts)
            open = i * WINDOW + (size_t)__builtin_ctzll(starts);
        last = words >> 63;
    }
}

// The first n bytes of a text; is_all: there are no more. False when they are not all ASCII, or
// have a currency sign.
DC_WIDE static bool read_ascii(const char *p, size_t n, bool is_all, dc_letters *out,
                               uint32_t *hashes)
{
    ascii a;
    uint64_t ended = 0; // whether the byte before the window is an end, or closers follow one
    size_t i = 0;
    uint32_t n_blanks = 0;
    for (size_t at = 0; at < n; at += WINDOW, i++) {
        const char *window = p + at;
        char rest[WINDOW];
        if (n - at < WINDOW) {
            memset(rest, 0, sizeof rest);
            window = memcpy(rest, window, n - at);
        }
        const marks m = look_at(window, i, &a);
        if (m.odd)
            return false;
        // A closer behind an end makes all of its row fall over.
        const uint64_t first = m.closers & (m.ends << 1 | ended);
        const uint64_t ends = m.ends | (((m.closers + first) ^ m.closers) & m.closers);
        out->sentences += (uint32_t)__builtin_popcountll(m.blanks & (ends << 1 | ended));
        out->questions += (uint32_t)__builtin_popcountll(m.questions);
        out->digits += (uint32_t)__builtin_popcountll(m.digits);
        n_blanks += (uint32_t)__builtin_popcountll(m.blanks);
        const size_t last = n - at < WINDOW ? n - at - 1 : WINDOW - 1;
        ended = ends >> last & 1;
    }
    a.words[i] = 0;
    out->chars = (uint32_t)n - n_blanks;
    out->ends_sentence = is_all && ended;
    out->sentences += out->ends_sentence;
    take_words(&a, i + 1, out, hashes);
    return true;
}
#endif

void dc_words_read(dc_str text, dc_letters *out, uint32_t hashes[DC_WORDS_MAX])
{
    const size_t n = text.len < DC_WORDS_BYTES ? text.len : DC_WORDS_BYTES;
    *out = (dc_letters){0};
#ifdef DC_HAS_CHUNKS
    if (dc_has_wide_chunks() && read_ascii(text.p, n, n == text.len, out, hashes))
        return;
    *out = (dc_letters){0};
#endif
    reader r = {.out = out, .hashes = hashes};
    const char *end = text.p + n;
    for (const char *p = text.p; p < end;) {
        if (in_word(p)) {
            p = take_ascii(&r, p, end);
            continue;
        }
        if (*p == ' ' || *p == '\n') {
            end_word(&r);
            take_space(&r);
            r.last = *p == ' ' ? r.last : *p;
            p++;
            continue;
        }
        uint32_t c;
        p += dc_utf8_decode(p, text.p + text.len, &c);
        take(&r, c, p, end);
        r.last = c < 0x80 ? (char)c : 0;
    }
    end_word(&r);
    if (text.len <= DC_WORDS_BYTES) {
        out->ends_sentence = r.is_ended;
        out->sentences += r.is_ended;
    }
}

uint32_t dc_word_tokens(const uint32_t *hashes, uint32_t n, uint32_t out[DC_TOKENS_MAX])
{
    enum { LABEL = 6, FEW = 30 };
    static const uint32_t whole = 0x3D7Cu;
    static const uint32_t first = 0x5E5Eu;
    uint32_t n_out = 0;
    for (uint32_t i = 0; i < n; i++) {
        out[n_out] = hashes[i];
        n_out += hashes[i] != DC_WORD_NUMBER;
    }
    if (n >= 2)
        out[n_out++] = dc_word_pair(first, dc_word_pair(hashes[0], hashes[1]));
    for (uint32_t i = 1; n <= FEW && i < n; i++)
        out[n_out++] = dc_word_pair(hashes[i - 1], hashes[i]);
    if (n && n <= LABEL) {
        uint32_t all = whole;
        for (uint32_t i = 0; i < n; i++)
            all = dc_word_pair(all, hashes[i]);
        out[n_out++] = all;
    }
    return n_out;
}
