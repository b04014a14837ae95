// The boxes around a block, and what repeats: siblings of one shape, cards, lists.
#include "clean/view.h"

// Words of a box as a share of the page's.
static float share_of(const dc_view *view, uint32_t box)
{
    const dc_blocks *b = view->blocks;
    return dc_ratio((float)dc_box_sum(view->sums.words, &b->boxes[box]),
                    (float)view->sums.words[b->n]);
}

// Of the three boxes above that hold more than the one before.
static void put_above(const dc_view *view, uint32_t i, uint32_t one, dc_features *out)
{
    const uint32_t two = view->up[one];
    const uint32_t three = view->up[two];
    const dc_box *box2 = &view->blocks->boxes[two];
    const uint32_t words = dc_box_sum(view->sums.words, &view->blocks->boxes[three]);
    DC_PUT(out, c1_share, i, share_of(view, one));
    DC_PUT(out, c2_share, i, share_of(view, two));
    DC_PUT(out, c3_share, i, share_of(view, three));
    DC_PUT(
        out, c2_h, i,
        dc_ratio((float)dc_box_sum(view->sums.headings, box2), (float)(box2->last - box2->first)));
    DC_PUT(out, c3_w, i, dc_lg(words));
}

static void put_levels(const dc_view *view, uint32_t i, uint32_t own, dc_features *out)
{
    static const dc_feature of_above[] = {DC_F_c1_share, DC_F_c2_share, DC_F_c3_share, DC_F_c2_h,
                                          DC_F_c3_w};
    const dc_siblings *same = &view->siblings[view->sibling_set[own]];
    if (dc_is_below_the_same(view, i))
        dc_feature_repeat(out, of_above, sizeof of_above / sizeof *of_above, i);
    else
        put_above(view, i, view->up[own], out);
    DC_PUT(out, c0_share, i, share_of(view, own));
    DC_PUT(out, s_same, i, dc_lg(same->n));
    DC_PUT(out, s_samew, i, dc_ratio((float)same->words, (float)view->sums.words[view->blocks->n]));
}

// Blocks whose boxes and the two above look alike, anywhere on the page.
static void put_paths(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    typedef struct path_sum {
        uint32_t n, words;
    } path_sum;
    path_sum *sums = dc_arena_zero(view->arena, (size_t)b->n + 1, sizeof *sums);
    for (uint32_t i = 0; i < b->n; i++) {
        sums[view->alike[i]].n++;
        sums[view->alike[i]].words += b->v[i].words;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t first = view->alike[i];
        const path_sum *s = &sums[first];
        DC_PUT(out, g_n, i, dc_lg(s->n));
        DC_PUT(out, g_w, i, dc_ratio((float)s->words, (float)view->sums.words[b->n]));
        DC_PUT(out, g_avg, i,
               first < i ? dc_feature_at(out, DC_F_g_avg, first)
                         : log1pf((float)s->words / (float)s->n));
    }
}

// A card: a box with two blocks or more that has two siblings or more of its shape.
static bool is_card(const dc_place *at, const dc_siblings *same)
{
    return at->last - at->first >= 2 && same->n >= 3;
}

// Of every place: how many cards there are like the nearest one at or above it, and whether it lies
// in siblings that stand in navigation or the like.
typedef struct around {
    uint32_t cards;
    bool is_chrome;
} around;

static const around *look_around(const dc_view *view)
{
    const dc_blocks *b = view->blocks;
    around *all = dc_arena_alloc(view->arena, b->n_boxes * sizeof *all);
    all[0] = (around){0};
    for (uint32_t k = 1; k < view->n_places; k++) {
        const dc_place *at = &view->places[k];
        const dc_siblings *same = &view->siblings[view->sibling_set[at->box]];
        around here = all[at->parent];
        if (is_card(at, same))
            here.cards = same->n;
        here.is_chrome |= same->is_chrome;
        all[at->box] = here;
    }
    return all;
}

// The set of three siblings or more with the most words outside navigation and the like.
static const dc_siblings *best_list(const dc_view *view)
{
    const dc_siblings *best = NULL;
    for (uint32_t i = 0; i < view->n_siblings; i++) {
        const dc_siblings *s = &view->siblings[i];
        if (s->n >= 3 && !s->is_chrome && s->first && s->words > (best ? best->words : 0))
            best = s;
    }
    return best;
}

void dc_features_box(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const around *all = look_around(view);
    const dc_siblings *list = best_list(view);
    const uint32_t first = list ? b->boxes[list->first].first : 0;
    const uint32_t last = list ? b->boxes[b->boxes[list->first].parent].last : 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t own = b->v[i].box;
        put_levels(view, i, own, out);
        DC_PUT(out, k_n, i, dc_lg(all[own].cards));
        DC_PUT(out, lg_bad, i, all[own].is_chrome);
        DC_PUT(out, lg_after, i, !list ? -1 : i < first ? 0 : i < last ? 1 : 2);
    }
    put_paths(view, out);
}
