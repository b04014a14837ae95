// Writes plugin/data/phrase_lists.tsv from lists of the phrases that systems print, which are
// theirs and stay outside: lines of family, language, phrase and system. phrase_lists LISTS OUTPUT.
//
// Not all that a list holds is fit for plain text and for pages of all kinds:
//   - families that need the tree of a page, or are chrome of one wiki, are left out;
//   - a strong phrase of two words is weak, one of one word is none; a medium one of one is weak;
//   - a phrase with a name in it has two words of its own;
//   - one phrase in two families belongs to the one that proves less.
#include "clean/phrase_form.h"
#include "tools/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

// A name that a list has for one of our families; the others are known by their own names.
static const struct {
    const char *theirs;
    dc_family ours;
} renamed[] = {
    {"like", DC_FAMILY_share},
};

// In normal form. Words that stand in any text, or call for more than a comment.
static const char *const no_phrases[] = {
    "required",
    "show more",
    "discussion",
    "javascript",
    "sponsored",
    "join the conversation",
    "logged in as",
    "an der unterhaltung teilnehmen",
    "an der diskussion teilnehmen",
    "delta i diskussionen",
    "delta i diskusjonen",
    "alaturate conversatiei",
    "promoted",
    "latest",
    "best",
    "wordpress",
    "ok",
    "del",
    "err",
    "cu",
    "see more",
    "load more",
};

enum { MOST_PHRASES = 40000 };

typedef struct lists {
    dc_phrase_row *v;
    size_t n;
    dc_str *languages; // by rank
    size_t n_read;
    size_t n_unfit;
} lists;

static dc_family family_of(dc_str name)
{
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (dc_str_eq(name, dc_str_of(renamed[i].theirs)))
            return renamed[i].ours;
    return dc_family_of(name);
}

static bool is_no_phrase(const dc_phrase_form *form)
{
    for (size_t i = 0; !form->is_open && i < sizeof no_phrases / sizeof *no_phrases; i++)
        if (dc_str_eq(form->head, dc_str_of(no_phrases[i])))
            return true;
    return false;
}

static bool read_row(dc_family family, dc_str text, uint32_t rank, dc_phrase_row *out)
{
    dc_strength strength = dc_family_strength(family);
    dc_phrase_form form;
    const dc_phrase_fault fault = dc_phrase_form_read(text, strength, &form);
    if (fault && fault != DC_PHRASE_TOO_SHORT)
        return false;
    const size_t words = dc_phrase_form_words(&form);
    if (is_no_phrase(&form) || words == 0 || (fault == DC_PHRASE_TOO_SHORT && words < 2))
        return false;
    // What a comment says of its author needs a comment around it anyway.
    if (form.is_open && words < 2 && strength >= DC_PROVES_WEAK)
        return false;
    if (fault == DC_PHRASE_TOO_SHORT || (words < 2 && strength > DC_PROVES_WEAK))
        strength = DC_PROVES_WEAK;
    *out = dc_phrase_row_of(&form, family, strength, rank);
    return true;
}

static void read_lists(lists *l, const char *name)
{
    rows in = rows_open(name);
    dc_str f[MOST_FIELDS];
    size_t n;
    while (rows_next(&in, f, &n) && l->n_read < MOST_PHRASES) {
        const dc_family family = n < 3 ? DC_FAMILY_none : family_of(f[0]);
        if (!family)
            continue;
        const uint32_t rank = (uint32_t)l->n_read++;
        l->languages[rank] = f[1];
        const bool is_fit = read_row(family, f[2], rank, &l->v[l->n]);
        l->n += is_fit;
        l->n_unfit += !is_fit;
    }
}

static void drop_doubles(lists *l)
{
    size_t to = 0;
    for (size_t i = 0; i < l->n; i++) {
        dc_phrase_row *last = &l->v[to ? to - 1 : 0];
        if (!to || !dc_phrase_row_is_same(last, &l->v[i]))
            l->v[to++] = l->v[i];
        else if (l->v[i].strength < last->strength)
            *last = l->v[i];
    }
    l->n = to;
}

static int by_rank(const void *pa, const void *pb)
{
    const dc_phrase_row *a = pa;
    const dc_phrase_row *b = pb;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

static void write_row(const lists *l, const dc_phrase_row *row, FILE *out)
{
    const dc_family family = (dc_family)row->family;
    const dc_str language = l->languages[row->rank];
    fprintf(out, "%s\t%.*s\t", dc_family_name(family), (int)language.len, language.p);
    static const char marks[] = "=<>";
    fprintf(out, "%c %016" PRIx64, marks[row->shape], row->hash);
    if (row->shape == DC_PHRASE_HEAD)
        fprintf(out, " %016" PRIx64 " %u", row->tail_hash, row->tail_len);
    if (row->shape != DC_PHRASE_WHOLE)
        fprintf(out, " %u", row->edge);
    if (row->shape != DC_PHRASE_TAIL)
        fprintf(out, " %u %u %u", row->start, row->long_start, row->start_len);
    if (row->strength != dc_family_strength(family))
        fprintf(out, "\t%s", dc_strength_name((dc_strength)row->strength));
    fputc('\n', out);
}

static void write_lists(const lists *l, FILE *out)
{
    fprintf(
        out,
        "# Made by plugin/tools/phrase_lists.c of %zu phrases: the translations of WordPress\n"
        "# with its themes and of Jetpack, MediaWiki, Ghost, giscus, Django, Isso, Remark42,\n"
        "# Coral, Waline, wpDiscuz, Blogger and others, and lines seen on pages. %zu were unfit,\n"
        "# many are the same in normal form. Family, language, hashes of the normal form and,\n"
        "# where it is not the family's, the strength:\n"
        "#   = HASH START LONG LENGTH                    a whole phrase\n"
        "#   < HASH HASH LENGTH EDGE START LONG LENGTH   what stands before a name and behind it\n"
        "#   > HASH EDGE                                 what stands behind a name only\n"
        "# where starts and edges are those of plugin/clean/start.h and edge.h.\n",
        l->n_read, l->n_unfit);
    for (size_t i = 0; i < l->n; i++)
        write_row(l, &l->v[i], out);
}

int main(int argc, char **argv)
{
    static dc_phrase_row v[MOST_PHRASES];
    static dc_str languages[MOST_PHRASES];
    if (argc != 3) {
        fputs("usage: phrase_lists LISTS OUTPUT\n", stderr);
        return 2;
    }
    lists l = {.v = v, .languages = languages};
    read_lists(&l, argv[1]);
    qsort(l.v, l.n, sizeof *l.v, dc_phrase_row_order);
    drop_doubles(&l);
    qsort(l.v, l.n, sizeof *l.v, by_rank);
    FILE *out = fopen(argv[2], "w");
    if (!out) {
        perror(argv[2]);
        return 1;
    }
    write_lists(&l, out);
    return fclose(out) != 0;
}
