#include "meta/cld2.h"

#include <stdio.h> // the header needs it

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <string.h>

bool dc_cld2_detect(const char *text, size_t len, char code[DC_CLD2_LEN + 1])
{
    const CLD2::CLDHints hints = {NULL, NULL, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int n_bytes;
    int n_valid;
    bool is_reliable = false;
    const CLD2::Language best = CLD2::ExtDetectLanguageSummaryCheckUTF8(
        text, (int)len, true, &hints, 0, languages, percents, scores, NULL, &n_bytes, &is_reliable,
        &n_valid);
    const char *name = CLD2::LanguageCode(best);
    if (!is_reliable || best == CLD2::UNKNOWN_LANGUAGE || strlen(name) > DC_CLD2_LEN)
        return false;
    memcpy(code, name, strlen(name) + 1);
    return true;
}
