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

// Names of a page are made of the same few words.
enum { DC_WORDS_REMEMBERED = 256 };

typedef struct dc_word_memo {
    uint64_t keys[DC_WORDS_REMEMBERED]; // of words of at most eight letters
    uint32_t means[DC_WORDS_REMEMBERED];
} dc_word_memo;

// What the row of a word means, 0 without one. rows: sorted by word. Capitals of s count as small.
uint32_t dc_word_row_find(const dc_word_row *rows, size_t n, dc_str s);

// The same of words without NULs. memo: for these rows alone, cleared before use.
uint32_t dc_word_row_recall(const dc_word_row *rows, size_t n, dc_str s, dc_word_memo *memo);

#endif
