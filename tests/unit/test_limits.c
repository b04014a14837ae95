// Pages made to hurt: each ends with a tree, within the memory given, and says what it cost.
#include "support/pagetest.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct attack {
    const char *name;
    const char *unit; // repeated; %d is the number of the repetition
} attack;

static const attack attacks[] = {
    {"nested div", "<div>"},
    {"nested formatting", "<b>"},
    {"formatting with distinct attributes", "<b class=x%d>"},
    {"font with distinct attributes", "<font size=%d>"},
    {"formatting across paragraphs", "<p><b><i><u><a href=x>"},
    {"nested tables", "<table><tr><td>"},
    {"foster parenting", "<table>x<b>y</b><tr>"},
    {"nested svg", "<svg><g>"},
    {"nested math", "<math><mi>"},
    {"select nests", "<select><option>"},
    {"half-open tags", "<a"},
    {"less-than signs", "<"},
    {"ampersands", "&notit;&"},
    {"distinct unknown elements", "<x-%d>"},
    {"end tags that a cell hides", "<div><table><td></div>"},
    {"end tags that a block hides", "<span><div></span>"},
    {"double-escaped scripts", "<script><!--<script>"},
    {"paragraphs", "<p>x"},
    {"lists", "<ul><li>x"},
    {"html attributes", "<html a%d=1>"},
    {"attributes", "<p a%d=1 a%d=2>"},
    {"templates", "<template>"},
    {"links and paragraphs", "<a><b><p>"},
    {"headings", "<h1><h2>"},
    {"endless comments", "<!--"},
    {"CDATA", "<svg><![CDATA[x"},
    {"stray end tags", "</p></br></x>"},
    {"buttons", "<button>"},
    {"forms", "<form><input>"},
    {"ruby", "<ruby><rt><rb>"},
};

static char *page_of(const attack *a, size_t size)
{
    char *page = malloc(size + 256);
    assert_non_null(page);
    size_t len = 0;
    for (int i = 0; len < size; i++) {
        char unit[128];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        const int n = snprintf(unit, sizeof unit, a->unit, i, i);
#pragma GCC diagnostic pop
        memcpy(page + len, unit, (size_t)n);
        len += (size_t)n;
    }
    page[len] = '\0';
    return page;
}

typedef struct trial {
    dc_arena *arena;
    const char *page;
    dc_tree tree;
} trial;

static void parse(void *ctx, dc_guard *guard)
{
    (void)guard;
    trial *t = ctx;
    const size_t len = strlen(t->page);
    const dc_parse_options options = {.max_memory = ((size_t)32 << 20) + 48 * len,
                                      .deadline_ms = UINT64_MAX};
    dc_parse(t->arena, (dc_str){t->page, len}, &options, &t->tree);
    dc_blocks blocks;
    dc_blocks_build(&t->tree, &blocks);
}

static void test_attacks(void **state)
{
    (void)state;
    enum { SIZE = 64 << 10 };
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        char *page = page_of(&attacks[i], SIZE);
        trial t = {.arena = dc_arena_new(NULL, ((size_t)32 << 20) + 64 * SIZE), .page = page};
        const decant_status status = dc_guard_run(parse, &t);
        if (status != DECANT_OK)
            printf("%s: %s\n", attacks[i].name, decant_status_text(status));
        assert_int_equal(status, DECANT_OK);
        assert_true(t.tree.n > 0);
        dc_arena_free(t.arena);
        free(page);
    }
}

static void depth(dc_arena *arena)
{
    dc_buf page = dc_buf_in(arena, SIZE_MAX / 2);
    for (int i = 0; i < 2000; i++)
        dc_buf_add(&page, DC_STR("<div>"));
    dc_buf_add(&page, DC_STR("canary"));
    const dc_tree tree = tree_of(arena, dc_buf_str(&page).p);
    assert_int_equal(tree.degraded, DECANT_DEGRADED_CAPPED);
    assert_true(dc_str_find(dc_tree_text(&tree, 0), DC_STR("canary")) != DC_STR_NPOS);
    assert_int_equal(tree_of(arena, "<div><p>plain").degraded, DECANT_DEGRADED_NONE);
}

static void test_depth(void **state)
{
    (void)state;
    with_arena(depth);
}

// The page on which gumbo 0.10.1 aborts its process.
static void assertion(dc_arena *arena)
{
    const dc_tree tree = tree_of(arena, "<table><svg><select><desc><select><tr>");
    assert_int_equal(tree.degraded, DECANT_DEGRADED_TEXT);
    const dc_blocks blocks = blocks_of(
        arena, "<p>before</p><script>no</script><table><svg><select><desc><select><tr>after");
    assert_int_equal(blocks.n, 2);
    assert_string_equal(blocks.v[0].text.p, "before");
    assert_string_equal(blocks.v[1].text.p, "after");
}

static void test_assertion(void **state)
{
    (void)state;
    with_arena(assertion);
}

static uint64_t late(void *ctx)
{
    uint64_t *now = ctx;
    return *now += 1000;
}

static void deadline(dc_arena *arena)
{
    uint64_t now = 0;
    dc_buf page = dc_buf_in(arena, SIZE_MAX / 2);
    for (int i = 0; i < 20000; i++)
        dc_buf_add(&page, DC_STR("<p>x"));
    const dc_parse_options options = {
        .max_memory = (size_t)256 << 20, .clock = {late, &now}, .deadline_ms = 5000};
    dc_tree tree;
    dc_parse(arena, dc_buf_str(&page), &options, &tree);
    assert_int_equal(tree.degraded, DECANT_DEGRADED_TEXT);
    assert_true(now > 5000);
}

static void test_deadline(void **state)
{
    (void)state;
    with_arena(deadline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attacks),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_assertion),
        cmocka_unit_test(test_deadline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
