// Pages made to hurt: each ends with a tree, within the memory given, and says what it cost.
#include "base/utf8.h"
#include "support/attacks.h"
#include "support/pagetest.h"

#include <pthread.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_CHECKED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_CHECKED true
#endif
#endif
#ifndef IS_CHECKED
#define IS_CHECKED false
#endif

typedef struct trial {
    dc_arena *arena;
    dc_str page;
    dc_tree tree;
} trial;

enum { SIZE = 64 << 10 };

static void parse(void *ctx, dc_guard *guard)
{
    (void)guard;
    trial *t = ctx;
    const dc_parse_options options = {.max_memory = ((size_t)32 << 20) + 48 * t->page.len,
                                      .deadline_ms = UINT64_MAX};
    dc_parse(t->arena, t->page, &options, &t->tree);
    dc_blocks blocks;
    dc_blocks_build(&t->tree, &blocks);
}

// As bytes in UTF-8, which is what a parser gets.
static void test_trees(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_attacks; i++) {
        size_t len;
        char *bytes = attack_page(&attacks[i], SIZE, &len);
        assert_non_null(bytes);
        dc_buf page = dc_buf_on(dc_mem_hook(NULL), 4 * len + 16);
        dc_utf8_repair((dc_str){bytes, len}, &page);
        trial t = {.arena = dc_arena_new(NULL, ((size_t)32 << 20) + 64 * SIZE),
                   .page = dc_buf_str(&page)};
        const decant_status status = dc_guard_run(parse, &t);
        if (status != DECANT_OK)
            print_error("%s: %s\n", attacks[i].name, decant_status_text(status));
        assert_int_equal(status, DECANT_OK);
        assert_true(t.tree.n > 0);
        dc_arena_free(t.arena);
        dc_buf_free(&page);
        free(bytes);
    }
}

static dc_tree tree_with_attrs(dc_arena *arena, size_t n)
{
    dc_buf page = dc_buf_in(arena, 1 << 16);
    dc_buf_add(&page, DC_STR("<p"));
    for (size_t i = 1; i <= n; i++) {
        dc_buf_add(&page, DC_STR(" a"));
        dc_buf_number(&page, i);
        dc_buf_add(&page, DC_STR("=x"));
        dc_buf_number(&page, i);
    }
    dc_buf_add(&page, DC_STR(">text"));
    dc_buf_char(&page, '\0');
    return tree_of(arena, page.p);
}

static dc_str attr_of_paragraph(const dc_tree *tree, const char *name)
{
    for (uint32_t i = 0; i < tree->n; i++)
        if (dc_node_tag(tree, i) == DC_TAG_p)
            return dc_node_attr(tree, i, dc_str_of(name));
    fail();
    return DC_STR_NONE;
}

static void attributes_are_capped(dc_arena *arena)
{
    dc_tree tree = tree_with_attrs(arena, DC_MAX_ATTRS);
    assert_int_equal(tree.degraded, DECANT_DEGRADED_NONE);
    assert_true(dc_str_eq(attr_of_paragraph(&tree, "a256"), DC_STR("x256")));
    tree = tree_with_attrs(arena, DC_MAX_ATTRS + 1);
    assert_int_equal(tree.degraded, DECANT_DEGRADED_CAPPED);
    assert_true(dc_str_eq(attr_of_paragraph(&tree, "a256"), DC_STR("x256")));
    assert_null(attr_of_paragraph(&tree, "a257").p);
}

static void test_attributes(void **state)
{
    (void)state;
    with_arena(attributes_are_capped);
}

// What went wrong with an attack, or NULL.
static const char *extract(const attack *a)
{
    size_t len;
    char *bytes = attack_page(a, SIZE, &len);
    if (!bytes)
        return "no memory for the page";
    account memory = {0};
    const decant_allocator hook = {attack_count, &memory};
    decant_options options = DECANT_OPTIONS_INIT;
    options.allocator = &hook;
    options.max_time_ms = UINT32_MAX;
    decant_page *page = NULL;
    const decant_status status = decant_extract(&options, bytes, len, &page, NULL);
    free(bytes);
    const char *fault = NULL;
    if (status != DECANT_OK)
        fault = decant_status_name(status);
    else if (decant_page_degraded(page) == DECANT_DEGRADED_NONE && !attack_canary_in(page))
        fault = "the canary is gone";
    else if (memory.peak > ((size_t)64 << 20) + 64 * len)
        fault = "too much memory";
    decant_page_free(page);
    return memory.live ? "memory not given back" : fault;
}

static void *extract_all(void *ctx)
{
    size_t *n_faults = ctx;
    for (size_t i = 0; i < n_attacks; i++) {
        const char *fault = extract(&attacks[i]);
        if (fault)
            print_error("%s: %s\n", attacks[i].name, fault);
        *n_faults += fault != NULL;
    }
    return NULL;
}

static void test_pages(void **state)
{
    (void)state;
    size_t n_faults = 0;
    extract_all(&n_faults);
    assert_int_equal(n_faults, 0);
}

// Depth is data: no page needs more than a small stack. Sanitizers need one of their own.
static void test_small_stack(void **state)
{
    (void)state;
    enum { STACK = 64 << 10, STACK_CHECKED = 512 << 10 };
    pthread_attr_t attr;
    assert_int_equal(pthread_attr_init(&attr), 0);
    assert_int_equal(pthread_attr_setstacksize(&attr, IS_CHECKED ? STACK_CHECKED : STACK), 0);
    pthread_t thread;
    size_t n_faults = 0;
    assert_int_equal(pthread_create(&thread, &attr, extract_all, &n_faults), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attr);
    assert_int_equal(n_faults, 0);
}

// More lines than the memory of a page has room for as blocks: it is read without its tags.
static void test_budget(void **state)
{
    (void)state;
    const attack *lines = attacks;
    while (strcmp(lines->name, "lines in a tower of boxes"))
        lines++;
    size_t len;
    char *bytes = attack_page(lines, 1 << 20, &len);
    assert_non_null(bytes);
    decant_options options = DECANT_OPTIONS_INIT;
    options.max_time_ms = UINT32_MAX;
    decant_page *page = NULL;
    assert_int_equal(decant_extract(&options, bytes, len, &page, NULL), DECANT_OK);
    assert_int_equal(decant_page_degraded(page), DECANT_DEGRADED_TEXT);
    assert_true(attack_canary_in(page));
    decant_page_free(page);
    free(bytes);
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
        cmocka_unit_test(test_trees),       cmocka_unit_test(test_pages),
        cmocka_unit_test(test_small_stack), cmocka_unit_test(test_budget),
        cmocka_unit_test(test_depth),       cmocka_unit_test(test_assertion),
        cmocka_unit_test(test_deadline),    cmocka_unit_test(test_attributes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
