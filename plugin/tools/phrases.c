// Writes plugin/clean/phrases.inc from plugin/data/phrases.tsv, and from phrase_lists.tsv beside
// it: phrases INPUT OUTPUT.
#include "clean/edge.h"
#include "clean/phrase_form.h"
#include "clean/phrase_rows.h"
#include "tools/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

// Rows of lists rank behind ours, which have the number of their line.
enum { MOST_PHRASES = 40000, LISTED = 1 << 20 };

typedef struct table {
    dc_phrase_row *v;
    size_t n;
    bool has_failed;
} table;

static void add(table *t, rows *in, dc_phrase_row row)
{
    if (t->n == MOST_PHRASES)
        rows_complain(in, "too many rows", DC_STR_NONE);
    else
        t->v[t->n++] = row;
}

static void read_phrase(table *t, rows *in, const dc_str *f, size_t n, dc_family family)
{
    const dc_strength strength = n > 3 ? dc_strength_of(f[3]) : dc_family_strength(family);
    dc_phrase_form form;
    const dc_phrase_fault fault = dc_phrase_form_read(f[2], strength, &form);
    if (strength == DC_PROVES_NOTHING)
        rows_complain(in, "no such strength", f[3]);
    else if (fault)
        rows_complain(in, dc_phrase_fault_text(fault), f[2]);
    else
        add(t, in, dc_phrase_row_of(&form, family, strength, (uint32_t)in->line));
}

static bool is_start(const dc_phrase_row *row)
{
    return row->start_len <= DC_LONG_START_LEN && row->long_start < DC_N_LONG_STARTS &&
           row->start < (row->start_len < DC_START_LEN ? DC_N_SHORT_STARTS : DC_N_STARTS);
}

// See phrase_lists.c.
static bool scan_hashes(const char *text, dc_phrase_row *row)
{
    row->shape = DC_PHRASE_WHOLE;
    if (sscanf(text, "= %" SCNx64 " %" SCNu32 " %" SCNu32 " %" SCNu8, &row->hash, &row->start,
               &row->long_start, &row->start_len) == 4)
        return is_start(row);
    row->shape = DC_PHRASE_HEAD;
    if (sscanf(text,
               "< %" SCNx64 " %" SCNx64 " %" SCNu32 " %" SCNu16 " %" SCNu32 " %" SCNu32 " %" SCNu8,
               &row->hash, &row->tail_hash, &row->tail_len, &row->edge, &row->start,
               &row->long_start, &row->start_len) == 7)
        return row->edge < DC_N_EDGES && is_start(row);
    row->shape = DC_PHRASE_TAIL;
    return sscanf(text, "> %" SCNx64 " %" SCNu16, &row->hash, &row->edge) == 2 &&
           row->edge < DC_N_EDGES;
}

static void read_hashes(table *t, rows *in, const dc_str *f, size_t n, dc_family family)
{
    char text[80];
    const dc_strength strength = n > 3 ? dc_strength_of(f[3]) : dc_family_strength(family);
    dc_phrase_row row = {.rank = LISTED + (uint32_t)in->line,
                         .family = (uint8_t)family,
                         .strength = (uint8_t)strength};
    snprintf(text, sizeof text, "%.*s", (int)f[2].len, f[2].p);
    if (!strength || !scan_hashes(text, &row))
        rows_complain(in, "expected hashes and a strength", f[2]);
    else
        add(t, in, row);
}

typedef void read_fn(table *t, rows *in, const dc_str *f, size_t n, dc_family family);

static void read_file(table *t, const char *name, read_fn *read_row)
{
    rows in = rows_open(name);
    dc_str f[MOST_FIELDS];
    size_t n;
    while (rows_next(&in, f, &n)) {
        const dc_family family = dc_family_of(f[0]);
        if (n < 3 || !family)
            rows_complain(&in, "expected family, language, phrase", f[0]);
        else
            read_row(t, &in, f, n, family);
    }
    t->has_failed |= in.has_failed;
}

// Two languages may print the same words, but they must mean the same; what stands in lists gives
// way.
static void drop_doubles(table *t, const char *name)
{
    size_t to = 0;
    for (size_t i = 0; i < t->n; i++) {
        const dc_phrase_row *last = &t->v[to ? to - 1 : 0];
        const dc_phrase_row *row = &t->v[i];
        if (!to || !dc_phrase_row_is_same(last, row)) {
            t->v[to++] = *row;
            continue;
        }
        if (row->rank >= LISTED || (last->family == row->family && last->strength == row->strength))
            continue;
        fprintf(stderr, "%s:%u: already there, but as %s\n", name, row->rank,
                dc_family_name((dc_family)last->family));
        t->has_failed = true;
    }
    t->n = to;
}

static void write_row(const dc_phrase_row *row, FILE *out)
{
    fprintf(out, "    {0x%016" PRIx64, row->hash);
    if (row->shape != DC_PHRASE_WHOLE)
        fprintf(out, ", 0x%016" PRIx64 ", %u", row->tail_hash, row->tail_len);
    fprintf(out, ", DC_FAMILY_%s, %d},\n", dc_family_name((dc_family)row->family), row->strength);
}

