// UTF-8: validation, repair, and the few character classes that text work needs.
#ifndef DC_BASE_UTF8_H
#define DC_BASE_UTF8_H

#include "base/buf.h"

#include <stdint.h>

#define DC_REPLACEMENT 0xFFFDu

// Bytes of the longest valid prefix; s.len when all is valid. Surrogates and overlong forms are
// invalid.
size_t dc_utf8_valid(dc_str s);

// Appends s with each maximal ill-formed part as one U+FFFD (Unicode 15, section 3.9, "substitution
// of maximal subparts", which is also what the Encoding Standard's decoder does).
void dc_utf8_repair(dc_str s, dc_buf *out);

// Decodes one code point at p < end. Returns its length in bytes; ill-formed bytes give U+FFFD and
// a length of at least 1, so that a loop always ends.
size_t dc_utf8_decode_long(const char *p, const char *end, uint32_t *code);

static inline size_t dc_utf8_decode(const char *p, const char *end, uint32_t *code)
{
    if (*p & 0x80)
        return dc_utf8_decode_long(p, end, code);
    *code = (unsigned char)*p;
    return 1;
}

// Writes 1 to 4 bytes. Surrogates and values past U+10FFFF are written as U+FFFD.
size_t dc_utf8_encode(uint32_t code, char out[4]);

// Letters, marks, digits and underscore: what \w means to most people.
bool dc_is_word_beyond_ascii(uint32_t code);

static inline bool dc_is_word(uint32_t code)
{
    if (code < 0x80)
        return dc_is_alpha((char)code) || dc_is_digit((char)code) || code == '_';
    return dc_is_word_beyond_ascii(code);
}

// Punctuation, as CommonMark counts it: ASCII's with its symbols, Unicode's without.
bool dc_is_punctuation(uint32_t code);

// Chinese, Japanese kana, Thai, Lao, Khmer, Burmese: scripts that do not put blanks between words.
static inline bool dc_is_unspaced(uint32_t code)
{
    if (code < 0xE00)
        return false;
    return (code >= 0x2E80 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x3FFFF) || code <= 0x0EFF ||
           (code >= 0x1000 && code <= 0x109F) || (code >= 0x1780 && code <= 0x17FF);
}

// Words of a valid UTF-8 text: runs of dc_is_word(); in unspaced scripts half the characters.
uint32_t dc_count_words(dc_str s);

#endif
