// Where a block stands: on the page, and seen from its heading, its longest block and its main
// part.
#include "clean/view.h"

// The nearest box above both, with the steps from `box` to it.
static uint32_t meet(const dc_blocks *b, uint32_t box, uint32_t other, uint32_t *steps)
{
    *steps = 0;
    while (!dc_box_within(b, other, box)) {
        box = b->boxes[box].parent;
        ++*steps;
    }
    return box;
}

static float log_sign(uint32_t a, uint32_t b)
{
    return a < b ? -dc_lg_of(b - a) : dc_lg_of(a - b);
}

// Seen from another block: boxes up to where the ways meet, from here and from there, and the share
// of the words below that.
typedef struct tie {
    float up;
    float up_other;
    float share;
} tie;

static tie tie_of(const dc_view *view, uint32_t i, uint32_t other)
{
    const dc_blocks *b = view->blocks;
    uint32_t up;
    const uint32_t box = meet(b, b->v[i].box, b->v[other].box, &up);
    const uint32_t up_other = (uint32_t)b->boxes[b->v[other].box].depth - b->boxes[box].depth;
    return (tie){dc_lesser((float)up, 24), dc_lesser((float)up_other, 24),
                 dc_ratio((float)dc_box_sum(view->sums.words, &b->boxes[box]),
                          (float)view->sums.words[b->n])};
}

static void put_h1(const dc_view *view, uint32_t i, dc_features *out)
{
    tie t = {25, 25, 1};
    float distance = 0;
    float words = 0;
    if (view->h1 != UINT32_MAX) {
        t = tie_of(view, i, view->h1);
        distance = (float)i - (float)view->h1;
        words = log_sign(view->sums.words[i], view->sums.words[view->h1]);
    }
    DC_PUT(out, h1_bd, i, dc_greater(dc_lesser(distance, 200), -200));
    DC_PUT(out, h1_wd, i, words);
    DC_PUT(out, h1_lca, i, t.up);
    DC_PUT(out, h1_lcad, i, t.up_other);
    DC_PUT(out, h1_lcaw, i, t.share);
    DC_PUT(out, h1_score, i, view->h1_score);
}

static void put_longest(const dc_view *view, uint32_t i, dc_features *out)
{
    tie t = {25, 25, 1};
    if (view->longest != UINT32_MAX)
        t = tie_of(view, i, view->longest);
    DC_PUT(out, lb_lcad, i, t.up_other);
    DC_PUT(out, lb_rel, i,
           view->longest == UINT32_MAX
               ? 0
               : ((float)i - (float)view->longest) / (float)view->blocks->n);
}

// 1 inside, -1 before, -2 behind.
static float side_of(const dc_box *box, uint32_t i)
{
    return i < box->first ? -1 : i < box->last ? 1 : -2;
}

static void put_main(const dc_view *view, uint32_t i, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const dc_box *main = &b->boxes[view->main[1]];
    DC_PUT(out, mc0, i, side_of(&b->boxes[view->main[0]], i));
    DC_PUT(out, mc1, i, side_of(main, i));
    uint32_t up;
    const uint32_t met = meet(b, b->v[i].box, view->main[1], &up);
    DC_PUT(out, mc_dd, i,
           met == view->main[1] ? dc_lesser((float)up, 24)
                                : -1 - (float)(main->depth - b->boxes[met].depth));
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

void dc_features_place(const dc_view *view, dc_features *out)
{
    for (uint32_t i = 0; i < view->blocks->n; i++) {
        put_page(view, i, out);
        put_h1(view, i, out);
        put_longest(view, i, out);
        put_main(view, i, out);
    }
}
