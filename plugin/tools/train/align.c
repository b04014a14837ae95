// Labels: which tokens of a page are its reference text.
//
// Token sequences are aligned by dynamic programming. A match earns 1 (.4 for a frequent word), a
// new contiguous run costs 1.5, and a match where a block and a line of the reference both begin,
// or both end, earns .75 more; gaps are free. So a block of one word matches only a line of one
// word. What the reference has in another order is found by its runs of four tokens.
#include "base/map.h"
#include "tools/train/overlap.h"

#include <math.h>
#include <stdlib.h>

enum { TOKENS_MAX = 60000, CELLS_MAX = 800000000 };
enum { FROM_LEFT = 1, FROM_UP = 2, MATCH = 3, RUN_GOES_ON = 4 };

static const float run_cost = 1.5f;
static const float edge_bonus = .75f;
static const float frequent_reward = .4f;

typedef struct aligner {
    page *p;
    uint32_t n, m;
    uint8_t *starts, *ends; // of the page's tokens: begins or ends a block
    uint8_t *line_ends;
    float *reward;    // of every word
    uint8_t *aligned; // of the page's tokens
    uint8_t *used;    // of the reference's tokens
} aligner;

// Words that a page has often say little about where they stand.
static void weigh_words(aligner *a)
{
    uint32_t *count = calloc(a->p->n_words + 1, sizeof *count);
    for (uint32_t j = 0; j < a->m; j++)
        count[a->p->reference[j]]++;
    a->reward = malloc((a->p->n_words + 1) * sizeof *a->reward);
    for (uint32_t w = 0; w < a->p->n_words; w++)
        a->reward[w] = count[w] > 4 && count[w] * 150 > a->m ? frequent_reward : 1;
    free(count);
}

static void mark_edges(aligner *a)
{
    const page *p = a->p;
    a->starts = calloc(a->n + 1, 1);
    a->ends = calloc(a->n + 1, 1);
    a->line_ends = calloc(a->m + 1, 1);
    for (uint32_t i = 0; i < p->blocks.n; i++)
        if (p->token_at[i] < p->token_at[i + 1]) {
            a->starts[p->token_at[i]] = 1;
            a->ends[p->token_at[i + 1] - 1] = 1;
        }
    for (uint32_t j = 0; j < a->m; j++)
        a->line_ends[j] = j + 1 == a->m || p->line_start[j + 1];
}

static void trace(aligner *a, const uint8_t *steps)
{
    uint32_t i = a->n;
    uint32_t j = a->m;
    bool in_run = false;
    while (i && j) {
        const uint8_t step = steps[(size_t)i * (a->m + 1) + j];
        if (in_run || (step & 3) == MATCH) {
            i--;
            j--;
            a->aligned[i] = 1;
            a->used[j] = 1;
            in_run = step & RUN_GOES_ON;
        } else if ((step & 3) == FROM_UP) {
            i--;
        } else {
            j--;
        }
    }
}

static void run_dp(aligner *a)
{
    const page *p = a->p;
    const size_t width = (size_t)a->m + 1;
    uint8_t *steps = calloc((size_t)(a->n + 1) * width, 1);
    float *best = calloc(2 * width, sizeof *best);
    float *match = malloc(2 * width * sizeof *match);
    for (size_t j = 0; j < 2 * width; j++)
        match[j] = -INFINITY;
    for (uint32_t i = 1; i <= a->n; i++) {
        float *b = best + (i & 1) * width;
        const float *b1 = best + (~i & 1) * width;
        float *m = match + (i & 1) * width;
        const float *m1 = match + (~i & 1) * width;
        uint8_t *row = steps + (size_t)i * width;
        const uint32_t token = p->tokens[i - 1];
        const float reward = a->reward[token];
        const float starts = a->starts[i - 1] ? edge_bonus : 0;
        const float ends = a->ends[i - 1] ? edge_bonus : 0;
        for (uint32_t j = 1; j <= a->m; j++) {
            uint8_t step = b1[j] >= b[j - 1] ? FROM_UP : FROM_LEFT;
            float top = b1[j] >= b[j - 1] ? b1[j] : b[j - 1];
            float here = -INFINITY;
            if (p->reference[j - 1] == token) {
                const float fresh = b1[j - 1] - run_cost;
                const float on = m1[j - 1];
                here = (on >= fresh ? on : fresh) + reward + (p->line_start[j - 1] ? starts : 0) +
                       (a->line_ends[j - 1] ? ends : 0);
                if (here > top) {
                    top = here;
                    step = MATCH;
                }
                step |= on >= fresh ? RUN_GOES_ON : 0;
            }
            m[j] = here;
            b[j] = top;
            row[j] = step;
        }
    }
    trace(a, steps);
    free(steps);
    free(best);
    free(match);
}

