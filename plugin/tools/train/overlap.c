#include "tools/train/overlap.h"

#include "base/hash.h"

#include <stdlib.h>

overlap overlap_of(const page *p, const bool *keeps)
{
    overlap o = {0, 0, p->n_reference};
    int32_t *left = calloc(p->n_words + 1, sizeof *left);
    for (uint32_t j = 0; j < p->n_reference; j++)
        left[p->reference[j]]++;
    for (uint32_t i = 0; i < p->blocks.n; i++)
        for (uint32_t k = p->token_at[i]; keeps[i] && k < p->token_at[i + 1]; k++) {
            o.common += left[p->tokens[k]]-- > 0;
            o.taken++;
        }
    free(left);
    return o;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

// The sorted hashes of all shingles; a shorter text is one. *n turns into their number.
static uint64_t *shingles_of(const uint32_t *tokens, uint32_t *n)
{
    enum { WORDS = 4 };
    const uint32_t words = *n < WORDS ? *n : WORDS;
    *n -= words ? words - 1 : 0;
    uint64_t *v = malloc(((size_t)*n + 1) * sizeof *v);
    for (uint32_t i = 0; i < *n; i++)
        v[i] = dc_hash((dc_str){(const char *)&tokens[i], words * sizeof *tokens});
    qsort(v, *n, sizeof *v, by_value);
    return v;
}

overlap shingle_overlap_of(const page *p, const bool *keeps)
{
    overlap o = {0, 0, p->n_reference};
    uint32_t *kept = malloc(((size_t)p->token_at[p->blocks.n] + 1) * sizeof *kept);
    for (uint32_t i = 0; i < p->blocks.n; i++)
        for (uint32_t k = p->token_at[i]; keeps[i] && k < p->token_at[i + 1]; k++)
            kept[o.taken++] = p->tokens[k];
    uint64_t *a = shingles_of(kept, &o.taken);
    uint64_t *b = shingles_of(p->reference, &o.reference);
    for (uint32_t i = 0, j = 0; i < o.taken && j < o.reference;) {
        const uint64_t least = a[i] < b[j] ? a[i] : b[j];
        o.common += a[i] == b[j];
        i += a[i] == least;
        j += b[j] == least;
    }
    free(a);
    free(b);
    free(kept);
    return o;
}
