#include "clean/forest.h"

typedef int32_t lanes __attribute__((vector_size(4 * DC_FOREST_LANES)));
typedef float values __attribute__((vector_size(4 * DC_FOREST_LANES)));

// Leaves that the tests of nodes that are the same for all rows leave.
static uint32_t mask_same(const dc_forest_node *nodes, uint32_t n, const float *v, uint32_t stride)
{
    uint32_t mask = 0xFFFF;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t passes = v[(size_t)nodes[i].feature * stride] < nodes[i].threshold;
        mask &= nodes[i].mask | (0u - passes);
    }
    return mask;
}

static void sum_group(const dc_forest *forest, const uint16_t *same, const float *v,
                      uint32_t stride, float *out)
{
    float sums[DC_FOREST_LANES];
    for (int k = 0; k < DC_FOREST_LANES; k++)
        sums[k] = forest->base;
    const dc_forest_node *node = forest->nodes;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++, leaves += DC_FOREST_LEAVES) {
        lanes mask = (lanes){0} + same[t];
        const dc_forest_node *end = node + forest->trees[t].n;
        for (node += forest->trees[t].n_same; node < end; node++) {
            values x;
            memcpy(&x, v + (size_t)node->feature * stride, sizeof x);
            mask &= (x < (values){0} + node->threshold) | ((lanes){0} + node->mask);
        }
        for (int k = 0; k < DC_FOREST_LANES; k++)
            sums[k] += leaves[__builtin_ctz((uint32_t)mask[k])];
    }
    memcpy(out, sums, sizeof sums);
}

void dc_forest_sum(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                   uint32_t n, float *out)
{
    uint16_t *same = dc_arena_alloc(arena, ((size_t)forest->n_trees + 1) * sizeof *same);
    const dc_forest_node *node = forest->nodes;
    for (uint32_t t = 0; n && t < forest->n_trees; node += forest->trees[t].n, t++)
        same[t] = (uint16_t)mask_same(node, forest->trees[t].n_same, v, stride);
    for (uint32_t i = 0; i < n; i += DC_FOREST_LANES)
        sum_group(forest, same, v + i, stride, out + i);
}

void dc_forest_sum_classes(const dc_forest *forest, const float *v, uint32_t stride, uint32_t k,
                           float *out)
{
    for (uint32_t c = 0; c < k; c++)
        out[c] = forest->base;
    const dc_forest_node *node = forest->nodes;
    for (uint32_t t = 0; t < forest->n_trees; node += forest->trees[t].n, t++)
        out[t % k] +=
            forest->leaves[t * DC_FOREST_LEAVES +
                           (uint32_t)__builtin_ctz(mask_same(node, forest->trees[t].n, v, stride))];
}
