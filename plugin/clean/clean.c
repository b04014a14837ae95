#include "clean/clean.h"

#include "base/hash.h"
#include "base/map.h"
#include "clean/groups.h"
#include "clean/prompt.h"
#include "clean/proof.h"
#include "clean/score.h"
#include "clean/tokens.h"

#include <decant/decant.h>

// What boxes say by themselves. Equal attributes share their facts, so each pair of facts and
// element is asked once.
typedef struct readings {
    uint32_t *groups; // dc_groups_of()
    uint32_t *tokens; // dc_tokens_of()
} readings;

static void read_box(const dc_box *box, readings *out, uint32_t i)
{
    out->groups[i] = dc_groups_of(box);
    out->tokens[i] = dc_tokens_of(box->facts, box->name);
}

static readings read_boxes(dc_arena *arena, const dc_blocks *blocks)
{
    const uint32_t n = blocks->n_boxes;
    readings out = {dc_arena_alloc(arena, n * sizeof *out.groups),
                    dc_arena_alloc(arena, n * sizeof *out.tokens)};
    dc_map seen = dc_map_in(arena);
    for (uint32_t i = 0; i < n; i++) {
        const dc_box *box = &blocks->boxes[i];
        const uint64_t key =
            ((uint64_t)(uintptr_t)box->facts << 8 | box->tag) * 0x9E3779B97F4A7C15u;
        const uint32_t first = box->tag == DC_TAG_unknown ? i : *dc_map_at(&seen, key, i);
        if (first == i) {
            read_box(box, &out, i);
        } else {
            out.groups[i] = out.groups[first];
            out.tokens[i] = out.tokens[first];
        }
    }
    return out;
}

static const dc_phrase *read_phrases(dc_arena *arena, const dc_blocks *blocks)
{
    dc_phrase *phrases = dc_arena_alloc(arena, blocks->n * sizeof *phrases);
    for (uint32_t i = 0; i < blocks->n; i++)
        phrases[i] = dc_lexicon_match(blocks->v[i].text);
    return phrases;
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

// The score decides what is not proven.
static void score_open(dc_arena *arena, const dc_blocks *blocks, const uint32_t *groups,
                       dc_verdict *verdicts)
{
    dc_verdict *scored = dc_arena_zero(arena, blocks->n, sizeof *scored);
    dc_score(arena, blocks, groups, scored);
    for (uint32_t i = 0; i < blocks->n; i++)
        if (!dc_is_proven(&verdicts[i]))
            verdicts[i] = scored[i];
        else if (verdicts[i].label == DECANT_CONTENT)
            verdicts[i].score = scored[i].score;
}

void dc_clean(dc_arena *arena, const dc_blocks *blocks, dc_cleaned *out)
{
    *out = (dc_cleaned){.verdicts = dc_arena_zero(arena, blocks->n, sizeof *out->verdicts)};
    const readings boxes = read_boxes(arena, blocks);
    const dc_phrase *phrases = read_phrases(arena, blocks);
    dc_proof proof;
    dc_prove(arena, blocks, boxes.tokens, phrases, out->verdicts, &proof);
    out->kind = proof.kind;
    out->comments = proof.comments;
    out->posts = proof.posts;
    score_open(arena, blocks, boxes.groups, out->verdicts);
    dc_prompts(blocks, phrases, out->kind, out->verdicts);
    drop_copies(arena, blocks, out->verdicts);
    out->confidence = confidence_of(blocks, out->verdicts);
}
