// JSON-LD: what counts as the page's, what belongs to something else, and what is broken.
#include "unit/in_arena.h"

#include "meta/jsonld.h"

static dc_jsonld read(dc_arena *arena, const char *json)
{
    dc_jsonld out = {.n = 0};
    dc_jsonld_read(arena, dc_str_of(json), &out);
    return out;
}

// The thing that stands for the page best.
static const dc_ld_thing *page_thing(const dc_jsonld *all)
{
    static const dc_ld_thing nothing;
    const dc_ld_thing *best = &nothing;
    for (uint32_t i = 0; i < all->n; i++)
        if (dc_ld_rank(&all->things[i]) > (best == &nothing ? 0 : dc_ld_rank(best)))
            best = &all->things[i];
    return best;
}

static void article(dc_arena *arena)
{
    const dc_jsonld all = read(
        arena, "{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Tides &amp; \\u00e9bb\","
               "\"datePublished\":\"2024-05-01T08:00:00Z\",\"dateModified\":\"2024-06-01\","
               "\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Lee\"},{\"@id\":\"#bo\"}],"
               "\"keywords\":[\"sea, moon\",\"sand\"],\"license\":\"https://l.example/by\","
               "\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Harbour\"}},"
               "{\"@type\":\"Person\",\"@id\":\"#bo\",\"name\":\"Bo Ek\"}]}");
    const dc_ld_thing *a = page_thing(&all);
    bool is_org;
    assert_int_equal(dc_ld_rank(a), 3);
    assert_string_equal(a->headline.p, "Tides & ébb");
    assert_string_equal(a->published.p, "2024-05-01T08:00:00Z");
    assert_string_equal(a->modified.p, "2024-06-01");
    assert_string_equal(a->publisher.p, "The Harbour");
    assert_string_equal(a->licence.p, "https://l.example/by");
    assert_int_equal(a->n_authors, 2);
    assert_string_equal(dc_ld_name(&all, &a->authors[0], &is_org).p, "Ann Lee");
    assert_string_equal(dc_ld_name(&all, &a->authors[1], &is_org).p, "Bo Ek");
    assert_false(is_org);
    assert_int_equal(a->n_tags, 3);
    assert_string_equal(a->tags[1].p, "moon");
    const dc_jsonld plain = read(arena, "{\"author\":\"Ann\"}");
    assert_string_equal(page_thing(&plain)->authors[0].name.p, "Ann");
}

static void elsewhere(dc_arena *arena)
{
    const dc_jsonld all = read(
        arena, "{\"@type\":\"WebPage\",\"review\":{\"@type\":\"Review\",\"author\":{\"name\":\"A "
               "Reader\"},\"datePublished\":\"2020-01-01\"},"
               "\"image\":{\"@type\":\"ImageObject\",\"author\":\"A Camera\"},"
               "\"comment\":[{\"@type\":\"Comment\",\"author\":\"B\"}]}");
    const dc_ld_thing *a = page_thing(&all);
    assert_int_equal(dc_ld_rank(a), 2);
    assert_int_equal(a->n_authors, 0);
    assert_null(a->published.p);
}

static void organization(dc_arena *arena)
{
    const dc_jsonld all = read(arena, "{\"@type\":\"Article\",\"author\":{\"@type\":"
                                      "\"NewsMediaOrganization\",\"name\":\"The Harbour\"}}");
    bool is_org;
    assert_string_equal(dc_ld_name(&all, &page_thing(&all)->authors[0], &is_org).p, "The Harbour");
    assert_true(is_org);
}

static dc_str headline(dc_arena *arena, const char *json)
{
    const dc_jsonld all = read(arena, json);
    return page_thing(&all)->headline;
}

static void broken(dc_arena *arena)
{
    assert_string_equal(headline(arena, "{\"headline\":\"Cut off\", \"author\":{\"name\":\"Ann").p,
                        "Cut off");
    assert_string_equal(headline(arena, "]]}{,\"headline\":\"Kept\",}").p, "Kept");
    assert_null(headline(arena, "{\"headline\":\"\\u").p);
    assert_null(headline(arena, "\"").p);
    assert_null(headline(arena, "").p);
    char deep[4096];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    assert_null(headline(arena, deep).p);
    memset(deep, '{', sizeof deep - 1);
    assert_null(headline(arena, deep).p);
    assert_string_equal(headline(arena, "{\"headline\":\"\\ud83d\\ude00 & co &bad; \\q\\\"\"}").p,
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

static void test_organization(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, organization), DECANT_OK);
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
        cmocka_unit_test(test_organization),
        cmocka_unit_test(test_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
