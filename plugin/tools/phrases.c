// Writes plugin/clean/phrases.inc from plugin/data/phrases.tsv: phrases INPUT OUTPUT.
#include "base/hash.h"
#include "base/utf8.h"
#include "clean/edge.h"
#include "clean/family.h"
#include "clean/normalize.h"
#include "tools/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_PHRASES = 20000 };

typedef enum shape { WHOLE, HEAD, TAIL } shape;

typedef struct phrase {
    uint64_t hash;
    uint64_t tail_hash;
    size_t tail_len;
    dc_family family;
    dc_strength strength;
    shape shape;
    size_t line;
} phrase;

typedef struct table {
    rows in;
    phrase *v;
    size_t n;
    uint64_t head_edges[DC_N_EDGES / 64]; // first bytes of what stands before a name
    uint64_t
        tail_edges[DC_N_EDGES / 64]; // last bytes of what stands behind a name that comes first
} table;

static bool normalize(table *t, dc_str text, dc_normal *out)
{
    static const dc_str number = {"{n}", 3};
    const dc_str whole = text;
    char plain[1024];
    size_t len = 0;
    while (text.len && len < sizeof plain) {
        const bool is_number = dc_str_starts(text, number);
        plain[len++] = is_number ? '1' : text.p[0];
        text = dc_str_from(text, is_number ? number.len : 1);
    }
    if (text.len == 0 && dc_normalize((dc_str){plain, len}, out))
        return true;
    rows_complain(&t->in, "too long", whole);
    return false;
}

static size_t count_words(dc_str s)
{
    size_t words = 0;
    dc_str word;
    while (dc_str_token(&s, &word))
        words++;
    return words;
}

static bool is_spaced(dc_str s)
{
    while (s.len) {
        uint32_t code;
        s = dc_str_from(s, dc_utf8_decode(s.p, s.p + s.len, &code));
        if (dc_is_unspaced(code))
            return false;
    }
    return true;
}

