#include "tools/train/boost.h"

#include "base/float.h"
#include "clean/feature.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xgboost/c_api.h>

static void check(int failed)
{
    if (failed) {
        fprintf(stderr, "train: libxgboost: %s\n", XGBGetLastError());
        exit(1);
    }
}

// Arrays of one tree in libxgboost's JSON.
typedef struct grown {
    json_t *left, *right, *conditions, *indices;
} grown;

static long at(json_t *array, size_t i)
{
    return (long)json_integer_value(json_array_get(array, i));
}

static float real_at(json_t *array, size_t i)
{
    return (float)json_number_value(json_array_get(array, i));
}

_Static_assert(DC_N_FEATURES <= UINT8_MAX + 1, "nodes keep a feature in a byte");

static dc_half_float nearest_half(float x)
{
    return (dc_half_float)((dc_float_bits(x) + 0x8000) >> 16);
}

// The next half at or below: thresholds are values that rows have, and those are not to pass.
static dc_half_float half_below(float x)
{
    return (dc_half_float)((dc_float_bits(x) + (x < 0 ? UINT16_MAX : 0)) >> 16);
}

// Numbers the leaves below node from `first` on, from left to right, and writes inner nodes. Trees
// are at most 12 deep, so recursion is bounded.
static uint32_t write_node(const grown *g, size_t node, uint32_t first, const uint16_t *columns,
                           dc_forest_node *nodes, uint8_t *n, dc_half_float *leaves)
{
    const long left = at(g->left, node);
    if (left < 0) {
        leaves[first] = nearest_half(real_at(g->conditions, node));
        return first + 1;
    }
    dc_forest_node *out = &nodes[(*n)++];
    *out = (dc_forest_node){.threshold = half_below(real_at(g->conditions, node)),
                            .feature = (uint8_t)columns[at(g->indices, node)]};
    const uint32_t middle = write_node(g, (size_t)left, first, columns, nodes, n, leaves);
    out->first_left = first & (DC_FOREST_LEAVES - 1);
    out->n_left = (middle - first) & (DC_FOREST_LEAVES - 1);
    return write_node(g, (size_t)at(g->right, node), middle, columns, nodes, n, leaves);
}

static uint8_t same_first(dc_forest_node *nodes, uint8_t n, bool (*is_same)(uint16_t))
{
    uint8_t n_same = 0;
    for (uint8_t i = 0; i < n; i++)
        if (is_same(nodes[i].feature)) {
            const dc_forest_node node = nodes[i];
            memmove(nodes + n_same + 1, nodes + n_same, (size_t)(i - n_same) * sizeof node);
            nodes[n_same++] = node;
        }
    return n_same;
}

static dc_forest forest_of(json_t *model, const uint16_t *columns, bool (*is_same)(uint16_t))
{
    json_t *trees = json_object_get(
        json_object_get(json_object_get(json_object_get(model, "learner"), "gradient_booster"),
                        "model"),
        "trees");
    const size_t n_trees = json_array_size(trees);
    dc_forest_tree *out = calloc(n_trees + 1, sizeof *out);
    dc_forest_node *nodes = calloc(n_trees * (DC_FOREST_LEAVES - 1) + 1, sizeof *nodes);
    dc_half_float *leaves = calloc(n_trees * DC_FOREST_LEAVES + 1, sizeof *leaves);
    size_t n = 0;
    size_t n_leaves = 0;
    for (size_t t = 0; t < n_trees; t++) {
        json_t *tree = json_array_get(trees, t);
        const grown g = {
            json_object_get(tree, "left_children"), json_object_get(tree, "right_children"),
            json_object_get(tree, "split_conditions"), json_object_get(tree, "split_indices")};
        uint8_t n_nodes = 0;
        n_leaves += write_node(&g, 0, 0, columns, nodes + n, &n_nodes, leaves + n_leaves);
        out[t] = (dc_forest_tree){same_first(nodes + n, n_nodes, is_same), n_nodes};
        n += n_nodes;
    }
    return (dc_forest){out, (uint32_t)n_trees, nodes, leaves, 0, DC_N_FEATURES};
}

dc_forest boost(const matrix *m, const boost_option *options, size_t n_options, int rounds,
                const uint16_t *columns, bool (*is_same)(uint16_t))
{
    DMatrixHandle data;
    BoosterHandle booster;
    check(XGDMatrixCreateFromMat(m->v, m->rows, m->cols, NAN, &data));
    check(XGDMatrixSetFloatInfo(data, "label", m->label, m->rows));
    if (m->weight)
        check(XGDMatrixSetFloatInfo(data, "weight", m->weight, m->rows));
    check(XGBoosterCreate(&data, 1, &booster));
    for (size_t i = 0; i < n_options; i++)
        check(XGBoosterSetParam(booster, options[i].name, options[i].value));
    for (int i = 0; i < rounds; i++)
        check(XGBoosterUpdateOneIter(booster, i, data));
    bst_ulong len;
    const char *text;
    check(XGBoosterSaveModelToBuffer(booster, "{\"format\": \"json\"}", &len, &text));
    json_t *model = json_loadb(text, len, 0, NULL);
    if (!model) {
        fputs("train: libxgboost wrote a model that cannot be read\n", stderr);
        exit(1);
    }
    const dc_forest forest = forest_of(model, columns, is_same);
    json_decref(model);
    XGBoosterFree(booster);
    XGDMatrixFree(data);
    return forest;
}

void forest_free(dc_forest *forest)
{
    free((void *)(uintptr_t)forest->trees);
    free((void *)(uintptr_t)forest->nodes);
    free((void *)(uintptr_t)forest->leaves);
}
