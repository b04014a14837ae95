// The skeleton gives the tree that gumbo gives for the whole page: elements, depths and text.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "html/skeleton.h"
#include "support/treedump.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

// True if the trees are equal. Pages that gumbo or a limit does not survive are not compared.
static bool is_equal(const char *name, dc_str html)
{
    dc_arena *arena = dc_arena_new(NULL, 0);
    treedump dump;
    const bool is_same = !treedump_make(arena, html, NULL, (size_t)1 << 30, &dump) ||
                         dc_str_eq(dump.ours, dump.gumbos);
    if (!is_same)
        treedump_show(name, &dump);
    dc_arena_free(arena);
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
        "<button>a<button>b</button><form><form><p>c</p></form>",
        "<h1>a<h2>b</h1>c",
        "<a>1<a>2<p>3</a>4</p>",
        "<font color=red>a<font size=1>b<p>c</font>d",
        "<plaintext><p>all text",
        "<input type=hidden><table><input type=hidden><input type=text></table>",
        "<p><i><pre></hr>\n",
        "<p><i><pre><meta a>\n",
        "<table><col></col><meta a><col>",
        "<table><caption>c<col><tbody><tr><th>h</table>",
        "<b><b><b><b>x<p>y</b></b></b></b>z",
        "<option>a<optgroup>b<option>c",
        "<p>NUL:\xEF\xBF\xBD end\xF3\xB0\x80\x80x",
        "<math><mn><g><![CDATA[>>x<p>y", // a comment there
        "<svg><p><![CDATA[>a]]>b",
        "<math><div><plaintext><a",
        "<svg><!-- </svg> --><path/></svg>x",
        "<svg><!-><svg>--></svg>x",
        "x<svg><![CDATA[</svg>]]></svg>y",
        "x<svg><title><g></svg>y",
        "<math></svg><![CDATA[x>",
        "<svg><title><iframe\t</title><i",
        "<math><script><!--</script>--></script>x",
        "<svg><iframe><![CDATA[</iframe><p>]]>x",
        "<svg><noframes> </noframes></svg><frameset>",
        "<select><xmp>&amp",
        "<select><style><!--</style><option>a-->b",
        "</meta><!DOCTYPE html><p><table>",
        "<form><br><form></form>",
        "<p><s><listing>&#xD;",
        "<svg><font face=>x",
        // Boxes that are folded, and such as must not be.
        "<div><ul><li>a<b>c</b></li><li><a>d<div>e</div></a></li></ul><h2>f</h2></div>g",
        "p<table><p><s><p>\f",
        "<p>a<div>b</div>c</p>d",
        "<p><span>a<div>b</div>c</span>d</p>e",
        "<p><button><div>a</div><p>b</p></button>c",
        "<p><b>a<div>b</div></b><div>c</div>d",
        "<table><div>a<input type=hidden> <p>b</p></div><tr><td><div> c</div></table>",
        "<h1><p><span><h2>a</h2></span>b</h1>c",
        "<h1><div><h2>a</h2></div><h2>b</h2>c</h1>d",
        "<ul><div><li>a</li></div><li>b<li>c</li></ul><dl><dd>d</dd><dt>e</dl>",
        "<button>a<table><td></button><div><button>b</button></div></table><button>c</button>",
        "<div><a>a<p>b</div>c</a><div>d</div>",
        "<div>a<hr>b<p>c<hr>d</p></div>",
        "<div><noscript><p>a</p></noscript><video><source></video>b</div>",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_true(is_equal(pages[i], dc_str_of(pages[i])));
}

static size_t count(dc_str all, dc_str part)
{
    size_t n = 0;
    for (size_t at; (at = dc_str_find(all, part)) != DC_STR_NPOS; n++)
        all = dc_str_from(all, at + part.len);
    return n;
}

// A page cannot name a run by its number and have its text twice.
static void test_forged_runs(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<p>run</p><select><iframe>&#x40000;&#262144;&</iframe>",
        "<p>run</p><select><iframe>&#4295229440;&</iframe>", // which overflows to the same
        "<p>run</p><select><iframe>&\xF1\x80\x80\x80</iframe>",
        "<p>run</p>\xF1\x80\x80\x80",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        dc_arena *arena = dc_arena_new(NULL, 0);
        treedump dump;
        assert_true(treedump_make(arena, dc_str_of(pages[i]), NULL, (size_t)1 << 30, &dump));
        assert_int_equal(count(dump.ours, DC_STR("run")), 1);
        dc_arena_free(arena);
    }
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

// What gumbo does otherwise than the standard has it today, and we do not: elements it does not
// know as they are now, numbers that overflow in it, end tags of unknown names that close each
// other.
static bool is_declared(dc_str html)
{
    static const char *const parts[] = {"isindex", "menuitem",  "dialog",
                                        "search",  "&#1111111", "<g></path>"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (dc_str_find(html, dc_str_of(parts[i])) != DC_STR_NPOS)
            return true;
    return false;
}

// Numbers come back: at the borders of planes, where pairs begin, and past what any page has.
static void test_numbers(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new(NULL, 0);
    dc_skeleton out = {.kept = arena, .scratch = arena};
    static const uint32_t borders[] = {0,      65534,  131068,     524272,
                                       786408, 850918, 850918 * 2, 850918 * 100};
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++)
        for (int32_t by = -3; by <= 3; by++) {
            const uint32_t number = borders[i] + (uint32_t)(i || by > 0 ? by : 0);
            out.len = 0;
            dc_skeleton_number(&out, number);
            assert_int_equal(dc_utf8_valid((dc_str){out.p, out.len}), out.len);
            const char *p = out.p;
            uint32_t n;
            assert_true(dc_skeleton_number_at(&p, out.p + out.len, &n));
            assert_int_equal(n, number);
            assert_ptr_equal(p, out.p + out.len);
        }
    dc_arena_free(arena);
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
            const bool is_same = is_equal(html, (dc_str){html, (size_t)(end - p)});
            assert_true(is_same || is_declared((dc_str){html, (size_t)(end - p)}));
            n_equal += is_same;
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
        cmocka_unit_test(test_traps),   cmocka_unit_test(test_forged_runs),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_html5lib),
        cmocka_unit_test(test_wcxb),    cmocka_unit_test(test_trafilatura),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
