// A forest made ready for the rows of a page; for forest.c and forest_widest.c only.
#ifndef DC_CLEAN_FOREST_READY_H
#define DC_CLEAN_FOREST_READY_H

#include "base/chunk.h"
#include "clean/forest.h"

typedef struct ready_tree {
    uint32_t left;    // leaves that remain after the tests that are the same for all rows
    uint16_t n_tests; // others that may rule out one of those
    uint16_t n_leaves;
} ready_tree;

// Tests of all trees in order.
typedef struct ready_forest {
    ready_tree *trees;
    uint32_t n_trees;
    float *thresholds;
    uint32_t *columns; // of their features; 17 GB of features have no page
    uint32_t *left;    // leaves that remain when they fail
    float *leaves;
    float base;
} ready_forest;

#ifdef DC_HAS_CHUNKS
bool dc_forest_has_widest(void);

// Fills what has been allocated.
void dc_forest_ready_widest(const dc_forest *forest, const float *v, uint32_t stride,
                            ready_forest *out);

void dc_forest_sum_widest(const ready_forest *forest, const float *v, uint32_t n, float *out);

// Copies of each column the given rows, in ascending order, to `lanes` apart. Up to 16 values more
// are written.
void dc_forest_pick_widest(dc_arena *arena, const float *v, uint32_t stride, uint32_t n_columns,
                           const uint32_t *rows, uint32_t n, float *out, uint32_t lanes);
#endif

#endif
