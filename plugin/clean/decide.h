// From probabilities to text: which blocks a page keeps.
#ifndef DC_CLEAN_DECIDE_H
#define DC_CLEAN_DECIDE_H

#include "base/arena.h"
#include "blocks/block.h"

// How many blocks to keep in doubt.
typedef enum dc_focus { DC_FOCUS_BALANCED, DC_FOCUS_PRECISION, DC_FOCUS_RECALL } dc_focus;

typedef struct dc_choice_of_blocks {
    bool *keeps;       // of every block
    float threshold;   // probability from which on blocks are kept
    float expected_f1; // of the kept text against what a reader would keep, calibrated
} dc_choice_of_blocks;

// p: probability of every block; decided: 1 kept and -1 dropped whatever its probability, 0 open;
// may be NULL.
void dc_decide(dc_arena *arena, const dc_blocks *blocks, const float *p, const int8_t *decided,
               dc_focus focus, dc_choice_of_blocks *out);

#endif
