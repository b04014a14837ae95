// Every format read back by another program's reader: each says what the kept blocks say, whatever
// the options, and nothing that is not safe to print. On the fixtures, and on captured pages where
// there are any.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/readback.h"

#include <decant/decant.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"text", "json", "jsonl", "md", "html", "xml", "tei", "csv"};

typedef struct counts {
    size_t n_pages;
    size_t n_outputs;
    size_t n_wrong;
    size_t n_notes;    // outputs with footnotes: compared by their letters alone
    size_t n_formulas; // with formulas: compared without their delimiters
} counts;

static counts total;

// A page, and what is known of it without printing.
typedef struct subject {
    const char *name;
    decant_page *page;
    bytes text;    // as --to text has it, without white space
    bytes kept;    // of its blocks that are text
    bytes spoken;  // of those and the comments
    bytes records; // JSON, then CSV: no option may change them
} subject;

static void wrong(const subject *s, const decant_render_options *o, const char *what,
                  const char *wanted, const char *got)
{
    total.n_wrong++;
    if (total.n_wrong <= 20)
        print_message("%s, %s%s%s%s%s, comments %d: %s\n  wanted %.160s\n  got    %.160s\n",
                      s->name, names[o->format], o->with_links ? ", links" : "",
                      o->with_images ? ", images" : "", o->no_tables ? ", no tables" : "",
                      o->with_front ? ", front" : "", (int)o->comments, what, wanted, got);
}

static bytes text_of(const decant_page *page, bool with_comments)
{
    bytes out = {0};
    add(&out, "", 0);
    for (size_t i = 0; i < decant_page_block_count(page); i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        if (block.label == DECANT_CONTENT || (with_comments && block.label == DECANT_COMMENT))
            squeeze(&out, block.text, block.text_len);
    }
    return out;
}

static bytes copy(const bytes *b)
{
    bytes out = {0};
    add(&out, b->p, b->len);
    return out;
}

// ---- one output ----

static bool is_record(int32_t format)
{
    return format == DECANT_JSON || format == DECANT_JSONL || format == DECANT_CSV;
}

// The text that an output should have.
static bytes wanted_of(const subject *s, const decant_render_options *o)
{
    const bytes none = {.p = ""};
    if (o->format == DECANT_CSV)
        return copy(&none);
    if (o->format == DECANT_JSON || o->format == DECANT_JSONL)
        return copy(&s->text);
    const bool is_inline = o->comments == DECANT_COMMENTS_INLINE;
    if (o->format == DECANT_TEXT && !is_inline)
        return copy(&s->text);
    return copy(is_inline ? &s->spoken : &s->kept);
}

static void drop(bytes *b, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++)
        if (b->p[i] != c)
            b->p[n++] = b->p[i];
    b->len = n;
    b->p[n] = '\0';
}

static void compare(const subject *s, const decant_render_options *o, bytes *wanted, bytes *got)
{
    // Comments that stand apart follow the text.
    const bool has_more = o->comments == DECANT_COMMENTS_SEPARATE && got->len > wanted->len;
    const size_t len = has_more ? wanted->len : got->len;
    if (wanted->len == len && memcmp(wanted->p, got->p, len) == 0)
        return;
    size_t i = 0;
    while (i < wanted->len && i < got->len && wanted->p[i] == got->p[i])
        i++;
    i = i > 40 ? i - 40 : 0;
    wrong(s, o, "another text", wanted->p + i, got->p + i);
}

static void check_text(const subject *s, const decant_render_options *o, reading *r)
{
    bytes wanted = wanted_of(s, o);
    total.n_notes += r->has_notes;
    total.n_formulas += r->has_formulas;
    if (r->has_formulas) {
        drop_delimiters(&wanted);
        drop_delimiters(&r->text);
    }
    if (o->format == DECANT_TEXT && o->comments == DECANT_COMMENTS_INLINE) {
        drop(&wanted, '-'); // of items
        drop(&r->text, '-');
    }
    if (r->has_notes) {
        keep_letters(&wanted);
        keep_letters(&r->text);
    }
    if (!r->has_notes || o->comments != DECANT_COMMENTS_SEPARATE)
        compare(s, o, &wanted, &r->text);
    else if (r->text.len < wanted.len)
        wrong(s, o, "less text", "", "");
    free(wanted.p);
}

static void check_front(const subject *s, const decant_render_options *o, bytes *out)
{
    const bool has_front =
        o->with_front && (o->format == DECANT_TEXT || o->format == DECANT_MARKDOWN);
    if (!has_front)
        return;
    bytes title = {0};
    add(&title, "", 0);
    decant_meta meta = DECANT_META_INIT;
    decant_page_meta(s->page, &meta);
    const size_t len = read_front(out, "title", &title);
    if (!len)
        wrong(s, o, "no front matter", "YAML", out->p);
    else if (strcmp(title.p, meta.title ? meta.title : "") != 0)
        wrong(s, o, "another title", meta.title ? meta.title : "", title.p);
    memmove(out->p, out->p + len, out->len - len + 1);
    out->len -= len;
    free(title.p);
}

