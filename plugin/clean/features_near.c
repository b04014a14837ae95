// What stands next to a block, and the heading it stands under.
#include "clean/view.h"

#include <math.h>

static const dc_block none = {.words = 0};

static const dc_block *block_at(const dc_view *view, uint32_t i, int32_t off)
{
    const int64_t k = (int64_t)i + off;
    return k < 0 || k >= view->blocks->n ? &none : &view->blocks->v[k];
}

static float density_of(const dc_block *block)
{
    return block->words ? fminf((float)block->link_words / (float)block->words, 1) : -1;
}

static float tag_at(const dc_features *out, uint32_t i, int32_t off)
{
    const int64_t k = (int64_t)i + off;
    return k < 0 || k >= out->n ? -1 : out->v[(size_t)DC_F_tag * out->stride + (size_t)k];
}

static bool same_path(const dc_view *view, uint32_t i, int32_t off)
{
    const int64_t k = (int64_t)i + off;
    return k >= 0 && k < view->blocks->n &&
           view->paths[view->blocks->v[k].box] == view->paths[view->blocks->v[i].box];
}

static void put_neighbours(const dc_view *view, uint32_t i, dc_features *out)
{
    const dc_block *next = block_at(view, i, 1);
    const dc_block *last = block_at(view, i, -1);
    const dc_block *next2 = block_at(view, i, 2);
    const dc_block *last2 = block_at(view, i, -2);
    DC_PUT(out, n1_w, i, log1pf((float)next->words));
    DC_PUT(out, n1_ld, i, density_of(next));
    DC_PUT(out, n1_tag, i, tag_at(out, i, 1));
    DC_PUT(out, n1_same, i, same_path(view, i, 1));
    DC_PUT(out, m1_w, i, log1pf((float)last->words));
    DC_PUT(out, m1_ld, i, density_of(last));
    DC_PUT(out, m1_tag, i, tag_at(out, i, -1));
    DC_PUT(out, m1_same, i, same_path(view, i, -1));
    DC_PUT(out, n2_w, i, log1pf((float)next2->words));
    DC_PUT(out, n2_ld, i, density_of(next2));
    DC_PUT(out, m2_w, i, log1pf((float)last2->words));
    DC_PUT(out, m2_ld, i, density_of(last2));
}

// Words, share of links and share of long paragraphs `reach` blocks to both sides.
typedef struct around {
    float words, density, prose;
} around;

static around around_of(const dc_view *view, uint32_t i, uint32_t reach)
{
    const uint32_t from = i > reach ? i - reach : 0;
    const uint32_t to = i + reach + 1 < view->blocks->n ? i + reach + 1 : view->blocks->n;
    const float words = (float)(view->sums.words[to] - view->sums.words[from]);
    return (around){log1pf(words),
                    dc_ratio((float)(view->sums.links[to] - view->sums.links[from]), words),
                    dc_ratio((float)(view->sums.prose[to] - view->sums.prose[from]), words)};
}

static void put_windows(const dc_view *view, uint32_t i, dc_features *out)
{
    const around w4 = around_of(view, i, 4);
    const around w10 = around_of(view, i, 10);
    const around w30 = around_of(view, i, 30);
    DC_PUT(out, w4_w, i, w4.words);
    DC_PUT(out, w4_ld, i, w4.density);
    DC_PUT(out, w4_lp, i, w4.prose);
    DC_PUT(out, w10_w, i, w10.words);
    DC_PUT(out, w10_ld, i, w10.density);
    DC_PUT(out, w10_lp, i, w10.prose);
    DC_PUT(out, w30_w, i, w30.words);
    DC_PUT(out, w30_ld, i, w30.density);
    DC_PUT(out, w30_lp, i, w30.prose);
}

static float title_share(const dc_features *out, uint32_t i)
{
    return out->v[(size_t)DC_F_ttl_ov * out->stride + i];
}

static void put_heading(const dc_view *view, uint32_t i, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const uint32_t h = view->heading[i];
    const bool is_there = h != UINT32_MAX;
    uint32_t lca = 25;
    if (is_there) {
        uint32_t box = b->v[i].box;
        for (lca = 0; !dc_box_within(b, b->v[h].box, box); lca++)
            box = b->boxes[box].parent;
    }
    DC_PUT(out, hd_level, i, is_there ? out->v[(size_t)DC_F_tag * out->stride + h] : 0);
    DC_PUT(out, hd_w, i,
           is_there ? log1pf((float)(view->sums.words[i] - view->sums.words[h])) : -1);
    DC_PUT(out, hd_nb, i, is_there ? log1pf((float)(i - h)) : -1);
    DC_PUT(out, hd_lca, i, lca < 25 ? lca : 25);
    DC_PUT(out, hd_ttl, i, is_there ? title_share(out, h) : -1);
    DC_PUT(out, hd_words, i, is_there ? b->v[h].words : 0);
}

// The section of an h1 or h2 goes on to the next one.
static void put_section(const dc_view *view, uint32_t i, uint32_t index, uint32_t end,
                        dc_features *out)
{
    const uint32_t from = view->section[i] == UINT32_MAX ? 0 : view->section[i];
    const float words = (float)(view->sums.words[end] - view->sums.words[from]);
    DC_PUT(out, sc_w, i, log1pf(words));
    DC_PUT(out, sc_ld, i, dc_ratio((float)(view->sums.links[end] - view->sums.links[from]), words));
    DC_PUT(out, sc_lp, i, dc_ratio((float)(view->sums.prose[end] - view->sums.prose[from]), words));
    DC_PUT(out, sc_nb, i, log1pf((float)(end - from)));
    DC_PUT(out, sc_pos, i, log1pf((float)(i - from)));
    DC_PUT(out, sc_idx, i, index);
    DC_PUT(out, sc_ttl, i, view->section[i] == UINT32_MAX ? -1 : title_share(out, from));
}

void dc_features_near(const dc_view *view, dc_features *out)
{
    const uint32_t n = view->blocks->n;
    uint32_t index = 0;
    uint32_t end = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i == end) {
            for (end = i + 1; end < n && view->section[end] == view->section[i];)
                end++;
            index += i > 0;
        }
        put_neighbours(view, i, out);
        put_windows(view, i, out);
        put_heading(view, i, out);
        put_section(view, i, index, end, out);
    }
}
