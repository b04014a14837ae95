#include "clean/forest.h"

#include "base/chunk.h"

// A test made ready for all rows of a page.
typedef struct ready_test {
    float threshold;
    uint32_t column; // of its feature; 17 GB of features have no page
    uint32_t left;   // leaves that remain when it fails
} ready_test;

typedef struct ready_tree {
    uint32_t left;    // leaves that remain after the tests that are the same for all rows
    uint16_t n_tests; // others that may rule out one of those
    uint16_t n_leaves;
} ready_tree;

typedef struct ready_forest {
    const ready_tree *trees;
    uint32_t n_trees;
    const ready_test *tests;
    const float *leaves;
    float base;
} ready_forest;

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

static ready_forest make_ready(dc_arena *arena, const dc_forest *forest, const float *v,
                               uint32_t stride)
{
    size_t n = 0;
    ready_tree *trees = dc_arena_alloc(arena, ((size_t)forest->n_trees + 1) * sizeof *trees);
    for (uint32_t t = 0; t < forest->n_trees; t++)
        n += forest->trees[t].n;
    ready_test *tests = dc_arena_alloc(arena, (n + 1) * sizeof *tests);
    const size_t n_leaves = n + forest->n_trees;
    float *leaves = dc_arena_alloc(arena, (n_leaves + DC_FOREST_LEAVES) * sizeof *leaves);
    for (size_t i = 0; i < n_leaves; i++)
        leaves[i] = dc_whole_float(forest->leaves[i]);
    ready_test *test = tests;
    const dc_forest_node *node = forest->nodes;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const dc_forest_tree *tree = &forest->trees[t];
        const ready_test *first = test;
        const uint32_t left = mask_same(node, tree->n_same, v, stride);
        node += tree->n_same;
        for (uint32_t i = tree->n_same; i < tree->n; i++, node++) {
            *test = (ready_test){dc_whole_float(node->threshold), node->feature * stride,
                                 mask_of(node)};
            test += (left & ~test->left) != 0;
        }
        trees[t] = (ready_tree){left, (uint16_t)(test - first), (uint16_t)(tree->n + 1)};
    }
    return (ready_forest){trees, forest->n_trees, tests, leaves, forest->base};
}

// Vectors of the compiler, as wide as AVX2 has them; without it each is two or more. Four hold a
// value for every lane, in registers: masks that went through memory took twice as long.
typedef float eight_floats __attribute__((vector_size(32)));
typedef uint32_t eight_words __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) void load(const float *v, eight_floats *out)
{
    memcpy(out, v, sizeof *out);
}

static inline __attribute__((always_inline)) void make_test(const ready_test *test, const float *x,
                                                            eight_words left[4])
{
    eight_floats v[4];
    load(x, &v[0]);
    load(x + 8, &v[1]);
    load(x + 16, &v[2]);
    load(x + 24, &v[3]);
    left[0] &= (eight_words)(v[0] < test->threshold) | test->left;
    left[1] &= (eight_words)(v[1] < test->threshold) | test->left;
    left[2] &= (eight_words)(v[2] < test->threshold) | test->left;
    left[3] &= (eight_words)(v[3] < test->threshold) | test->left;
}

static inline __attribute__((always_inline)) void sum_lanes(const ready_forest *forest,
                                                            const float *v, float *out)
{
    float sums[DC_FOREST_LANES];
    uint32_t lowest[DC_FOREST_LANES];
    for (int k = 0; k < DC_FOREST_LANES; k++)
        sums[k] = forest->base;
    const ready_test *test = forest->tests;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const ready_tree *tree = &forest->trees[t];
        const ready_test *end = test + tree->n_tests;
        const eight_words all = (eight_words){0} + tree->left;
        eight_words left[4] = {all, all, all, all};
        for (; test < end; test++)
            make_test(test, v + test->column, left);
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

// With AVX-512 a test leaves a bit for every lane, and all leaves of a tree lie in a register: they
// are chosen without memory.
#define WIDEST __attribute__((target("avx512f,avx512cd")))

static bool has_widest(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd");
}

WIDEST static inline __m512 leaf_of(__m512i left, __m512 leaves)
{
    const __m512i lowest = _mm512_and_epi32(left, _mm512_sub_epi32(_mm512_setzero_epi32(), left));
    // 31 less the zeros above a bit is its number.
    const __m512i number = _mm512_xor_epi32(_mm512_lzcnt_epi32(lowest), _mm512_set1_epi32(31));
    return _mm512_permutexvar_ps(number, leaves);
}

// For 16 * n lanes.
WIDEST static inline __attribute__((always_inline)) void
sum_many(const ready_forest *forest, const float *v, float *out, const int n)
{
    __m512 sums[4];
    __m512i left[4];
    for (int k = 0; k < n; k++)
        sums[k] = _mm512_set1_ps(forest->base);
    const ready_test *test = forest->tests;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const ready_tree *tree = &forest->trees[t];
        const ready_test *end = test + tree->n_tests;
        for (int k = 0; k < n; k++)
            left[k] = _mm512_set1_epi32((int)tree->left);
        for (; test < end; test++) {
            const float *x = v + test->column;
            const __m512 threshold = _mm512_set1_ps(test->threshold);
            const __m512i mask = _mm512_set1_epi32((int)test->left);
            for (int k = 0; k < n; k++)
                left[k] = _mm512_mask_and_epi32(
                    left[k],
                    _mm512_cmp_ps_mask(_mm512_loadu_ps(x + 16 * k), threshold, _CMP_NLT_UQ),
                    left[k], mask);
        }
        const __m512 all = _mm512_loadu_ps(leaves); // and some of the next
        for (int k = 0; k < n; k++)
            sums[k] = _mm512_add_ps(sums[k], leaf_of(left[k], all));
        leaves += tree->n_leaves;
    }
    for (int k = 0; k < n; k++)
        _mm512_storeu_ps(out + 16 * k, sums[k]);
}

WIDEST static void sum_widest(const ready_forest *forest, const float *v, uint32_t n, float *out)
{
    enum { LANES = DC_FOREST_LANES };
    uint32_t i = 0;
    for (; i + LANES < n; i += 2 * LANES)
        sum_many(forest, v + i, out + i, 4);
    if (i < n)
        sum_many(forest, v + i, out + i, 2);
}
#endif

void dc_forest_sum(dc_arena *arena, const dc_forest *forest, const float *v, uint32_t stride,
                   uint32_t n, float *out)
{
    if (!n)
        return;
    const ready_forest ready = make_ready(arena, forest, v, stride);
#ifdef DC_HAS_CHUNKS
    if (has_widest())
        sum_widest(&ready, v, n, out);
    else if (dc_has_wide_chunks())
        sum_wide(&ready, v, n, out);
    else
#endif
        sum_any(&ready, v, n, out);
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
