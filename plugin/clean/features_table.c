// What the token tables say: of the names of the boxes around a block, of its words, and of the
// same around it.
#include "clean/names.h"
#include "clean/view.h"

#include <math.h>

enum { FAR = 25 };

// The names of one box: share of text under such boxes, by evidence.
typedef struct name_score {
    float mean, low, high, weight; // weight 0: no known token
} name_score;

static name_score score_names(const dc_token_table *table, const dc_box_names *names)
{
    dc_token_entry known[DC_NAMES_MAX];
    const uint32_t n = dc_token_find(table, names->v, names->n, known);
    name_score out = {.low = 1, .high = 0};
    float sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        const float score = (float)known[i].score / 255;
        const float weight = fabsf(score - .45f) * (float)known[i].trust / 255 + 1e-6f;
        sum += weight * score;
        out.weight += weight;
        out.low = dc_lesser(out.low, score);
        out.high = dc_greater(out.high, score);
    }
    if (out.weight > 0)
        out.mean = sum / out.weight;
    return out;
}

// What the names of a box and all above it say together.
typedef struct chain {
    float low, high;   // of all
    float near;        // mean of the nearest box with a score; -1 when there is none
    float sum, weight; // of means, less the further up
    uint8_t distance;  // to the nearest box with a score
} chain;

static const chain no_chain = {.low = 1, .high = 0, .near = -1, .distance = FAR};

static chain linked(const chain *above, const name_score *own)
{
    enum { DECAY_PERCENT = 80 };
    chain c = *above;
    c.sum *= DECAY_PERCENT / 100.f;
    c.weight *= DECAY_PERCENT / 100.f;
    c.distance = (uint8_t)(c.distance + (c.distance < FAR));
    if (own->weight <= 0)
        return c;
    c.low = dc_lesser(c.low, own->low);
    c.high = dc_greater(c.high, own->high);
    c.near = own->mean;
    c.distance = 0;
    c.sum += own->weight * own->mean;
    c.weight += own->weight;
    return c;
}

typedef struct table_view {
    const dc_view *view;
    const chain *chains; // of every box
    const name_score *names;
    float *word;     // of every block: what its words say
    float *name;     // of every block: what its boxes say, chain.sum / chain.weight
    float *word_sum; // prefix sums of the two, by weight
    float *name_sum;
    float *weight;
    float page_word; // means of the page
    float page_name;
} table_view;

static void score_boxes(table_view *t, const dc_token_table *table)
{
    const dc_view *v = t->view;
    const uint32_t n = v->blocks->n_boxes;
    chain *chains = dc_arena_alloc(v->arena, n * sizeof *chains);
    name_score *names = dc_arena_alloc(v->arena, n * sizeof *names);
    bool *is_scored = dc_arena_zero(v->arena, n, sizeof *is_scored);
    for (uint32_t k = 0; k < v->n_places; k++) {
        const dc_place *at = &v->places[k];
        const uint32_t i = at->box;
        const uint32_t twin = v->twins[i]; // may be no place itself
        if (!is_scored[twin])
            names[twin] = score_names(table, &v->names[i]);
        is_scored[twin] = true;
        names[i] = names[twin];
        chains[i] = linked(i ? &chains[at->parent] : &no_chain, &names[i]);
    }
    t->chains = chains;
    t->names = names;
}

static void put_names(const table_view *t, uint32_t i, dc_features *out)
{
    const dc_blocks *b = t->view->blocks;
    uint32_t box = b->v[i].box;
    const chain *c = &t->chains[box];
    float low = 1; // of the nearest three boxes
    for (int up = 0; up < 3; up++, box = b->boxes[box].parent)
        if (t->names[box].weight > 0)
            low = dc_lesser(low, t->names[box].low);
    t->name[i] = c->weight > 0 ? c->sum / c->weight : .45f;
    DC_PUT(out, te0, i, c->low);
    DC_PUT(out, te1, i, c->high);
    DC_PUT(out, te2, i, c->near);
    DC_PUT(out, te3, i, c->distance);
    DC_PUT(out, te4, i, low);
    DC_PUT(out, te6, i, t->name[i]);
}

