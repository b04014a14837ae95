// Where a block stands: on the page, and seen from its heading, its longest block and its main
// part.
#include "clean/view.h"

enum { FAR = 25 };

static float log_sign(uint32_t a, uint32_t b)
{
    return a < b ? -dc_lg(b - a) : dc_lg(a - b);
}

// What blocks are seen from: the page's heading, its longest block, its main part.
typedef enum viewpoint { FROM_H1, FROM_LONGEST, FROM_MAIN, N_VIEWPOINTS } viewpoint;

// Boxes up to where the ways of a box and of a viewpoint meet, from either.
typedef struct tie {
    uint16_t up; // stays at UINT16_MAX
    uint16_t up_other;
} tie;

typedef struct ties {
    tie v[N_VIEWPOINTS];
    float share; // of the page's words in the box where the ways to the heading meet
} ties;

static bool is_within(uint32_t box, const dc_place *at)
{
    return box >= at->box && box < at->end;
}

// The ties of all places, from the top down: below where the ways part all is one box
// further. from: boxes of the viewpoints.
static const ties *tie_boxes(const dc_view *view, const uint32_t from[N_VIEWPOINTS])
{
    const dc_blocks *b = view->blocks;
    ties *all = dc_arena_alloc(view->arena, b->n_boxes * sizeof *all);
    all[0] = (ties){.share = 0};
    for (uint32_t p = 0; p < view->n_places; p++) {
        const dc_place *at = &view->places[p];
        ties here = all[at->parent];
        for (int k = 0; k < N_VIEWPOINTS; k++) {
            tie *t = &here.v[k];
            t->up = (uint16_t)(t->up + (t->up < UINT16_MAX));
            if (is_within(from[k], at))
                *t = (tie){0, (uint16_t)(b->boxes[from[k]].depth - at->depth)};
        }
        if (is_within(from[FROM_H1], at))
            here.share = dc_ratio((float)dc_box_sum(view->sums.words, &b->boxes[at->box]),
                                  (float)view->sums.words[b->n]);
        all[at->box] = here;
    }
    return all;
}

static float near(uint32_t steps)
{
    return dc_lesser((float)steps, FAR - 1);
}

static void put_h1(const dc_view *view, uint32_t i, const ties *own, dc_features *out)
{
    const bool is_there = view->h1 != UINT32_MAX;
    const tie *t = &own->v[FROM_H1];
    float distance = 0;
    float words = 0;
    if (is_there) {
        distance = (float)i - (float)view->h1;
        words = log_sign(view->sums.words[i], view->sums.words[view->h1]);
    }
    DC_PUT(out, h1_bd, i, dc_greater(dc_lesser(distance, 200), -200));
    DC_PUT(out, h1_wd, i, words);
    DC_PUT(out, h1_lca, i, is_there ? near(t->up) : FAR);
    DC_PUT(out, h1_lcad, i, is_there ? near(t->up_other) : FAR);
    DC_PUT(out, h1_lcaw, i, is_there ? own->share : 1);
    DC_PUT(out, h1_score, i, view->h1_score);
}

static void put_longest(const dc_view *view, uint32_t i, const ties *own, dc_features *out)
{
    const bool is_there = view->longest != UINT32_MAX;
    DC_PUT(out, lb_lcad, i, is_there ? near(own->v[FROM_LONGEST].up_other) : FAR);
    DC_PUT(out, lb_rel, i,
           is_there ? ((float)i - (float)view->longest) / (float)view->blocks->n : 0);
}

// 1 inside, -1 before, -2 behind.
static float side_of(const dc_box *box, uint32_t i)
{
    return i < box->first ? -1 : i < box->last ? 1 : -2;
}

static void put_main(const dc_view *view, uint32_t i, const ties *own, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const tie *t = &own->v[FROM_MAIN];
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
    DC_PUT(out, p_idx, i, dc_lg(i));
    DC_PUT(out, p_rel, i, (float)i / (float)b->n);
    DC_PUT(out, p_wbefore, i, dc_lg(view->sums.words[i]));
    DC_PUT(out, p_pwrel, i, dc_ratio(prose_before, prose));
}

static uint32_t box_of(const dc_view *view, uint32_t block)
{
    return block == UINT32_MAX ? 0 : view->blocks->v[block].box;
}

void dc_features_place(const dc_view *view, dc_features *out)
{
    const uint32_t from[] = {[FROM_H1] = box_of(view, view->h1),
                             [FROM_LONGEST] = box_of(view, view->longest),
                             [FROM_MAIN] = view->main[1]};
    const ties *all = tie_boxes(view, from);
    for (uint32_t i = 0; i < view->blocks->n; i++) {
        const ties *own = &all[view->blocks->v[i].box];
        put_page(view, i, out);
        put_h1(view, i, own, out);
        put_longest(view, i, own, out);
        put_main(view, i, own, out);
    }
}
