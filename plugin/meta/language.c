#include "meta/language.h"

void dc_language_add(const dc_blocks *blocks, const dc_verdict *verdicts, dc_str declared,
                     dc_candidates *all)
{
    (void)blocks;
    (void)verdicts;
    dc_candidates_add(all, DECANT_FIELD_LANGUAGE, declared, "lang", 0.8F);
}
