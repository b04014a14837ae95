// Tables of words in small letters: a look-up compares numbers of eight letters each.
#ifndef DC_CLEAN_WORD_ROW_H
#define DC_CLEAN_WORD_ROW_H

#include "base/str.h"

#include <stdint.h>

enum { DC_WORD_ROW_LEN = 60 }; // rows of 64 bytes

// Zeros follow the word, one at least.
typedef struct dc_word_row {
    char word[DC_WORD_ROW_LEN];
    uint32_t means;
} dc_word_row;

// What the row of a word means, 0 without one. rows: sorted by word. Capitals of s count as small.
uint32_t dc_word_row_find(const dc_word_row *rows, size_t n, dc_str s);

// Most words have no row, and a search for one waits for memory at every step. A bit for the first
// letters of each row tells nearly all of them apart, and one for the first two most of those.
typedef struct dc_word_sieve {
    uint64_t bits[64];
    uint32_t seconds[32]; // of each first letter; capitals are in the same place
} dc_word_sieve;

void dc_word_sieve_make(const dc_word_row *rows, size_t n, dc_word_sieve *out);

// The same for a word that begins as one of the rows does.
uint32_t dc_word_row_sift_begun(const dc_word_row *rows, size_t n, dc_str s,
                                const dc_word_sieve *sieve);

// dc_word_row_find() with a sieve of the rows.
static inline uint32_t dc_word_row_sift(const dc_word_row *rows, size_t n, dc_str s,
                                        const dc_word_sieve *sieve)
{
    if (s.len > 1 && !(sieve->seconds[s.p[0] & 31] >> (s.p[1] & 31) & 1))
        return 0;
    return dc_word_row_sift_begun(rows, n, s, sieve);
}

#endif
