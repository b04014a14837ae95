#include "stem.h"

#include "heap.h"
#include "source_name.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_SLUG = 100 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char *slug_of(const char *s, size_t len)
{
    char *out = dc_heap_resize(NULL, LONGEST_SLUG + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < len && n < LONGEST_SLUG; i++) {
        const char c = lower(s[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n && out[n - 1] == '-')
        n--;
    out[n] = '\0';
    return out;
}

static char *first_choice(const dc_source *source)
{
    const char *name = source->input.name;
    if (source->below) {
        char *path = dc_heap_copy(source->below);
        path[dc_stem_len(path)] = '\0';
        return path;
    }
    if (strcmp(name, "-") == 0)
        return dc_heap_copy("stdin");
    if (source->input.kind == DECANT_INPUT_URL)
        name = strstr(name, "://") + 3;
    else
        name = dc_base_name(name);
    char *slug = slug_of(name, dc_stem_len(name));
    if (*slug)
        return slug;
    dc_heap_free(slug);
    return dc_heap_copy("page");
}

// FNV-1a, on lower case: some file systems do not tell A from a.
static uint64_t hash_of(const char *s)
{
    uint64_t h = 14695981039346656037u;
    for (; *s; s++)
        h = (h ^ (unsigned char)lower(*s)) * 1099511628211u;
    return h ? h : 1;
}

static bool put(uint64_t *taken, size_t cap, uint64_t hash)
{
    size_t i = hash & (cap - 1);
    for (; taken[i]; i = (i + 1) & (cap - 1))
        if (taken[i] == hash)
            return false;
    taken[i] = hash;
    return true;
}

static void grow(dc_stems *s)
{
    const size_t cap = s->cap ? s->cap * 2 : 64;
    uint64_t *taken = dc_heap_resize(NULL, cap, sizeof *taken);
    memset(taken, 0, cap * sizeof *taken);
    for (size_t i = 0; i < s->cap; i++)
        if (s->taken[i])
            put(taken, cap, s->taken[i]);
    dc_heap_free(s->taken);
    s->taken = taken;
    s->cap = cap;
}

static bool take(dc_stems *s, const char *stem)
{
    if (2 * s->n >= s->cap)
        grow(s);
    const bool is_new = put(s->taken, s->cap, hash_of(stem));
    s->n += is_new;
    return is_new;
}

char *dc_stems_take(dc_stems *stems, const dc_source *source)
{
    char *stem = first_choice(source);
    if (take(stems, stem))
        return stem;
    for (unsigned long i = 2;; i++) {
        char number[24];
        snprintf(number, sizeof number, "-%lu", i);
        char *next = dc_heap_join(stem, number, NULL);
        if (take(stems, next)) {
            dc_heap_free(stem);
            return next;
        }
        dc_heap_free(next);
    }
}

void dc_stems_free(dc_stems *stems)
{
    dc_heap_free(stems->taken);
}