static dc_strength strength_of(table *t, dc_str name)
{
    static const struct {
        dc_str name;
        dc_strength strength;
    } names[] = {
        {{"strong", 6}, DC_PROVES_STRONG},
        {{"medium", 6}, DC_PROVES_MEDIUM},
        {{"weak", 4}, DC_PROVES_WEAK},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (dc_str_eq(name, names[i].name))
            return names[i].strength;
    rows_complain(&t->in, "no such strength", name);
    return DC_PROVES_NOTHING;
}

static void set_shape(phrase *row, dc_str head, dc_str tail, bool is_open)
{
    row->shape = !is_open ? WHOLE : head.len ? HEAD : TAIL;
    row->hash = dc_hash(row->shape == TAIL ? tail : head);
    row->tail_len = row->shape == HEAD ? tail.len : 0;
    row->tail_hash = row->tail_len ? dc_hash(tail) : 0;
}

static void add_edge(table *t, shape kind, dc_str head, dc_str tail)
{
    const dc_str known = kind == TAIL ? tail : head;
    if (known.len < DC_EDGE_LEN) {
        rows_complain(&t->in, "too little before or behind the name", known);
        return;
    }
    const unsigned edge = dc_edge(kind == TAIL ? tail.p + tail.len - DC_EDGE_LEN : head.p);
    (kind == TAIL ? t->tail_edges : t->head_edges)[edge / 64] |= (uint64_t)1 << edge % 64;
}

static void add(table *t, dc_family family, dc_strength strength, dc_str text)
{
    static const dc_str name = {"{name}", 6};
    const size_t at = dc_str_find(text, name);
    const bool is_open = at != DC_STR_NPOS;
    dc_normal head;
    dc_normal tail = {.len = 0};
    if (!normalize(t, (dc_str){text.p, is_open ? at : text.len}, &head) ||
        (is_open && !normalize(t, dc_str_from(text, at + name.len), &tail)))
        return;
    const dc_str h = dc_normal_str(&head);
    const dc_str e = dc_normal_str(&tail);
    if (h.len + e.len == 0 || t->n == MOST_PHRASES) {
        rows_complain(&t->in, "nothing is left of it, or too many rows", text);
        return;
    }
    // A call to action of one or two words stands in too many texts to prove anything alone.
    if (strength == DC_PROVES_STRONG && is_spaced(h.len ? h : e) &&
        count_words(h) + count_words(e) < 3)
        rows_complain(&t->in, "a strong phrase has three words or more", text);
    phrase *row = &t->v[t->n++];
    *row = (phrase){.family = family, .strength = strength, .line = t->in.line};
    set_shape(row, h, e, is_open);
    if (is_open)
        add_edge(t, row->shape, h, e);
}

static void read_phrases(table *t)
{
    dc_str f[MOST_FIELDS];
    size_t n;
    while (rows_next(&t->in, f, &n)) {
        const dc_family family = dc_family_of(f[0]);
        if (n < 3 || !family) {
            rows_complain(&t->in, "expected family, language, phrase", f[0]);
            continue;
        }
        add(t, family, n > 3 ? strength_of(t, f[3]) : dc_family_strength(family), f[2]);
    }
}

static int by_hash(const void *pa, const void *pb)
{
    const phrase *a = pa;
    const phrase *b = pb;
    if (a->shape != b->shape)
        return (int)a->shape - (int)b->shape;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->tail_len != b->tail_len)
        return a->tail_len < b->tail_len ? 1 : -1; // the longer tail is the closer match
    if (a->tail_hash != b->tail_hash)
        return a->tail_hash < b->tail_hash ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static bool is_same(const phrase *a, const phrase *b)
{
    return a->shape == b->shape && a->hash == b->hash && a->tail_hash == b->tail_hash;
}

// Two languages may print the same words, but they must mean the same.
static void drop_doubles(table *t)
{
    size_t to = 0;
    for (size_t i = 0; i < t->n; i++) {
        const phrase *last = &t->v[to ? to - 1 : 0];
        if (!to || !is_same(last, &t->v[i])) {
            t->v[to++] = t->v[i];
            continue;
        }
        t->in.line = t->v[i].line;
        if (last->family != t->v[i].family || last->strength != t->v[i].strength)
            rows_complain(&t->in, "already there, but as", dc_str_of(dc_family_name(last->family)));
    }
    t->n = to;
}

static void write_row(const phrase *row, FILE *out)
{
    fprintf(out, "    {0x%016" PRIx64, row->hash);
    if (row->shape != WHOLE)
        fprintf(out, ", 0x%016" PRIx64 ", %zu", row->tail_hash, row->tail_len);
    fprintf(out, ", DC_FAMILY_%s, %d},\n", dc_family_name(row->family), row->strength);
}

static void write_edges(const char *name, const uint64_t *set, FILE *out)
{
    fprintf(out, "static const uint64_t %s[DC_N_EDGES / 64] = {\n", name);
    for (size_t i = 0; i < DC_N_EDGES / 64; i++)
        fprintf(out, "    0x%016" PRIx64 ",\n", set[i]);
    fputs("};\n", out);
}

static void write_phrases(const table *t, FILE *out)
{
    static const char *const names[] = {"whole_row whole_rows", "open_row head_rows",
                                        "open_row tail_rows"};
    fputs("// Generated by plugin/tools/phrases.c from plugin/data/phrases.tsv. Do not edit.\n",
          out);
    size_t i = 0;
    for (shape kind = WHOLE; kind <= TAIL; kind++) {
        fprintf(out, "static const %s[] = {\n", names[kind]);
        for (; i < t->n && t->v[i].shape == kind; i++)
            write_row(&t->v[i], out);
        fputs("};\n", out);
    }
    write_edges("head_edges", t->head_edges, out);
    write_edges("tail_edges", t->tail_edges, out);
}

int main(int argc, char **argv)
{
    static phrase v[MOST_PHRASES];
    if (argc != 3) {
        fputs("usage: phrases INPUT OUTPUT\n", stderr);
        return 2;
    }
    static table t;
    t.in = rows_open(argv[1]);
    t.v = v;
    read_phrases(&t);
    qsort(t.v, t.n, sizeof *t.v, by_hash);
    drop_doubles(&t);
    if (t.in.has_failed)
        return 1;
    FILE *out = fopen(argv[2], "w");
    if (!out) {
        perror(argv[2]);
        return 1;
    }
    write_phrases(&t, out);
    return fclose(out) != 0;
}