static bytes render(const decant_page *page, const decant_render_options *options)
{
    bytes out = {0};
    decant_error error = {0};
    add(&out, "", 0);
    if (decant_render(page, options, collect, &out, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    return out;
}

static void check_output(const subject *s, const decant_render_options *o)
{
    bytes out = render(s->page, o);
    total.n_outputs++;
    check_front(s, o, &out);
    if (is_record(o->format) && !strstr(s->records.p, out.p))
        wrong(s, o, "a record that options changed", s->records.p, out.p);
    reading r = read_output(o->format, &out, DECANT_SCHEMA "/tei.rng");
    if (r.fault)
        wrong(s, o, r.fault, "", r.detail);
    check_text(s, o, &r);
    free(r.text.p);
    free(out.p);
}

// ---- pages ----

static bool open_subject(const char *path, const char *name, subject *out)
{
    bytes html = read_page(path);
    decant_options options = DECANT_OPTIONS_INIT;
    options.input = name;
    options.url = "https://page.example/a/b.html";
    options.max_time_ms = UINT32_MAX;
    decant_error error = {0};
    *out = (subject){.name = name};
    if (html.len && decant_extract(&options, html.p, html.len, &out->page, &error) != DECANT_OK)
        fail_msg("%s: %s", name, error.message);
    free(html.p);
    if (!out->page)
        return false;
    out->kept = text_of(out->page, false);
    out->spoken = text_of(out->page, true);
    size_t len;
    const char *text = decant_page_text(out->page, &len);
    add(&out->text, "", 0);
    squeeze(&out->text, text, len);
    const int32_t formats[] = {DECANT_JSON, DECANT_JSONL, DECANT_CSV};
    for (size_t i = 0; i < 3; i++) {
        decant_render_options o = DECANT_RENDER_OPTIONS_INIT;
        o.format = formats[i];
        bytes record = render(out->page, &o);
        add(&out->records, record.p, record.len);
        free(record.p);
    }
    return true;
}

static void close_subject(subject *s)
{
    free(s->text.p);
    free(s->kept.p);
    free(s->spoken.p);
    free(s->records.p);
    decant_page_free(s->page);
}

// The text is what the kept blocks say, but for the dashes of items.
static void check_blocks(const subject *s)
{
    const decant_render_options o = DECANT_RENDER_OPTIONS_INIT;
    bytes wanted = copy(&s->kept);
    bytes got = copy(&s->text);
    drop(&wanted, '-');
    drop(&got, '-');
    compare(s, &o, &wanted, &got);
    free(wanted.p);
    free(got.p);
}

enum { LINKS = 1, IMAGES = 2, NO_TABLES = 4, FRONT = 8, COMMENTS = 16, ALL = 48 };

// is_all: every combination of options, else the richest.
static void check_page(const char *path, const char *name, bool is_all)
{
    subject s;
    if (!open_subject(path, name, &s))
        return;
    total.n_pages++;
    check_blocks(&s);
    for (int32_t format = DECANT_TEXT; format <= DECANT_CSV; format++)
        for (int bits = is_all ? 0 : LINKS | IMAGES; bits < (is_all ? ALL : NO_TABLES); bits++) {
            decant_render_options o = DECANT_RENDER_OPTIONS_INIT;
            o.format = format;
            o.with_links = (bits & LINKS) != 0;
            o.with_images = (bits & IMAGES) != 0;
            o.no_tables = (bits & NO_TABLES) != 0;
            o.with_front = (bits & FRONT) != 0;
            o.comments = bits / COMMENTS;
            check_output(&s, &o);
        }
    close_subject(&s);
}

static int is_page(const struct dirent *e)
{
    return strstr(e->d_name, ".gz") != NULL;
}

static void check_folder(const char *dir, int step, bool is_all)
{
    struct dirent **entries;
    const int n = scandir(dir, &entries, is_page, alphasort);
    if (n < 0) {
        print_message("skipped: no pages at %s\n", dir);
        skip();
    }
    const counts before = total;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, entries[i]->d_name);
        if (i % step == 0)
            check_page(path, entries[i]->d_name, is_all);
        free(entries[i]);
    }
    free(entries);
    print_message("%zu pages, %zu outputs, %zu wrong, %zu with footnotes, %zu with formulas\n",
                  total.n_pages - before.n_pages, total.n_outputs - before.n_outputs,
                  total.n_wrong - before.n_wrong, total.n_notes - before.n_notes,
                  total.n_formulas - before.n_formulas);
    assert_int_equal(total.n_wrong, before.n_wrong);
}

static int step_of(int usual)
{
    return getenv("DECANT_ALL_PAGES") ? 1 : usual;
}

static void test_wcxb(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/wcxb-dev/html", step_of(6), false);
}

static void test_trafilatura(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/trafilatura-dev/html", step_of(6), false);
}

static void test_news(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/news-dev/html", step_of(6), false);
}

static void test_comments(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/comments/pages", 1, false);
}

// Two hundred pages and every combination of options.
static void test_options(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/wcxb-dev/html", getenv("DECANT_ALL_PAGES") ? 7 : 140, true);
}

static int is_fixture(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static void test_fixtures(void **state)
{
    (void)state;
    struct dirent **entries;
    const int n = scandir(DECANT_FIXTURES "/pages", &entries, is_fixture, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/pages/%s/source.html", DECANT_FIXTURES, entries[i]->d_name);
        FILE *f = fopen(path, "rb");
        if (f) {
            fclose(f);
            check_page(path, entries[i]->d_name, true);
        }
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(total.n_wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixtures),    cmocka_unit_test(test_wcxb),
        cmocka_unit_test(test_trafilatura), cmocka_unit_test(test_news),
        cmocka_unit_test(test_comments),    cmocka_unit_test(test_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
