// The skeleton gives the tree that gumbo gives for the whole page: elements, depths and text.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "blocks/spaces.h"
#include "html/parse.h"

#include <dirent.h>
#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

// A tree as text: a line for each element and each run of text, indented by depth.
typedef struct dump {
    dc_arena *arena;
    dc_buf out;
    dc_buf text; // that has not been written yet
    uint32_t text_depth;
} dump;

static void put_line(dump *d, uint32_t depth, const char *mark, dc_str what)
{
    dc_buf_number(&d->out, depth);
    dc_buf_add(&d->out, dc_str_of(mark));
    dc_buf_add(&d->out, what);
    dc_buf_char(&d->out, '\n');
}

static size_t ignored(dc_str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    if (s.len - at >= 2 && p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0)
        return 2;
    return s.len - at >= 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0 ? 3 : 0;
}

// White space is not compared: the skeleton keeps one blank for a run of it. Nor are C1 controls,
// which gumbo replaces and the standard keeps.
static void flush_text(dump *d)
{
    const dc_str all = dc_buf_str(&d->text);
    dc_buf squeezed = dc_buf_in(d->arena, SIZE_MAX / 2);
    bool was_space = true;
    for (size_t i = 0; i < all.len; i++) {
        const bool is_space = dc_is_space(all.p[i]);
        const size_t skipped = ignored(all, i);
        if (skipped) {
            i += skipped - 1;
            continue;
        }
        if (!is_space)
            dc_buf_char(&squeezed, all.p[i]);
        else if (!was_space)
            dc_buf_char(&squeezed, ' ');
        was_space = is_space;
    }
    const dc_str text = dc_str_trim(dc_buf_str(&squeezed));
    if (text.len)
        put_line(d, d->text_depth, " \"", text);
    d->text = dc_buf_in(d->arena, SIZE_MAX / 2);
}

static void put_text(dump *d, uint32_t depth, dc_str text)
{
    if (d->text.len && d->text_depth != depth)
        flush_text(d);
    d->text_depth = depth;
    dc_buf_add(&d->text, text);
}

static dc_str lower(dc_arena *arena, dc_str name)
{
    char *p = dc_arena_copy(arena, name);
    for (size_t i = 0; i < name.len; i++)
        p[i] = dc_lower(p[i]);
    return (dc_str){p, name.len};
}

// Elements that the scan leaves out of the tree wherever tree construction allows it.
static bool is_left_out(dc_str name)
{
    return dc_str_eq(name, DC_STR("script")) || dc_str_eq(name, DC_STR("style")) ||
           dc_str_eq(name, DC_STR("link")) || dc_str_eq(name, DC_STR("meta"));
}

static void dump_ours(dump *d, const dc_tree *tree)
{
    uint32_t *depth = dc_arena_zero(d->arena, tree->n, sizeof *depth);
    for (uint32_t i = 0; i < tree->n; i++) {
        depth[i] = i ? depth[tree->nodes[i].parent] + 1 : 0;
        if (dc_node_tag(tree, i) == DC_TAG_none) {
            put_text(d, depth[i], dc_node_text(tree, i));
        } else if (is_left_out(dc_node_name(tree, i))) {
            i = tree->nodes[i].end - 1;
        } else {
            flush_text(d);
            put_line(d, depth[i], " <", dc_node_name(tree, i));
            if (dc_node_tag(tree, i) == DC_TAG_svg)
                i = tree->nodes[i].end - 1; // simple pictures come without their inside
        }
    }
    flush_text(d);
}

static dc_str gumbo_name(dump *d, const GumboElement *element)
{
    const char *known = gumbo_normalized_tagname(element->tag);
    if (*known)
        return dc_str_of(known);
    GumboStringPiece name = element->original_tag;
    gumbo_tag_from_original_text(&name);
    return lower(d->arena, (dc_str){name.data, name.length});
}

static void dump_gumbo(dump *d, const GumboNode *root)
{
    struct level {
        const GumboNode *node;
        unsigned next;
    };
    DC_VEC(struct level) path = {0};
    *dc_vec_push(d->arena, &path) = (struct level){root, 0};
    put_line(d, 0, " <", DC_STR("html"));
    while (path.n) {
        struct level *top = &path.v[path.n - 1];
        if (top->next == top->node->v.element.children.length) {
            flush_text(d);
            path.n--;
            continue;
        }
        const GumboNode *child = top->node->v.element.children.data[top->next++];
        if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE) {
            if (is_left_out(gumbo_name(d, &child->v.element)))
                continue;
            flush_text(d);
            put_line(d, (uint32_t)path.n, " <", gumbo_name(d, &child->v.element));
            if (child->v.element.tag != GUMBO_TAG_SVG)
                *dc_vec_push(d->arena, &path) = (struct level){child, 0};
        } else if (child->type != GUMBO_NODE_COMMENT) {
            put_text(d, (uint32_t)path.n, dc_str_of(child->v.text.text));
        }
    }
}

