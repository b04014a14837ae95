// Cross-validated figures.
#ifndef DC_TRAIN_REPORT_H
#define DC_TRAIN_REPORT_H

#include "tools/train/corpus.h"

enum { N_BINS = 10 };

typedef struct figures {
    size_t pages;
    double f1, precision, recall;
} figures;

typedef struct report {
    figures all;
    figures news; // not in the others
    figures news_shingles;
    figures by_type[N_TYPES];
    double types_right;
    // By confidence in tenths: pages, mean confidence, mean F1.
    struct {
        size_t pages;
        double confidence, f1;
    } bins[N_BINS];
} report;

// Decides every page by its probabilities.
report report_of(const corpus *all);

void report_print(const report *r);

#endif
