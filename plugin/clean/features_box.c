// The boxes around a block, and what repeats: siblings of one shape, cards, lists.
#include "base/map.h"
#include "clean/view.h"

#include <math.h>

typedef struct box_facts {
    float words, density, blocks, share, prose, per_block, same, headings, images, prices;
} box_facts;

static box_facts facts_of(const dc_view *view, uint32_t i)
{
    const dc_blocks *b = view->blocks;
    const dc_box *box = &b->boxes[i];
    const float words = (float)dc_box_sum(view->sums.words, box);
    const float n = (float)(box->last - box->first);
    return (box_facts){
        .words = log1pf(words),
        .density = dc_ratio((float)dc_box_sum(view->sums.links, box), words),
        .blocks = log1pf(n),
        .share = dc_ratio(words, (float)view->sums.words[b->n]),
        .prose = dc_ratio((float)dc_box_sum(view->sums.prose, box), words),
        .per_block = dc_ratio(words, n),
        .same = log1pf((float)view->siblings[view->sibling_set[i]].n),
        .headings = dc_ratio((float)dc_box_sum(view->sums.headings, box), n),
        .images = dc_ratio((float)box->n_images, n),
        .prices = log1pf((float)dc_box_sum(view->sums.prices, box)),
    };
}

static void put_levels(const dc_view *view, uint32_t i, uint32_t own, const box_facts *facts,
                       dc_features *out)
{
    const uint32_t one = view->up[own];
    const uint32_t two = view->up[one];
    const uint32_t three = view->up[two];
    const box_facts *c0 = &facts[own];
    const box_facts *c1 = &facts[one];
    const box_facts *c2 = &facts[two];
    const box_facts *c3 = &facts[three];
    const box_facts *c4 = &facts[view->up[three]];
    DC_PUT(out, c0_w, i, c0->words);
    DC_PUT(out, c0_ld, i, c0->density);
    DC_PUT(out, c0_nb, i, c0->blocks);
    DC_PUT(out, c0_share, i, c0->share);
    DC_PUT(out, c0_same, i, c0->same);
    DC_PUT(out, c1_w, i, c1->words);
    DC_PUT(out, c1_ld, i, c1->density);
    DC_PUT(out, c1_share, i, c1->share);
    DC_PUT(out, c1_lp, i, c1->prose);
    DC_PUT(out, c1_wpb, i, c1->per_block);
    DC_PUT(out, c1_same, i, c1->same);
    DC_PUT(out, c1_h, i, c1->headings);
    DC_PUT(out, c1_img, i, c1->images);
    DC_PUT(out, c2_w, i, c2->words);
    DC_PUT(out, c2_ld, i, c2->density);
    DC_PUT(out, c2_share, i, c2->share);
    DC_PUT(out, c2_lp, i, c2->prose);
    DC_PUT(out, c2_h, i, c2->headings);
    DC_PUT(out, c2_wpb, i, c2->per_block);
    DC_PUT(out, c2_img, i, c2->images);
    DC_PUT(out, c2_pr, i, c2->prices);
    DC_PUT(out, c3_w, i, c3->words);
    DC_PUT(out, c3_ld, i, c3->density);
    DC_PUT(out, c3_share, i, c3->share);
    DC_PUT(out, c3_lp, i, c3->prose);
    DC_PUT(out, c4_share, i, c4->share);
    DC_PUT(out, c4_ld, i, c4->density);
}

static void put_siblings(const dc_view *view, uint32_t i, uint32_t own, dc_features *out)
{
    const dc_siblings *s = &view->siblings[view->sibling_set[own]];
    DC_PUT(out, s_same, i, log1pf((float)s->n));
    DC_PUT(out, s_samew, i, dc_ratio((float)s->words, (float)view->sums.words[view->blocks->n]));
    DC_PUT(out, s_avgw, i, log1pf((float)s->words / (float)(s->n ? s->n : 1)));
}

// Blocks whose boxes and the two above look alike, anywhere on the page.
static void put_paths(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    typedef struct path_sum {
        uint32_t n, words, links;
    } path_sum;
    path_sum *sums = dc_arena_zero(view->arena, (size_t)b->n + 1, sizeof *sums);
    uint32_t *of = dc_arena_alloc(view->arena, ((size_t)b->n + 1) * sizeof *of);
    dc_map seen = dc_map_in(view->arena);
    for (uint32_t i = 0; i < b->n; i++) {
        of[i] = *dc_map_at(&seen, view->paths[b->v[i].box], i);
        sums[of[i]].n++;
        sums[of[i]].words += b->v[i].words;
        sums[of[i]].links += b->v[i].link_words;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const path_sum *s = &sums[of[i]];
        DC_PUT(out, g_n, i, log1pf((float)s->n));
        DC_PUT(out, g_w, i, dc_ratio((float)s->words, (float)view->sums.words[b->n]));
        DC_PUT(out, g_avg, i, log1pf((float)s->words / (float)s->n));
        DC_PUT(out, g_ld, i, dc_ratio((float)s->links, (float)s->words));
    }
}