static uint64_t gram(const uint32_t *t)
{
    uint64_t h = 1;
    for (int i = 0; i < 4; i++)
        h = (h ^ t[i]) * 0x9E3779B97F4A7C15u + (h >> 31);
    return h;
}

// What the reference has elsewhere: blocks of five tokens or more, most of them in unused runs of
// four.
static void find_moved(aligner *a)
{
    page *p = a->p;
    const dc_arena_mark mark = dc_arena_mark_now(p->arena);
    dc_map unused = dc_map_in(p->arena);
    for (uint32_t j = 0; j + 4 <= a->m; j++)
        if (!a->used[j] && !a->used[j + 1] && !a->used[j + 2] && !a->used[j + 3])
            dc_map_at(&unused, gram(p->reference + j), j);
    uint8_t *covered = calloc(a->n + 4, 1);
    for (uint32_t i = 0; i < p->blocks.n && unused.n; i++) {
        const uint32_t from = p->token_at[i];
        const uint32_t to = p->token_at[i + 1];
        uint32_t taken = 0;
        for (uint32_t k = from; k < to; k++)
            taken += a->aligned[k];
        if (to - from < 5 || taken * 5 > to - from)
            continue;
        for (uint32_t k = from; k + 4 <= to; k++)
            if (dc_map_find(&unused, gram(p->tokens + k)))
                memset(covered + k, 1, 4);
        uint32_t n = 0;
        for (uint32_t k = from; k < to; k++)
            n += covered[k];
        if (n * 10 >= (to - from) * 6)
            for (uint32_t k = from; k < to; k++)
                a->aligned[k] |= covered[k];
    }
    free(covered);
    dc_arena_release(p->arena, mark);
}

static void share_labels(const aligner *a)
{
    page *p = a->p;
    for (uint32_t i = 0; i < p->blocks.n; i++) {
        const uint32_t n = p->token_at[i + 1] - p->token_at[i];
        uint32_t taken = 0;
        for (uint32_t k = p->token_at[i]; k < p->token_at[i + 1]; k++)
            taken += a->aligned[k];
        p->label[i] = n ? (float)taken / (float)n : 0;
    }
}

// Copies of a long block are judged alike: which of them is kept is not the model's choice.
static void level_copies(page *p)
{
    enum { LONG = 8 };
    const uint32_t n = p->blocks.n;
    const float *nth = p->features.v + (size_t)DC_F_dup_n * p->features.stride;
    for (uint32_t i = 0; i < n; i++) {
        if (p->blocks.v[i].words < LONG || nth[i] < 1)
            continue;
        for (uint32_t k = 0; k < n; k++)
            if (dc_str_eq(p->blocks.v[k].text, p->blocks.v[i].text) && p->label[k] > p->label[i])
                p->label[i] = p->label[k];
    }
}

// F1 of the blocks whose label is at least a half.
static float oracle(const page *p)
{
    bool *keeps = calloc((size_t)p->blocks.n + 1, sizeof *keeps);
    for (uint32_t i = 0; i < p->blocks.n; i++)
        keeps[i] = p->label[i] >= .5f;
    const overlap o = overlap_of(p, keeps);
    free(keeps);
    return o.taken + p->n_reference ? 2.f * (float)o.common / (float)(o.taken + p->n_reference) : 0;
}

void align(page *p)
{
    enum { SHORT = 20 };
    aligner a = {.p = p, .n = p->token_at[p->blocks.n], .m = p->n_reference};
    p->label = dc_arena_zero(p->arena, (size_t)p->blocks.n + 1, sizeof *p->label);
    if (a.n > TOKENS_MAX)
        a.n = TOKENS_MAX;
    if (a.m > TOKENS_MAX || (uint64_t)a.n * a.m > CELLS_MAX)
        a.m = CELLS_MAX / (a.n + 1) < TOKENS_MAX ? (uint32_t)(CELLS_MAX / (a.n + 1)) : TOKENS_MAX;
    a.aligned = calloc(p->token_at[p->blocks.n] + 1, 1);
    a.used = calloc(p->n_reference + 4, 1);
    weigh_words(&a);
    mark_edges(&a);
    run_dp(&a);
    a.m = p->n_reference;
    find_moved(&a);
    share_labels(&a);
    level_copies(p);
    p->is_training = p->n_reference >= SHORT && oracle(p) >= .5f;
    free(a.aligned);
    free(a.used);
    free(a.starts);
    free(a.ends);
    free(a.line_ends);
    free(a.reward);
}
