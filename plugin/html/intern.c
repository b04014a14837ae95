#include "html/intern.h"

#include "base/hash.h"

dc_intern dc_intern_in(dc_arena *arena)
{
    return (dc_intern){.arena = arena, .rare = dc_map_in(arena)};
}

static void grow(dc_intern *intern)
{
    const dc_intern old = *intern;
    intern->cap = old.cap ? old.cap * 2 : 256;
    intern->slots = dc_arena_zero(intern->arena, intern->cap, sizeof *intern->slots);
    for (size_t i = 0; i < old.cap; i++) {
        size_t at = old.slots[i].sample & (intern->cap - 1);
        while (intern->slots[at].list)
            at = (at + 1) & (intern->cap - 1);
        intern->slots[at] = old.slots[i];
    }
}

static inline uint64_t bytes_at(const char *p)
{
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

// A hash of the length and of bytes at the front, in the middle and at the end: nearly all lists of
// a page differ there, and the rest of the bytes need not be looked at.
static inline uint32_t sample_of(dc_str s)
{
    if (s.len < 16)
        return (uint32_t)dc_hash(s);
    uint64_t mixed = bytes_at(s.p) * 0x9E3779B97F4A7C15 ^ s.len;
    mixed = (mixed ^ mixed >> 32 ^ bytes_at(s.p + s.len / 2 - 4)) * 0xC2B2AE3D27D4EB4F;
    mixed = (mixed ^ mixed >> 32 ^ bytes_at(s.p + s.len - 8)) * 0x9E3779B97F4A7C15;
    return (uint32_t)(mixed >> 32);
}

// True if a list is longer than anybody reads it.
static bool is_cut(dc_str source)
{
    enum { SHORTEST = sizeof "a " - 1 };
    if (source.len < (size_t)SHORTEST * DC_MAX_ATTRS)
        return false;
    const char *p = source.p;
    dc_attr unused;
    size_t n = 0;
    while (n <= DC_MAX_ATTRS && dc_attr_next(&p, source.p + source.len, &unused) == DC_ATTR_ONE)
        n++;
    return n > DC_MAX_ATTRS;
}

static uint32_t add(dc_skeleton *out, dc_str source)
{
    out->is_capped |= is_cut(source);
    *dc_vec_push(out->kept, &out->lists) = (dc_attrs){.source = source};
    return (uint32_t)out->lists.n - 1;
}

// Lists behind many with the same sample are found by a hash of all their bytes.
static uint32_t rare_list(dc_intern *intern, dc_skeleton *out, dc_str source)
{
    uint32_t *list = dc_map_at(&intern->rare, dc_hash(source), 0);
    if (!*list || !dc_str_eq(out->lists.v[*list].source, source))
        *list = add(out, source);
    return *list;
}

uint32_t dc_intern_list(dc_intern *intern, dc_skeleton *out, dc_str source)
{
    enum { MOST_ALIKE = 4 };
    while (source.len && dc_is_space(*source.p))
        source = dc_str_from(source, 1);
    while (source.len && dc_is_space(source.p[source.len - 1])) // of a value that is not there
        source.len--;
    if (source.len == 0)
        return 0;
    if (intern->n * 2 >= intern->cap)
        grow(intern);
    const uint32_t sample = sample_of(source);
    size_t at = sample & (intern->cap - 1);
    for (int n_alike = 0; intern->slots[at].list; at = (at + 1) & (intern->cap - 1)) {
        const dc_intern_slot *slot = &intern->slots[at];
        if (slot->sample != sample)
            continue;
        if (dc_str_eq(out->lists.v[slot->list].source, source))
            return slot->list;
        if (++n_alike == MOST_ALIKE)
            return rare_list(intern, out, source);
    }
    intern->n++;
    intern->slots[at] = (dc_intern_slot){sample, add(out, source)};
    return intern->slots[at].list;
}
