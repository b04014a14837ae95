// Writes plugin/clean/forms.inc for the characters of plugin/data/forms.tsv: forms INPUT OUTPUT.
#include "clean/forms.h"
#include "base/utf8.h"
#include "tools/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { LAST = 0x10FFFF, MOST_CODES = 32, MOST_PAGES = 256 };

typedef struct table {
    bool is_joiner[LAST + 1]; // may become one with what stands before it
    dc_form forms[DC_N_FORM_PAGES][DC_FORM_PAGE];
    uint8_t pages[DC_N_FORM_PAGES];
    uint16_t kept[MOST_PAGES]; // the first of equal pages
    size_t n_kept;
} table;

static void find_joiners(table *t)
{
    for (int32_t c = 0; c <= LAST; c++) {
        utf8proc_int32_t codes[MOST_CODES];
        int last = 0;
        const utf8proc_ssize_t n =
            utf8proc_decompose_char(c, codes, MOST_CODES, UTF8PROC_DECOMPOSE, &last);
        for (utf8proc_ssize_t i = 1; i < n && i < MOST_CODES; i++)
            t->is_joiner[codes[i]] = true;
    }
}

// Marks that stand in one word of one script, in their canonical order.
static unsigned order_of(unsigned combining_class)
{
    static const unsigned classes[] = {0, 9, 103, 107};
    for (unsigned i = 0; i < sizeof classes / sizeof *classes; i++)
        if (classes[i] == combining_class)
            return i;
    return UINT8_MAX;
}

// Code points as UTF-8 in the form; false when there is no room for them.
static bool set_text(dc_form *form, const int32_t *codes, int n)
{
    for (int i = 0; i < n; i++) {
        char bytes[4];
        const size_t len = dc_utf8_encode((uint32_t)codes[i], bytes);
        if (form->len + len > sizeof form->text)
            return false;
        memcpy(form->text + form->len, bytes, len);
        form->len = (uint8_t)(form->len + len);
    }
    return true;
}

static bool set_sign(dc_form *form, const int32_t *codes, int n)
{
    const dc_sign sign = dc_sign_of((uint32_t)codes[0]);
    form->is_unspaced = dc_is_unspaced((uint32_t)codes[0]);
    form->sign = (uint8_t)(n > 1 && sign == DC_SIGN_MAYBE_END ? DC_SIGN_END : sign); // "..."
    for (int i = 1; i < n; i++)
        if (dc_sign_of((uint32_t)codes[i]) != sign ||
            dc_is_unspaced((uint32_t)codes[i]) != (bool)form->is_unspaced)
            return false;
    return n == 1 || sign == DC_SIGN_LETTER || sign == DC_SIGN_MAYBE_END;
}

// False when neighbours have a say in it.
static bool read_form(const table *t, uint32_t c, dc_form *form)
{
    char bytes[4];
    const dc_str utf8 = {bytes, dc_utf8_encode(c, bytes)};
    int32_t codes[MOST_CODES];
    const int n = dc_fold(utf8, codes, MOST_CODES);
    if (n == 0 && utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_CN) {
        form->order = DC_FORM_GONE;
        return true;
    }
    if (n <= 0 || utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_CN)
        return false;
    for (int i = 0; i < n; i++) {
        const unsigned order = order_of((unsigned)utf8proc_get_property(codes[i])->combining_class);
        if (t->is_joiner[codes[i]] || order == UINT8_MAX || (order && n > 1) || codes[i] == '_')
            return false;
        form->order = (uint8_t)order;
    }
    if (codes[0] == DC_COPYRIGHT || !set_sign(form, codes, n))
        return false;
    if (codes[0] == ',' || (form->sign == DC_SIGN_LETTER && (n > 1 || (uint32_t)codes[0] != c)))
        return set_text(form, codes, n);
    return true;
}