typedef struct word_score {
    float sum, weight, low;
} word_score;

static word_score score_words(const dc_token_table *table, const uint32_t *hashes, uint32_t n)
{
    uint32_t tokens[DC_TOKENS_MAX];
    dc_token_entry known[DC_TOKENS_MAX];
    const uint32_t n_tokens = dc_word_tokens(hashes, n, tokens);
    const uint32_t n_known = dc_token_find(table, tokens, n_tokens, known);
    word_score s = {0};
    for (uint32_t i = 0; i < n_known; i++) {
        const float score = ((float)known[i].score - 128) / 28;
        const float weight = (float)known[i].trust / 255;
        s.sum += score * weight;
        s.weight += weight;
        s.low = dc_lesser(s.low, score);
    }
    return s;
}

static void put_words(const table_view *t, const dc_token_table *table, uint32_t i,
                      dc_features *out)
{
    const dc_view *v = t->view;
    const uint32_t same = v->same[i];
    if (same < i) {
        t->word[i] = t->word[same];
        DC_PUT(out, te8, i, t->word[i]);
        DC_PUT(out, te9, i, dc_feature_at(out, DC_F_te9, same));
        DC_PUT(out, te10, i, dc_feature_at(out, DC_F_te10, same));
        return;
    }
    const word_score s = score_words(table, v->hashes + v->hash_at[i], v->letters[i].n_words);
    t->word[i] = s.sum / dc_greater(1, s.weight);
    DC_PUT(out, te8, i, t->word[i]);
    DC_PUT(out, te9, i, s.sum / sqrtf(dc_greater(1, s.weight)));
    DC_PUT(out, te10, i, s.low);
}

static void add_up(table_view *t)
{
    const dc_blocks *b = t->view->blocks;
    t->word_sum[0] = t->name_sum[0] = t->weight[0] = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const float weight = dc_lesser((float)b->v[i].words, 30);
        t->word_sum[i + 1] = t->word_sum[i] + weight * t->word[i];
        t->name_sum[i + 1] = t->name_sum[i] + weight * t->name[i];
        t->weight[i + 1] = t->weight[i] + weight;
    }
}

static float mean(const table_view *t, const float *sum, uint32_t from, uint32_t to)
{
    return dc_ratio(sum[to] - sum[from], t->weight[to] - t->weight[from]);
}

static float mean_box(const table_view *t, const float *sum, uint32_t box)
{
    const dc_box *at = &t->view->blocks->boxes[box];
    return mean(t, sum, at->first, at->last);
}

static float mean_around(const table_view *t, const float *sum, uint32_t i, uint32_t reach)
{
    const uint32_t n = t->view->blocks->n;
    return mean(t, sum, i > reach ? i - reach : 0, i + reach + 1 < n ? i + reach + 1 : n);
}

// Of the three boxes above that hold more than the one before.
static void put_above(const table_view *t, uint32_t i, uint32_t one, dc_features *out)
{
    const dc_view *v = t->view;
    const uint32_t two = v->up[one];
    DC_PUT(out, tx_c1, i, mean_box(t, t->word_sum, one));
    DC_PUT(out, tx_c2, i, mean_box(t, t->word_sum, two));
    DC_PUT(out, tx_c3, i, mean_box(t, t->word_sum, v->up[two]));
    DC_PUT(out, tn_c1, i, mean_box(t, t->name_sum, one));
    DC_PUT(out, tn_c2, i, mean_box(t, t->name_sum, two));
}

