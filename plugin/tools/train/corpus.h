// Pages whose text is known: what the model learns from.
#ifndef DC_TRAIN_CORPUS_H
#define DC_TRAIN_CORPUS_H

#include "clean/decide.h"
#include "clean/view.h"

enum { N_TYPES = 7, N_FOLDS = 5 };

// As in the tp_ features.
extern const char *const type_names[N_TYPES];

// Passages that the text of a page has to have, or not to have.
typedef struct passages {
    dc_str *v;
    uint32_t n;
} passages;

typedef struct page {
    char *id;
    char *domain;
    int type;
    int fold; // pages of a domain are in one
    bool is_news;
    const int8_t *settled; // of every block, see dc_settle()
    dc_arena *arena;
    dc_blocks blocks;
    dc_view view;
    dc_features features;
    float *label;         // of every block: share of its tokens that are text
    uint32_t *tokens;     // of all blocks: numbers of words, the same in text and reference
    uint32_t *token_at;   // where those of a block begin; n + 1
    uint32_t *reference;  // tokens of the reference
    uint32_t n_reference; //
    uint8_t *line_start;  // of every token of the reference
    uint32_t n_words;     // distinct numbers
    float *probability;   // of every block, by a model that has not seen the page
    dc_odds odds;         // with them
    const char *found_type;
    passages with, without;
    char language[4]; // as the page declares it, without region; "" when it does not
    bool is_training; // has a reference that its blocks can give
} page;

typedef struct corpus {
    page *v;
    size_t n;
} corpus;

// Adds the pages of a folder: html/ID.html.gz with ground-truth.jsonl.gz (as WCXB has it) or
// ground-truth.json (articles by id). Ends the program with a message when it cannot be read.
void corpus_read(corpus *all, const char *folder);

// Sorts the pages by domain, once all are read.
void corpus_sort(corpus *all);

// Sets label and is_training.
void align(page *p);

#endif
