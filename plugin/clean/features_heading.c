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
    DC_PUT(out, hd_w, i, is_there ? dc_lg(view->sums.words[i] - view->sums.words[h]) : -1);
    DC_PUT(out, hd_lca, i, is_there ? steps_to(view->blocks, i, h) : FAR);
}

// The section of an h1 or h2 goes on to the next one.
typedef struct section {
    uint32_t from;
    float words, links, blocks, title;
} section;

static section section_of(const dc_view *view, uint32_t i, uint32_t end, const dc_features *out)
{
    const bool is_there = view->section[i] != UINT32_MAX;
    const uint32_t from = is_there ? view->section[i] : 0;
    const uint32_t words = view->sums.words[end] - view->sums.words[from];
    const uint32_t links = view->sums.links[end] - view->sums.links[from];
    return (section){from, dc_lg(words), dc_ratio((float)links, (float)words), dc_lg(end - from),
                     is_there ? title_share(out, from) : -1};
}

static void put_section(uint32_t i, uint32_t index, const section *s, dc_features *out)
{
    DC_PUT(out, sc_w, i, s->words);
    DC_PUT(out, sc_ld, i, s->links);
    DC_PUT(out, sc_nb, i, s->blocks);
    DC_PUT(out, sc_pos, i, dc_lg(i - s->from));
    DC_PUT(out, sc_idx, i, index);
    DC_PUT(out, sc_ttl, i, s->title);
}

void dc_features_heading(const dc_view *view, dc_features *out)
{
    const uint32_t n = view->blocks->n;
    uint32_t index = 0;
    uint32_t end = 0;
    section at = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (i == end) {
            for (end = i + 1; end < n && view->section[end] == view->section[i];)
                end++;
            index += i > 0;
            at = section_of(view, i, end, out);
        }
        put_heading(view, i, out);
        put_section(i, index, &at, out);
    }
}
