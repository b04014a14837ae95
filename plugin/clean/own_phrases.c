#include "clean/own_phrases.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "clean/phrase_form.h"

#include <stdlib.h>

enum {
    MOST_LINES = 1 << 20,
    MOST_BYTES = 256 << 20,
    MOST_SHOWN = 60, // bytes of a name in a message
    MOST_FIELDS = 4
};

struct decant_phrases {
    const decant_allocator *hook;
    dc_phrase_table table;
    size_t cap; // rows of each kind there is room for
    dc_phrase_row *rows;
    size_t n;
    dc_whole_row *wholes;
    dc_open_row *opens; // heads, then tails
    uint64_t tail_edges[DC_N_EDGES / 64];
    uint64_t whole_bits[DC_N_WHOLE_BITS / 64];
    uint64_t starts[DC_N_STARTS / 64];
    uint64_t short_starts[DC_N_SHORT_STARTS / 64];
    uint64_t long_starts[DC_N_LONG_STARTS / 64];
};

// ---- one line ---------------------------------------------------------------------------------

typedef struct fields {
    dc_str v[MOST_FIELDS];
    size_t n;
} fields;

static bool split(dc_str line, fields *out)
{
    out->n = 0;
    for (;;) {
        const char *tab = memchr(line.p, '\t', line.len);
        const size_t len = tab ? (size_t)(tab - line.p) : line.len;
        if (out->n == MOST_FIELDS)
            return false;
        out->v[out->n++] = dc_str_trim((dc_str){line.p, len});
        if (!tab)
            return true;
        line = dc_str_from(line, len + 1);
    }
}

static decant_status complain(size_t line, const char *what, dc_str about, decant_error *error)
{
    char shown[MOST_SHOWN + 1];
    const size_t len = about.len < MOST_SHOWN ? about.len : MOST_SHOWN;
    if (about.len == 0)
        return dc_fail(error, DECANT_E_INVALID, "line %zu: %s", line, what);
    memcpy(shown, about.p, len);
    shown[len] = '\0';
    return dc_fail(error, DECANT_E_INVALID, "line %zu: %s: \"%s\"", line, what, shown);
}

// "phrase", "family TAB phrase" or "family TAB language TAB phrase [TAB strength]".
static decant_status read_line(dc_str line, size_t no, dc_phrase_row *row, decant_error *error)
{
    fields f;
    if (dc_utf8_valid(line) != line.len)
        return complain(no, "not UTF-8", DC_STR_NONE, error);
    if (!split(line, &f))
        return complain(no, "expected family, language, phrase and strength at most", DC_STR_NONE,
                        error);
    const dc_family family = f.n > 1 ? dc_family_of(f.v[0]) : DC_FAMILY_user;
    if (!family)
        return complain(no, "there is no such family", f.v[0], error);
    const dc_strength strength = f.n == 4 ? dc_strength_of(f.v[3]) : dc_family_strength(family);
    if (!strength)
        return complain(no, "expected strong, medium or weak", f.v[3], error);
    const dc_str text = f.v[f.n == 1 ? 0 : f.n == 2 ? 1 : 2];
    dc_phrase_form form;
    const dc_phrase_fault fault = dc_phrase_form_read(text, strength, &form);
    // How short a phrase may be is the user's own affair.
    if (fault && fault != DC_PHRASE_TOO_SHORT)
        return complain(no, dc_phrase_fault_text(fault), text, error);
    *row = dc_phrase_row_of(&form, family, strength, (uint32_t)no);
    return DECANT_OK;
}

// ---- the tables -------------------------------------------------------------------------------

static void add_bit(uint64_t *set, unsigned bit)
{
    set[bit / 64] |= (uint64_t)1 << bit % 64;
}

static void add_sets(decant_phrases *p, const dc_phrase_row *row, unsigned *lengths)
{
    if (row->shape == DC_PHRASE_WHOLE)
        add_bit(p->whole_bits, dc_whole_bit(row->hash));
    if (row->shape == DC_PHRASE_TAIL)
        add_bit(p->tail_edges, row->edge);
    else if (row->start_len)
        add_bit(row->start_len < DC_START_LEN ? p->short_starts : p->starts, row->start);
    if (row->start_len && row->start_len < DC_START_LEN)
        *lengths |= 1u << row->start_len;
    if (row->start_len >= DC_START_LEN)
        add_bit(p->long_starts, row->long_start);
}

