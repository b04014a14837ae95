// robots.txt: every example of RFC 9309, and what is thrown at parsers.
#include "fetch/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool allows_for(const char *agent, const char *text, size_t len, const char *path)
{
    dc_robots *r = dc_robots_parse(dc_mem_hook(NULL), (dc_str){text, len}, dc_str_of(agent));
    assert_non_null(r);
    const bool is_allowed = dc_robots_allows(r, dc_str_of(path));
    dc_robots_free(r);
    return is_allowed;
}

static bool allows(const char *agent, const char *text, const char *path)
{
    return allows_for(agent, text, strlen(text), path);
}

typedef struct row {
    const char *section;
    const char *text;
    const char *agent;
    const char *path;
    bool is_allowed;
} row;

// Section 2.2.1: groups that name one crawler are one group.
#define MERGED                                                                                     \
    "user-agent: a\ndisallow: /c\n\nuser-agent: b\ndisallow: /d\n\nuser-agent: a\ndisallow: "      \
    "/e\ndisallow: /g\nallow: /f\n"
// Section 5.1.
#define SIMPLE                                                                                     \
    "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"              \
    "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"     \
    "User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\n"                     \
    "User-Agent: quxbot\n"
// Section 5.2.
#define LONGEST                                                                                    \
    "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n"
// Section 2.2.2, table 2: a rule as in one column, a path as in another.
#define TABLE(pattern) "User-agent: *\nDisallow: " pattern "\n"

static const row rows[] = {
    {"2.2.1", MERGED, "a", "/c", false},
    {"2.2.1", MERGED, "a", "/e", false},
    {"2.2.1", MERGED, "a", "/g", false},
    {"2.2.1", MERGED, "a", "/f", true},
    {"2.2.1", MERGED, "a", "/d", true},
    {"2.2.1", MERGED, "b", "/d", false},
    {"2.2.1", MERGED, "b", "/c", true},
    {"2.2.1", MERGED, "c", "/c", true}, // no group at all
    {"2.2.1", "user-agent: EXAMPLEbot\ndisallow: /\n", "ExampleBot", "/x", false},
    {"2.2.1", "user-agent: ExampleBot/2.1\ndisallow: /\n", "examplebot", "/x", false},
    {"2.2.1", "user-agent: ExampleBotNews\ndisallow: /\n", "examplebot", "/x", true},
    {"2.2.1", "user-agent: *\ndisallow: /\nuser-agent: me\nallow: /a\n", "me", "/b", true},
    {"2.2.1", "user-agent: * # all\ndisallow: /\n", "me", "/b", false},
    {"2.2.1", "disallow: /\nuser-agent: *\ndisallow: /a\n", "me", "/b", true},

    {"2.2.2", TABLE("/foo/bar?baz=quz"), "x", "/foo/bar?baz=quz", false},
    {"2.2.2", TABLE("/foo/bar?baz=https://foo.bar"), "x", "/foo/bar?baz=https%3A%2F%2Ffoo.bar",
     false},
    {"2.2.2", TABLE("/foo/bar?baz=https%3A%2F%2Ffoo.bar"), "x", "/foo/bar?baz=https://foo.bar",
     false},
    {"2.2.2", TABLE("/foo/bar/\xE3\x83\x84"), "x", "/foo/bar/%E3%83%84", false},
    {"2.2.2", TABLE("/foo/bar/%E3%83%84"), "x", "/foo/bar/%e3%83%84", false},
    {"2.2.2", TABLE("/foo/bar/%62%61%7A"), "x", "/foo/bar/baz", false},
    {"2.2.2", TABLE("/foo/bar/baz"), "x", "/foo/bar/%62%61%7A", false},
    {"2.2.2", TABLE("/a%2Fb"), "x", "/a/b", true}, // reserved: another path
    {"2.2.2", TABLE("/"), "x", "/robots.txt", true},
    {"2.2.2", "user-agent: *\nallow: /p\ndisallow: /\n", "x", "/page", true},
    {"2.2.2", "user-agent: *\nallow: /folder\ndisallow: /folder\n", "x", "/folder/page", true},
    {"2.2.2", "user-agent: *\nallow: /page\ndisallow: /*.htm\n", "x", "/page.htm", false},
    {"2.2.2", TABLE("/Foo"), "x", "/foo", true}, // paths have case

    {"2.2.3", "user-agent: *\ndisallow: / # comment in line\n# comment at the end", "x", "/y",
     false},
    {"2.2.3", TABLE("/this/path/exactly$"), "x", "/this/path/exactly", false},
    {"2.2.3", TABLE("/this/path/exactly$"), "x", "/this/path/exactly/not", true},
    {"2.2.3", TABLE("/this/*/exactly"), "x", "/this/long/way/exactly/so", false},
    {"2.2.3", TABLE("/this/*/exactly"), "x", "/this/exactly", true},
    {"2.2.3", TABLE("/path/file-with-a-%2A.html"), "x", "/path/file-with-a-*.html", false},
    {"2.2.3", TABLE("/path/file-with-a-%2A.html"), "x", "/path/file-with-a-b.html", true},
    {"2.2.3", TABLE("/path/foo-%24"), "x", "/path/foo-$", false},
    {"2.2.3", TABLE("/path/foo-%24"), "x", "/path/foo-", true},

    {"2.2.4", "user-agent: *\nsitemap: https://x.example/s.xml\ndisallow: /\n", "x", "/a", false},
    {"2.2.4", "user-agent: x\nsitemap: /s\nuser-agent: y\ndisallow: /\n", "x", "/a", false},

    {"5.1", SIMPLE, "other", "/a.gif", false},
    {"5.1", SIMPLE, "other", "/a.gif?b", true},
    {"5.1", SIMPLE, "other", "/example/", false},
    {"5.1", SIMPLE, "other", "/publications/", true},
    {"5.1", SIMPLE, "other", "/else", true},
    {"5.1", SIMPLE, "foobot", "/", false},
    {"5.1", SIMPLE, "foobot", "/example/page.html", true},
    {"5.1", SIMPLE, "foobot", "/example/allowed.gif", true},
    {"5.1", SIMPLE, "foobot", "/publications/", false},
    {"5.1", SIMPLE, "barbot", "/example/page.html", false},
    {"5.1", SIMPLE, "bazbot", "/example/page.html", false},
    {"5.1", SIMPLE, "barbot", "/a.gif", true},
    {"5.1", SIMPLE, "quxbot", "/example/page.html", true},
    {"5.1", SIMPLE, "quxbot", "/a.gif", true},

    {"5.2", LONGEST, "foobot", "/example/page/", true},
    {"5.2", LONGEST, "foobot", "/example/page/disallowed.gif", false},
    {"5.2", LONGEST, "foobot", "/example/page/disallowed.gif?x", false},

    // Patterns in a row of stars, at the start, at the end.
    {"-", TABLE("*"), "x", "/a", false},
    {"-", TABLE("***"), "x", "/a", false},
    {"-", TABLE("/a***b$"), "x", "/ab", false},
    {"-", TABLE("/a*$"), "x", "/abc", false},
    {"-", TABLE("/*a*b*c$"), "x", "/xxaxxbxxcxxc", false},
    {"-", TABLE("/*a*b*c$"), "x", "/xxaxxbxxcxxd", true},
    {"-", TABLE("/*ab$"), "x", "/a", true},
    {"-", TABLE("$"), "x", "/", true},
    {"-", TABLE("/$"), "x", "/", false},
    {"-", TABLE("/$"), "x", "/a", true},
    {"-", TABLE("/a$b"), "x", "/a$b",
     true}, // "$" is special at the end alone, and "$" in a path is %24
    {"-", TABLE(""), "x", "/a", true},
    {"-", "", "x", "/a", true},
    {"-", "User-agent: *\rDisallow: /a\rDisallow: /b\r", "x", "/b", false}, // CR only
    {"-", "User-agent: *\r\nDisallow: /a\r\n\r\n", "x", "/a", false},
    {"-", "\xEF\xBB\xBFUser-agent: *\nDisallow: /a", "x", "/a", false}, // BOM
    {"-", "<html><body>User-agent: *<br>Disallow: /</body></html>", "x", "/a", true},
    {"-", "  USER-AGENT :\t*  \n\tDisAllow  :  /a  \n", "x", "/a", false},
};

