// The model that Decant comes with.
#include "clean/model.h"

#include "clean/model.inc"

const dc_model dc_model_shipped = {
    .tables = {{names_entries, names_buckets, names_bits},
               {words_entries, words_buckets, words_bits}},
    .types = {types_trees, types_n, types_nodes, types_leaves, 0, DC_N_FEATURES},
    .blocks = {blocks_trees, blocks_n, blocks_nodes, blocks_leaves, 0, DC_N_FEATURES},
    .typical = typical};
