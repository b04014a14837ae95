// Token tables from counts: how much of what stands under a name, or has a word, is text.
#ifndef DC_TRAIN_COUNTS_H
#define DC_TRAIN_COUNTS_H

#include "base/map.h"
#include "tools/train/corpus.h"

typedef struct count {
    float text[N_FOLDS]; // sums over pages, by fold
    float mass[N_FOLDS];
    uint16_t domains[N_FOLDS];
    uint32_t last_domain;
} count;

typedef struct counts {
    dc_arena *arena;
    dc_map numbers; // of tokens
    count *v;
    uint32_t *hash;
    uint32_t n, cap;
    float prior_text[N_FOLDS], prior_mass[N_FOLDS];
} counts;

typedef struct all_counts {
    counts names, words;
} all_counts;

void count_corpus(const corpus *all, all_counts *out);

// Which folds a table is made from, a bit each.
#define ALL_FOLDS ((1u << N_FOLDS) - 1)

// What a table holds.
typedef struct table_limits {
    uint32_t domains; // a token must be on as many
    float mass;
    float prior;      // weight of the prior
    float full_trust; // mass of full trust
    bool is_logit;
    uint32_t most; // entries; those that say most stay
} table_limits;

extern const table_limits name_limits, word_limits;

// A table from some folds; free() entries and buckets.
dc_token_table make_table(const counts *c, uint32_t folds, const table_limits *limits);
void free_table(dc_token_table *table);

#endif
