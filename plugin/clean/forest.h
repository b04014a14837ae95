// Trees that judge many rows at once.
//
// A tree has at most 16 leaves, numbered from left to right. Each inner node knows which of them
// lie to its left: those a row can no longer reach once the node's test has failed. The lowest leaf
// that all failed tests leave is the one a row falls into (QuickScorer: Lucchese et al., SIGIR
// 2015). So there is nothing to walk: every test is made for DC_FOREST_LANES rows at once.
#ifndef DC_CLEAN_FOREST_H
#define DC_CLEAN_FOREST_H

#include "base/arena.h"
#include "base/float.h"

#include <stdint.h>

enum { DC_FOREST_LANES = 32, DC_FOREST_LEAVES = 16 };

// Tables are small and read once a page: of floats only the upper half is kept, which has two to
// three digits.
typedef uint16_t dc_half_float;

static inline float dc_whole_float(dc_half_float half)
{
    return dc_float_of_bits((uint32_t)half << 16);
}

// Passes when the feature is below the threshold; a row goes on to the left then.
typedef struct dc_forest_node {
    dc_half_float threshold;
    uint8_t feature;
    uint8_t first_left : 4; // leaves that a failure rules out
    uint8_t n_left : 4;     // 1 to 15
} dc_forest_node;

typedef struct dc_forest_tree {
    uint8_t n_same; // nodes whose feature is the same for all rows: they come first
    uint8_t n;      // all nodes; a tree has one leaf more
} dc_forest_tree;

typedef struct dc_forest {
    const dc_forest_tree *trees;
    uint32_t n_trees;
    const dc_forest_node *nodes; // of all trees in order
    const dc_half_float *leaves; // of all trees in order
    float base;                  // what sums begin with
    uint32_t n_columns;          // features that nodes may ask for
} dc_forest;

// Most rows are plain cases: their sum is large after the first trees already, and further ones
// only add to it (boosting stages as a cascade: Bourdev and Brandt, CVPR 2005; early exits of tree
// ensembles: Cambazoglu et al., WSDM 2010). Rows whose sum of so many trees is that far from 0 are
// sure: they are spared the others, and their sum grows by the factor that it grows by on average
// (of such rows of WCXB's development set, with 500 trees that learn at a rate of .04).
enum { DC_FOREST_FIRST = 150 };
#define DC_FOREST_SURE 3.5f
#define DC_FOREST_GROWTH 1.29f

// Room for n rows of columns, not cleared, *stride apart: n rounded up to whole groups of
// DC_FOREST_LANES. Columns begin where vectors are read and written best; one may be written behind
// the last.
float *dc_forest_rows(dc_arena *arena, uint32_t n_columns, uint32_t n, uint32_t *stride);

// Sums of the trees' leaves, one for each row, estimated for sure ones. v: columns of features,
// `stride` apart, stride a multiple of DC_FOREST_LANES; features that are the same for all rows
// stand in the first; room for n rounded up in out. Scratch comes from the arena.
void dc_forest_sum(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                   uint32_t n, float *out);

// Sums of every k-th tree from the first, the second ... on, of the first row only; all nodes are
// taken as the same for all rows.
void dc_forest_sum_classes(const dc_forest *forest, const float *v, uint32_t stride, uint32_t k,
                           float *out);

#endif
