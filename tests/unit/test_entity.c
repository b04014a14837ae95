// Character references: HTML Standard, sections 13.2.5.72 to 13.2.5.80 and 13.5.
#include "unit/in_arena.h"

#include "base/entity.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct sample {
    dc_str raw;
    dc_str text;
} sample;

#define S(raw, text)                                                                               \
    {                                                                                              \
        {raw, sizeof(raw) - 1},                                                                    \
        {                                                                                          \
            text, sizeof(text) - 1                                                                 \
        }                                                                                          \
    }

static const sample in_text[] = {
    S("", ""),
    S("plain", "plain"),
    S("a &amp; b", "a & b"),
    S("&lt;p&gt;", "<p>"),
    S("&nbsp;", "\xC2\xA0"),
    S("&amp;lt;", "&lt;"), // decoded once, not twice
    // A lone '&' is itself.
    S("&", "&"),
    S("&&", "&&"),
    S("& b", "& b"),
    S("a&", "a&"),
    S("&;", "&;"),
    S("&1;", "&1;"),
    S("&\xC3\xA9;", "&\xC3\xA9;"),
    // Unknown names stay.
    S("&bogus;", "&bogus;"),
    S("&AMp;", "&AMp;"), // names have their case
    S("&CounterClockwiseContourIntegral;", "\xE2\x88\xB3"),
    S("&CounterClockwiseContourIntegralx;", "&CounterClockwiseContourIntegralx;"),
    S("&CounterClockwiseContourIntegral", "&CounterClockwiseContourIntegral"),
    S("&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;",
      "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;"),
    // Without semicolon: only the old names, the longest of them.
    S("&copy", "\xC2\xA9"),
    S("&copy2024", "\xC2\xA9"
                   "2024"),
    S("&COPY", "\xC2\xA9"),
    S("&notit;", "\xC2\xACit;"),
    S("&notin;", "\xE2\x88\x89"),
    S("&notin", "\xC2\xACin"),
    S("&ampamp;", "&amp;"),
    S("&gtYY", ">YY"),
    S("&gt=", ">="),
    S("&hellip", "&hellip"),
    S("&frac34x", "\xC2\xBEx"),
    S("&frac3", "&frac3"),
    S("&sup1", "\xC2\xB9"),
    S("&sup", "&sup"),
    S("&yuml", "\xC3\xBF"),
    // Two code points.
    S("&nGt;", "\xE2\x89\xAB\xE2\x83\x92"),
    S("&fjlig;", "fj"),
    S("&bne;", "=\xE2\x83\xA5"),
    S("&Afr;", "\xF0\x9D\x94\x84"),
    // Numbers.
    S("&#65;", "A"),
    S("&#65", "A"),
    S("&#65x", "Ax"),
    S("&#0065;", "A"),
    S("&#x41;", "A"),
    S("&#X41", "A"),
    S("&#x4a4A;", "\xE4\xA9\x8A"),
    S("&#x1F600;", "\xF0\x9F\x98\x80"),
    S("&#128;", "\xE2\x82\xAC"),
    S("&#x92;", "\xE2\x80\x99"),
    S("&#x81;", "\xC2\x81"),
    S("&#x9F;", "\xC5\xB8"),
    S("&#xA0;", "\xC2\xA0"),
    S("&#13;", "\r"),
    S("&#xFFFE;", "\xEF\xBF\xBE"),
    S("&#0;", "\xEF\xBF\xBD"),
    S("&#xD800;", "\xEF\xBF\xBD"),
    S("&#xDFFF;", "\xEF\xBF\xBD"),
    S("&#x10FFFF;", "\xF4\x8F\xBF\xBF"),
    S("&#x110000;", "\xEF\xBF\xBD"),
    S("&#4294967361;", "\xEF\xBF\xBD"), // 65 and a wrap around of 32 bits
    S("&#x100000000000041;", "\xEF\xBF\xBD"),
    S("&#99999999999999999999999999999999999999999999;", "\xEF\xBF\xBD"),
    S("&#", "&#"),
    S("&#;", "&#;"),
    S("&#x", "&#x"),
    S("&#x;", "&#x;"),
    S("&#xg", "&#xg"),
    S("&#a", "&#a"),
    S("&#-1;", "&#-1;"),
    S("a\0b\0", "ab"),
};

