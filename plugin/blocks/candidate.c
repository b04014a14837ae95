#include "blocks/candidate.h"

enum { MOST = 256, MOST_OF_FIELD = 32 };

static const char *const names[] = {"title",    "author",      "date",      "modified",
                                    "site",     "description", "canonical", "image",
                                    "language", "tag",         "licence"};

const char *dc_field_name(int32_t field)
{
    const size_t n = sizeof names / sizeof *names;
    return field >= 0 && (size_t)field < n ? names[field] : NULL;
}

void dc_candidates_add(dc_candidates *all, int32_t field, dc_str value, const char *source,
                       float confidence)
{
    if (value.len == 0 || all->n == MOST)
        return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        dc_candidate *c = &all->v[i];
        n += c->field == field;
        if (c->field != field || !dc_str_eq(c->value, value))
            continue;
        if (confidence > c->confidence) {
            c->confidence = confidence;
            c->source = source;
        }
        return;
    }
    if (n >= MOST_OF_FIELD)
        return;
    if (all->n == all->cap) {
        const uint32_t cap = all->cap ? all->cap * 2 : 16;
        all->v = dc_arena_grow(all->arena, all->v, all->cap * sizeof *all->v, cap * sizeof *all->v);
        all->cap = cap;
    }
    const dc_str own = {dc_arena_copy(all->arena, value), value.len};
    all->v[all->n++] = (dc_candidate){field, own, source, confidence};
}

void dc_candidates_sort(dc_candidates *all)
{
    for (uint32_t i = 1; i < all->n; i++) {
        const dc_candidate c = all->v[i];
        uint32_t at = i;
        for (; at > 0; at--) {
            const dc_candidate *before = &all->v[at - 1];
            if (before->field < c.field ||
                (before->field == c.field && before->confidence >= c.confidence))
                break;
            all->v[at] = *before;
        }
        all->v[at] = c;
    }
}

const dc_candidate *dc_candidates_best(const dc_candidates *all, int32_t field)
{
    for (uint32_t i = 0; i < all->n; i++)
        if (all->v[i].field == field)
            return &all->v[i];
    return NULL;
}
