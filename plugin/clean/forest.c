#include "clean/forest.h"

#include "base/chunk.h"

static inline uint32_t mask_of(const dc_forest_node *node)
{
    return ~(((1u << node->n_left) - 1) << node->first_left);
}

// Leaves that the tests of nodes that are the same for all rows leave.
static uint32_t mask_same(const dc_forest_node *nodes, uint32_t n, const float *v, uint32_t stride)
{
    uint32_t mask = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t passes = v[(size_t)nodes[i].feature * stride] < nodes[i].threshold;
        mask &= mask_of(&nodes[i]) | (0u - passes);
    }
    return mask;
}

// Vectors of the compiler, as wide as AVX2 has them; without it each is two or more. Four hold a
// value for every lane, in registers: masks that went through memory took twice as long.
typedef float eight_floats __attribute__((vector_size(32)));
typedef uint32_t eight_words __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) void load(const float *v, eight_floats *out)
{
    memcpy(out, v, sizeof *out);
}

// The tests of one node.
static inline __attribute__((always_inline)) void test(const dc_forest_node *node, const float *x,
                                                       eight_words mask[4])
{
    eight_floats v[4];
    load(x, &v[0]);
    load(x + 8, &v[1]);
    load(x + 16, &v[2]);
    load(x + 24, &v[3]);
    const uint32_t fails = mask_of(node);
    mask[0] &= (eight_words)(v[0] < node->threshold) | fails;
    mask[1] &= (eight_words)(v[1] < node->threshold) | fails;
    mask[2] &= (eight_words)(v[2] < node->threshold) | fails;
    mask[3] &= (eight_words)(v[3] < node->threshold) | fails;
}

static inline __attribute__((always_inline)) void sum_lanes(const dc_forest *forest,
                                                            const uint32_t *same, const float *v,
                                                            uint32_t stride, float *out)
{
    float sums[DC_FOREST_LANES];
    uint32_t left[DC_FOREST_LANES];
    for (int k = 0; k < DC_FOREST_LANES; k++)
        sums[k] = forest->base;
    const dc_forest_node *node = forest->nodes;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const dc_forest_node *end = node + forest->trees[t].n;
        const eight_words all = (eight_words){0} + same[t];
        eight_words mask[4] = {all, all, all, all};
        for (node += forest->trees[t].n_same; node < end; node++)
            test(node, v + (size_t)node->feature * stride, mask);
        memcpy(left, mask, sizeof left);
        for (int k = 0; k < DC_FOREST_LANES; k++)
            sums[k] += leaves[__builtin_ctz(left[k])];
        leaves += forest->trees[t].n + 1;
    }
    memcpy(out, sums, sizeof sums);
}

static void sum_any(const dc_forest *forest, const uint32_t *same, const float *v, uint32_t stride,
                    float *out)
{
    sum_lanes(forest, same, v, stride, out);
}

#ifdef DC_HAS_CHUNKS
DC_WIDE static void sum_wide(const dc_forest *forest, const uint32_t *same, const float *v,
                             uint32_t stride, float *out)
{
    sum_lanes(forest, same, v, stride, out);
}
#endif

void dc_forest_sum(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                   uint32_t n, float *out)
{
    uint32_t *same = dc_arena_alloc(arena, ((size_t)forest->n_trees + 1) * sizeof *same);
    const dc_forest_node *node = forest->nodes;
    for (uint32_t t = 0; n && t < forest->n_trees; node += forest->trees[t].n, t++)
        same[t] = mask_same(node, forest->trees[t].n_same, v, stride);
    void (*sum)(const dc_forest *, const uint32_t *, const float *, uint32_t, float *) = sum_any;
#ifdef DC_HAS_CHUNKS
    if (dc_has_wide_chunks())
        sum = sum_wide;
#endif
    for (uint32_t i = 0; i < n; i += DC_FOREST_LANES)
        sum(forest, same, v + i, stride, out + i);
}

void dc_forest_sum_classes(const dc_forest *forest, const float *v, uint32_t stride, uint32_t k,
                           float *out)
{
    for (uint32_t c = 0; c < k; c++)
        out[c] = forest->base;
    const dc_forest_node *node = forest->nodes;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const uint32_t n = forest->trees[t].n;
        out[t % k] += leaves[__builtin_ctz(mask_same(node, n, v, stride))];
        node += n;
        leaves += n + 1;
    }
}