static const sample in_attribute[] = {
    S("", ""),
    S("?a=1&copy=2", "?a=1&copy=2"),
    S("?a=1&copy;=2", "?a=1\xC2\xA9=2"),
    S("?a&copyx", "?a&copyx"),
    S("?a&copy1", "?a&copy1"),
    S("?a&copy", "?a\xC2\xA9"),
    S("?a&copy&b", "?a\xC2\xA9&b"),
    S("&copy_id=1", "\xC2\xA9_id=1"),
    S("&notit;", "&notit;"), // the longest name is not, and a letter follows
    S("&notin=", "&notin="),
    S("&notin;x", "\xE2\x88\x89x"),
    S("&hellip;a", "\xE2\x80\xA6"
                   "a"),
    S("&#65a", "Aa"), // the rule is about names
    S("&#65=", "A="),
    S("&lang=en", "&lang=en"),
    S("&reg=eu", "&reg=eu"),
    S("a\0b", "a\xEF\xBF\xBD"
              "b"),
    S("\0&amp;\0", "\xEF\xBF\xBD&\xEF\xBF\xBD"),
};

static void check(dc_arena *arena, const sample *samples, size_t n, bool is_attribute)
{
    for (size_t i = 0; i < n; i++) {
        // In a block of its own size, so that a read past the end is seen.
        char *raw = dc_arena_alloc(arena, samples[i].raw.len);
        memcpy(raw, samples[i].raw.p, samples[i].raw.len);
        const dc_str view = {raw, samples[i].raw.len};
        const dc_str got = dc_text_of(arena, view, is_attribute);
        if (!dc_str_eq(got, samples[i].text))
            print_error("\"%.*s\" gave \"%.*s\"\n", (int)view.len, raw, (int)got.len, got.p);
        assert_true(dc_str_eq(got, samples[i].text));
    }
}

ARENA_TEST(references_in_text)
{
    check(arena, in_text, sizeof in_text / sizeof *in_text, false);
}

ARENA_TEST(references_in_attributes)
{
    check(arena, in_attribute, sizeof in_attribute / sizeof *in_attribute, true);
}

ARENA_TEST(nothing_to_decode_is_not_copied)
{
    const dc_str raw = DC_STR("no reference here");
    const size_t spent = dc_arena_spent(arena);
    assert_ptr_equal(dc_text_of(arena, raw, false).p, raw.p);
    assert_int_equal(dc_arena_spent(arena), spent);
    assert_int_equal(dc_text_of(arena, DC_STR_NONE, false).len, 0);
}

ARENA_TEST(a_copy_takes_no_more_than_its_length)
{
    char raw[4096];
    for (size_t i = 0; i + 5 <= sizeof raw; i += 5)
        memcpy(raw + i, "&amp;", 5);
    const size_t spent = dc_arena_spent(arena);
    assert_int_equal(dc_text_of(arena, (dc_str){raw, 4095}, false).len, 819);
    assert_true(dc_arena_spent(arena) - spent <= 820 + 16);
}

// Each reference alone takes exactly its bytes, whatever follows.
static void one_reference_at_a_time(void **state)
{
    (void)state;
    char out[8];
    size_t len = 99;
    const char *p = "&amp;amp;";
    assert_int_equal(dc_entity_decode(p, p + 9, false, out, &len), 5);
    assert_int_equal(len, 1);
    assert_int_equal(dc_entity_decode(p, p + 5, false, out, &len), 5);
    assert_int_equal(dc_entity_decode(p, p + 4, false, out, &len), 4);
    assert_int_equal(dc_entity_decode(p, p + 3, false, out, &len), 0);
    assert_int_equal(dc_entity_decode(p, p + 1, false, out, &len), 0);
}

static size_t read_codes(const char *codes, char *out)
{
    size_t len = 0;
    char *end;
    for (;; codes = end) {
        const unsigned long code = strtoul(codes, &end, 16);
        if (end == codes)
            return len;
        len += dc_utf8_encode((uint32_t)code, out + len);
    }
}

