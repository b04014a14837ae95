// Which features moved a block's score, by asking again without each.
#ifndef DC_CLEAN_INFLUENCE_H
#define DC_CLEAN_INFLUENCE_H

#include "clean/model.h"

typedef struct dc_influence {
    const char *feature; // static storage
    float value;
    float typical; // the median of all blocks that the model was learned from
    float change;  // of the logit: the score as it is, less the score with the typical value
} dc_influence;

// Fills one row for every feature, the largest change first. False when the page is beyond judging.
bool dc_influences(dc_arena *arena, const dc_blocks *blocks, uint32_t block,
                   dc_influence out[DC_N_FEATURES]);

#endif
