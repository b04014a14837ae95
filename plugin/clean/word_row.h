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
// letters of each row tells nearly all of them apart.
typedef struct dc_word_sieve {
    uint64_t bits[64];
} dc_word_sieve;

void dc_word_sieve_make(const dc_word_row *rows, size_t n, dc_word_sieve *out);

// dc_word_row_find() with a sieve of the rows.
uint32_t dc_word_row_sift(const dc_word_row *rows, size_t n, dc_str s, const dc_word_sieve *sieve);

#endif
