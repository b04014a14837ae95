// html5lib's tree-construction tests through the page tree.
//
// Both trees, the expected one and ours, become lists of items in document order, and the lists are
// written down in one form. That form leaves out what the page tree does not hold:
// - comments, doctypes, and the HTML elements script, style, link and meta;
// - the inside of a picture that is all svg, where ours came without;
// - how much white space there is outside of pre, listing and textarea, and any at a text's ends;
// - the case of svg names and attributes; "xlink:href" is written for "xlink href".
// Namespaces are not kept either, but follow from the ancestors, so they are compared.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/vec.h"
#include "html/parse.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLDER DECANT_CORPUS "/html5lib/tree-construction"

enum { MOST = 1 << 24 }; // bytes of anything here

typedef enum item_kind { ITEM_ELEMENT, ITEM_ATTRIBUTE, ITEM_TEXT } item_kind;

typedef struct item {
    item_kind kind;
    uint32_t depth;
    dc_str name; // or an attribute with its value, or a text
} item;

typedef DC_VEC(item) items;

typedef struct html5lib_test {
    dc_str data;
    dc_str document;
    bool is_fragment;
    bool is_script_on;
} html5lib_test;

// Why a test is expected to fail.
typedef enum reason {
#define REASON(name, why) name,
#define FAILS(file, number, name)
#include "html5lib_allow.inc"
    N_REASONS
} reason;

static const char *const reasons[] = {
#define REASON(name, why) why,
#define FAILS(file, number, name)
#include "html5lib_allow.inc"
    NULL};

static const struct allowed {
    const char *file;
    unsigned number; // of the test in its file, from 1
    reason reason;
} allow_list[] = {
#define REASON(name, why)
#define FAILS(file, number, name) {file, number, name},
#include "html5lib_allow.inc"
    {NULL, 0, N_REASONS}};

static dc_str lower(dc_arena *arena, dc_str s)
{
    char *p = dc_arena_copy(arena, s);
    for (size_t i = 0; i < s.len; i++)
        p[i] = dc_lower(p[i]);
    return (dc_str){p, s.len};
}

static bool is_one_of(dc_str name, const char *const *list)
{
    while (*list && !dc_str_eq(name, dc_str_of(*list)))
        list++;
    return *list != NULL;
}

static void add_item(dc_arena *arena, items *to, item_kind kind, uint32_t depth, dc_str name)
{
    *dc_vec_push(arena, to) = (item){kind, depth, name};
}

static void add_attribute(dc_arena *arena, items *to, uint32_t depth, dc_str name, dc_str value)
{
    dc_buf line = dc_buf_in(arena, MOST);
    for (size_t i = 0; i < name.len; i++)
        dc_buf_char(&line, name.p[i] == ' ' ? ':' : dc_lower(name.p[i]));
    dc_buf_char(&line, '=');
    dc_buf_add(&line, value);
    add_item(arena, to, ITEM_ATTRIBUTE, depth, dc_buf_str(&line));
}

// ---- The expected tree

// A template's "content" is a level of its own there; here its children are the template's.
typedef struct levels {
    uint32_t of_content[64];
    uint32_t n;
} levels;

// line is without "| "; it holds line ends where a text does.
static void read_line(dc_arena *arena, items *to, levels *contents, dc_str line)
{
    uint32_t depth = 0;
    for (; dc_str_starts(line, DC_STR("  ")); line = dc_str_from(line, 2))
        depth++;
    while (contents->n && contents->of_content[contents->n - 1] >= depth)
        contents->n--;
    const uint32_t own = depth - contents->n;
    const size_t value = dc_str_find(line, DC_STR("=\""));
    if (dc_str_eq(line, DC_STR("content"))) {
        assert_true(contents->n < sizeof contents->of_content / sizeof *contents->of_content);
        contents->of_content[contents->n++] = depth;
    } else if (dc_str_starts(line, DC_STR("\""))) {
        add_item(arena, to, ITEM_TEXT, own, (dc_str){line.p + 1, line.len - 2});
    } else if (dc_str_starts(line, DC_STR("<")) && line.p[line.len - 1] == '>') {
        if (line.p[1] != '!' && line.p[1] != '?')
            add_item(arena, to, ITEM_ELEMENT, own,
                     lower(arena, (dc_str){line.p + 1, line.len - 2}));
    } else {
        assert_true(value != DC_STR_NPOS);
        add_attribute(arena, to, own, (dc_str){line.p, value},
                      (dc_str){line.p + value + 2, line.len - value - 3});
    }
}

