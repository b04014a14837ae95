#include "clean/forest_ready.h"

static inline uint32_t mask_of(const dc_forest_node *node)
{
    return ~(((1u << node->n_left) - 1) << node->first_left);
}

// Leaves that the tests of nodes that are the same for all rows leave.
static uint32_t mask_same(const dc_forest_node *nodes, uint32_t n, const float *v, uint32_t stride)
{
    uint32_t mask = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t passes =
            v[(size_t)nodes[i].feature * stride] < dc_whole_float(nodes[i].threshold);
        mask &= mask_of(&nodes[i]) | (0u - passes);
    }
    return mask;
}

static void ready_any(const dc_forest *forest, const float *v, uint32_t stride, ready_forest *out)
{
    size_t at = 0;
    size_t n_leaves = 0;
    const dc_forest_node *node = forest->nodes;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const dc_forest_tree *tree = &forest->trees[t];
        const size_t first = at;
        const uint32_t left = mask_same(node, tree->n_same, v, stride);
        node += tree->n_same;
        for (uint32_t i = tree->n_same; i < tree->n; i++, node++) {
            out->thresholds[at] = dc_whole_float(node->threshold);
            out->columns[at] = node->feature * stride;
            out->left[at] = mask_of(node);
            at += (left & ~out->left[at]) != 0;
        }
        out->trees[t] = (ready_tree){left, (uint16_t)(at - first), (uint16_t)(tree->n + 1)};
        for (uint32_t i = 0; i <= tree->n; i++, n_leaves++)
            out->leaves[n_leaves] = dc_whole_float(forest->leaves[n_leaves]);
    }
}

static ready_forest room_for(dc_arena *arena, const dc_forest *forest)
{
    size_t n = DC_FOREST_LEAVES; // vectors end behind the last
    for (uint32_t t = 0; t < forest->n_trees; t++)
        n += forest->trees[t].n;
    const size_t n_leaves = n + forest->n_trees;
    return (ready_forest){.trees = dc_arena_alloc(arena, forest->n_trees * sizeof(ready_tree)),
                          .n_trees = forest->n_trees,
                          .thresholds = dc_arena_alloc(arena, n * sizeof(float)),
                          .columns = dc_arena_alloc(arena, n * sizeof(uint32_t)),
                          .left = dc_arena_alloc(arena, n * sizeof(uint32_t)),
                          .leaves = dc_arena_alloc(arena, n_leaves * sizeof(float)),
                          .base = forest->base};
}

// Vectors of the compiler, as wide as AVX2 has them; without it each is two or more. Four hold a
// value for every lane, in registers: masks that went through memory took twice as long.
typedef float eight_floats __attribute__((vector_size(32)));
typedef uint32_t eight_words __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) void load(const float *v, eight_floats *out)
{
    memcpy(out, v, sizeof *out);
}

static inline __attribute__((always_inline)) void make_test(float threshold, uint32_t remain,
                                                            const float *x, eight_words left[4])
{
    eight_floats v[4];
    load(x, &v[0]);
    load(x + 8, &v[1]);
    load(x + 16, &v[2]);
    load(x + 24, &v[3]);
    left[0] &= (eight_words)(v[0] < threshold) | remain;
    left[1] &= (eight_words)(v[1] < threshold) | remain;
    left[2] &= (eight_words)(v[2] < threshold) | remain;
    left[3] &= (eight_words)(v[3] < threshold) | remain;
}

static inline __attribute__((always_inline)) void sum_lanes(const ready_forest *forest,
                                                            const float *v, float *out)
{
    float sums[DC_FOREST_LANES];
    uint32_t lowest[DC_FOREST_LANES];
    for (int k = 0; k < DC_FOREST_LANES; k++)
        sums[k] = forest->base;
    size_t test = 0;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const ready_tree *tree = &forest->trees[t];
        const size_t end = test + tree->n_tests;
        const eight_words all = (eight_words){0} + tree->left;
        eight_words left[4] = {all, all, all, all};
        for (; test < end; test++)
            make_test(forest->thresholds[test], forest->left[test], v + forest->columns[test],
                      left);
        memcpy(lowest, left, sizeof left);
        for (int k = 0; k < DC_FOREST_LANES; k++)
            sums[k] += leaves[__builtin_ctz(lowest[k])];
        leaves += tree->n_leaves;
    }
    memcpy(out, sums, sizeof sums);
}

static void sum_any(const ready_forest *forest, const float *v, uint32_t n, float *out)
{
    for (uint32_t i = 0; i < n; i += DC_FOREST_LANES)
        sum_lanes(forest, v + i, out + i);
}

