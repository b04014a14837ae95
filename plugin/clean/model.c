#include "clean/model.h"

#include <math.h>

static void put_types(const dc_forest *forest, dc_features *out)
{
    float sums[DC_N_PAGE_TYPES];
    float all = 0;
    dc_forest_sum_classes(forest, out->v, out->stride, DC_N_PAGE_TYPES, sums);
    for (int k = 0; k < DC_N_PAGE_TYPES; k++)
        all += sums[k] = expf(sums[k]);
    for (uint32_t k = 0; k < DC_N_PAGE_TYPES; k++) {
        out->v[(size_t)(DC_F_tp_article + k) * out->stride] = sums[k] / all;
    }
}

const float *dc_model_run(const dc_model *model, const dc_view *view, dc_features *fixed)
{
    float *logits = dc_arena_zero(view->arena, (size_t)fixed->stride + 1, sizeof *logits);
    if (fixed->n == 0)
        return logits;
    dc_features_table(view, &model->tables, fixed);
    put_types(&model->types, fixed);
    dc_forest_sum(view->arena, &model->blocks, fixed->v, fixed->stride, fixed->n, logits);
    return logits;
}

const char *dc_model_type(const dc_features *features)
{
    static const char *const names[DC_N_PAGE_TYPES] = {
        "article", "collection", "documentation", "forum", "listing", "product", "service"};
    uint32_t best = 0;
    for (uint32_t k = 1; features->n && k < DC_N_PAGE_TYPES; k++)
        if (features->v[(size_t)(DC_F_tp_article + k) * features->stride] >
            features->v[(size_t)(DC_F_tp_article + best) * features->stride])
            best = k;
    return names[best];
}

dc_odds dc_model_odds(const dc_features *features, const float *text)
{
    if (!features->n)
        return (dc_odds){.text = text};
    return (dc_odds){.text = text,
                     .article = dc_feature_at(features, DC_F_tp_article, 0),
                     .documentation = dc_feature_at(features, DC_F_tp_documentation, 0),
                     .product = dc_feature_at(features, DC_F_tp_product, 0)};
}
