// The bag-of-words overlap of chosen blocks and the reference.
#ifndef DC_TRAIN_OVERLAP_H
#define DC_TRAIN_OVERLAP_H

#include "tools/train/corpus.h"

typedef struct overlap {
    uint32_t common; // tokens in both, as often as in the rarer
    uint32_t taken;  // tokens of the chosen blocks
} overlap;

// keeps: of every block.
overlap overlap_of(const page *p, const bool *keeps);

#endif