static void add_row(decant_phrases *p, const dc_phrase_row *row)
{
    dc_phrase_table *t = &p->table;
    if (row->shape == DC_PHRASE_WHOLE)
        p->wholes[t->n_wholes++] = (dc_whole_row){row->hash, row->family, row->strength};
    else
        p->opens[t->n_heads + t->n_tails] = (dc_open_row){
            row->hash, row->tail_hash, (uint16_t)row->tail_len, row->family, row->strength};
    t->n_heads += row->shape == DC_PHRASE_HEAD;
    t->n_tails += row->shape == DC_PHRASE_TAIL;
}

static void make_table(decant_phrases *p)
{
    unsigned lengths = 0;
    qsort(p->rows, p->n, sizeof *p->rows, dc_phrase_row_order);
    for (size_t i = 0; i < p->n; i++) {
        if (i && dc_phrase_row_is_same(&p->rows[i - 1], &p->rows[i]))
            continue;
        add_row(p, &p->rows[i]);
        add_sets(p, &p->rows[i], &lengths);
    }
    dc_phrase_table *t = &p->table;
    t->wholes = p->wholes;
    t->heads = p->opens;
    t->tails = p->opens + t->n_heads;
    t->whole_bits = p->whole_bits;
    t->long_starts = p->long_starts;
    for (unsigned i = 0; i < DC_N_GLANCES; i++)
        t->glances[i] = (dc_glance_sets){p->starts, p->short_starts, p->tail_edges, lengths};
}

// ---- the file ---------------------------------------------------------------------------------

static size_t count_lines(dc_str s)
{
    size_t n = 1;
    for (const char *p; s.len && (p = memchr(s.p, '\n', s.len)); n++)
        s = dc_str_from(s, (size_t)(p - s.p) + 1);
    return n;
}

static decant_status read_lines(decant_phrases *p, dc_str bytes, decant_error *error)
{
    const char *start = bytes.p;
    if (dc_str_starts(bytes, DC_STR("\xEF\xBB\xBF")))
        bytes = dc_str_from(bytes, 3);
    for (size_t no = 1; bytes.len; no++) {
        const char *end = memchr(bytes.p, '\n', bytes.len);
        const size_t len = end ? (size_t)(end - bytes.p) : bytes.len;
        const dc_str line = dc_str_trim((dc_str){bytes.p, len});
        if (line.len && line.p[0] != '#') {
            const decant_status status = read_line(line, no, &p->rows[p->n], error);
            if (status != DECANT_OK && error)
                error->offset = (uint64_t)(bytes.p - start);
            if (status != DECANT_OK)
                return status;
            p->n++;
        }
        bytes = dc_str_from(bytes, end ? len + 1 : len);
    }
    return DECANT_OK;
}

decant_status dc_own_phrases_new(const decant_allocator *allocator, dc_str bytes,
                                 decant_phrases **out, decant_error *error)
{
    *out = NULL;
    const size_t cap = bytes.len > MOST_BYTES ? MOST_LINES + 1 : count_lines(bytes);
    if (cap > MOST_LINES)
        return dc_fail(error, DECANT_E_TOO_LARGE, "more than %d lines", MOST_LINES);
    const decant_allocator *hook = dc_mem_hook(allocator);
    decant_phrases *p = dc_mem_zero(hook, 1, sizeof *p);
    if (!p)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    p->hook = hook;
    p->cap = cap;
    p->rows = dc_mem_zero(hook, cap, sizeof *p->rows);
    p->wholes = dc_mem_zero(hook, cap, sizeof *p->wholes);
    p->opens = dc_mem_zero(hook, cap, sizeof *p->opens);
    decant_status status = DECANT_OK;
    if (!p->rows || !p->wholes || !p->opens)
        status = dc_fail(error, DECANT_E_NOMEM, "out of memory");
    if (status == DECANT_OK)
        status = read_lines(p, bytes, error);
    if (status != DECANT_OK) {
        dc_own_phrases_free(p);
        return status;
    }
    make_table(p);
    *out = p;
    return DECANT_OK;
}

void dc_own_phrases_free(decant_phrases *p)
{
    if (!p)
        return;
    if (p->rows)
        dc_mem_free(p->hook, p->rows, p->cap * sizeof *p->rows);
    if (p->wholes)
        dc_mem_free(p->hook, p->wholes, p->cap * sizeof *p->wholes);
    if (p->opens)
        dc_mem_free(p->hook, p->opens, p->cap * sizeof *p->opens);
    dc_mem_free(p->hook, p, sizeof *p);
}

const dc_phrase_table *dc_own_phrases_table(const decant_phrases *phrases)
{
    return phrases ? &phrases->table : NULL;
}
