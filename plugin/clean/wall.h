// Pages that stand in front of the page that was asked for: a challenge, a refusal, a paywall.
#ifndef DC_CLEAN_WALL_H
#define DC_CLEAN_WALL_H

#include "blocks/verdict.h"

typedef struct dc_wall {
    const char *verdict; // "challenge", "blocked", "needs-js", "soft-404", "paywall"; NULL: none
    dc_str evidence;     // the words that say so, in a block or the title
    bool hides_text;     // what the page says is not what was asked for
} dc_wall;

// Reads the title and the blocks; verdicts say which of them are text.
dc_wall dc_wall_find(const dc_blocks *blocks, const dc_verdict *verdicts);

#endif
