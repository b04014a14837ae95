// What boxes and blocks say by themselves, each read once.
#ifndef DC_CLEAN_READING_H
#define DC_CLEAN_READING_H

#include "base/arena.h"
#include "blocks/block.h"
#include "clean/lexicon.h"

typedef struct dc_reading {
    uint32_t *groups; // dc_groups_of() of every box
    uint32_t *tokens; // dc_tokens_of() of every box
    uint32_t *twins;  // of every box: the first with the same attributes and element, itself maybe
    uint32_t *same;   // of every block: the first with the same text, itself maybe
    const dc_phrase *phrases; // dc_lexicon_match() of every block
} dc_reading;

// own: phrases of the user, or NULL.
dc_reading dc_read(dc_arena *arena, const dc_blocks *blocks, const dc_phrase_table *own);

#endif