#ifdef DC_HAS_CHUNKS
DC_WIDE static void sum_wide(const ready_forest *forest, const float *v, uint32_t n, float *out)
{
    for (uint32_t i = 0; i < n; i += DC_FOREST_LANES)
        sum_lanes(forest, v + i, out + i);
}
#endif

static void sum_rows(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                     uint32_t n, float *out)
{
    ready_forest ready = room_for(arena, forest);
#ifdef DC_HAS_CHUNKS
    if (dc_forest_has_widest()) {
        dc_forest_ready_widest(forest, v, stride, &ready);
        dc_forest_sum_widest(&ready, v, n, out);
        return;
    }
#endif
    ready_any(forest, v, stride, &ready);
#ifdef DC_HAS_CHUNKS
    if (dc_has_wide_chunks()) {
        sum_wide(&ready, v, n, out);
        return;
    }
#endif
    sum_any(&ready, v, n, out);
}

// The trees but the first n.
static dc_forest rest_of(const dc_forest *forest, uint32_t n)
{
    dc_forest rest = *forest;
    for (uint32_t t = 0; t < n; t++) {
        rest.nodes += forest->trees[t].n;
        rest.leaves += forest->trees[t].n + 1;
    }
    rest.trees += n;
    rest.n_trees -= n;
    rest.base = 0;
    return rest;
}

// Numbers of the rows that are not sure; the sums of those that are grow. The first row always is
// among them: it has the features that are the same for all.
static uint32_t find_unsure(float *sums, uint32_t n, uint32_t *rows)
{
    uint32_t n_rows = 0;
    for (uint32_t i = 0; i < n; i++) {
        const bool is_sure = i && (sums[i] >= DC_FOREST_SURE || sums[i] <= -DC_FOREST_SURE);
        sums[i] *= is_sure ? DC_FOREST_GROWTH : 1;
        rows[n_rows] = i;
        n_rows += !is_sure;
    }
    return n_rows;
}

float *dc_forest_rows(dc_arena *arena, uint32_t n_columns, uint32_t n, uint32_t *stride)
{
    enum { LINE = 64 }; // of the cache: vectors are as long
    *stride = (n + DC_FOREST_LANES - 1) / DC_FOREST_LANES * DC_FOREST_LANES;
    char *room = dc_arena_alloc(arena, (size_t)n_columns * *stride * sizeof(float) + 2 * LINE);
    return (float *)(room + (LINE - (uintptr_t)room % LINE));
}

static void pick_any(const float *v, uint32_t stride, uint32_t n_columns, const uint32_t *rows,
                     uint32_t n, float *out, uint32_t lanes)
{
    for (uint32_t f = 0; f < n_columns; f++)
        for (uint32_t i = 0; i < lanes; i++)
            out[(size_t)f * lanes + i] = i < n ? v[(size_t)f * stride + rows[i]] : 0;
}

static void add_rest(dc_arena *arena, const dc_forest *rest, const float *v, uint32_t stride,
                     const uint32_t *rows, uint32_t n, float *out)
{
    uint32_t lanes;
    float *some = dc_forest_rows(arena, rest->n_columns, n, &lanes);
    float *sums = dc_arena_alloc(arena, lanes * sizeof *sums);
#ifdef DC_HAS_CHUNKS
    if (dc_forest_has_widest())
        dc_forest_pick_widest(arena, v, stride, rest->n_columns, rows, n, some, lanes);
    else
#endif
        pick_any(v, stride, rest->n_columns, rows, n, some, lanes);
    sum_rows(arena, rest, some, lanes, n, sums);
    for (uint32_t i = 0; i < n; i++)
        out[rows[i]] += sums[i];
}

void dc_forest_sum(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                   uint32_t n, float *out)
{
    if (!n)
        return;
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    dc_forest first = *forest;
    if (first.n_trees > DC_FOREST_FIRST)
        first.n_trees = DC_FOREST_FIRST;
    sum_rows(arena, &first, v, stride, n, out);
    if (first.n_trees < forest->n_trees) {
        uint32_t *rows = dc_arena_alloc(arena, ((size_t)n + 1) * sizeof *rows);
        const uint32_t n_rows = find_unsure(out, n, rows);
        const dc_forest rest = rest_of(forest, first.n_trees);
        add_rest(arena, &rest, v, stride, rows, n_rows, out);
    }
    dc_arena_release(arena, mark);
}

void dc_forest_sum_classes(const dc_forest *forest, const float *v, uint32_t stride, uint32_t k,
                           float *out)
{
    for (uint32_t c = 0; c < k; c++)
        out[c] = forest->base;
    const dc_forest_node *node = forest->nodes;
    const dc_half_float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const uint32_t n = forest->trees[t].n;
        out[t % k] += dc_whole_float(leaves[__builtin_ctz(mask_same(node, n, v, stride))]);
        node += n;
        leaves += n + 1;
    }
}
