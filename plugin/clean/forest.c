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

// Plain loops over the lanes, which compilers turn into vectors as wide as the machine has them.
static inline __attribute__((always_inline)) void sum_lanes(const dc_forest *forest,
                                                            const uint32_t *same, const float *v,
                                                            uint32_t stride, float *out)
{
    float sums[DC_FOREST_LANES];
    uint32_t mask[DC_FOREST_LANES];
    for (int k = 0; k < DC_FOREST_LANES; k++)
        sums[k] = forest->base;
    const dc_forest_node *node = forest->nodes;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const dc_forest_node *end = node + forest->trees[t].n;
        for (int k = 0; k < DC_FOREST_LANES; k++)
            mask[k] = same[t];
        for (node += forest->trees[t].n_same; node < end; node++) {
            const float *x = v + (size_t)node->feature * stride;
            const float threshold = node->threshold;
            const uint32_t fails = mask_of(node);
            for (int k = 0; k < DC_FOREST_LANES; k++)
                mask[k] &= fails | (0u - (uint32_t)(x[k] < threshold)); // a branch is no vector
        }
        for (int k = 0; k < DC_FOREST_LANES; k++)
            sums[k] += leaves[__builtin_ctz(mask[k])];
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
