// The heading a block stands under, and its section.
#include "clean/view.h"

enum { FAR = 25 };

static float title_share(const dc_features *out, uint32_t i)
{
    return out->v[(size_t)DC_F_ttl_ov * out->stride + i];
}

// Boxes from a block's own up to the one that holds its heading too.
static uint32_t steps_to(const dc_blocks *b, uint32_t i, uint32_t heading)
{
    uint32_t steps = 0;
    for (uint32_t box = b->v[i].box; !dc_box_within(b, b->v[heading].box, box); steps++)
        box = b->boxes[box].parent;
    return steps < FAR ? steps : FAR;
}

static void put_heading(const dc_view *view, uint32_t i, dc_features *out)
{
    const uint32_t h = view->heading[i];
    const bool is_there = h != UINT32_MAX;
    DC_PUT(out, hd_w, i, is_there ? dc_lg(view, view->sums.words[i] - view->sums.words[h]) : -1);
    DC_PUT(out, hd_lca, i, is_there ? steps_to(view->blocks, i, h) : FAR);
}

// The section of an h1 or h2 goes on to the next one.
static void put_section(const dc_view *view, uint32_t i, uint32_t index, uint32_t end,
                        dc_features *out)
{
    const uint32_t from = view->section[i] == UINT32_MAX ? 0 : view->section[i];
    const uint32_t words = view->sums.words[end] - view->sums.words[from];
    DC_PUT(out, sc_w, i, dc_lg(view, words));
    DC_PUT(out, sc_ld, i,
           dc_ratio((float)(view->sums.links[end] - view->sums.links[from]), (float)words));
    DC_PUT(out, sc_nb, i, dc_lg(view, end - from));
    DC_PUT(out, sc_pos, i, dc_lg(view, i - from));
    DC_PUT(out, sc_idx, i, index);
    DC_PUT(out, sc_ttl, i, view->section[i] == UINT32_MAX ? -1 : title_share(out, from));
}

void dc_features_heading(const dc_view *view, dc_features *out)
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
        put_heading(view, i, out);
        put_section(view, i, index, end, out);
    }
}
