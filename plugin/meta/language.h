// The language of a page: what it declares, checked against its words.
#ifndef DC_META_LANGUAGE_H
#define DC_META_LANGUAGE_H

#include "blocks/candidate.h"
#include "blocks/verdict.h"
#include "meta/function_word.h"

enum { DC_LANGUAGE_LEN = 3 }; // the longest code there is

// What a text is in, by its letters and function words.
typedef struct dc_tongue {
    char code[DC_LANGUAGE_LEN + 1]; // "de"; "" when it is too short or not clear
    float share; // of its words that are function words of that language; 1 where
                 // the script alone tells
    float shares[DC_WORDS_LANGUAGES]; // of each language of the table
} dc_tongue;

// Reads the beginning of the kept text; of all text where nothing is kept. verdicts: NULL when
// nothing is dropped.
void dc_tongue_read(const dc_blocks *blocks, const dc_verdict *verdicts, dc_tongue *out);

// "cld2" where Compact Language Detector 2 is asked, too; "" otherwise.
const char *dc_language_features(void);

// Adds what the text is in. It wins over what the page declares only where the two clearly
// contradict: enough words, many of one language and hardly any of the declared one.
// declared: the surest that the page declares; p NULL: none.
void dc_language_add(const dc_blocks *blocks, const dc_verdict *verdicts, dc_str declared,
                     dc_candidates *all);

#endif
