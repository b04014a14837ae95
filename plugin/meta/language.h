// The language of a page: what it declares, checked against its words.
#ifndef DC_META_LANGUAGE_H
#define DC_META_LANGUAGE_H

#include "blocks/candidate.h"
#include "blocks/verdict.h"

// Adds the declared language and the one that the kept text is in. The text's wins only where it
// is clear: many common words of one language and hardly any of the declared one.
// verdicts: NULL when nothing is dropped.
void dc_language_add(const dc_blocks *blocks, const dc_verdict *verdicts, dc_str declared,
                     dc_candidates *all);

#endif
