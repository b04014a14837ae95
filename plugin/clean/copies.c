#include "clean/copies.h"

#include "base/hash.h"
#include "base/map.h"

enum {
    LONG = 8, // words
    // Blocks between a block and its copy.
    NEAR = 3,
    DISTANT = 20,
};

static bool is_same_text(const dc_blocks *blocks, uint32_t i, uint32_t k)
{
    return dc_str_eq(blocks->v[i].text, blocks->v[k].text);
}

static bool is_same_box(const dc_box *a, const dc_box *b)
{
    return a->tag == b->tag && a->facts == b->facts;
}

// Whether two blocks and the boxes around them have the same elements and attributes.
static bool looks_like(const dc_blocks *blocks, uint32_t i, uint32_t k)
{
    const dc_box *a = &blocks->boxes[blocks->v[i].box];
    const dc_box *b = &blocks->boxes[blocks->v[k].box];
    return is_same_box(a, b) && is_same_box(&blocks->boxes[a->parent], &blocks->boxes[b->parent]);
}

// Whether what stands before or behind a block is repeated with it.
static bool is_in_run(const dc_blocks *blocks, uint32_t i, uint32_t first)
{
    return (first && is_same_text(blocks, i - 1, first - 1)) ||
           (i + 1 < blocks->n && is_same_text(blocks, i + 1, first + 1));
}

// Whether a block says again what an earlier one says, as tables and recipes repeat lines,
// documentation its steps for each language, and a long page a sentence here and there.
// Cross-validated: collections +.0013, documentation +.0008, all +.0002.
static bool recurs(const dc_blocks *blocks, uint32_t i, uint32_t first, bool is_documentation)
{
    const uint32_t apart = i - first;
    if (blocks->boxes[blocks->v[first].box].parent == blocks->boxes[blocks->v[i].box].parent)
        return true;
    return apart > NEAR && looks_like(blocks, i, first) &&
           (is_documentation || (apart > DISTANT && !is_in_run(blocks, i, first)));
}

// The list that a block is an item of, 0 without one: posts that make lists lie deeper in them.
static uint32_t list_of(const dc_blocks *blocks, uint32_t i)
{
    enum { REACH = 3 };
    uint32_t box = blocks->v[i].box;
    for (int up = 0; up <= REACH && box; up++, box = blocks->boxes[box].parent) {
        const uint32_t tag = blocks->boxes[box].tag;
        if (tag == DC_TAG_ul || tag == DC_TAG_ol || tag == DC_TAG_dl)
            return box;
    }
    return 0;
}

// A list with an item that no list before it has is no copy, and stays whole: the plans of a
// product share most of what they offer. is_new: of every block, whether its text stands nowhere
// before. Cross-validated: documentation +.0024, service +.0018, all +.0005.
static void keep_lists(const dc_blocks *blocks, const bool *is_new, bool *keeps, bool *copies)
{
    for (uint32_t i = 0; i < blocks->n;) {
        const uint32_t list = list_of(blocks, i);
        const uint32_t end = list ? blocks->boxes[list].last : i + 1;
        bool has_new = false;
        for (uint32_t k = i; list && k < end; k++)
            has_new |= keeps[k] && is_new[k];
        for (uint32_t k = i; has_new && k < end; k++)
            if (copies[k] && list_of(blocks, k)) {
                copies[k] = false;
                keeps[k] = true;
            }
        i = end;
    }
}

// A short heading goes with what it stands over.
static void drop_headings(const dc_blocks *blocks, const bool *is_new, bool *keeps, bool *copies)
{
    for (uint32_t i = blocks->n; i-- > 1;)
        if (copies[i] && keeps[i - 1] && !is_new[i - 1] && dc_heading_level(blocks, i - 1)) {
            copies[i - 1] = true;
            keeps[i - 1] = false;
        }
}

// A heading takes the place of the same words before it: a table of contents says them first.
void dc_copies_drop(dc_arena *arena, const dc_blocks *blocks, bool is_documentation, bool *keeps,
                    bool *copies)
{
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    dc_map seen = dc_map_in(arena);
    bool *is_new = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *is_new);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const dc_block *block = &blocks->v[i];
        if (!keeps[i])
            continue;
        uint32_t *at = dc_map_at(&seen, dc_hash(block->text), i);
        const uint32_t first = *at;
        is_new[i] = first == i;
        if (first == i || block->words < LONG || recurs(blocks, i, first, is_documentation))
            continue;
        const bool is_heading = dc_heading_level(blocks, i) && !dc_heading_level(blocks, first);
        const uint32_t copy = is_heading ? first : i;
        *at = is_heading ? i : first;
        copies[copy] = true;
        keeps[copy] = false;
    }
    keep_lists(blocks, is_new, keeps, copies);
    drop_headings(blocks, is_new, keeps, copies);
    dc_arena_release(arena, mark);
}
