#include "compare.h"

#include "heap.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

// Tables of more cells than this would take longer than anyone waits.
enum { MOST_CELLS = 16 << 20 };

typedef struct dc_seen {
    char *text;
    const char *reason; // static storage of the library
    int32_t label;
} dc_seen;

typedef struct writer {
    decant_write_fn write;
    void *ctx;
    int failure;
    size_t n_same, n_gone, n_new, n_changed;
} writer;

// "page.html, focus=recall"
static char *full_name(const char *name, const dc_names *with)
{
    char *full = dc_heap_copy(name);
    for (size_t i = 0; with && i < with->n; i++) {
        char *longer = dc_heap_join(full, ", ", with->v[i]);
        dc_heap_free(full);
        full = longer;
    }
    return full;
}

void dc_compare_take(dc_compare *c, const char *name, const dc_names *with, const decant_page *page)
{
    if (c->n_sides == 2)
        return;
    dc_side *side = &c->sides[c->n_sides++];
    side->n = decant_page_block_count(page);
    side->name = full_name(name, with);
    side->v = dc_heap_resize(NULL, side->n + 1, sizeof *side->v);
    for (size_t i = 0; i < side->n; i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        side->v[i] = (dc_seen){dc_heap_copy(block.text), block.reason, block.label};
    }
}

void dc_compare_free(dc_compare *c)
{
    for (size_t s = 0; s < c->n_sides; s++) {
        for (size_t i = 0; i < c->sides[s].n; i++)
            dc_heap_free(c->sides[s].v[i].text);
        dc_heap_free(c->sides[s].v);
        dc_heap_free(c->sides[s].name);
    }
}

static void put(writer *w, const char *s)
{
    if (!w->failure)
        w->failure = w->write(w->ctx, s, strlen(s));
}

static const char *label_of(const dc_seen *s)
{
    static const char *const names[] = {"text", "comment", "left out"};
    return names[s->label];
}

static void put_judgement(writer *w, const dc_seen *s)
{
    put(w, label_of(s));
    put(w, " (");
    put(w, s->reason);
    put(w, ")");
}

// A block in one line, cut where it is long.
static void put_text(writer *w, const char *text)
{
    char line[160];
    size_t n = 0;
    for (; *text && n < sizeof line - 8; text++)
        line[n++] = *text == '\n' || *text == '\t' ? ' ' : *text;
    while (*text && n && (line[n - 1] & 0xC0) == 0x80)
        n--;
    if (*text && n && (line[n - 1] & 0x80))
        n--;
    memcpy(line + n, *text ? "...\n" : "\n", *text ? 5 : 2);
    put(w, line);
}

static void put_one(writer *w, const char *mark, const dc_seen *s)
{
    put(w, mark);
    put_judgement(w, s);
    put(w, ": ");
    put_text(w, s->text);
}

static void put_pair(writer *w, const dc_seen *a, const dc_seen *b)
{
    if (a->label == b->label) {
        w->n_same++;
        return;
    }
    w->n_changed++;
    put(w, "~ ");
    put_judgement(w, a);
    put(w, " -> ");
    put_judgement(w, b);
    put(w, ": ");
    put_text(w, a->text);
}

static bool is_equal(const dc_seen *a, const dc_seen *b)
{
    return strcmp(a->text, b->text) == 0;
}

// The longest common subsequence of the middles, from its end: cell (i, j) is its length from
// there.
static uint32_t *lengths(const dc_seen *a, size_t n, const dc_seen *b, size_t m)
{
    if ((n + 1) > MOST_CELLS / (m + 1))
        return NULL;
    uint32_t *cells = dc_heap_resize(NULL, (n + 1) * (m + 1), sizeof *cells);
    for (size_t i = n + 1; i-- > 0;)
        for (size_t j = m + 1; j-- > 0;) {
            uint32_t *cell = &cells[i * (m + 1) + j];
            if (i == n || j == m)
                *cell = 0;
            else if (is_equal(&a[i], &b[j]))
                *cell = cells[(i + 1) * (m + 1) + j + 1] + 1;
            else
                *cell = cells[(i + 1) * (m + 1) + j] > cells[i * (m + 1) + j + 1]
                            ? cells[(i + 1) * (m + 1) + j]
                            : cells[i * (m + 1) + j + 1];
        }
    return cells;
}

static void write_middle(writer *w, const dc_seen *a, size_t n, const dc_seen *b, size_t m)
{
    uint32_t *cells = lengths(a, n, b, m);
    size_t i = 0;
    size_t j = 0;
    while (i < n || j < m) {
        if (cells && i < n && j < m && is_equal(&a[i], &b[j])) {
            put_pair(w, &a[i++], &b[j++]);
        } else if (i < n && (j == m || !cells ||
                             cells[(i + 1) * (m + 1) + j] >= cells[i * (m + 1) + j + 1])) {
            put_one(w, "- ", &a[i++]);
            w->n_gone++;
        } else {
            put_one(w, "+ ", &b[j++]);
            w->n_new++;
        }
    }
    dc_heap_free(cells);
}

int dc_compare_write(const dc_compare *c, decant_write_fn write, void *ctx)
{
    writer w = {.write = write, .ctx = ctx};
    const dc_side *a = &c->sides[0];
    const dc_side *b = &c->sides[1];
    size_t first = 0;
    size_t last = 0;
    while (first < a->n && first < b->n && is_equal(&a->v[first], &b->v[first]))
        first++;
    while (last < a->n - first && last < b->n - first &&
           is_equal(&a->v[a->n - 1 - last], &b->v[b->n - 1 - last]))
        last++;
    put(&w, "--- ");
    put_text(&w, a->name);
    put(&w, "+++ ");
    put_text(&w, b->name);
    for (size_t i = 0; i < first; i++)
        put_pair(&w, &a->v[i], &b->v[i]);
    write_middle(&w, a->v + first, a->n - first - last, b->v + first, b->n - first - last);
    for (size_t i = last; i > 0; i--)
        put_pair(&w, &a->v[a->n - i], &b->v[b->n - i]);
    char amounts[200];
    snprintf(amounts, sizeof amounts, "%zu the same, %zu judged otherwise, %zu gone, %zu new\n",
             w.n_same, w.n_changed, w.n_gone, w.n_new);
    put(&w, amounts);
    return w.failure;
}
