// Function words: the short words that tell what language a text is in.
#ifndef DC_META_FUNCTION_WORD_H
#define DC_META_FUNCTION_WORD_H

#include "base/str.h"

#include <stdint.h>

// Languages whose script does not tell them from others.
enum {
    DC_WORDS_be,
    DC_WORDS_bg,
    DC_WORDS_ca,
    DC_WORDS_cs,
    DC_WORDS_da,
    DC_WORDS_de,
    DC_WORDS_en,
    DC_WORDS_es,
    DC_WORDS_et,
    DC_WORDS_fi,
    DC_WORDS_fr,
    DC_WORDS_hr,
    DC_WORDS_hu,
    DC_WORDS_id,
    DC_WORDS_it,
    DC_WORDS_lt,
    DC_WORDS_lv,
    DC_WORDS_nl,
    DC_WORDS_no,
    DC_WORDS_pl,
    DC_WORDS_pt,
    DC_WORDS_ro,
    DC_WORDS_ru,
    DC_WORDS_sk,
    DC_WORDS_sl,
    DC_WORDS_sr,
    DC_WORDS_sv,
    DC_WORDS_tr,
    DC_WORDS_uk,
    DC_WORDS_vi,
    DC_WORDS_LANGUAGES,
};

enum { DC_LONGEST_FUNCTION_WORD = 10 }; // bytes

// The languages that use a word, in small letters, all the time: bit DC_WORDS_de for German.
uint32_t dc_function_word(dc_str word);

// "de" for DC_WORDS_de.
const char *dc_words_code(uint32_t language);

#endif
