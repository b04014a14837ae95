#include "blocks/block.h"

uint32_t dc_box_above(const dc_blocks *blocks, uint32_t box, dc_tag tag)
{
    for (;;) {
        if (blocks->boxes[box].tag == tag)
            return box;
        if (box == 0)
            return UINT32_MAX;
        box = blocks->boxes[box].parent;
    }
}

typedef struct path_writer {
    char *out;
    size_t cap;
    size_t len; // of the whole path
} path_writer;

static void put(path_writer *w, dc_str s)
{
    for (size_t i = 0; i < s.len; i++, w->len++)
        if (w->len + 1 < w->cap)
            w->out[w->len] = s.p[i];
}

static void put_box(path_writer *w, const dc_box *box)
{
    if (w->len)
        put(w, DC_STR(">"));
    put(w, box->name);
    if (box->facts->id.len) {
        put(w, DC_STR("#"));
        put(w, box->facts->id);
    } else if (box->facts->n_classes) {
        put(w, DC_STR("."));
        put(w, box->facts->classes[0]);
    }
}

size_t dc_block_path(const dc_blocks *blocks, uint32_t block, char *out, size_t cap)
{
    enum { DEEPEST = 64 };
    uint32_t up[DEEPEST];
    size_t n = 0;
    const dc_box *boxes = blocks->boxes;
    for (uint32_t box = blocks->v[block].box; n < DEEPEST; box = boxes[box].parent) {
        up[n++] = box;
        if (box == 0)
            break;
    }
    path_writer w = {out, cap, 0};
    while (n)
        put_box(&w, &boxes[up[--n]]);
    if (cap)
        out[w.len < cap ? w.len : cap - 1] = '\0';
    return w.len;
}

uint32_t dc_heading_level(const dc_blocks *blocks, uint32_t block)
{
    uint32_t box = blocks->v[block].box;
    for (int up = 0; up < 3 && box; up++, box = blocks->boxes[box].parent)
        if (dc_tag_is_heading((dc_tag)blocks->boxes[box].tag))
            return (uint32_t)(blocks->boxes[box].tag - DC_TAG_h1) + 1;
    return 0;
}
