#include "tools/train/overlap.h"

#include <stdlib.h>

overlap overlap_of(const page *p, const bool *keeps)
{
    overlap o = {0, 0};
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
