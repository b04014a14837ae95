// Reviews of a product stand or fall together.
#ifndef DC_CLEAN_REVIEWS_H
#define DC_CLEAN_REVIEWS_H

#include "base/arena.h"
#include "blocks/block.h"

// Of every box: is one of several reviews, or lies in one. tokens: dc_tokens_of() of every box.
const bool *dc_reviews_find(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens);

// decided: see dc_settle(); may be NULL. Keeps more of what is DC_REVIEW there: lines that look
// like such as are kept by their score, and titles over what is kept.
void dc_reviews_keep(dc_arena *arena, const dc_blocks *blocks, const float *p,
                     const int8_t *decided, float threshold, bool *keeps);

#endif
