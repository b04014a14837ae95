#include "clean/influence.h"

#include "clean/settled.h"

#include <math.h>
#include <stdlib.h>

static const char *const names[DC_N_FEATURES] = {
#define X(name) #name,
    DC_FEATURES(X)
#undef X
};

static int by_change(const void *a, const void *b)
{
    const dc_influence *x = a;
    const dc_influence *y = b;
    const float left = fabsf(x->change);
    const float right = fabsf(y->change);
    return left != right ? (left < right) - (left > right) : strcmp(x->feature, y->feature);
}

static float logit_of(dc_arena *arena, const float *row)
{
    float out[DC_FOREST_LANES];
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    dc_forest_sum(arena, &dc_model_shipped.blocks, row, DC_FOREST_LANES, 1, out);
    dc_arena_release(arena, mark);
    return out[0];
}

bool dc_influences(dc_arena *arena, const dc_blocks *blocks, uint32_t block,
                   dc_influence out[DC_N_FEATURES])
{
    if (blocks->n > DC_MOST_JUDGED)
        return false;
    const dc_reading reading = dc_read(arena, blocks, NULL);
    dc_view view;
    dc_view_make(arena, blocks, &reading, &view);
    dc_features features = dc_features_in(arena, blocks->n);
    dc_features_fixed(&view, &features);
    dc_model_run(&dc_model_shipped, &view, &features);
    float *row = dc_arena_zero(arena, (size_t)DC_N_FEATURES * DC_FOREST_LANES, sizeof *row);
    for (uint32_t f = 0; f < DC_N_FEATURES; f++)
        row[f * DC_FOREST_LANES] = dc_feature_at(&features, (dc_feature)f, block);
    const float logit = logit_of(arena, row);
    for (uint32_t f = 0; f < DC_N_FEATURES; f++) {
        const float value = row[f * DC_FOREST_LANES];
        row[f * DC_FOREST_LANES] = dc_model_shipped.typical[f];
        out[f] = (dc_influence){names[f], value, dc_model_shipped.typical[f],
                                logit - logit_of(arena, row)};
        row[f * DC_FOREST_LANES] = value;
    }
    qsort(out, DC_N_FEATURES, sizeof *out, by_change);
    return true;
}