static void put_around(const table_view *t, uint32_t i, dc_features *out)
{
    static const dc_feature of_above[] = {DC_F_tx_c1, DC_F_tx_c2, DC_F_tx_c3, DC_F_tn_c1,
                                          DC_F_tn_c2};
    const dc_view *v = t->view;
    const uint32_t n = v->blocks->n;
    if (dc_is_below_the_same(v, i))
        dc_feature_repeat(out, of_above, sizeof of_above / sizeof *of_above, i);
    else
        put_above(t, i, v->up[v->blocks->v[i].box], out);
    DC_PUT(out, tx_w4, i, mean_around(t, t->word_sum, i, 4));
    DC_PUT(out, tx_w10, i, mean_around(t, t->word_sum, i, 10));
    DC_PUT(out, tx_sc, i, v->section[i] == UINT32_MAX ? 0 : t->word[v->section[i]]);
    DC_PUT(out, tx_pg, i, t->page_word);
    DC_PUT(out, tn_w4, i, mean_around(t, t->name_sum, i, 4));
    DC_PUT(out, tn_pg, i, t->page_name);
    DC_PUT(out, tn_rel, i, t->name[i] - t->page_name);
    DC_PUT(out, tn_next, i, i + 1 < n ? t->name[i + 1] : -1);
    DC_PUT(out, tn_prev, i, i ? t->name[i - 1] : -1);
}

// The same over all blocks whose boxes look alike, and over all boxes of a set of siblings.
static void put_alike(const table_view *t, dc_features *out)
{
    const dc_view *v = t->view;
    const dc_blocks *b = v->blocks;
    typedef struct sums {
        float word, name, weight;
    } sums;
    sums *of_path = dc_arena_zero(v->arena, (size_t)b->n + 1, sizeof *of_path);
    sums *of_set = dc_arena_zero(v->arena, (size_t)v->n_siblings + 1, sizeof *of_set);
    for (uint32_t i = 0; i < b->n; i++) {
        const float weight = t->weight[i + 1] - t->weight[i];
        sums *s[] = {&of_path[v->alike[i]], &of_set[v->sibling_set[b->v[i].box]]};
        for (int k = 0; k < 2; k++) {
            s[k]->word += weight * t->word[i];
            s[k]->name += weight * t->name[i];
            s[k]->weight += weight;
        }
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const sums *s = &of_path[v->alike[i]];
        const sums *k = &of_set[v->sibling_set[b->v[i].box]];
        DC_PUT(out, tx_g, i, dc_ratio(s->word, s->weight));
        DC_PUT(out, tn_g, i, dc_ratio(s->name, s->weight));
        DC_PUT(out, tx_k, i, dc_ratio(k->word, k->weight));
    }
}

// The share of the page's weight in blocks whose names say less, to a 64th.
static void put_rank(const table_view *t, dc_features *out)
{
    enum { STEPS = 64 };
    float below[STEPS + 1] = {0};
    const uint32_t n = t->view->blocks->n;
    for (uint32_t i = 0; i < n; i++)
        below[1 + (int)(dc_lesser(dc_greater(t->name[i], 0), .999f) * STEPS)] +=
            t->weight[i + 1] - t->weight[i];
    for (int k = 1; k <= STEPS; k++)
        below[k] += below[k - 1];
    for (uint32_t i = 0; i < n; i++)
        DC_PUT(out, tn_rank, i,
               dc_ratio(below[(int)(dc_lesser(dc_greater(t->name[i], 0), .999f) * STEPS)],
                        t->weight[n]));
}

void dc_features_table(const dc_view *view, const dc_token_tables *tables, dc_features *out)
{
    const size_t n = view->blocks->n;
    float *room = dc_arena_alloc(view->arena, (5 * n + 3) * sizeof *room);
    table_view t = {.view = view,
                    .word = room,
                    .name = room + n,
                    .word_sum = room + 2 * n,
                    .name_sum = room + 3 * n + 1,
                    .weight = room + 4 * n + 2};
    score_boxes(&t, &tables->names);
    for (uint32_t i = 0; i < n; i++) {
        put_names(&t, i, out);
        put_words(&t, &tables->words, i, out);
    }
    add_up(&t);
    t.page_word = mean(&t, t.word_sum, 0, view->blocks->n);
    t.page_name = mean(&t, t.name_sum, 0, view->blocks->n);
    for (uint32_t i = 0; i < n; i++)
        put_around(&t, i, out);
    put_alike(&t, out);
    put_rank(&t, out);
}
