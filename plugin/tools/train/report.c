#include "tools/train/report.h"

#include "base/buf.h"
#include "clean/decide.h"
#include "tools/train/overlap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct judging {
    const page *p;
    figures out, shingles;
    double confidence;
    double with, without; // passages that are there, and that are not: shares
} judging;

static figures figures_of(overlap o)
{
    const double common = o.common;
    const double taken = o.taken;
    if (o.reference == 0 || o.taken == 0) {
        const double f1 = o.reference == 0 && o.taken == 0;
        return (figures){1, f1, f1, f1};
    }
    return (figures){1, 2 * common / (taken + o.reference), common / taken, common / o.reference};
}

// The share of passages that a text has, whatever the case of letters; of none, the one given.
static double share_in(dc_str text, const passages *list, double of_none)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++)
        n += dc_str_ifind(text, list->v[i]) != DC_STR_NPOS;
    return list->n ? (double)n / list->n : of_none;
}

static dc_str text_of(const page *p, const bool *keeps)
{
    dc_buf text = dc_buf_in(p->arena, UINT32_MAX);
    for (uint32_t i = 0; i < p->blocks.n; i++)
        if (keeps[i]) {
            dc_buf_add(&text, p->blocks.v[i].text);
            dc_buf_char(&text, '\n');
        }
    return dc_buf_str(&text);
}

static void judge(void *ctx, dc_guard *guard)
{
    (void)guard;
    judging *j = ctx;
    const dc_arena_mark mark = dc_arena_mark_now(j->p->arena);
    dc_choice_of_blocks choice;
    dc_decide(j->p->arena, &j->p->blocks, &j->p->odds, j->p->settled, DC_FOCUS_BALANCED, &choice);
    j->out = figures_of(overlap_of(j->p, choice.keeps));
    j->shingles = figures_of(shingle_overlap_of(j->p, choice.keeps));
    j->confidence = choice.expected_f1;
    const dc_str text = text_of(j->p, choice.keeps);
    j->with = share_in(text, &j->p->with, 1);
    j->without = 1 - share_in(text, &j->p->without, 0);
    dc_arena_release(j->p->arena, mark);
}

static void add(figures *to, const figures *f)
{
    to->pages++;
    to->f1 += f->f1;
    to->precision += f->precision;
    to->recall += f->recall;
}

static void average(figures *f)
{
    const double n = f->pages ? (double)f->pages : 1;
    f->f1 /= n;
    f->precision /= n;
    f->recall /= n;
}

// As the article-extraction-benchmark does: F1 of the means.
static void join(figures *f)
{
    const double sum = f->precision + f->recall;
    f->f1 = sum > 0 ? 2 * f->precision * f->recall / sum : 0;
}

static void add_language(report *r, const page *p, const figures *f)
{
    size_t i = 0;
    while (i < r->n_languages && strcmp(r->by_language[i].language, p->language) != 0)
        i++;
    if (!p->language[0] || i == MOST_LANGUAGES)
        return;
    if (i == r->n_languages)
        r->by_language[r->n_languages++] = (language_figures){.language = p->language};
    add(&r->by_language[i].f, f);
}

static int by_pages(const void *a, const void *b)
{
    const size_t x = ((const language_figures *)a)->f.pages;
    const size_t y = ((const language_figures *)b)->f.pages;
    return (x < y) - (x > y);
}

report report_of(const corpus *all)
{
    report r = {.types_right = 0};
    for (size_t i = 0; i < all->n; i++) {
        const page *p = &all->v[i];
        judging j = {.p = p};
        dc_guard_run(judge, &j);
        add_language(&r, p, &j.out);
        if (p->is_news) {
            add(&r.news, &j.out);
            add(&r.news_shingles, &j.shingles);
            continue;
        }
        add(&r.all, &j.out);
        add(&r.by_type[p->type], &j.out);
        r.with += j.with;
        r.without += j.without;
        int bin = (int)(j.confidence * N_BINS);
        bin = bin < N_BINS ? bin : N_BINS - 1;
        r.bins[bin].pages++;
        r.bins[bin].confidence += j.confidence;
        r.bins[bin].f1 += j.out.f1;
        r.types_right += strcmp(p->found_type, type_names[p->type]) == 0;
    }
    qsort(r.by_language, r.n_languages, sizeof *r.by_language, by_pages);
    for (size_t i = 0; i < r.n_languages; i++)
        average(&r.by_language[i].f);
    average(&r.all);
    average(&r.news);
    average(&r.news_shingles);
    join(&r.news_shingles);
    for (int t = 0; t < N_TYPES; t++)
        average(&r.by_type[t]);
    r.types_right /= (double)r.all.pages;
    r.with /= (double)r.all.pages;
    r.without /= (double)r.all.pages;
    return r;
}

static void print_head(const char *name)
{
    printf("| %s | n | F1 | precision | recall |\n| --- | --- | --- | --- | --- |\n", name);
}

static void print_figures(const char *name, const figures *f)
{
    printf("| %s | %zu | %.4f | %.4f | %.4f |\n", name, f->pages, f->f1, f->precision, f->recall);
}

void report_print(const report *r)
{
    enum { FEWEST_PAGES = 8 }; // of a language
    print_head("pages");
    print_figures("all", &r->all);
    for (int t = 0; t < N_TYPES; t++)
        print_figures(type_names[t], &r->by_type[t]);
    if (r->news.pages) {
        print_figures("news articles", &r->news);
        print_figures("news articles, shingles of four words", &r->news_shingles);
    }
    putchar('\n');
    print_head("language declared");
    for (size_t i = 0; i < r->n_languages && r->by_language[i].f.pages >= FEWEST_PAGES; i++)
        print_figures(r->by_language[i].language, &r->by_language[i].f);
    printf("\npassages present: %.4f, absent: %.4f\nkind of page right: %.4f\n\n| confidence | "
           "pages | mean | F1 |\n| --- | --- | --- | "
           "--- |\n",
           r->with, r->without, r->types_right);
    double apart = 0;
    for (int b = 0; b < N_BINS; b++)
        if (r->bins[b].pages) {
            const double n = (double)r->bins[b].pages;
            printf("| .%d | %zu | %.3f | %.3f |\n", b, r->bins[b].pages, r->bins[b].confidence / n,
                   r->bins[b].f1 / n);
            apart += (r->bins[b].confidence > r->bins[b].f1 ? 1 : -1) *
                     (r->bins[b].confidence - r->bins[b].f1);
        }
    printf("\nmean distance of confidence and F1, by pages: %.4f\n", apart / (double)r->all.pages);
    fflush(stdout);
}
