// Trees that judge many rows at once.
//
// A tree has at most 32 leaves, numbered from left to right. Each inner node knows which of them
// lie to its left: those a row can no longer reach once the node's test has failed. The lowest leaf
// that all failed tests leave is the one a row falls into (QuickScorer: Lucchese et al., SIGIR
// 2015). So there is nothing to walk: every test is made for DC_FOREST_LANES rows at once.
#ifndef DC_CLEAN_FOREST_H
#define DC_CLEAN_FOREST_H

#include "base/arena.h"

#include <stdint.h>

enum { DC_FOREST_LANES = 32, DC_FOREST_LEAVES = 32 };

// Passes when the feature is below the threshold; a row goes on to the left then.
typedef struct dc_forest_node {
    float threshold;
    uint16_t feature;
    uint8_t first_left; // leaves that a failure rules out
    uint8_t n_left;     // 1 to 31
} dc_forest_node;

typedef struct dc_forest_tree {
    uint16_t n_same; // nodes whose feature is the same for all rows: they come first
    uint16_t n;      // all nodes; a tree has one leaf more
} dc_forest_tree;

typedef struct dc_forest {
    const dc_forest_tree *trees;
    uint32_t n_trees;
    const dc_forest_node *nodes; // of all trees in order
    const float *leaves;         // of all trees in order
    float base;                  // what sums begin with
} dc_forest;

// Sums of the trees' leaves, one for each row. v: columns of features, `stride` apart, stride a
// multiple of DC_FOREST_LANES; room for n rounded up in out. Scratch comes from the arena.
void dc_forest_sum(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                   uint32_t n, float *out);

// Sums of every k-th tree from the first, the second ... on, of the first row only; all nodes are
// taken as the same for all rows.
void dc_forest_sum_classes(const dc_forest *forest, const float *v, uint32_t stride, uint32_t k,
                           float *out);

#endif