// All of section 13.5, from the list that the table was made of.
static void every_name_of_the_standard(void **state)
{
    (void)state;
    FILE *in = fopen(DECANT_TABLES "/entities.tsv", "r");
    assert_non_null(in);
    char line[256] = "&";
    size_t n = 0;
    while (fgets(line + 1, sizeof line - 1, in)) {
        char *tab = strchr(line, '\t');
        if (line[1] == '#' || !tab)
            continue;
        char expected[16];
        const size_t expected_len = read_codes(tab + 1, expected);
        char got[8];
        size_t len = 0;
        // The tab behind it is neither letter nor '=': so it counts in attributes too.
        assert_int_equal(dc_entity_decode(line, tab + 1, false, got, &len), tab - line);
        assert_int_equal(len, expected_len);
        assert_memory_equal(got, expected, len);
        assert_int_equal(dc_entity_decode(line, tab + 1, true, got, &len), tab - line);
        *tab = 'z';
        const bool is_whole = tab[-1] == ';';
        assert_int_equal(dc_entity_decode(line, tab + 1, true, got, &len) != 0, is_whole);
        n++;
    }
    fclose(in);
    assert_int_equal(n, 2231);
}

typedef struct html5lib_test {
    char data[512];
    char expected[512];
} html5lib_test;

// The next test with one line of data; expected is the text or attribute line of its tree.
static bool next_test(FILE *in, html5lib_test *t)
{
    char line[512];
    bool is_data = false;
    t->data[0] = t->expected[0] = '\0';
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = '\0';
        if (is_data)
            memcpy(t->data, line, sizeof line);
        is_data = strcmp(line, "#data") == 0;
        const char *quote = line[0] == '|' ? strchr(line, '"') : NULL;
        if (quote)
            memcpy(t->expected, quote, strlen(quote) + 1);
        if (line[0] == '\0' && t->data[0])
            return true;
    }
    return t->data[0] != '\0';
}

static dc_str between(const char *line, const char *open, const char *close)
{
    const char *from = strstr(line, open);
    const char *to = from ? strstr(from + strlen(open), close) : NULL;
    return to ? (dc_str){from + strlen(open), (size_t)(to - from) - strlen(open)} : DC_STR_NONE;
}

#define HTML5LIB DECANT_CORPUS "/html5lib/tree-construction"

static unsigned check_file(dc_arena *arena, const char *path)
{
    FILE *in = fopen(path, "r");
    if (!in)
        return 0;
    unsigned n = 0;
    html5lib_test t;
    while (next_test(in, &t)) {
        const size_t last = strlen(t.expected);
        if (last < 2 || t.expected[last - 1] != '"')
            continue;
        const bool is_attribute = strstr(t.data, " bar=") != NULL;
        dc_str raw = between(t.data, "bar=\"", "\"");
        if (!raw.p)
            raw = between(t.data, "bar='", "'");
        if (!raw.p)
            raw = between(t.data, "bar=", ">");
        if (!raw.p)
            raw = between(t.data, "<div>", "</div>");
        if (!raw.p)
            raw = dc_str_of(t.data);
        if (memchr(raw.p, '<', raw.len)) // about tags, not about references
            continue;
        const dc_str got = dc_text_of(arena, raw, is_attribute);
        const dc_str expected = {t.expected + 1, last - 2};
        if (!dc_str_eq(got, expected))
            print_error("%s: %s, not \"%.*s\"\n", t.data, t.expected, (int)got.len, got.p);
        assert_true(dc_str_eq(got, expected));
        n++;
    }
    fclose(in);
    return n;
}

static void check_html5lib(dc_arena *arena)
{
    char path[1024];
    unsigned n = 0;
    for (int i = 1; i <= 2; i++) {
        snprintf(path, sizeof path, HTML5LIB "/entities0%d.dat", i);
        n += check_file(arena, path);
    }
    assert_true(n > 90);
}

static void html5lib_tests(void **state)
{
    (void)state;
    if (access(HTML5LIB, R_OK) != 0) {
        printf("skipped: no html5lib tests at %s\n", HTML5LIB);
        skip();
    }
    assert_int_equal(in_arena_run(0, check_html5lib), DECANT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_in_text),
        cmocka_unit_test(references_in_attributes),
        cmocka_unit_test(nothing_to_decode_is_not_copied),
        cmocka_unit_test(a_copy_takes_no_more_than_its_length),
        cmocka_unit_test(one_reference_at_a_time),
        cmocka_unit_test(every_name_of_the_standard),
        cmocka_unit_test(html5lib_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
