// Forests with AVX-512: a test leaves a bit for every lane, all leaves of a tree lie in a register
// and are chosen without memory, and so do all its nodes while they are made ready.
#include "clean/forest_ready.h"

#ifdef DC_HAS_CHUNKS

#define WIDEST __attribute__((target("avx512f,avx512cd")))

enum { LANES = 16 };

bool dc_forest_has_widest(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd");
}

WIDEST static void ready_leaves(const dc_half_float *leaves, size_t n, float *out)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const __m256i halves = _mm256_loadu_si256((const __m256i *)(leaves + i));
        const __m512i whole = _mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16);
        _mm512_storeu_si512(out + i, whole);
    }
    for (; i < n; i++)
        out[i] = dc_whole_float(leaves[i]);
}

// All nodes of a tree, a lane each.
typedef struct wide_nodes {
    __m512 thresholds;
    __m512i columns;
    __m512i left; // leaves that remain when they fail
} wide_nodes;

// The members of dc_forest_node lie in a word from the lowest bit on.
WIDEST static inline wide_nodes load_nodes(const dc_forest_node *nodes, uint32_t n, uint32_t stride)
{
    const __m512i word = _mm512_maskz_loadu_epi32((__mmask16)((1u << n) - 1), nodes);
    const __m512i feature = _mm512_and_si512(_mm512_srli_epi32(word, 16), _mm512_set1_epi32(255));
    const __m512i first = _mm512_and_si512(_mm512_srli_epi32(word, 24), _mm512_set1_epi32(15));
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i many = _mm512_sub_epi32(_mm512_sllv_epi32(one, _mm512_srli_epi32(word, 28)), one);
    const __m512i ruled_out = _mm512_sllv_epi32(many, first);
    return (wide_nodes){_mm512_castsi512_ps(_mm512_slli_epi32(word, 16)),
                        _mm512_mullo_epi32(feature, _mm512_set1_epi32((int)stride)),
                        _mm512_xor_si512(ruled_out, _mm512_set1_epi32(-1))};
}

WIDEST void dc_forest_ready_widest(const dc_forest *forest, const float *v, uint32_t stride,
                                   ready_forest *out)
{
    const dc_forest_node *node = forest->nodes;
    size_t at = 0;
    size_t n_leaves = 0;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const dc_forest_tree *tree = &forest->trees[t];
        const wide_nodes nodes = load_nodes(node, tree->n, stride);
        const __mmask16 same = (__mmask16)((1u << tree->n_same) - 1);
        const __mmask16 others = (__mmask16)(((1u << tree->n) - 1) & ~(uint32_t)same);
        const __m512 x =
            _mm512_mask_i32gather_ps(_mm512_setzero_ps(), same, nodes.columns, v, sizeof *v);
        const __mmask16 fails = _mm512_mask_cmp_ps_mask(same, x, nodes.thresholds, _CMP_NLT_UQ);
        const uint32_t left = (uint32_t)_mm512_mask_reduce_and_epi32(fails, nodes.left);
        const __m512i ruled_out = _mm512_andnot_si512(nodes.left, _mm512_set1_epi32((int)left));
        const __mmask16 counts = _mm512_mask_test_epi32_mask(others, ruled_out, ruled_out);
        _mm512_storeu_ps(out->thresholds + at, _mm512_maskz_compress_ps(counts, nodes.thresholds));
        _mm512_storeu_si512(out->columns + at, _mm512_maskz_compress_epi32(counts, nodes.columns));
        _mm512_storeu_si512(out->left + at, _mm512_maskz_compress_epi32(counts, nodes.left));
        const uint32_t n = (uint32_t)__builtin_popcount(counts);
        out->trees[t] = (ready_tree){left, (uint16_t)n, (uint16_t)(tree->n + 1)};
        at += n;
        node += tree->n;
        n_leaves += tree->n + 1u;
    }
    ready_leaves(forest->leaves, n_leaves, out->leaves);
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
    size_t test = 0;
    const float *leaves = forest->leaves;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        const ready_tree *tree = &forest->trees[t];
        const size_t end = test + tree->n_tests;
        for (int k = 0; k < n; k++)
            left[k] = _mm512_set1_epi32((int)tree->left);
        for (; test < end; test++) {
            const float *x = v + forest->columns[test];
            const __m512 threshold = _mm512_set1_ps(forest->thresholds[test]);
            const __m512i mask = _mm512_set1_epi32((int)forest->left[test]);
            for (int k = 0; k < n; k++)
                left[k] = _mm512_mask_and_epi32(
                    left[k],
                    _mm512_cmp_ps_mask(_mm512_loadu_ps(x + LANES * k), threshold, _CMP_NLT_UQ),
                    left[k], mask);
        }
        const __m512 all = _mm512_loadu_ps(leaves); // and some of the next
        for (int k = 0; k < n; k++)
            sums[k] = _mm512_add_ps(sums[k], leaf_of(left[k], all));
        leaves += tree->n_leaves;
    }
    for (int k = 0; k < n; k++)
        _mm512_storeu_ps(out + LANES * k, sums[k]);
}

WIDEST void dc_forest_sum_widest(const ready_forest *forest, const float *v, uint32_t n, float *out)
{
    uint32_t i = 0;
    for (; i + 2 * LANES < n; i += 4 * LANES)
        sum_many(forest, v + i, out + i, 4);
    if (i < n)
        sum_many(forest, v + i, out + i, 2);
}

WIDEST void dc_forest_pick_widest(dc_arena *arena, const float *v, uint32_t stride,
                                  uint32_t n_columns, const uint32_t *rows, uint32_t n, float *out,
                                  uint32_t lanes)
{
    const size_t n_groups = rows[n - 1] / LANES + 1;
    __mmask16 *picked = dc_arena_zero(arena, n_groups, sizeof *picked);
    for (uint32_t i = 0; i < n; i++)
        picked[rows[i] / LANES] |= (__mmask16)(1u << rows[i] % LANES);
    for (uint32_t f = 0; f < n_columns; f++) {
        const float *from = v + (size_t)f * stride;
        float *to = out + (size_t)f * lanes;
        for (size_t g = 0; g < n_groups; g++) {
            const __m512 all = _mm512_loadu_ps(from + g * LANES);
            _mm512_storeu_ps(to, _mm512_maskz_compress_ps(picked[g], all));
            to += __builtin_popcount(picked[g]);
        }
    }
}

#endif
