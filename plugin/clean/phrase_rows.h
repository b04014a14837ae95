// The tables that the lexicon is looked up in.
#ifndef DC_CLEAN_PHRASE_ROWS_H
#define DC_CLEAN_PHRASE_ROWS_H

#include "clean/edge.h"

typedef struct dc_whole_row {
    uint64_t hash;
    uint8_t family;
    uint8_t strength;
} dc_whole_row;

// A phrase with {name} in it: known words, anything, known words. When nothing is known before the
// name, the hash is of what follows it.
typedef struct dc_open_row {
    uint64_t hash;
    uint64_t tail_hash;
    uint16_t tail_len; // 0: the name ends the line
    uint8_t family;
    uint8_t strength;
} dc_open_row;

#endif
