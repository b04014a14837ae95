// Where a block stands: on the page, and seen from its heading, its longest block and its main
// part.
#include "clean/view.h"

static float log_sign(uint32_t a, uint32_t b)
{
    return a < b ? -dc_lg_of(b - a) : dc_lg_of(a - b);
}

// Seen from another box: boxes up to where the ways meet, from here and from there, and the share
// of the words below that.
typedef struct tie {
    uint32_t up;
    uint32_t up_other;
    float share;
} tie;

// The ties of all boxes with blocks to another one, from the top down: below where the ways part
// all is one box further.
static const tie *ties_to(const dc_view *view, uint32_t other)
{
    const dc_blocks *b = view->blocks;
    tie *ties = dc_arena_alloc(view->arena, b->n_boxes * sizeof *ties);
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        const dc_box *box = &b->boxes[i];
        if (dc_box_within(b, other, i)) {
            ties[i] = (tie){
                0, (uint32_t)b->boxes[other].depth - box->depth,
                dc_ratio((float)dc_box_sum(view->sums.words, box), (float)view->sums.words[b->n])};
        } else if (box->first < box->last) {
            ties[i] = ties[box->parent];
            ties[i].up++;
        }
    }
    return ties;
}

static float near(uint32_t steps)
{
    return dc_lesser((float)steps, 24);
}

static void put_h1(const dc_view *view, uint32_t i, const tie *ties, dc_features *out)
{
    float distance = 0;
    float words = 0;
    if (ties) {
        distance = (float)i - (float)view->h1;
        words = log_sign(view->sums.words[i], view->sums.words[view->h1]);
    }
    const tie *t = ties ? &ties[view->blocks->v[i].box] : NULL;
    DC_PUT(out, h1_bd, i, dc_greater(dc_lesser(distance, 200), -200));
    DC_PUT(out, h1_wd, i, words);
    DC_PUT(out, h1_lca, i, t ? near(t->up) : 25);
    DC_PUT(out, h1_lcad, i, t ? near(t->up_other) : 25);
    DC_PUT(out, h1_lcaw, i, t ? t->share : 1);
    DC_PUT(out, h1_score, i, view->h1_score);
}

static void put_longest(const dc_view *view, uint32_t i, const tie *ties, dc_features *out)
{
    DC_PUT(out, lb_lcad, i, ties ? near(ties[view->blocks->v[i].box].up_other) : 25);
    DC_PUT(out, lb_rel, i, ties ? ((float)i - (float)view->longest) / (float)view->blocks->n : 0);
}

// 1 inside, -1 before, -2 behind.
static float side_of(const dc_box *box, uint32_t i)
{
    return i < box->first ? -1 : i < box->last ? 1 : -2;
}

static void put_main(const dc_view *view, uint32_t i, const tie *ties, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const tie *t = &ties[b->v[i].box];
    DC_PUT(out, mc0, i, side_of(&b->boxes[view->main[0]], i));
    DC_PUT(out, mc1, i, side_of(&b->boxes[view->main[1]], i));
    DC_PUT(out, mc_dd, i, t->up_other ? -1 - (float)t->up_other : near(t->up));
}

static void put_page(const dc_view *view, uint32_t i, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const float prose = (float)view->sums.prose[b->n];
    const float prose_before = (float)view->sums.prose[i];
    DC_PUT(out, p_depth, i, b->boxes[b->v[i].box].depth);
    DC_PUT(out, p_idx, i, dc_lg(view, i));
    DC_PUT(out, p_rel, i, (float)i / (float)b->n);
    DC_PUT(out, p_wbefore, i, dc_lg(view, view->sums.words[i]));
    DC_PUT(out, p_pwrel, i, dc_ratio(prose_before, prose));
}

static const tie *ties_to_block(const dc_view *view, uint32_t block)
{
    return block == UINT32_MAX ? NULL : ties_to(view, view->blocks->v[block].box);
}

void dc_features_place(const dc_view *view, dc_features *out)
{
    const tie *to_h1 = ties_to_block(view, view->h1);
    const tie *to_longest = ties_to_block(view, view->longest);
    const tie *to_main = ties_to(view, view->main[1]);
    for (uint32_t i = 0; i < view->blocks->n; i++) {
        put_page(view, i, out);
        put_h1(view, i, to_h1, out);
        put_longest(view, i, to_longest, out);
        put_main(view, i, to_main, out);
    }
}
