#include "tools/train/report.h"

#include "clean/decide.h"
#include "tools/train/overlap.h"

#include <stdio.h>

typedef struct judging {
    const page *p;
    figures out, shingles;
    double confidence;
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

report report_of(const corpus *all)
{
    report r = {.types_right = 0};
    for (size_t i = 0; i < all->n; i++) {
        const page *p = &all->v[i];
        judging j = {.p = p};
        dc_guard_run(judge, &j);
        if (p->is_news) {
            add(&r.news, &j.out);
            add(&r.news_shingles, &j.shingles);
            continue;
        }
        add(&r.all, &j.out);
        add(&r.by_type[p->type], &j.out);
        int bin = (int)(j.confidence * N_BINS);
        bin = bin < N_BINS ? bin : N_BINS - 1;
        r.bins[bin].pages++;
        r.bins[bin].confidence += j.confidence;
        r.bins[bin].f1 += j.out.f1;
        r.types_right += strcmp(p->found_type, type_names[p->type]) == 0;
    }
    average(&r.all);
    average(&r.news);
    average(&r.news_shingles);
    join(&r.news_shingles);
    for (int t = 0; t < N_TYPES; t++)
        average(&r.by_type[t]);
    r.types_right /= (double)r.all.pages;
    return r;
}

static void print_figures(const char *name, const figures *f)
{
    printf("| %s | %zu | %.4f | %.4f | %.4f |\n", name, f->pages, f->f1, f->precision, f->recall);
}

void report_print(const report *r)
{
    printf("| pages | n | F1 | precision | recall |\n| --- | --- | --- | --- | --- |\n");
    print_figures("all", &r->all);
    for (int t = 0; t < N_TYPES; t++)
        print_figures(type_names[t], &r->by_type[t]);
    if (r->news.pages) {
        print_figures("news articles", &r->news);
        print_figures("news articles, shingles of four words", &r->news_shingles);
    }
    printf("\nkind of page right: %.4f\n\n| confidence | pages | mean | F1 |\n| --- | --- | --- | "
           "--- |\n",
           r->types_right);
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