// A card: a box with two blocks or more that has two siblings or more of its shape.
static bool is_card(const dc_view *view, uint32_t box)
{
    const dc_box *at = &view->blocks->boxes[box];
    return at->last - at->first >= 2 && view->siblings[view->sibling_set[box]].n >= 3;
}

// Of every box: the nearest and the outermost card at or above it; 0 when there is none.
typedef struct cards {
    uint32_t near, out;
} cards;

static void put_cards(const dc_view *view, uint32_t i, uint32_t own, const cards *all,
                      const box_facts *facts, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const cards *c = &all[own];
    const dc_siblings *near = &view->siblings[view->sibling_set[c->near]];
    const dc_siblings *far = &view->siblings[view->sibling_set[c->out]];
    const dc_box *card = &b->boxes[c->near];
    const float all_words = (float)view->sums.words[b->n];
    const bool is_in = c->near != 0;
    DC_PUT(out, k_n, i, is_in ? log1pf((float)near->n) : 0);
    DC_PUT(out, k_up, i, is_in ? (float)(b->boxes[own].depth - card->depth) : -1);
    DC_PUT(out, k_words, i, is_in ? log1pf((float)near->words / (float)near->n) : -1);
    DC_PUT(out, k_ld, i, is_in ? facts[c->near].density : -1);
    DC_PUT(out, k_tot, i, is_in ? dc_ratio((float)near->words, all_words) : -1);
    DC_PUT(out, k_pos, i, is_in ? (float)(i - card->first) : -1);
    DC_PUT(out, k_img, i, is_in ? (float)near->images / (float)near->n : -1);
    DC_PUT(out, k_price, i, is_in ? (float)near->priced / (float)near->n : -1);
    DC_PUT(out, ko_tot, i, is_in ? dc_ratio((float)far->words, all_words) : -1);
    DC_PUT(out, ko_n, i, is_in ? log1pf((float)far->n) : 0);
}

// The best list by a measure: a set of three siblings or more outside navigation and the like.
static uint32_t best_set(const dc_view *view, size_t measure)
{
    uint32_t best = UINT32_MAX;
    uint32_t most = 0;
    for (uint32_t i = 0; i < view->n_siblings; i++) {
        const dc_siblings *s = &view->siblings[i];
        const uint32_t x = *(const uint32_t *)(const void *)((const char *)s + measure);
        if (s->n >= 3 && !s->is_chrome && s->first && x > most) {
            most = x;
            best = i;
        }
    }
    return best;
}

static bool in_set(const dc_view *view, uint32_t own, uint32_t set)
{
    for (uint32_t box = own; box && set != UINT32_MAX; box = view->blocks->boxes[box].parent)
        if (view->sibling_set[box] == set)
            return true;
    return false;
}

static void put_lists(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const uint32_t by_words = best_set(view, offsetof(dc_siblings, words));
    const uint32_t by_price = best_set(view, offsetof(dc_siblings, priced));
    const uint32_t by_prose = best_set(view, offsetof(dc_siblings, prose));
    uint32_t first = UINT32_MAX;
    uint32_t last = 0;
    if (by_words != UINT32_MAX) {
        const dc_box *box = &b->boxes[view->siblings[by_words].first];
        first = box->first;
        last = b->boxes[box->parent].last;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t own = b->v[i].box;
        bool is_bad = false;
        for (uint32_t box = own; box && !is_bad; box = b->boxes[box].parent)
            is_bad = view->siblings[view->sibling_set[box]].is_chrome;
        DC_PUT(out, lg_bad, i, is_bad);
        DC_PUT(out, lg_inbw, i, in_set(view, own, by_words));
        DC_PUT(out, lg_inbp, i, in_set(view, own, by_price));
        DC_PUT(out, lg_inlp, i, in_set(view, own, by_prose));
        DC_PUT(out, lg_after, i, first == UINT32_MAX ? -1 : i < first ? 0 : i < last ? 1 : 2);
        DC_PUT(out, lg_n, i,
               by_words == UINT32_MAX ? 0 : log1pf((float)view->siblings[by_words].n));
    }
}

void dc_features_box(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    box_facts *facts = dc_arena_alloc(view->arena, b->n_boxes * sizeof *facts);
    cards *all = dc_arena_zero(view->arena, b->n_boxes, sizeof *all);
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        if (b->boxes[i].first == b->boxes[i].last)
            continue;
        facts[i] = facts_of(view, i);
        all[i] = all[b->boxes[i].parent];
        if (i && is_card(view, i)) {
            all[i].near = i;
            if (!all[i].out)
                all[i].out = i;
        }
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t own = b->v[i].box;
        put_levels(view, i, own, facts, out);
        put_siblings(view, i, own, out);
        put_cards(view, i, own, all, facts, out);
    }
    put_paths(view, out);
    put_lists(view, out);
}
