// Which blocks are the page's text, by structure alone.
#ifndef DC_CLEAN_SCORE_H
#define DC_CLEAN_SCORE_H

#include "base/arena.h"
#include "blocks/verdict.h"

// Judges every block: score, label and reason. groups: dc_groups_of() of every box.
void dc_score(dc_arena *arena, const dc_blocks *blocks, const uint32_t *groups,
              dc_verdict *verdicts);

#endif