static items expected_items(dc_arena *arena, dc_str document)
{
    items all = {0};
    levels contents = {.n = 0};
    while (dc_str_starts(document, DC_STR("| "))) {
        document = dc_str_from(document, 2);
        const size_t next = dc_str_find(document, DC_STR("\n| "));
        const size_t len = next == DC_STR_NPOS ? document.len : next;
        read_line(arena, &all, &contents, (dc_str){document.p, len});
        document = dc_str_from(document, next == DC_STR_NPOS ? len : len + 1);
    }
    return all;
}

// ---- Our tree

typedef enum space { SPACE_HTML, SPACE_SVG, SPACE_MATH } space;

static bool takes_html(const dc_tree *tree, uint32_t node, space own)
{
    static const char *const svg[] = {"foreignobject", "desc", "title", NULL};
    const dc_str name = dc_node_name(tree, node);
    if (own == SPACE_SVG)
        return is_one_of(name, svg);
    if (own == SPACE_HTML || !dc_str_eq(name, DC_STR("annotation-xml")))
        return own == SPACE_HTML;
    const dc_str encoding = dc_node_attr(tree, node, DC_STR("encoding"));
    return dc_str_ieq(encoding, DC_STR("text/html")) ||
           dc_str_ieq(encoding, DC_STR("application/xhtml+xml"));
}

static space space_of(const dc_tree *tree, uint32_t node, const space *spaces)
{
    static const char *const math_text[] = {"mi", "mo", "mn", "ms", "mtext", NULL};
    static const char *const math_glyph[] = {"mglyph", "malignmark", NULL};
    const uint32_t parent = tree->nodes[node].parent;
    const space around = spaces[parent];
    const dc_str name = dc_node_name(tree, node);
    const dc_str above = dc_node_name(tree, parent);
    bool is_html = takes_html(tree, parent, around);
    if (around == SPACE_MATH && is_one_of(above, math_text))
        is_html = !is_one_of(name, math_glyph);
    if (dc_str_eq(name, DC_STR("svg")) &&
        (is_html || dc_str_eq(above, DC_STR("annotation-xml")) || around == SPACE_SVG))
        return SPACE_SVG;
    if (!is_html)
        return around;
    return dc_str_eq(name, DC_STR("math")) ? SPACE_MATH : SPACE_HTML;
}

static void add_attributes(dc_arena *arena, items *to, uint32_t depth, dc_attrs *attrs)
{
    dc_attrs_parse(arena, attrs);
    for (uint32_t i = 0; i < attrs->n; i++) {
        uint32_t first = 0;
        while (!dc_str_eq(attrs->v[first].name, attrs->v[i].name))
            first++;
        if (first == i)
            add_attribute(arena, to, depth, attrs->v[i].name, attrs->v[i].value);
    }
}

static items our_items(dc_arena *arena, const dc_tree *tree)
{
    static const char *const prefixes[] = {"", "svg ", "math "};
    items all = {0};
    uint32_t *depths = dc_arena_zero(arena, tree->n, sizeof *depths);
    space *spaces = dc_arena_zero(arena, tree->n, sizeof *spaces);
    for (uint32_t i = 0; i < tree->n; i++) {
        depths[i] = i ? depths[tree->nodes[i].parent] + 1 : 0;
        if (dc_node_tag(tree, i) == DC_TAG_none) {
            add_item(arena, &all, ITEM_TEXT, depths[i], dc_node_text(tree, i));
            continue;
        }
        spaces[i] = i ? space_of(tree, i, spaces) : SPACE_HTML;
        dc_buf name = dc_buf_in(arena, MOST);
        dc_buf_add(&name, dc_str_of(prefixes[spaces[i]]));
        dc_buf_add(&name, dc_node_name(tree, i));
        add_item(arena, &all, ITEM_ELEMENT, depths[i], dc_buf_str(&name));
        add_attributes(arena, &all, depths[i] + 1, &tree->lists[tree->nodes[i].data]);
    }
    return all;
}

// ---- The common form

typedef struct writer {
    dc_arena *arena;
    dc_buf out;
    dc_buf text; // that has not been written yet
    uint32_t text_depth;
    bool is_exact; // all of its white space counts
} writer;

static writer writer_in(dc_arena *arena)
{
    return (writer){.arena = arena, .out = dc_buf_in(arena, MOST), .text = dc_buf_in(arena, MOST)};
}

static void write_line(writer *w, uint32_t depth, char mark, dc_str what)
{
    for (uint32_t i = 0; i < depth; i++)
        dc_buf_append(&w->out, "  ", 2);
    dc_buf_char(&w->out, mark);
    dc_buf_add(&w->out, what);
    dc_buf_char(&w->out, '\n');
}

