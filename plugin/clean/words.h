// One look at the characters of a text: what it is made of, and a hash of each word.
#ifndef DC_CLEAN_WORDS_H
#define DC_CLEAN_WORDS_H

#include "base/str.h"

#include <stdint.h>

// Longest part of a text that is looked at, in bytes, and most words that are hashed. Longer texts
// are told by their beginning.
enum { DC_WORDS_BYTES = 600, DC_WORDS_MAX = 80 };

// The hash of any run of digits: numbers differ, what they stand for does not.
#define DC_WORD_NUMBER 0x9E37u

// Counts over the first DC_WORDS_BYTES bytes.
typedef struct dc_letters {
    uint32_t chars;
    uint32_t digits;
    uint32_t foreign; // characters above ASCII
    uint32_t sentences;
    uint32_t questions;
    uint32_t prices;  // digits next to a currency sign
    uint32_t shorts;  // words of at most three small letters, as running text is full of
    uint32_t n_words; // hashed: at most DC_WORDS_MAX
    bool ends_sentence;
} dc_letters;

// Reads a text. hashes: room for DC_WORDS_MAX.
void dc_words_read(dc_str text, dc_letters *out, uint32_t hashes[DC_WORDS_MAX]);

// Two hashes as one, in order.
static inline uint32_t dc_word_pair(uint32_t a, uint32_t b)
{
    uint64_t h = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    return (uint32_t)((h * 0xBF58476D1CE4E5B9u) >> 32);
}

// The most tokens of a text: each word and the one before it, its first two, and all of it.
enum { DC_TOKENS_MAX = 2 * DC_WORDS_MAX + 2 };

// The tokens of a text for the learned table: each word but numbers; its first two; each two in a
// row where there are few; and all of it where it is a label. Returns how many they are.
uint32_t dc_word_tokens(const uint32_t *hashes, uint32_t n, uint32_t out[DC_TOKENS_MAX]);

#endif
