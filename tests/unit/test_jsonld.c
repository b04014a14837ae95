// JSON-LD: what counts as the page's, what belongs to something else, and what is broken.
#include "unit/in_arena.h"

#include "meta/jsonld.h"

static dc_jsonld read(dc_arena *arena, const char *json)
{
    dc_jsonld out = {.n_authors = 0};
    dc_jsonld_read(arena, dc_str_of(json), &out);
    return out;
}

static void article(dc_arena *arena)
{
    const dc_jsonld a = read(
        arena, "{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Tides &amp; \\u00e9bb\","
               "\"datePublished\":\"2024-05-01T08:00:00Z\","
               "\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Lee\"},{\"name\":\"Bo Ek\"},"
               "{\"name\":\"Ann Lee\"}],"
               "\"publisher\":{\"name\":\"The Harbour\"}}]}");
    assert_string_equal(a.headline.p, "Tides & ébb");
    assert_string_equal(a.author.p, "Ann Lee; Bo Ek");
    assert_string_equal(a.published.p, "2024-05-01T08:00:00Z");
    assert_string_equal(a.site.p, "The Harbour");
    assert_string_equal(read(arena, "{\"author\":\"Ann\"}").author.p, "Ann");
}

static void elsewhere(dc_arena *arena)
{
    const dc_jsonld a = read(
        arena, "{\"review\":{\"author\":{\"name\":\"A Reader\"},\"datePublished\":\"2020-01-01\"},"
               "\"comment\":[{\"author\":\"B\"}],\"author\":\"https://x.example/ann\"}");
    assert_null(a.author.p);
    assert_null(a.published.p);
}

static void broken(dc_arena *arena)
{
    assert_string_equal(
        read(arena, "{\"headline\":\"Cut off\", \"author\":{\"name\":\"Ann").headline.p, "Cut off");
    assert_string_equal(read(arena, "]]}{,\"headline\":\"Kept\",}").headline.p, "Kept");
    assert_null(read(arena, "{\"headline\":\"\\u").headline.p);
    assert_null(read(arena, "\"").headline.p);
    assert_null(read(arena, "").headline.p);
    char deep[4096];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    assert_null(read(arena, deep).headline.p);
    assert_string_equal(
        read(arena, "{\"headline\":\"\\ud83d\\ude00 & co &bad; \\q\\\"\"}").headline.p,
        "😀 & co &bad; q\"");
}

static void test_article(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, article), DECANT_OK);
}

static void test_elsewhere(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, elsewhere), DECANT_OK);
}

static void test_broken(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, broken), DECANT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article),
        cmocka_unit_test(test_elsewhere),
        cmocka_unit_test(test_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