static void write_set(const char *name, const char *size, const uint64_t *set, size_t n, FILE *out)
{
    fprintf(out, "static const uint64_t %s[%s / 64] = {\n", name, size);
    for (size_t i = 0; i < n / 64; i++)
        fprintf(out, "    0x%016" PRIx64 ",\n", set[i]);
    fputs("};\n", out);
}

static void add_bit(uint64_t *set, unsigned bit)
{
    set[bit / 64] |= (uint64_t)1 << bit % 64;
}

static void write_whole_bits(const table *t, FILE *out)
{
    static uint64_t set[DC_N_WHOLE_BITS / 64];
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].shape == DC_PHRASE_WHOLE)
            add_bit(set, dc_whole_bit(t->v[i].hash));
    write_set("whole_bits", "DC_N_WHOLE_BITS", set, DC_N_WHOLE_BITS, out);
}

static void write_long_starts(const table *t, FILE *out)
{
    static uint64_t set[DC_N_LONG_STARTS / 64];
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].start_len >= DC_START_LEN)
            add_bit(set, t->v[i].long_start);
    write_set("long_starts", "DC_N_LONG_STARTS", set, DC_N_LONG_STARTS, out);
}

// Whether a row is of those looked for; a login word may stand before any.
static bool is_for(const dc_phrase_row *row, dc_glance_for what)
{
    if (what == DC_FOR_HEAD)
        return row->shape == DC_PHRASE_HEAD;
    const bool is_glued = row->strength == DC_PROVES_STRONG &&
                          (dc_family_flags((dc_family)row->family) & DC_FAMILY_GLUE);
    return what == DC_FOR_BLOCK || (what == DC_FOR_LINE && row->strength >= DC_PROVES_WEAK) ||
           is_glued || row->family == DC_FAMILY_login_button;
}

static void write_glance(const table *t, const char *name, dc_glance_for what, FILE *out)
{
    static uint64_t longs[DC_N_STARTS / 64];
    uint64_t shorts[DC_N_SHORT_STARTS / 64] = {0};
    uint64_t tails[DC_N_EDGES / 64] = {0};
    unsigned lengths = 0;
    memset(longs, 0, sizeof longs);
    for (size_t i = 0; i < t->n; i++) {
        const dc_phrase_row *row = &t->v[i];
        if (!is_for(row, what))
            continue;
        if (row->shape == DC_PHRASE_TAIL)
            add_bit(tails, row->edge);
        else if (row->start_len >= DC_START_LEN)
            add_bit(longs, row->start);
        else if (row->start_len)
            add_bit(shorts, row->start);
        lengths |= row->start_len < DC_START_LEN ? 1u << row->start_len : 0;
    }
    char set[40];
    snprintf(set, sizeof set, "%s_starts", name);
    write_set(set, "DC_N_STARTS", longs, DC_N_STARTS, out);
    snprintf(set, sizeof set, "%s_short_starts", name);
    write_set(set, "DC_N_SHORT_STARTS", shorts, DC_N_SHORT_STARTS, out);
    snprintf(set, sizeof set, "%s_tail_edges", name);
    write_set(set, "DC_N_EDGES", tails, DC_N_EDGES, out);
    fprintf(out, "enum { %s_short_lengths = 0x%x };\n", name, lengths & ~1u);
}

static void write_phrases(const table *t, FILE *out)
{
    static const char *const names[] = {"dc_whole_row whole_rows", "dc_open_row head_rows",
                                        "dc_open_row tail_rows"};
    fputs("// Generated by plugin/tools/phrases.c from plugin/data/phrases.tsv and\n"
          "// phrase_lists.tsv. Do not edit.\n",
          out);
    size_t i = 0;
    for (unsigned shape = DC_PHRASE_WHOLE; shape <= DC_PHRASE_TAIL; shape++) {
        fprintf(out, "static const %s[] = {\n", names[shape]);
        for (; i < t->n && t->v[i].shape == shape; i++)
            write_row(&t->v[i], out);
        fputs("};\n", out);
    }
    write_whole_bits(t, out);
    write_long_starts(t, out);
    write_glance(t, "block", DC_FOR_BLOCK, out);
    write_glance(t, "line", DC_FOR_LINE, out);
    write_glance(t, "glued", DC_FOR_TAIL, out);
    write_glance(t, "head", DC_FOR_HEAD, out);
}

// The name of the file beside that one.
static void lists_beside(const char *name, char *out, size_t room)
{
    const char *slash = strrchr(name, '/');
    const int len = slash ? (int)(slash + 1 - name) : 0;
    snprintf(out, room, "%.*sphrase_lists.tsv", len, name);
}

int main(int argc, char **argv)
{
    static dc_phrase_row v[MOST_PHRASES];
    if (argc != 3) {
        fputs("usage: phrases INPUT OUTPUT\n", stderr);
        return 2;
    }
    char lists[4096];
    lists_beside(argv[1], lists, sizeof lists);
    table t = {.v = v};
    read_file(&t, argv[1], read_phrase);
    read_file(&t, lists, read_hashes);
    qsort(t.v, t.n, sizeof *t.v, dc_phrase_row_order);
    drop_doubles(&t, argv[1]);
    if (t.has_failed)
        return 1;
    FILE *out = fopen(argv[2], "w");
    if (!out) {
        perror(argv[2]);
        return 1;
    }
    write_phrases(&t, out);
    return fclose(out) != 0;
}
