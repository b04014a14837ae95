#include "suggest.h"

#include <string.h>

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Edits between two words, where a swap of two neighbours is one edit: that is how fingers err.
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0];
    size_t *above = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= b_len; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            const size_t change = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *const unused = before;
        before = above;
        above = row;
        row = unused;
    }
    return above[b_len];
}

const char *dc_suggest(const char *typed, size_t len, dc_name_at name_at, const void *ctx, size_t n)
{
    if (len == 0 || len > LONGEST)
        return NULL;
    const char *best = NULL;
    size_t best_edits = len > 6 ? 4 : len > 3 ? 3 : 2; // one more than a good one has
    for (size_t i = 0; i < n; i++) {
        const char *name = name_at(ctx, i);
        const size_t name_len = strlen(name);
        if (name_len > LONGEST)
            continue;
        const size_t edits = distance(typed, len, name, name_len);
        if (edits < best_edits && edits < name_len) {
            best_edits = edits;
            best = name;
        }
    }
    return best;
}
