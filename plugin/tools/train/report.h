// Cross-validated figures.
#ifndef DC_TRAIN_REPORT_H
#define DC_TRAIN_REPORT_H

#include "tools/train/corpus.h"

enum { N_BINS = 10, MOST_LANGUAGES = 64 };

typedef struct figures {
    size_t pages;
    double f1, precision, recall;
} figures;

typedef struct language_figures {
    const char *language;
    figures f;
} language_figures;

typedef struct report {
    figures all;
    figures news; // not in the others
    figures news_shingles;
    figures by_type[N_TYPES];
    language_figures by_language[MOST_LANGUAGES]; // news too; the rarest may be missing
    size_t n_languages;
    double types_right;
    double with, without; // passages that are there, that are not: mean shares of pages
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
