// Learns the model from pages whose text is known: train OUTPUT.inc CORPUS...
//
// Every figure it prints is cross-validated by domain: folds are judged by models that have not
// seen their domains, and the token tables that a model learns from have not seen the domains of
// the page either. The model that is written is learned from all pages.
#include "base/hash.h"
#include "tools/train/boost.h"
#include "tools/train/counts.h"
#include "tools/train/report.h"
#include "tools/train/write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TYPE_ROUNDS = 24, BLOCK_ROUNDS = 500 };

static bool is_type_column(dc_feature f)
{
    return (f >= DC_F_pg_hint_article && f <= DC_F_pg_q) || f == DC_F_h1_score;
}

static bool is_of_page(uint16_t f)
{
    return dc_feature_is_of_page((dc_feature)f);
}

// Which pages a model may see: all but those of two folds; -1 leaves none out.
typedef struct seen {
    int without, without2;
} seen;

static bool sees(const seen *s, const page *p)
{
    return p->is_training && p->fold != s->without && p->fold != s->without2;
}

static uint32_t folds_of(const seen *s)
{
    uint32_t folds = ALL_FOLDS;
    if (s->without >= 0)
        folds &= ~(1u << s->without);
    if (s->without2 >= 0)
        folds &= ~(1u << s->without2);
    return folds;
}

static dc_forest learn_types(const corpus *all, const seen *s)
{
    static const boost_option options[] = {{"objective", "multi:softprob"},
                                           {"num_class", "7"},
                                           {"max_depth", "4"},
                                           {"eta", "0.18"},
                                           {"tree_method", "hist"},
                                           {"subsample", "0.8"},
                                           {"colsample_bytree", "0.3"},
                                           {"min_child_weight", "2"},
                                           {"nthread", "1"},
                                           {"seed", "1"},
                                           {"base_score", "0"}};
    uint16_t columns[DC_N_FEATURES];
    matrix m = {.v = malloc(all->n * DC_N_FEATURES * sizeof(float)),
                .label = malloc(all->n * sizeof(float))};
    for (uint16_t f = 0; f < DC_N_FEATURES; f++)
        if (is_type_column((dc_feature)f))
            columns[m.cols++] = f;
    for (size_t i = 0; i < all->n; i++) {
        const page *p = &all->v[i];
        if (!sees(s, p) || p->blocks.n == 0)
            continue;
        for (size_t c = 0; c < m.cols; c++)
            m.v[m.rows * m.cols + c] = dc_feature_at(&p->features, (dc_feature)columns[c], 0);
        m.label[m.rows++] = (float)p->type;
    }
    const dc_forest forest =
        boost(&m, options, sizeof options / sizeof *options, TYPE_ROUNDS, columns, is_of_page);
    free(m.v);
    free(m.label);
    return forest;
}

static float weight_of(const page *p, uint32_t block)
{
    return fminf(.3f, (float)p->blocks.v[block].words / (float)(p->n_reference + 50));
}

