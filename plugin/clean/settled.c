#include "clean/settled.h"

#include "clean/proof.h"
#include "clean/reason.h"
#include "clean/reviews.h"

#include <decant/decant.h>

// A page of a few words, or one beyond all measure, has no structure to judge by: what nothing
// speaks against is its text.
static bool is_shapeless(const dc_blocks *blocks)
{
    enum { FEW = 60 };
    if (blocks->n > DC_MOST_JUDGED)
        return true;
    uint32_t words = 0;
    for (uint32_t i = 0; i < blocks->n && words < FEW; i++)
        words += blocks->v[i].words;
    return words < FEW;
}

static int8_t proven_state(const dc_verdict *verdict)
{
    if (verdict->label != DECANT_CONTENT)
        return DC_DROPPED;
    return strcmp(verdict->reason, "kept.forum") == 0 ? DC_POST : DC_KEPT_IN_DOUBT;
}

const int8_t *dc_settle(dc_arena *arena, const dc_blocks *blocks, const dc_reading *reading,
                        const dc_verdict *verdicts)
{
    int8_t *decided = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *decided);
    const bool *reviews = dc_reviews_find(arena, blocks, reading->tokens);
    const bool keeps = is_shapeless(blocks);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const uint32_t box = blocks->v[i].box;
        if (dc_is_proven(&verdicts[i]))
            decided[i] = proven_state(&verdicts[i]);
        else if (blocks->boxes[box].flags & DC_IS_TEMPLATE)
            decided[i] = DC_DROPPED;
        else if (keeps)
            decided[i] = dc_reason_of(blocks, reading->groups, box) ? DC_DROPPED : DC_KEPT;
        else if (reviews[box])
            decided[i] = DC_REVIEW;
        if (keeps && decided[i] > DC_OPEN)
            decided[i] = DC_KEPT;
    }
    return decided;
}
