// The learned model: which blocks are text.
#ifndef DC_CLEAN_MODEL_H
#define DC_CLEAN_MODEL_H

#include "clean/decide.h"
#include "clean/view.h"

// Kinds of page, in the order of the tp_ features.
enum { DC_N_PAGE_TYPES = 7 };

// All that was learned.
typedef struct dc_model {
    dc_token_tables tables;
    dc_forest types; // trees of the kinds in turn
    dc_forest blocks;
    const float *typical; // of every feature: the median of all blocks
} dc_model;

// The model that Decant comes with; model.inc says what it was learned from.
extern const dc_model dc_model_shipped;

// Fills the learned features and returns the logits of all blocks (in the view's arena). fixed: the
// features that do not depend on the model are there.
const float *dc_model_run(const dc_model *model, const dc_view *view, dc_features *fixed);

// "article" ...: the most probable kind of page. Static storage.
const char *dc_model_type(const dc_features *features);

// What is decided by: text, the probabilities of the blocks, and those of the page's kinds.
dc_odds dc_model_odds(const dc_features *features, const float *text);

#endif