// Rows that weigh little are taken by chance, the lighter the rarer, and weigh more for it: half of
// all rows teach as much. 0 when a row is left out. The chance is a hash of page and block.
static float sampled_weight(const page *p, uint32_t block)
{
    const float full = .045f;
    const float least = .15f;
    const float weight = weight_of(p, block);
    const float chance = fmaxf(least, fminf(1, weight / full));
    const struct {
        uint64_t page;
        uint32_t block;
    } key = {dc_hash(dc_str_of(p->id)), block};
    const uint64_t hash = (key.page ^ key.block * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    return (float)(hash >> 40) / (float)(1 << 24) < chance ? weight / chance : 0;
}

static size_t fill_rows(matrix *m, const page *p, const uint16_t *columns)
{
    size_t rows = 0;
    for (uint32_t k = 0; k < p->blocks.n; k++) {
        const float weight = sampled_weight(p, k);
        if (weight <= 0)
            continue;
        const size_t row = m->rows + rows++;
        if (!m->v)
            continue;
        for (size_t c = 0; c < m->cols; c++)
            m->v[row * m->cols + c] = dc_feature_at(&p->features, (dc_feature)columns[c], k);
        m->label[row] = p->label[k];
        m->weight[row] = weight;
    }
    return rows;
}

static dc_forest learn_blocks(const corpus *all, const seen *s)
{
    static const boost_option options[] = {{"objective", "binary:logistic"},
                                           {"tree_method", "hist"},
                                           {"grow_policy", "lossguide"},
                                           {"max_leaves", "16"},
                                           {"max_depth", "12"},
                                           {"eta", "0.04"},
                                           {"subsample", "0.7"},
                                           {"colsample_bytree", "0.4"},
                                           {"reg_lambda", "3"},
                                           {"min_child_weight", "40"},
                                           {"max_bin", "64"},
                                           {"nthread", "1"},
                                           {"seed", "1"},
                                           {"base_score", "0.5"}};
    uint16_t columns[DC_N_FEATURES];
    matrix m = {.cols = DC_N_FEATURES};
    for (uint16_t f = 0; f < DC_N_FEATURES; f++)
        columns[f] = f;
    for (size_t i = 0; i < all->n; i++)
        m.rows += sees(s, &all->v[i]) ? fill_rows(&m, &all->v[i], columns) : 0;
    m.v = malloc(m.rows * m.cols * sizeof *m.v);
    m.label = malloc(m.rows * sizeof *m.label);
    m.weight = malloc(m.rows * sizeof *m.weight);
    m.rows = 0;
    for (size_t i = 0; i < all->n; i++)
        m.rows += sees(s, &all->v[i]) ? fill_rows(&m, &all->v[i], columns) : 0;
    double sum = 0;
    for (size_t i = 0; i < m.rows; i++)
        sum += m.weight[i];
    for (size_t i = 0; i < m.rows; i++)
        m.weight[i] *= (float)((double)m.rows / sum);
    const dc_forest forest =
        boost(&m, options, sizeof options / sizeof *options, BLOCK_ROUNDS, columns, is_of_page);
    free(m.v);
    free(m.label);
    free(m.weight);
    return forest;
}

typedef struct running {
    page *p;
    const dc_model *model;
    bool judges; // else only the learned features are wanted
} running;

static void run_page(void *ctx, dc_guard *guard)
{
    (void)guard;
    running *r = ctx;
    const dc_arena_mark mark = dc_arena_mark_now(r->p->arena);
    const float *logits = dc_model_run(r->model, &r->p->view, &r->p->features);
    for (uint32_t i = 0; r->judges && i < r->p->blocks.n; i++)
        r->p->probability[i] = 1 / (1 + expf(-logits[i]));
    if (r->judges) {
        r->p->found_type = dc_model_type(&r->p->features);
        r->p->odds = dc_model_odds(&r->p->features, r->p->probability);
    }
    dc_arena_release(r->p->arena, mark);
}

static void run_on(page *p, const dc_model *model, bool judges)
{
    running r = {p, model, judges};
    if (dc_guard_run(run_page, &r) != DECANT_OK) {
        fprintf(stderr, "train: %s: no memory\n", p->id);
        exit(1);
    }
}

static dc_model tables_and_types(const corpus *all, const all_counts *c, const seen *s)
{
    dc_model model = {.tables = {make_table(&c->names, folds_of(s), &name_limits),
                                 make_table(&c->words, folds_of(s), &word_limits)},
                      .types = learn_types(all, s)};
    return model;
}

static void free_model(dc_model *m)
{
    free_table(&m->tables.names);
    free_table(&m->tables.words);
    forest_free(&m->types);
    forest_free(&m->blocks);
}

// A model of all pages but those of a fold (-1: of all pages). Its learned features of each page
// come from tables that have not seen the page's fold.
static dc_model learn(const corpus *all, const all_counts *c, int without)
{
    for (int fold = 0; fold < N_FOLDS; fold++) {
        if (fold == without)
            continue;
        const seen s = {without, fold};
        dc_model inner = tables_and_types(all, c, &s);
        for (size_t i = 0; i < all->n; i++)
            if (all->v[i].fold == fold && all->v[i].is_training)
                run_on(&all->v[i], &inner, false);
        free_model(&inner);
    }
    const seen s = {without, -1};
    dc_model model = tables_and_types(all, c, &s);
    model.blocks = learn_blocks(all, &s);
    return model;
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return (x > y) - (x < y);
}

// Medians over all blocks.
static void find_typical(const corpus *all, float out[DC_N_FEATURES])
{
    size_t rows = 0;
    for (size_t i = 0; i < all->n; i++)
        rows += all->v[i].blocks.n;
    float *v = malloc((rows + 1) * sizeof *v);
    for (uint32_t f = 0; f < DC_N_FEATURES; f++) {
        size_t n = 0;
        for (size_t i = 0; i < all->n; i++)
            for (uint32_t k = 0; k < all->v[i].blocks.n; k++)
                v[n++] = dc_feature_at(&all->v[i].features, (dc_feature)f, k);
        qsort(v, n, sizeof *v, by_value);
        out[f] = n ? v[n / 2] : 0;
    }
    free(v);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: train OUTPUT.inc CORPUS...\n", stderr);
        return 2;
    }
    const time_t start = time(NULL);
    corpus all = {0};
    for (int i = 2; i < argc; i++)
        corpus_read(&all, argv[i]);
    corpus_sort(&all);
    all_counts c;
    count_corpus(&all, &c);
    for (int fold = 0; fold < N_FOLDS; fold++) {
        dc_model model = learn(&all, &c, fold);
        for (size_t i = 0; i < all.n; i++)
            if (all.v[i].fold == fold)
                run_on(&all.v[i], &model, true);
        free_model(&model);
        fprintf(stderr, "fold %d of %d after %ld s\n", fold + 1, N_FOLDS,
                (long)(time(NULL) - start));
    }
    const report r = report_of(&all);
    report_print(&r);
    dc_model model = learn(&all, &c, -1);
    float typical[DC_N_FEATURES];
    find_typical(&all, typical);
    model.typical = typical;
    write_model(argv[1], &model, &r);
    fprintf(stderr, "%ld s\n", (long)(time(NULL) - start));
    return 0;
}
