#include "tools/train/counts.h"

#include <math.h>
#include <stdlib.h>

const table_limits name_limits = {
    .domains = 4, .mass = 2, .prior = 3, .full_trust = 10, .most = 10000};
const table_limits word_limits = {
    .domains = 12, .mass = 1, .prior = 4, .full_trust = 8, .is_logit = true, .most = 24000};

static counts counts_new(void)
{
    counts c = {.arena = dc_arena_new(NULL, 0)};
    c.numbers = dc_map_in(c.arena);
    return c;
}

static count *count_at(counts *c, uint32_t hash)
{
    const uint32_t i = *dc_map_at(&c->numbers, (uint64_t)hash * 0x9E3779B97F4A7C15u, c->n);
    if (i == c->n) {
        if (c->n == c->cap) {
            c->cap = c->cap ? c->cap * 2 : 65536;
            c->v = realloc(c->v, c->cap * sizeof *c->v);
            c->hash = realloc(c->hash, c->cap * sizeof *c->hash);
        }
        c->v[i] = (count){.last_domain = UINT32_MAX};
        c->hash[i] = hash;
        c->n++;
    }
    return &c->v[i];
}

// Sums of one page, by token.
typedef struct page_sum {
    uint32_t hash;
    float all, text;
} page_sum;

typedef struct page_sums {
    dc_map numbers;
    page_sum *v;
    uint32_t n, cap;
    float weight, label; // of what is being added
} page_sums;

static void add(page_sums *s, uint32_t hash)
{
    const uint32_t i = *dc_map_at(&s->numbers, (uint64_t)hash * 0x9E3779B97F4A7C15u, s->n);
    if (i == s->n) {
        if (s->n == s->cap)
            s->v = realloc(s->v, (s->cap = s->cap ? s->cap * 2 : 4096) * sizeof *s->v);
        s->v[s->n++] = (page_sum){hash, 0, 0};
    }
    s->v[i].all += s->weight;
    s->v[i].text += s->weight * s->label;
}

static void commit(counts *c, const page_sums *s, const page *p, uint32_t domain, float full)
{
    const int fold = p->fold;
    float all = 0;
    float text = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        if (s->v[i].all <= 0)
            continue;
        count *k = count_at(c, s->v[i].hash);
        const float mass = fminf(1, s->v[i].all / full);
        k->text[fold] += mass * s->v[i].text / s->v[i].all;
        k->mass[fold] += mass;
        if (k->last_domain != domain)
            k->domains[fold]++;
        k->last_domain = domain;
        all += s->v[i].all;
        text += s->v[i].text;
    }
    if (all > 0) {
        c->prior_text[fold] += text / all;
        c->prior_mass[fold] += 1;
    }
}

static void count_names(counts *c, const page *p, uint32_t domain)
{
    enum { FULL = 25 };
    const dc_arena_mark mark = dc_arena_mark_now(p->arena);
    page_sums s = {.numbers = dc_map_in(p->arena)};
    const dc_blocks *b = &p->blocks;
    float *text = calloc(b->n + 1, sizeof *text);
    for (uint32_t i = 0; i < b->n; i++)
        text[i + 1] = text[i] + p->label[i] * (float)b->v[i].words;
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        const dc_box *box = &b->boxes[i];
        const uint32_t words = dc_box_sum(p->view.sums.words, box);
        if (words == 0)
            continue;
        const dc_box_names *names = &p->view.names[i];
        s.weight = (float)words;
        s.label = (text[box->last] - text[box->first]) / (float)words;
        for (uint32_t k = 0; k < names->n; k++)
            add(&s, names->v[k]);
    }
    commit(c, &s, p, domain, FULL);
    free(text);
    free(s.v);
    dc_arena_release(p->arena, mark);
}

static void count_words(counts *c, const page *p, uint32_t domain)
{
    enum { MOST = 20, FULL = 3 };
    const dc_arena_mark mark = dc_arena_mark_now(p->arena);
    page_sums s = {.numbers = dc_map_in(p->arena)};
    for (uint32_t i = 0; i < p->blocks.n; i++) {
        s.weight = fminf((float)p->blocks.v[i].words, MOST);
        s.label = p->label[i];
        uint32_t tokens[DC_TOKENS_MAX];
        const uint32_t n =
            dc_word_tokens(p->view.hashes + p->view.hash_at[i], p->view.letters[i].n_words, tokens);
        for (uint32_t k = 0; k < n; k++)
            add(&s, tokens[k]);
    }
    commit(c, &s, p, domain, FULL);
    free(s.v);
    dc_arena_release(p->arena, mark);
}