static void *take(void *arena, size_t size)
{
    return dc_arena_alloc(arena, size);
}

static void leave(void *arena, void *p)
{
    (void)arena, (void)p;
}

typedef struct comparison {
    dc_arena *arena;
    dc_str html;
    dc_str ours;
    dc_str gumbos;
    int32_t degraded;
} comparison;

static void compare(void *ctx, dc_guard *guard)
{
    (void)guard;
    comparison *c = ctx;
    const dc_parse_options options = {.max_memory = (size_t)1 << 30, .deadline_ms = UINT64_MAX};
    dc_tree tree;
    dc_parse(c->arena, c->html, &options, &tree);
    c->degraded = tree.degraded;
    dump ours = {.arena = c->arena,
                 .out = dc_buf_in(c->arena, SIZE_MAX / 2),
                 .text = dc_buf_in(c->arena, SIZE_MAX / 2)};
    dump_ours(&ours, &tree);
    c->ours = dc_buf_str(&ours.out);

    GumboOptions plain = kGumboDefaultOptions;
    plain.allocator = take;
    plain.deallocator = leave;
    plain.userdata = c->arena;
    plain.max_errors = 0;
    const GumboOutput *output = gumbo_parse_with_options(&plain, c->html.p, c->html.len);
    dump theirs = {.arena = c->arena,
                   .out = dc_buf_in(c->arena, SIZE_MAX / 2),
                   .text = dc_buf_in(c->arena, SIZE_MAX / 2)};
    dump_gumbo(&theirs, output->root);
    c->gumbos = dc_buf_str(&theirs.out);
}

// Prints the first line that differs.
static void show_difference(const char *name, const comparison *c)
{
    size_t i = 0;
    while (i < c->ours.len && i < c->gumbos.len && c->ours.p[i] == c->gumbos.p[i])
        i++;
    while (i && c->ours.p[i - 1] != '\n')
        i--;
    printf("%s\n  ours:  %.*s\n  gumbo: %.*s\n", name, (int)strcspn(c->ours.p + i, "\n"),
           c->ours.p + i, (int)strcspn(c->gumbos.p + i, "\n"), c->gumbos.p + i);
}

// True if the trees are equal. Pages that gumbo or a limit does not survive are not compared.
static bool is_equal(const char *name, dc_str html)
{
    comparison c = {.arena = dc_arena_new(NULL, 0), .html = html};
    const decant_status status = dc_guard_run(compare, &c);
    const bool is_same =
        status != DECANT_OK || c.degraded != DECANT_DEGRADED_NONE || dc_str_eq(c.ours, c.gumbos);
    if (!is_same)
        show_difference(name, &c);
    dc_arena_free(c.arena);
    return is_same;
}

static void test_traps(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<p>one<p>two <b>bold<i>both</b>italic</i>",
        "<title>a &amp; b</title><script>if (a < b) document.write('<p>no</p>')</script><p>yes",
        "<script><!-- <script> </script> --></script><p>after",
        "<script><!--></script><p>after",
        "<!--><p>a<!---><p>b<!-- x --!><p>c<!-- y -- z --><p>d",
        "<p>a<!-- c -->b<table> x <!-- y --> z <tr><td>cell</table>",
        "<a title='>'>x</a><a title=\">\"y>z</a><a =b>c</a><br/><a href=a/>d</a>",
        "<table><tr><td>1<td>2<div>3<tr>fostered<td>4</table>after",
        "<svg><title>t</title><path/><g>x</g></svg><p>y<math><mi>z</mi></math>",
        "<svg><style><![CDATA[a<b]]></style><text>in</text></svg><p>out",
        "<select><option>a<option>b</select><textarea>\n<p>x</p></textarea>",
        "<pre>\n  two\n\n  lines</pre><pre><!-- -->\nkept</pre>",
        "<ul><li>a<ul><li>b</ul><li>c</ul><dl><dt>t<dd>d</dl>",
        "<noscript><p>hidden</noscript><template><p>t</p></template><p>end",
        "<body class=a>x</body>after</html>more<body id=b><html lang=en>",
        "<x-a>one<x-b>two</x-b>three</x-a>four",
        "</p>x</br>y<image>z</>q</ bogus>r<?pi?>s<!bogus>t",
        "<p>&lt;b&gt; &#60; &nbsp;&notit; &amp;amp; &#x26; &unknown;",
        "a<b c<d>e</d",
        "<frameset><frame></frameset>",
        "<button>a<button>b</button><form><form>c</form>",
        "<h1>a<h2>b</h1>c",
        "<a>1<a>2<p>3</a>4</p>",
        "<font color=red>a<font size=1>b<p>c</font>d",
        "<plaintext><p>all text",
        "<input type=hidden><table><input type=hidden><input type=text></table>",
        "<table><caption>c<col><tbody><tr><th>h</table>",
        "<b><b><b><b>x<p>y</b></b></b></b>z",
        "<option>a<optgroup>b<option>c",
        "<p>NUL:\xEF\xBF\xBD end\xF3\xB0\x80\x80x",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_true(is_equal(pages[i], dc_str_of(pages[i])));
}

