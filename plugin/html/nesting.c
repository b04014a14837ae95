#include "html/nesting.h"

#include "base/hash.h"

void dc_nesting_init(dc_nesting *nesting, dc_arena *arena, uint32_t limit)
{
    *nesting = (dc_nesting){.limit = limit};
    nesting->open = dc_arena_alloc(arena, limit * sizeof *nesting->open);
}

static uint32_t key_of(dc_tag tag, dc_str name)
{
    return tag == DC_TAG_unknown ? (uint32_t)dc_hash(name) | 0x80000000u : (uint32_t)tag;
}

// Lists in lists make twice the depth that their own tags do.
static bool is_item(dc_tag tag)
{
    return tag == DC_TAG_li || tag == DC_TAG_dd || tag == DC_TAG_dt;
}

static bool is_counted(dc_tag tag)
{
    const uint32_t flags = dc_tag_flags(tag);
    return !(flags & DC_TAG_VOID) &&
           (!(flags & DC_TAG_OPTIONAL) || (flags & DC_TAG_BARRIER) || is_item(tag));
}

static bool is_barrier(uint32_t key)
{
    return key < DC_N_TAGS && (dc_tag_flags((dc_tag)key) & DC_TAG_BARRIER);
}

static bool is_cell(dc_tag tag)
{
    return tag == DC_TAG_td || tag == DC_TAG_th || tag == DC_TAG_caption;
}

// A cell closes the cell before it; without a table it is nothing.
static bool open_cell(dc_nesting *nesting)
{
    for (uint32_t i = nesting->n; i > 0; i--) {
        if (nesting->open[i - 1] != DC_TAG_table)
            continue;
        nesting->n = i;
        return true;
    }
    return false;
}

// An item closes the item before it, out of everything but a box that is no div or address.
static void close_item(dc_nesting *nesting, dc_tag tag)
{
    for (uint32_t i = nesting->n; i > 0; i--) {
        const uint32_t key = nesting->open[i - 1];
        if (key == DC_TAG_li ? tag == DC_TAG_li
                             : (key == DC_TAG_dd || key == DC_TAG_dt) && tag != DC_TAG_li) {
            nesting->n = i - 1;
            return;
        }
        if (key < DC_N_TAGS && key != DC_TAG_div && key != DC_TAG_address &&
            !(dc_tag_flags((dc_tag)key) & DC_TAG_INLINE))
            return;
    }
}

// Links and buttons do not nest: the second closes the first.
static bool closes_itself(const dc_nesting *nesting, dc_tag tag)
{
    if (tag != DC_TAG_a && tag != DC_TAG_nobr && tag != DC_TAG_button)
        return false;
    for (uint32_t i = nesting->n; i > 0 && !is_barrier(nesting->open[i - 1]); i--)
        if (nesting->open[i - 1] == (uint32_t)tag)
            return true;
    return false;
}

bool dc_nesting_open(dc_nesting *nesting, dc_tag tag, dc_str name)
{
    if (!is_counted(tag) || (is_cell(tag) && !open_cell(nesting)) || closes_itself(nesting, tag))
        return true;
    if (is_item(tag))
        close_item(nesting, tag);
    if (nesting->n == nesting->limit) {
        nesting->n_dropped++;
        return false;
    }
    nesting->open[nesting->n++] = key_of(tag, name);
    return true;
}

// What an end tag cannot reach past: cells and the like for block-level elements, lists for their
// items, and for inline ones every block-level element.
static bool stops(uint32_t key, dc_tag tag)
{
    if (dc_tag_flags(tag) & DC_TAG_BARRIER)
        return false;
    if (is_barrier(key) || (tag == DC_TAG_li && (key == DC_TAG_ul || key == DC_TAG_ol)))
        return true;
    const bool is_inline = tag == DC_TAG_unknown || (dc_tag_flags(tag) & DC_TAG_INLINE);
    return is_inline && key < DC_N_TAGS && !(dc_tag_flags((dc_tag)key) & DC_TAG_INLINE);
}

bool dc_nesting_close(dc_nesting *nesting, dc_tag tag, dc_str name)
{
    if (!is_counted(tag))
        return true;
    if (nesting->n_dropped) {
        nesting->n_dropped--;
        return false;
    }
    const uint32_t key = key_of(tag, name);
    for (uint32_t i = nesting->n; i > 0; i--) {
        if (nesting->open[i - 1] == key) {
            nesting->n = i - 1;
            return true;
        }
        if (stops(nesting->open[i - 1], tag))
            return true;
    }
    return true;
}