static dc_str squeezed(dc_arena *arena, dc_str text)
{
    dc_buf out = dc_buf_in(arena, MOST);
    for (size_t i = 0; i < text.len; i++)
        if (!dc_is_space(text.p[i]))
            dc_buf_char(&out, text.p[i]);
        else if (i == 0 || !dc_is_space(text.p[i - 1]))
            dc_buf_char(&out, ' ');
    return dc_str_trim(dc_buf_str(&out));
}

static void flush_text(writer *w)
{
    const dc_str all = dc_buf_str(&w->text);
    const dc_str text = w->is_exact ? all : squeezed(w->arena, all);
    if (text.len)
        write_line(w, w->text_depth, '"', text);
    w->text = dc_buf_in(w->arena, MOST);
}

static void write_text(writer *w, const item *text, bool is_exact)
{
    if (w->text_depth != text->depth)
        flush_text(w);
    w->text_depth = text->depth;
    w->is_exact = is_exact;
    dc_buf_add(&w->text, text->name);
}

// Behind what is inside of the element at i.
static size_t end_of(const items *all, size_t i)
{
    const uint32_t depth = all->v[i].depth;
    do
        i++;
    while (i < all->n && all->v[i].depth > depth);
    return i;
}

static int by_name(const void *a, const void *b)
{
    const dc_str x = ((const item *)a)->name;
    const dc_str y = ((const item *)b)->name;
    const int order = memcmp(x.p, y.p, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

// The element at i with its attributes; the item behind them.
static size_t write_element(writer *w, items *all, size_t i)
{
    flush_text(w);
    write_line(w, all->v[i].depth, '<', all->v[i].name);
    size_t end = ++i;
    while (end < all->n && all->v[end].kind == ITEM_ATTRIBUTE)
        end++;
    qsort(all->v + i, end - i, sizeof *all->v, by_name);
    for (; i < end; i++)
        write_line(w, all->v[i].depth, ' ', all->v[i].name);
    return i;
}

static dc_str write_items(dc_arena *arena, items *all)
{
    static const char *const left_out[] = {"script", "style", "link", "meta", NULL};
    static const char *const exact[] = {"pre", "listing", "textarea", NULL};
    writer w = writer_in(arena);
    size_t exact_end = 0;
    for (size_t i = 0; i < all->n;) {
        if (all->v[i].kind == ITEM_TEXT) {
            write_text(&w, &all->v[i], i < exact_end);
            i++;
        } else if (is_one_of(all->v[i].name, left_out)) {
            i = end_of(all, i);
        } else {
            if (i >= exact_end && is_one_of(all->v[i].name, exact))
                exact_end = end_of(all, i);
            i = write_element(&w, all, i);
        }
    }
    flush_text(&w);
    return dc_buf_str(&w.out);
}

// ---- Pictures

static size_t next_picture(const items *all, size_t i)
{
    while (i < all->n &&
           (all->v[i].kind != ITEM_ELEMENT || !dc_str_eq(all->v[i].name, DC_STR("svg svg"))))
        i++;
    return i;
}

// Where the inside of a picture begins: behind its attributes.
static size_t inside_of(const items *all, size_t picture)
{
    size_t i = picture + 1;
    while (i < all->n && all->v[i].kind == ITEM_ATTRIBUTE)
        i++;
    return i;
}

static bool is_all_svg(const items *all, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (all->v[i].kind == ITEM_ELEMENT && !dc_str_starts(all->v[i].name, DC_STR("svg ")))
            return false;
    return true;
}

// Takes out of the expected tree what is inside of pictures that are empty in ours.
static void empty_pictures(items *expected, const items *ours)
{
    size_t ours_at = next_picture(ours, 0);
    size_t at = next_picture(expected, 0);
    while (at < expected->n && ours_at < ours->n) {
        const size_t from = inside_of(expected, at);
        const size_t to = end_of(expected, at);
        if (inside_of(ours, ours_at) == end_of(ours, ours_at) && is_all_svg(expected, from, to)) {
            memmove(expected->v + from, expected->v + to, (expected->n - to) * sizeof *expected->v);
            expected->n -= to - from;
        }
        at = next_picture(expected, at + 1);
        ours_at = next_picture(ours, ours_at + 1);
    }
}

// ---- Tests

typedef struct outcome {
    dc_arena *arena;
    dc_str data;
    dc_str document;
    dc_str expected;
    dc_str ours;
} outcome;

static void parse_both(void *ctx, dc_guard *guard)
{
    (void)guard;
    outcome *o = ctx;
    const dc_parse_options options = {.max_memory = (size_t)1 << 28, .deadline_ms = UINT64_MAX};
    dc_tree tree;
    dc_parse(o->arena, o->data, &options, &tree);
    assert_int_equal(tree.degraded, DECANT_DEGRADED_NONE);
    items ours = our_items(o->arena, &tree);
    items expected = expected_items(o->arena, o->document);
    empty_pictures(&expected, &ours);
    o->ours = write_items(o->arena, &ours);
    o->expected = write_items(o->arena, &expected);
}

static const struct allowed *find_allowed(const char *file, unsigned number)
{
    for (const struct allowed *a = allow_list; a->file; a++)
        if (a->number == number && strcmp(a->file, file) == 0)
            return a;
    return NULL;
}

typedef struct tally {
    unsigned n_passed;
    unsigned n_failed;
    unsigned n_unexpected; // failures that are not on the list, and the other way round
    unsigned n_fragments;
    unsigned n_script_on;
    unsigned by_reason[N_REASONS + 1];
} tally;

static void judge(tally *t, const char *file, unsigned number, const outcome *o)
{
    const struct allowed *allowed = find_allowed(file, number);
    const bool is_equal = dc_str_eq(o->ours, o->expected);
    t->n_passed += is_equal;
    t->n_failed += !is_equal;
    if (allowed)
        t->by_reason[allowed->reason]++;
    if (is_equal != (allowed != NULL))
        return;
    t->n_unexpected++;
    if (is_equal)
        print_error("%s, test %u passes: take it off the list\n", file, number);
    else
        print_error("%s, test %u fails:\n%.*s\n-- expected\n%.*s-- ours\n%.*s\n", file, number,
                    (int)o->data.len, o->data.p, (int)o->expected.len, o->expected.p,
                    (int)o->ours.len, o->ours.p);
}

static void count_test(tally *t, const char *file, unsigned number, const html5lib_test *test)
{
    if (test->is_fragment || test->is_script_on) {
        t->n_fragments += test->is_fragment;
        t->n_script_on += !test->is_fragment;
        return;
    }
    outcome o = {.arena = dc_arena_new(NULL, 0), .data = test->data, .document = test->document};
    assert_int_equal(dc_guard_run(parse_both, &o), DECANT_OK);
    judge(t, file, number, &o);
    dc_arena_free(o.arena);
}

// ---- Files

// Takes a line off *rest, without its end.
static dc_str take_line(dc_str *rest)
{
    const size_t at = dc_str_find(*rest, DC_STR("\n"));
    const dc_str line = {rest->p, at == DC_STR_NPOS ? rest->len : at};
    *rest = dc_str_from(*rest, at == DC_STR_NPOS ? rest->len : at + 1);
    return line;
}

// The sections of a test, from behind "#data" on.
static html5lib_test test_of(dc_str text)
{
    html5lib_test test = {.data = {text.p, 0}};
    dc_str rest = text;
    while (rest.len) {
        const char *at = rest.p;
        const dc_str line = take_line(&rest);
        if (dc_str_eq(line, DC_STR("#errors"))) {
            test.data.len = at > text.p ? (size_t)(at - text.p) - 1 : 0;
            break;
        }
    }
    while (rest.len) {
        const dc_str line = take_line(&rest);
        test.is_fragment |= dc_str_eq(line, DC_STR("#document-fragment"));
        test.is_script_on |= dc_str_eq(line, DC_STR("#script-on"));
        if (dc_str_eq(line, DC_STR("#document")))
            break;
    }
    test.document = rest;
    while (test.document.len && test.document.p[test.document.len - 1] == '\n')
        test.document.len--;
    return test;
}

static void run_file(tally *t, const char *name, dc_str text)
{
    assert_true(dc_str_starts(text, DC_STR("#data\n")));
    for (unsigned number = 1; text.len; number++) {
        text = dc_str_from(text, 6);
        const size_t next = dc_str_find(text, DC_STR("\n#data\n"));
        const size_t len = next == DC_STR_NPOS ? text.len : next + 1;
        const html5lib_test test = test_of((dc_str){text.p, len});
        count_test(t, name, number, &test);
        text = dc_str_from(text, len);
    }
}

static void read_and_run(tally *t, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, FOLDER "/%s", name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    char *bytes = malloc(MOST);
    assert_non_null(bytes);
    const size_t len = fread(bytes, 1, MOST, in);
    fclose(in);
    assert_true(len < MOST);
    run_file(t, name, (dc_str){bytes, len});
    free(bytes);
}

static int is_dat(const struct dirent *e)
{
    const size_t len = strlen(e->d_name);
    return len > 4 && strcmp(e->d_name + len - 4, ".dat") == 0;
}

static void test_tree_construction(void **state)
{
    (void)state;
    struct dirent **names;
    const int n = scandir(FOLDER, &names, is_dat, alphasort);
    if (n <= 0) {
        printf("skipped: no html5lib tests at %s\n", FOLDER);
        skip();
    }
    tally t = {0};
    for (int i = 0; i < n; i++) {
        read_and_run(&t, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    printf("html5lib tree construction: %u of %u pass\n", t.n_passed, t.n_passed + t.n_failed);
    for (unsigned i = 0; i < N_REASONS; i++)
        printf("  %4u fail: %s\n", t.by_reason[i], reasons[i]);
    printf("  not run: %u of fragments, %u with scripting; a page has neither\n", t.n_fragments,
           t.n_script_on);
    size_t n_listed = 0;
    while (allow_list[n_listed].file)
        n_listed++;
    assert_int_equal(t.n_unexpected, 0);
    assert_int_equal(t.n_failed, n_listed);
}

// Where the page tree follows the standard and gumbo alone would not, in the same form.
static const struct {
    const char *data;
    const char *document;
} better[] = {
    {"<p>a<dialog>b<p>c</dialog>d", "| <html>\n"
                                    "|   <head>\n"
                                    "|   <body>\n"
                                    "|     <p>\n"
                                    "|       \"a\"\n"
                                    "|     <dialog>\n"
                                    "|       \"b\"\n"
                                    "|       <p>\n"
                                    "|         \"c\"\n"
                                    "|     \"d\""},
    {"<p>a<SEARCH id=s>b<p>c</search>d", "| <html>\n"
                                         "|   <head>\n"
                                         "|   <body>\n"
                                         "|     <p>\n"
                                         "|       \"a\"\n"
                                         "|     <search>\n"
                                         "|       id=\"s\"\n"
                                         "|       \"b\"\n"
                                         "|       <p>\n"
                                         "|         \"c\"\n"
                                         "|     \"d\""},
    {"<p>a<isindex prompt=b>c", "| <html>\n"
                                "|   <head>\n"
                                "|   <body>\n"
                                "|     <p>\n"
                                "|       \"a\"\n"
                                "|       <isindex>\n"
                                "|         prompt=\"b\"\n"
                                "|         \"c\""},
    {"<menuitem>a<p>b</menuitem>c", "| <html>\n"
                                    "|   <head>\n"
                                    "|   <body>\n"
                                    "|     <menuitem>\n"
                                    "|       \"a\"\n"
                                    "|       <p>\n"
                                    "|         \"bc\""},
    {"<div><picture>a<slot>b</picture>c</slot>d", "| <html>\n"
                                                  "|   <head>\n"
                                                  "|   <body>\n"
                                                  "|     <div>\n"
                                                  "|       <picture>\n"
                                                  "|         \"a\"\n"
                                                  "|         <slot>\n"
                                                  "|           \"b\"\n"
                                                  "|       \"cd\""},
    {"<html a=1><body b=1><template><body c=1>x</template><html d=1><body e=1>",
     "| <html>\n"
     "|   a=\"1\"\n"
     "|   d=\"1\"\n"
     "|   <head>\n"
     "|   <body>\n"
     "|     b=\"1\"\n"
     "|     e=\"1\"\n"
     "|     <template>\n"
     "|       content\n"
     "|         \"x\""},
};

static void test_better_than_gumbo(void **state)
{
    (void)state;
    tally t = {0};
    for (unsigned i = 0; i < sizeof better / sizeof *better; i++) {
        const html5lib_test test = {.data = dc_str_of(better[i].data),
                                    .document = dc_str_of(better[i].document)};
        count_test(&t, "better", i, &test);
    }
    assert_int_equal(t.n_failed, 0);
}

static void test_nul_in_raw_text(void **state)
{
    (void)state;
    tally t = {0};
    const html5lib_test test = {.data = DC_STR("a\0b<xmp>\0c\0</xmp>"),
                                .document = DC_STR("| <html>\n"
                                                   "|   <head>\n"
                                                   "|   <body>\n"
                                                   "|     \"ab\"\n"
                                                   "|     <xmp>\n"
                                                   "|       \"\xEF\xBF\xBD"
                                                   "c\xEF\xBF\xBD\"")};
    count_test(&t, "nul", 1, &test);
    assert_int_equal(t.n_failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_better_than_gumbo),
        cmocka_unit_test(test_nul_in_raw_text),
        cmocka_unit_test(test_tree_construction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
