#include "tools/train/write.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const feature_names[] = {
#define X(name) #name,
    DC_FEATURES(X)
#undef X
};

static void write_table(FILE *f, const char *name, const dc_token_table *t)
{
    const uint32_t n = t->buckets[1u << t->bits];
    fprintf(f, "static const dc_token_entry %s_entries[] = {", name);
    for (uint32_t i = 0; i < n; i++)
        fprintf(f, "%s{%u,%u,%u},", i % 8 ? "" : "\n", t->entries[i].print, t->entries[i].score,
                t->entries[i].trust);
    fputc('\n', f);
    for (uint32_t i = 0; i < DC_TOKEN_SPARE; i++)
        fputs("{0},", f);
    fprintf(f, "\n};\nstatic const uint16_t %s_buckets[] = {", name);
    for (uint32_t i = 0; i <= 1u << t->bits; i++)
        fprintf(f, "%s%u,", i % 20 ? "" : "\n", t->buckets[i]);
    fprintf(f, "\n};\nenum { %s_bits = %u };\n", name, t->bits);
}

// A float as C reads it back.
static void put_float(FILE *f, float x)
{
    char text[32];
    snprintf(text, sizeof text, "%.9g", (double)x);
    fprintf(f, "%s%s", text, strpbrk(text, ".e") ? "f" : ".f");
}

static void write_forest(FILE *f, const char *name, const dc_forest *forest)
{
    const dc_forest_node *node = forest->nodes;
    fprintf(f, "static const dc_forest_node %s_nodes[] = {\n", name);
    for (uint32_t t = 0; t < forest->n_trees; t++)
        for (uint32_t i = 0; i < forest->trees[t].n; i++, node++) {
            fprintf(f, "{%u,DC_F_%s,%u,%u},%s", node->threshold, feature_names[node->feature],
                    node->first_left, node->n_left,
                    i % 4 == 3 || i + 1 == forest->trees[t].n ? "\n" : "");
        }
    fprintf(f, "};\nstatic const dc_forest_tree %s_trees[] = {", name);
    uint32_t n_leaves = 0;
    for (uint32_t t = 0; t < forest->n_trees; t++) {
        fprintf(f, "%s{%u,%u},", t % 16 ? "" : "\n", forest->trees[t].n_same, forest->trees[t].n);
        n_leaves += forest->trees[t].n + 1u;
    }
    fprintf(f, "\n};\nstatic const dc_half_float %s_leaves[] = {", name);
    for (uint32_t i = 0; i < n_leaves; i++)
        fprintf(f, "%s%u,", i % 16 ? "" : "\n", forest->leaves[i]);
    fprintf(f, "\n};\nenum { %s_n = %u };\n", name, forest->n_trees);
}

void write_model(const char *path, const dc_model *model, const report *r)
{
    FILE *f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    fprintf(f,
            "// Made by plugin/tools/train; do not edit.\n"
            "// Learned from the development set of WCXB v1.0 (M. Foley 2026, CC BY 4.0), %zu "
            "pages, and from\n"
            "// %zu news articles of the test data of the fundus crawler (MIT).\n"
            "// Cross-validated by domain: F1 %.4f, precision %.4f, recall %.4f.\n"
            "// clang-format off\n"
            "_Static_assert(DC_FEATURE_EDITION == %d, \"learn the model anew: ninja train\");\n",
            r->all.pages, r->news.pages, r->all.f1, r->all.precision, r->all.recall,
            DC_FEATURE_EDITION);
    write_table(f, "names", &model->tables.names);
    write_table(f, "words", &model->tables.words);
    write_forest(f, "types", &model->types);
    write_forest(f, "blocks", &model->blocks);
    fprintf(f, "static const float typical[DC_N_FEATURES] = {");
    for (uint32_t i = 0; i < DC_N_FEATURES; i++) {
        fputs(i % 8 ? "" : "\n", f);
        put_float(f, model->typical[i]);
        fputc(',', f);
    }
    fprintf(f, "\n};\n// clang-format on\n");
    if (fclose(f)) {
        perror(path);
        exit(1);
    }
}
