// For tests on whole pages: work under a guard with an arena, and blocks from mark-up.
#ifndef TESTS_SUPPORT_PAGETEST_H
#define TESTS_SUPPORT_PAGETEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "blocks/build.h"
#include "html/parse.h"

typedef void (*page_test_fn)(dc_arena *arena);

typedef struct page_test {
    page_test_fn test;
    dc_arena *arena;
} page_test;

static inline void run_page_test(void *ctx, dc_guard *guard)
{
    (void)guard;
    page_test *t = ctx;
    t->test(t->arena);
}

// Runs a test that uses arena memory; fails if it leaves by the guard.
static inline void with_arena(page_test_fn test)
{
    page_test t = {test, dc_arena_new(NULL, 0)};
    assert_non_null(t.arena);
    const decant_status status = dc_guard_run(run_page_test, &t);
    dc_arena_free(t.arena);
    assert_int_equal(status, DECANT_OK);
}

static inline dc_tree tree_of(dc_arena *arena, const char *html)
{
    const dc_parse_options options = {.max_memory = (size_t)256 << 20, .deadline_ms = UINT64_MAX};
    dc_tree tree;
    dc_parse(arena, dc_str_of(html), &options, &tree);
    return tree;
}

static inline dc_blocks blocks_of(dc_arena *arena, const char *html)
{
    const dc_tree tree = tree_of(arena, html);
    dc_blocks blocks;
    dc_blocks_build(&tree, &blocks);
    return blocks;
}

#endif