static char *read_file(const char *path, size_t *len)
{
    gzFile f = gzopen(path, "rb"); // plain files too
    assert_non_null(f);
    char *p = NULL;
    size_t cap = 0;
    *len = 0;
    for (size_t n = 1; n;) {
        cap += 1 << 20;
        p = realloc(p, cap + 1);
        n = (size_t)gzread(f, p + *len, (unsigned)(cap - *len));
        *len += n;
    }
    gzclose(f);
    p[*len] = '\0';
    return p;
}

// The inputs of html5lib's tree-construction tests; the trees themselves have a test of their own.
static void test_html5lib(void **state)
{
    (void)state;
    const char *dir = DECANT_CORPUS "/html5lib/tree-construction";
    DIR *d = opendir(dir);
    if (!d) {
        printf("skipped: no html5lib tests at %s\n", dir);
        skip();
    }
    size_t n = 0;
    size_t n_equal = 0;
    for (struct dirent *e; (e = readdir(d));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (!strstr(e->d_name, ".dat"))
            continue;
        size_t len;
        char *all = read_file(path, &len);
        for (char *p = strstr(all, "#data\n"); p;
             p = strstr(p, "\n#data\n") ? strstr(p, "\n#data\n") + 1 : NULL) {
            p += 6;
            char *end = strstr(p, "\n#errors");
            if (!end)
                break;
            char *html = malloc((size_t)(end - p) + 1);
            memcpy(html, p, (size_t)(end - p));
            html[end - p] = '\0';
            n++;
            n_equal += is_equal(html, (dc_str){html, (size_t)(end - p)});
            free(html);
        }
        free(all);
    }
    closedir(d);
    printf("html5lib inputs with equal trees: %zu of %zu\n", n_equal, n);
    assert_true(n > 1000);
}

static int is_page(const struct dirent *e)
{
    return strstr(e->d_name, ".gz") != NULL;
}

// One real page in ten; DECANT_ALL_PAGES=1 in the environment compares them all.
static void compare_pages(const char *dir)
{
    struct dirent **names;
    const int n = scandir(dir, &names, is_page, alphasort);
    if (n < 0) {
        printf("skipped: no pages at %s\n", dir);
        skip();
    }
    const int step = getenv("DECANT_ALL_PAGES") ? 1 : 10;
    int n_equal = 0;
    int n_seen = 0;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        free(names[i]);
        if (i % step)
            continue;
        size_t len;
        char *bytes = read_file(path, &len);
        n_seen++;
        if (dc_utf8_valid((dc_str){bytes, len}) == len)
            n_equal += is_equal(path, (dc_str){bytes, len});
        else
            n_equal++;
        free(bytes);
    }
    free(names);
    printf("%s: equal trees on %d of %d pages\n", dir, n_equal, n_seen);
    assert_true(n_equal * 100 >= n_seen * 99);
}

static void test_wcxb(void **state)
{
    (void)state;
    compare_pages(DECANT_CORPUS "/wcxb-dev/html");
}

static void test_trafilatura(void **state)
{
    (void)state;
    compare_pages(DECANT_CORPUS "/trafilatura-dev/html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_traps),
        cmocka_unit_test(test_html5lib),
        cmocka_unit_test(test_wcxb),
        cmocka_unit_test(test_trafilatura),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
