// html5lib's tree-construction tests through the page tree.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/parse.h"
#include "html5lib_form.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLDER DECANT_CORPUS "/html5lib/tree-construction"

typedef struct html5lib_test {
    dc_str data;
    dc_str document;
    dc_str context; // of a fragment: "td", "svg path"; "" for a page
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

// ---- The expected tree

// A template's "content" is a level of its own there; here its children are the template's.
typedef struct levels {
    uint32_t of_content[64];
    uint32_t n;
} levels;

// line is without "| "; it holds line ends where a text does.
static void read_line(dc_arena *arena, form_items *to, levels *contents, dc_str line)
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
        form_add(arena, to, ITEM_TEXT, own, (dc_str){line.p + 1, line.len - 2});
    } else if (dc_str_starts(line, DC_STR("<")) && line.p[line.len - 1] == '>') {
        if (line.p[1] != '!' && line.p[1] != '?')
            form_add(arena, to, ITEM_ELEMENT, own,
                     lower(arena, (dc_str){line.p + 1, line.len - 2}));
    } else {
        assert_true(value != DC_STR_NPOS);
        form_attribute(arena, to, own, (dc_str){line.p, value},
                       (dc_str){line.p + value + 2, line.len - value - 3});
    }
}

static form_items expected_items(dc_arena *arena, dc_str document)
{
    form_items all = {0};
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

// The element that a fragment is parsed in stands for the root.
static dc_str name_of(const dc_tree *tree, const dc_fragment *fragment, uint32_t node)
{
    return node == 0 && fragment ? lower(tree->arena, fragment->name) : dc_node_name(tree, node);
}

static bool takes_html(const dc_tree *tree, const dc_fragment *fragment, uint32_t node,
                       dc_space own)
{
    static const char *const svg[] = {"foreignobject", "desc", "title", NULL};
    const dc_str name = name_of(tree, fragment, node);
    if (own == DC_SPACE_SVG)
        return form_is_one_of(name, svg);
    if (own == DC_SPACE_HTML || !dc_str_eq(name, DC_STR("annotation-xml")))
        return own == DC_SPACE_HTML;
    const dc_str encoding = dc_node_attr(tree, node, DC_STR("encoding"));
    return dc_str_ieq(encoding, DC_STR("text/html")) ||
           dc_str_ieq(encoding, DC_STR("application/xhtml+xml"));
}

static dc_space space_of(const dc_tree *tree, const dc_fragment *fragment, uint32_t node,
                         const dc_space *spaces)
{
    static const char *const math_text[] = {"mi", "mo", "mn", "ms", "mtext", NULL};
    static const char *const math_glyph[] = {"mglyph", "malignmark", NULL};
    const uint32_t parent = tree->nodes[node].parent;
    const dc_space around = spaces[parent];
    const dc_str name = dc_node_name(tree, node);
    const dc_str above = name_of(tree, fragment, parent);
    bool is_html = takes_html(tree, fragment, parent, around);
    if (around == DC_SPACE_MATH && form_is_one_of(above, math_text))
        is_html = !form_is_one_of(name, math_glyph);
    if (dc_str_eq(name, DC_STR("svg")) &&
        (is_html || dc_str_eq(above, DC_STR("annotation-xml")) || around == DC_SPACE_SVG))
        return DC_SPACE_SVG;
    if (!is_html)
        return around;
    return dc_str_eq(name, DC_STR("math")) ? DC_SPACE_MATH : DC_SPACE_HTML;
}

static void add_attributes(dc_arena *arena, form_items *to, uint32_t depth, dc_attrs *attrs)
{
    dc_attrs_parse(arena, attrs);
    for (uint32_t i = 0; i < attrs->n; i++) {
        uint32_t first = 0;
        while (!dc_str_eq(attrs->v[first].name, attrs->v[i].name))
            first++;
        if (first == i)
            form_attribute(arena, to, depth, attrs->v[i].name, attrs->v[i].value);
    }
}

static form_items our_items(dc_arena *arena, const dc_tree *tree, const dc_fragment *fragment)
{
    static const char *const prefixes[] = {"", "svg ", "math "};
    form_items all = {0};
    uint32_t *depths = dc_arena_zero(arena, tree->n, sizeof *depths);
    dc_space *spaces = dc_arena_zero(arena, tree->n, sizeof *spaces);
    spaces[0] = fragment ? fragment->space : DC_SPACE_HTML;
    for (uint32_t i = fragment != NULL; i < tree->n; i++) {
        const uint32_t parent = tree->nodes[i].parent;
        depths[i] = i == 0 || (fragment && parent == 0) ? 0 : depths[parent] + 1;
        if (dc_node_tag(tree, i) == DC_TAG_none) {
            form_add(arena, &all, ITEM_TEXT, depths[i], dc_node_text(tree, i));
            continue;
        }
        if (i)
            spaces[i] = space_of(tree, fragment, i, spaces);
        dc_buf name = dc_buf_in(arena, HTML5LIB_MOST);
        dc_buf_add(&name, dc_str_of(prefixes[spaces[i]]));
        dc_buf_add(&name, dc_node_name(tree, i));
        form_add(arena, &all, ITEM_ELEMENT, depths[i], dc_buf_str(&name));
        add_attributes(arena, &all, depths[i] + 1, &tree->lists[tree->nodes[i].data]);
    }
    return all;
}

// ---- Tests

typedef struct outcome {
    dc_arena *arena;
    dc_str data;
    dc_str document;
    dc_str context;
    dc_str expected;
    dc_str ours;
} outcome;

// "td", "svg path".
static dc_fragment fragment_of(dc_str context)
{
    if (dc_str_starts(context, DC_STR("svg ")))
        return (dc_fragment){dc_str_from(context, 4), DC_SPACE_SVG};
    if (dc_str_starts(context, DC_STR("math ")))
        return (dc_fragment){dc_str_from(context, 5), DC_SPACE_MATH};
    return (dc_fragment){context, DC_SPACE_HTML};
}

static void parse_both(void *ctx, dc_guard *guard)
{
    (void)guard;
    outcome *o = ctx;
    const dc_fragment fragment = fragment_of(o->context);
    const dc_parse_options options = {.max_memory = (size_t)1 << 28,
                                      .deadline_ms = UINT64_MAX,
                                      .fragment = o->context.len ? &fragment : NULL};
    dc_tree tree;
    dc_parse(o->arena, o->data, &options, &tree);
    assert_int_equal(tree.degraded, DECANT_DEGRADED_NONE);
    form_items ours = our_items(o->arena, &tree, options.fragment);
    form_items expected = expected_items(o->arena, o->document);
    form_empty_pictures(&expected, &ours);
    o->ours = form_write(o->arena, &ours);
    o->expected = form_write(o->arena, &expected);
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
    unsigned n_script_on; // not run
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
    if (test->is_script_on) {
        t->n_script_on++;
        return;
    }
    t->n_fragments += test->context.len > 0;
    outcome o = {.arena = dc_arena_new(NULL, 0),
                 .data = test->data,
                 .document = test->document,
                 .context = test->context};
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
        if (dc_str_eq(line, DC_STR("#document-fragment")))
            test.context = take_line(&rest);
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
    char *bytes = malloc(HTML5LIB_MOST);
    assert_non_null(bytes);
    const size_t len = fread(bytes, 1, HTML5LIB_MOST, in);
    fclose(in);
    assert_true(len < HTML5LIB_MOST);
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
    printf("  %u of them are fragments; not run: %u with scripting\n", t.n_fragments,
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
