// From probabilities to text: which blocks a page keeps.
#ifndef DC_CLEAN_DECIDE_H
#define DC_CLEAN_DECIDE_H

#include "base/arena.h"
#include "blocks/block.h"

// How many blocks to keep in doubt.
typedef enum dc_focus { DC_FOCUS_BALANCED, DC_FOCUS_PRECISION, DC_FOCUS_RECALL } dc_focus;

// What the model says of a page.
typedef struct dc_odds {
    const float *text;                     // of every block: that it is text
    float article, documentation, product; // that the page is one
} dc_odds;

typedef struct dc_choice_of_blocks {
    bool *keeps;       // of every block
    bool *copies;      // blocks that are not kept because the page has them already
    float threshold;   // probability from which on blocks are kept
    float expected_f1; // of the kept text against what a reader would keep, calibrated
} dc_choice_of_blocks;

// decided: see dc_settle(); may be NULL.
void dc_decide(dc_arena *arena, const dc_blocks *blocks, const dc_odds *odds, const int8_t *decided,
               dc_focus focus, dc_choice_of_blocks *out);

#endif
