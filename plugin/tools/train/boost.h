// Trees by gradient boosting, grown by libxgboost and kept in the form that Decant evaluates.
#ifndef DC_TRAIN_BOOST_H
#define DC_TRAIN_BOOST_H

#include "clean/forest.h"

#include <stdbool.h>
#include <stddef.h>

// Row by row.
typedef struct matrix {
    float *v;
    float *label;
    float *weight; // NULL: all the same
    size_t rows, cols;
} matrix;

typedef struct boost_option {
    const char *name, *value; // of libxgboost
} boost_option;

// Grows `rounds` rounds. columns: the feature of each column of m; is_same: which features are the
// same for all rows of a page. Ends the program with a message on failure. Free with forest_free().
dc_forest boost(const matrix *m, const boost_option *options, size_t n_options, int rounds,
                const uint16_t *columns, bool (*is_same)(uint16_t feature));

void forest_free(dc_forest *forest);

#endif