static void examples(void **state)
{
    unsigned failed = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        if (allows(r->agent, r->text, r->path) == r->is_allowed)
            continue;
        print_error("section %s: %s for %s is to be %s by\n%s\n", r->section, r->path, r->agent,
                    r->is_allowed ? "allowed" : "forbidden", r->text);
        failed++;
    }
    assert_int_equal(failed, 0);
}

static void crawl_delays(void **state)
{
    static const struct {
        const char *text;
        uint32_t delay_ms;
    } cases[] = {
        {"user-agent: *\ncrawl-delay: 5\n", 5000},
        {"user-agent: *\ncrawl-delay: 0.25\n", 250},
        {"user-agent: *\ncrawl-delay: 1.2345\n", 1234},
        {"user-agent: *\ncrawl-delay: soon\n", 0},
        {"user-agent: *\ncrawl-delay: -3\n", 0},
        {"user-agent: other\ncrawl-delay: 5\n", 0},
        {"user-agent: *\ncrawl-delay: 5\nuser-agent: me\ndisallow: /a\n", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dc_robots *r = dc_robots_parse(dc_mem_hook(NULL), dc_str_of(cases[i].text), DC_STR("me"));
        assert_int_equal(dc_robots_delay_ms(r), cases[i].delay_ms);
        dc_robots_free(r);
    }
}

static void binary_files_are_read(void **state)
{
    static const char text[] = "\0\xff\xfe\nUser-agent: *\n\0\x01: \x80\nDisallow: /a\n\x89PNG\r\n";
    (void)state;
    assert_false(allows_for("x", text, sizeof text - 1, "/a"));
    assert_true(allows_for("x", text, sizeof text - 1, "/b"));
    unsigned seed = 7;
    for (int round = 0; round < 200; round++) {
        char noise[2048];
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = (char)((seed = seed * 1103515245 + 12345) >> 16);
        allows_for("x", noise, sizeof noise, "/a");
    }
}

// A long line is cut, and lines behind it count.
static void long_lines_are_cut(void **state)
{
    enum { LONG = 600 << 10 };
    char *text = malloc(LONG + 64);
    (void)state;
    const int start = snprintf(text, 64, "User-agent: *\nDisallow: /");
    memset(text + start, 'a', LONG);
    strcpy(text + start + LONG - 16, "\nDisallow: /b\n");
    assert_false(allows("x", text, "/b"));
    assert_true(allows("x", text, "/aaaa"));
    free(text);
}

// What would take for ever is refused instead: a path that no rule could be compared with in time.
static void bombs_end(void **state)
{
    enum { LINES = 5000 };
    char *text = malloc(LINES * 80 + 64);
    char path[8192];
    size_t len = (size_t)sprintf(text, "User-agent: *\n");
    (void)state;
    for (int i = 0; i < LINES; i++)
        len +=
            (size_t)sprintf(text + len, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*aaaab%d\n", i);
    memset(path, 'a', sizeof path);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    assert_false(allows("x", text, path));
    assert_true(allows("x", text, "/aaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),
        cmocka_unit_test(crawl_delays),
        cmocka_unit_test(binary_files_are_read),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(bombs_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
