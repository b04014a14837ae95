// The overlap of chosen blocks and the reference: of words, or of shingles of four.
#ifndef DC_TRAIN_OVERLAP_H
#define DC_TRAIN_OVERLAP_H

#include "tools/train/corpus.h"

typedef struct overlap {
    uint32_t common;    // in both, as often as in the rarer
    uint32_t taken;     // in the chosen blocks
    uint32_t reference; // in the reference
} overlap;

// keeps: of every block.
overlap overlap_of(const page *p, const bool *keeps);
overlap shingle_overlap_of(const page *p, const bool *keeps);

#endif
