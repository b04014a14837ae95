// The inside of a comment area: who said what, when, in answer to whom.
#ifndef DC_CLEAN_THREAD_H
#define DC_CLEAN_THREAD_H

#include "base/buf.h"
#include "base/vec.h"
#include "blocks/verdict.h"
#include "clean/indent.h"
#include "clean/lexicon.h"

typedef struct dc_thread {
    dc_arena *arena;
    const dc_blocks *blocks;
    const uint32_t *tokens;
    const dc_phrase *phrases;
    dc_verdict *verdicts;
    dc_ladder ladder; // of the area at hand
    DC_VEC(dc_comment) comments;
} dc_thread;

dc_thread dc_thread_in(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
                       const dc_phrase *phrases, dc_verdict *verdicts);

// Takes the area below a box apart: labels its blocks and collects its comments. last: the last of
// the DC_TOKEN_FOLLOW behind it, or the box itself.
void dc_thread_take(dc_thread *thread, uint32_t root, uint32_t last, const char *reason);

// The last of the rows of a comment, itself when it has one.
uint32_t dc_thread_last_row(const dc_thread *thread, uint32_t item);

dc_comments dc_thread_comments(const dc_thread *thread);

#endif
