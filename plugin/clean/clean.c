#include "clean/clean.h"

#include "base/map.h"
#include "clean/groups.h"
#include "clean/model.h"
#include "clean/prompt.h"
#include "clean/proof.h"
#include "clean/reason.h"
#include "clean/tokens.h"

#include <decant/decant.h>
#include <math.h>

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

// More blocks than any page has that was written for readers (the most of 2,000: 6,000): features
// of as many would take the page's memory.
enum { MOST_JUDGED = 16384 };

// A page of a few words, or one beyond all measure, has no structure to judge by: what nothing
// speaks against is its text.
static bool is_shapeless(const dc_blocks *blocks)
{
    enum { FEW = 60 };
    if (blocks->n > MOST_JUDGED)
        return true;
    uint32_t words = 0;
    for (uint32_t i = 0; i < blocks->n && words < FEW; i++)
        words += blocks->v[i].words;
    return words < FEW;
}

// The probability of every block to be text.
static const float *judge(dc_arena *arena, const dc_blocks *blocks, const readings *boxes,
                          const dc_phrase *phrases, dc_cleaned *out)
{
    float *p = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *p);
    if (blocks->n > MOST_JUDGED)
        return p;
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    dc_view view;
    dc_view_make(arena, blocks, boxes->groups, boxes->tokens, phrases, &view);
    dc_features features = dc_features_in(arena, blocks->n);
    dc_features_fixed(&view, &features);
    const float *logits = dc_model_run(&dc_model_shipped, &view, &features);
    out->page_type = dc_model_type(&features);
    for (uint32_t i = 0; i < blocks->n; i++)
        p[i] = 1 / (1 + expf(-logits[i]));
    dc_arena_release(arena, mark);
    return p;
}

// What is settled before any probability, see dc_decide(): what is proven; templates, which nobody
// is shown; and all of a page without a shape.
static int8_t *settle(dc_arena *arena, const dc_blocks *blocks, const uint32_t *groups,
                      const dc_verdict *verdicts)
{
    int8_t *decided = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *decided);
    const bool keeps = is_shapeless(blocks);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const uint32_t box = blocks->v[i].box;
        if (dc_is_proven(&verdicts[i]))
            decided[i] = verdicts[i].label == DECANT_CONTENT ? 1 : -1;
        else if (blocks->boxes[box].flags & DC_IS_TEMPLATE)
            decided[i] = -1;
        else if (keeps)
            decided[i] = dc_reason_of(blocks, groups, box) ? -1 : 1;
    }
    return decided;
}

static const char *reason_of(const dc_blocks *blocks, const uint32_t *groups, uint32_t i,
                             bool is_copy)
{
    const uint32_t hidden = DC_IS_HIDDEN | DC_IS_SR_ONLY | DC_IS_TEMPLATE;
    const uint32_t box = blocks->v[i].box;
    const char *reason = dc_reason_of(blocks, groups, box);
    if (is_copy)
        return "duplicate";
    if (reason)
        return reason;
    return blocks->boxes[box].flags & hidden ? "chrome.hidden" : "low-score";
}

static void decide(dc_arena *arena, const dc_blocks *blocks, const uint32_t *groups, const float *p,
                   dc_focus focus, dc_cleaned *out)
{
    const int8_t *decided = settle(arena, blocks, groups, out->verdicts);
    dc_choice_of_blocks choice;
    dc_decide(arena, blocks, p, decided, focus, &choice);
    out->confidence = choice.expected_f1;
    for (uint32_t i = 0; i < blocks->n; i++) {
        const bool is_copy = decided[i] >= 0 && p[i] >= choice.threshold;
        if (dc_is_proven(&out->verdicts[i]))
            out->verdicts[i].score = out->verdicts[i].label == DECANT_CONTENT ? p[i] : 0;
        else if (choice.keeps[i])
            out->verdicts[i] = (dc_verdict){DECANT_CONTENT, p[i], "content.score"};
        else
            out->verdicts[i] =
                (dc_verdict){DECANT_BOILERPLATE, p[i], reason_of(blocks, groups, i, is_copy)};
    }
}

void dc_clean(dc_arena *arena, const dc_blocks *blocks, dc_focus focus, dc_cleaned *out)
{
    *out = (dc_cleaned){.verdicts = dc_arena_zero(arena, blocks->n, sizeof *out->verdicts)};
    const readings boxes = read_boxes(arena, blocks);
    const dc_phrase *phrases = read_phrases(arena, blocks);
    dc_proof proof;
    dc_prove(arena, blocks, boxes.tokens, phrases, out->verdicts, &proof);
    out->kind = proof.kind;
    out->comments = proof.comments;
    out->posts = proof.posts;
    const float *p = judge(arena, blocks, &boxes, phrases, out);
    decide(arena, blocks, boxes.groups, p, focus, out);
    dc_prompts(blocks, phrases, out->kind, out->verdicts);
}
