// Characters as phrases are compared: folded, and what each is to words and sentences.
#ifndef DC_CLEAN_FOLD_H
#define DC_CLEAN_FOLD_H

#include "base/str.h"

#include <stdint.h>

typedef enum dc_sign {
    DC_SIGN_OUT, // leaves without a trace
    DC_SIGN_BLANK,
    DC_SIGN_END, // of a sentence
    DC_SIGN_MAYBE_END,
    DC_SIGN_DIGIT,
    DC_SIGN_LETTER,
    DC_SIGN_UNSURE // only in tables, see forms.h
} dc_sign;

enum { DC_COPYRIGHT = 0xA9 }; // the one symbol that is read aloud

// Code points of valid UTF-8 in NFKC, folded, without accents; -1 when they are more than n.
int dc_fold(dc_str s, int32_t *codes, int n);

// Of a folded code point; never DC_SIGN_UNSURE.
dc_sign dc_sign_of(uint32_t code);

#endif