typedef struct counting {
    const corpus *all;
    all_counts *out;
} counting;

static void count_all(void *ctx, dc_guard *guard)
{
    (void)guard;
    const counting *c = ctx;
    uint32_t domain = 0;
    for (size_t i = 0; i < c->all->n; i++) {
        const page *p = &c->all->v[i];
        domain += i && strcmp(p->domain, c->all->v[i - 1].domain) != 0;
        if (!p->is_training)
            continue;
        count_names(&c->out->names, p, domain);
        count_words(&c->out->words, p, domain);
    }
}

void count_corpus(const corpus *all, all_counts *out)
{
    *out = (all_counts){counts_new(), counts_new()};
    counting c = {all, out};
    dc_guard_run(count_all, &c);
}

typedef struct candidate {
    uint32_t hash;
    float score, trust, worth;
} candidate;

static int by_worth(const void *a, const void *b)
{
    const candidate *x = a;
    const candidate *y = b;
    return x->worth != y->worth ? (x->worth < y->worth) - (x->worth > y->worth)
                                : (x->hash > y->hash) - (x->hash < y->hash);
}

static int by_hash(const void *a, const void *b)
{
    const candidate *x = a;
    const candidate *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static float logit(float p)
{
    return logf(p / (1 - p));
}

static candidate *choose(const counts *c, uint32_t folds, const table_limits *limits, uint32_t *n)
{
    candidate *v = malloc((c->n + 1) * sizeof *v);
    float text = 0;
    float mass = 0;
    for (int k = 0; k < N_FOLDS; k++)
        if (folds >> k & 1) {
            text += c->prior_text[k];
            mass += c->prior_mass[k];
        }
    const float prior = text / mass;
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t domains = 0;
        text = mass = 0;
        for (int k = 0; k < N_FOLDS; k++)
            if (folds >> k & 1) {
                text += c->v[i].text[k];
                mass += c->v[i].mass[k];
                domains += c->v[i].domains[k];
            }
        if (domains < limits->domains || mass < limits->mass)
            continue;
        candidate *t = &v[(*n)++];
        const float share = (text + limits->prior * prior) / (mass + limits->prior);
        *t = (candidate){
            .hash = c->hash[i], .score = share, .trust = fminf(1, mass / limits->full_trust)};
        if (limits->is_logit)
            t->score = logit((share + .02f) / 1.04f) - logit(prior);
        t->worth = fabsf(limits->is_logit ? t->score : share - .45f) * sqrtf(mass);
    }
    qsort(v, *n, sizeof *v, by_worth);
    if (*n > limits->most)
        *n = limits->most;
    qsort(v, *n, sizeof *v, by_hash);
    return v;
}

static uint8_t byte_of(float x)
{
    return (uint8_t)fminf(fmaxf(roundf(x), 0), 255);
}

dc_token_table make_table(const counts *c, uint32_t folds, const table_limits *limits)
{
    uint32_t n;
    candidate *v = choose(c, folds, limits, &n);
    uint32_t bits = 1;
    while ((2u << bits) < n)
        bits++;
    dc_token_entry *entries = calloc((size_t)n + DC_TOKEN_SPARE, sizeof *entries);
    uint16_t *buckets = calloc((1u << bits) + 1, sizeof *buckets);
    for (uint32_t i = 0; i < n; i++) {
        entries[i] =
            (dc_token_entry){(uint16_t)(v[i].hash >> (16 - bits)),
                             byte_of(limits->is_logit ? v[i].score * 28 + 128 : v[i].score * 255),
                             byte_of(v[i].trust * 255)};
        buckets[(v[i].hash >> (32 - bits)) + 1]++;
    }
    for (uint32_t i = 0; i < 1u << bits; i++)
        buckets[i + 1] = (uint16_t)(buckets[i + 1] + buckets[i]);
    free(v);
    return (dc_token_table){entries, buckets, bits};
}

void free_table(dc_token_table *table)
{
    free((void *)(uintptr_t)table->entries);
    free((void *)(uintptr_t)table->buckets);
}
