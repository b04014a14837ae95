#include "clean/clean.h"

#include "base/hash.h"
#include "base/map.h"
#include "clean/area.h"
#include "clean/groups.h"
#include "clean/prompt.h"
#include "clean/score.h"
#include "clean/tokens.h"

#include <decant/decant.h>

static const uint32_t *read_groups(dc_arena *arena, const dc_blocks *blocks)
{
    uint32_t *groups = dc_arena_alloc(arena, blocks->n_boxes * sizeof *groups);
    for (uint32_t i = 0; i < blocks->n_boxes; i++)
        groups[i] = dc_groups_of(&blocks->boxes[i]);
    return groups;
}

static const uint32_t *read_tokens(dc_arena *arena, const dc_blocks *blocks)
{
    uint32_t *tokens = dc_arena_alloc(arena, blocks->n_boxes * sizeof *tokens);
    for (uint32_t i = 0; i < blocks->n_boxes; i++)
        tokens[i] = dc_tokens_of(blocks->boxes[i].facts, blocks->boxes[i].name);
    return tokens;
}

// An exact copy of a long block that is already kept is dropped, but not from under the same
// parent: tables and recipes repeat lines.
static void drop_copies(dc_arena *arena, const dc_blocks *blocks, dc_verdict *verdicts)
{
    enum { LONG = 8 };
    dc_map seen = dc_map_in(arena);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const dc_block *block = &blocks->v[i];
        if (verdicts[i].label != DECANT_CONTENT || block->words < LONG)
            continue;
        const uint32_t first = *dc_map_at(&seen, dc_hash(block->text), i);
        if (first != i &&
            blocks->boxes[blocks->v[first].box].parent != blocks->boxes[block->box].parent) {
            verdicts[i].label = DECANT_BOILERPLATE;
            verdicts[i].reason = "duplicate";
        }
    }
}

static float confidence_of(const dc_blocks *blocks, const dc_verdict *verdicts)
{
    float sum = 0;
    float words = 0;
    for (uint32_t i = 0; i < blocks->n; i++)
        if (verdicts[i].label == DECANT_CONTENT) {
            sum += verdicts[i].score * (float)blocks->v[i].words;
            words += (float)blocks->v[i].words;
        }
    return words > 0 ? sum / words : 0;
}

void dc_clean(dc_arena *arena, const dc_blocks *blocks, dc_cleaned *out)
{
    *out = (dc_cleaned){.verdicts = dc_arena_zero(arena, blocks->n, sizeof *out->verdicts)};
    const uint32_t *tokens = read_tokens(arena, blocks);
    out->kind = dc_kind_of(blocks, tokens);
    dc_score(arena, blocks, read_groups(arena, blocks), out->verdicts);
    if (out->kind != DC_PAGE_FORUM)
        dc_areas(arena, blocks, tokens, out->verdicts, &out->comments);
    dc_prompts(blocks, out->kind, out->verdicts);
    drop_copies(arena, blocks, out->verdicts);
    out->confidence = confidence_of(blocks, out->verdicts);
}