// Letters and marks, whatever stands beside them.
static bool is_all_words(uint32_t c)
{
    char bytes[4];
    const dc_str utf8 = {bytes, dc_utf8_encode(c, bytes)};
    int32_t codes[MOST_CODES];
    const int n = dc_fold(utf8, codes, MOST_CODES);
    for (int i = 0; i < n; i++)
        if (!dc_is_word((uint32_t)codes[i]))
            return false;
    return n > 0;
}

static bool is_markup(uint32_t c)
{
    return c == '<' || c == ']' || c == '&';
}

static void set_forms(table *t, uint32_t first, uint32_t last)
{
    for (uint32_t c = first; c <= last; c++) {
        dc_form form = {.len = 0};
        if (c == '_')
            form.sign = DC_SIGN_OUT;
        else if (is_markup(c))
            continue;
        else if (!read_form(t, c, &form))
            form = (dc_form){.sign = DC_SIGN_UNSURE, .len = is_all_words(c)};
        t->forms[c / DC_FORM_PAGE][c % DC_FORM_PAGE] = form;
    }
}

static void read_ranges(table *t, rows *in)
{
    dc_str f[MOST_FIELDS];
    size_t n;
    while (rows_next(in, f, &n)) {
        unsigned first;
        unsigned last;
        char text[32];
        snprintf(text, sizeof text, "%.*s %.*s", (int)f[0].len, f[0].p, n > 1 ? (int)f[1].len : 0,
                 f[1].p);
        if (n != 3 || sscanf(text, "%x %x", &first, &last) != 2 || last > 0xFFFF || first > last)
            rows_complain(in, "expected first, last, name", f[0]);
        else
            set_forms(t, first, last);
    }
}

// Most pages are the same: nothing is known of them, or all stays as it is.
static bool number_pages(table *t)
{
    for (size_t i = 0; i < DC_N_FORM_PAGES; i++) {
        size_t k = 0;
        while (k < t->n_kept && memcmp(t->forms[t->kept[k]], t->forms[i], sizeof t->forms[i]) != 0)
            k++;
        if (k == MOST_PAGES)
            return false;
        if (k == t->n_kept)
            t->kept[t->n_kept++] = (uint16_t)i;
        t->pages[i] = (uint8_t)k;
    }
    return true;
}

static void write_form(const dc_form *form, FILE *out)
{
    fprintf(out, "{%d, %d, %d, %d, \"", form->sign, form->is_unspaced, form->order, form->len);
    for (size_t i = 0; i < form->len; i++)
        fprintf(out, "\\%03o", (unsigned char)form->text[i]);
    fputs("\"},\n", out);
}

static void write_forms(const table *t, FILE *out)
{
    fputs("// Generated by plugin/tools/forms.c from plugin/data/forms.tsv. Do not edit.\n", out);
    fputs("static const uint8_t form_pages[DC_N_FORM_PAGES] = {\n", out);
    for (size_t i = 0; i < DC_N_FORM_PAGES; i++)
        fprintf(out, "%d,%c", t->pages[i], i % 16 == 15 ? '\n' : ' ');
    fputs("};\nstatic const dc_form forms[][DC_FORM_PAGE] = {\n", out);
    for (size_t k = 0; k < t->n_kept; k++) {
        fputs("{\n", out);
        for (size_t i = 0; i < DC_FORM_PAGE; i++)
            write_form(&t->forms[t->kept[k]][i], out);
        fputs("},\n", out);
    }
    fputs("};\n", out);
}

int main(int argc, char **argv)
{
    static table t;
    if (argc != 3) {
        fputs("usage: forms INPUT OUTPUT\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < DC_N_FORM_PAGES * DC_FORM_PAGE; i++)
        t.forms[i / DC_FORM_PAGE][i % DC_FORM_PAGE].sign = DC_SIGN_UNSURE;
    find_joiners(&t);
    rows in = rows_open(argv[1]);
    read_ranges(&t, &in);
    if (in.has_failed || !number_pages(&t))
        return 1;
    FILE *out = fopen(argv[2], "w");
    if (!out) {
        perror(argv[2]);
        return 1;
    }
    write_forms(&t, out);
    return fclose(out) != 0;
}
