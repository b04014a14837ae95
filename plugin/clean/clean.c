#include "clean/clean.h"

#include "clean/model.h"
#include "clean/prompt.h"
#include "clean/proof.h"
#include "clean/reading.h"
#include "clean/reason.h"
#include "clean/settled.h"

#include <decant/decant.h>
#include <math.h>

static dc_odds judge(dc_arena *arena, const dc_blocks *blocks, const dc_reading *reading,
                     dc_cleaned *out)
{
    float *p = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *p);
    if (blocks->n > DC_MOST_JUDGED)
        return (dc_odds){.text = p};
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    dc_view view;
    dc_view_make(arena, blocks, reading, &view);
    dc_features features = dc_features_in(arena, blocks->n);
    dc_features_fixed(&view, &features);
    const float *logits = dc_model_run(&dc_model_shipped, &view, &features);
    out->page_type = dc_model_type(&features);
    for (uint32_t i = 0; i < blocks->n; i++)
        p[i] = 1 / (1 + expf(-logits[i]));
    const dc_odds odds = dc_model_odds(&features, p);
    dc_arena_release(arena, mark);
    return odds;
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

static void decide(dc_arena *arena, const dc_blocks *blocks, const dc_reading *reading,
                   const dc_odds *odds, dc_focus focus, dc_cleaned *out)
{
    const float *p = odds->text;
    const int8_t *decided = dc_settle(arena, blocks, reading, out->verdicts);
    dc_choice_of_blocks choice;
    dc_decide(arena, blocks, odds, decided, focus, &choice);
    out->confidence = choice.expected_f1;
    for (uint32_t i = 0; i < blocks->n; i++) {
        dc_verdict *v = &out->verdicts[i];
        if (choice.keeps[i])
            *v = (dc_verdict){DECANT_CONTENT, p[i], dc_is_proven(v) ? v->reason : "content.score"};
        else if (!dc_is_proven(v) || v->label == DECANT_CONTENT)
            *v = (dc_verdict){DECANT_BOILERPLATE, p[i],
                              reason_of(blocks, reading->groups, i, choice.copies[i])};
    }
}

// What a wall says is not content, whatever it scored.
void dc_clean_wall(const dc_blocks *blocks, const dc_wall *wall, dc_cleaned *out)
{
    out->wall = *wall;
    if (!wall->hides_text)
        return;
    for (uint32_t i = 0; i < blocks->n; i++)
        out->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, out->verdicts[i].score, "page.wall"};
    out->comments = out->posts = (dc_comments){0};
}

void dc_clean(dc_arena *arena, const dc_blocks *blocks, dc_focus focus, const dc_phrase_table *own,
              dc_cleaned *out)
{
    *out = (dc_cleaned){.verdicts = dc_arena_zero(arena, blocks->n, sizeof *out->verdicts)};
    const dc_reading reading = dc_read(arena, blocks, own);
    dc_proof proof;
    dc_prove(arena, blocks, reading.tokens, reading.phrases, out->verdicts, &proof);
    out->kind = proof.kind;
    out->comments = proof.comments;
    out->posts = proof.posts;
    const dc_odds odds = judge(arena, blocks, &reading, out);
    decide(arena, blocks, &reading, &odds, focus, out);
    dc_prompts(blocks, reading.phrases, out->kind, out->verdicts);
    const dc_wall wall = dc_wall_find(blocks, out->verdicts);
    dc_clean_wall(blocks, &wall, out);
}
