#include "clean/word_row.h"

enum { KEY_LEN = 8 };

// Eight bytes as a number that sorts as they do.
static inline uint64_t key_at(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint64_t)u[0] << 56 | (uint64_t)u[1] << 48 | (uint64_t)u[2] << 40 |
           (uint64_t)u[3] << 32 | (uint64_t)u[4] << 24 | (uint64_t)u[5] << 16 |
           (uint64_t)u[6] << 8 | u[7];
}

// Capitals among eight bytes made small.
static inline uint64_t lower_all(uint64_t bytes)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t low = bytes & ones * 0x7F;
    const uint64_t from_a = low + ones * (0x80 - 'A');
    const uint64_t behind_z = low + ones * (0x7F - 'Z');
    return bytes | ((from_a ^ behind_z) & ~bytes & ones * 0x80) >> 2;
}

// Four bytes as a number that sorts as they do.
static inline uint64_t half_key_at(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint64_t)u[0] << 24 | (uint64_t)u[1] << 16 | (uint64_t)u[2] << 8 | u[3];
}

// The first eight bytes, or what there is: some are read twice, which is sooner done than counted.
static inline uint64_t key_of(dc_str s)
{
    if (s.len >= KEY_LEN)
        return lower_all(key_at(s.p));
    const unsigned spare = 8 * (KEY_LEN - (unsigned)s.len);
    if (s.len >= KEY_LEN / 2)
        return lower_all(half_key_at(s.p) << 32 | half_key_at(s.p + s.len - KEY_LEN / 2) << spare);
    const unsigned char *u = (const unsigned char *)s.p;
    return lower_all((uint64_t)u[0] << 56 | (uint64_t)u[s.len / 2] << (56 - 8 * (s.len / 2)) |
                     (uint64_t)u[s.len - 1] << spare);
}

// What stands behind the key; the row is longer than s.
static int compare_rest(const char *row, dc_str s)
{
    for (size_t i = KEY_LEN; i < s.len; i++) {
        const int order = (unsigned char)row[i] - (unsigned char)dc_lower(s.p[i]);
        if (order)
            return order;
    }
    return s.len < KEY_LEN ? 0 : row[s.len] != '\0';
}

static uint32_t find(const dc_word_row *rows, size_t n, dc_str s, uint64_t key)
{
    const dc_word_row *const end = rows + n;
    for (size_t half; n; n -= half) { // no branch a step: which way is as good as chance
        half = (n + 1) / 2;
        rows += half * (key_at(rows[half - 1].word) < key);
    }
    for (; rows < end && key_at(rows->word) == key; rows++)
        if (compare_rest(rows->word, s) == 0) // a NUL in s is no end
            return rows->word[s.len - 1] ? rows->means : 0;
    return 0;
}

uint32_t dc_word_row_find(const dc_word_row *rows, size_t n, dc_str s)
{
    return s.len == 0 || s.len >= DC_WORD_ROW_LEN ? 0 : find(rows, n, s, key_of(s));
}

static unsigned bit_of(uint64_t key)
{
    return (unsigned)(key * 0x9E3779B97F4A7C15u >> 52);
}

void dc_word_sieve_make(const dc_word_row *rows, size_t n, dc_word_sieve *out)
{
    *out = (dc_word_sieve){{0}, {0}};
    for (size_t i = 0; i < n; i++) {
        out->seconds[rows[i].word[0] & 31] |= 1u << (rows[i].word[1] & 31);
        const unsigned bit = bit_of(key_at(rows[i].word));
        out->bits[bit / 64] |= 1ULL << bit % 64;
    }
}

uint32_t dc_word_row_sift_begun(const dc_word_row *rows, size_t n, dc_str s,
                                const dc_word_sieve *sieve)
{
    if (s.len == 0 || s.len >= DC_WORD_ROW_LEN)
        return 0;
    const uint64_t key = key_of(s);
    const unsigned bit = bit_of(key);
    return sieve->bits[bit / 64] >> bit % 64 & 1 ? find(rows, n, s, key) : 0;
}
