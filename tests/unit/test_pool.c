// Pools: what one page gives back, the next one takes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/counting_hook.h"

#include <pthread.h>
#include <string.h>

static const char html[] =
    "<title>On tides</title><h1>On tides</h1><p>The sea comes in twice a day and "
    "goes out again, and nobody on the island has ever asked why.</p>";

static void extract(const decant_allocator *allocator)
{
    decant_options options = DECANT_OPTIONS_INIT;
    options.allocator = allocator;
    decant_page *page;
    assert_int_equal(decant_extract(&options, html, sizeof html - 1, &page, NULL), DECANT_OK);
    assert_non_null(strstr(decant_page_text(page, NULL), "nobody on the island"));
    decant_page_free(page);
}

static void the_second_page_asks_for_nothing(void **state)
{
    (void)state;
    counting_hook books = {0};
    const decant_allocator below = counting_allocator(&books);
    decant_pool *pool;
    assert_int_equal(decant_pool_new(&below, 0, &pool), DECANT_OK);
    extract(decant_pool_allocator(pool));
    const size_t asked = books.asked;
    assert_true(asked > 1);
    for (int i = 0; i < 100; i++)
        extract(decant_pool_allocator(pool));
    assert_int_equal(books.asked, asked);
    decant_pool_free(pool);
    assert_int_equal(books.live, 0);
}

static void no_more_is_kept_than_said(void **state)
{
    (void)state;
    enum { MOST = 100000 };
    counting_hook books = {0};
    const decant_allocator below = counting_allocator(&books);
    decant_pool *pool;
    assert_int_equal(decant_pool_new(&below, MOST, &pool), DECANT_OK);
    const size_t own = books.live;
    const decant_allocator *a = decant_pool_allocator(pool);
    void *blocks[100];
    for (size_t i = 0; i < 100; i++)
        blocks[i] = a->resize(a->ctx, NULL, 0, 5000);
    assert_true(books.live - own >= 500000);
    for (size_t i = 0; i < 100; i++)
        assert_null(a->resize(a->ctx, blocks[i], 5000, 0));
    assert_true(books.live - own <= MOST);
    decant_pool_free(pool);
    assert_int_equal(books.live, 0);
}

// What pages needed at once is not needed for ever.
static void empty_slabs_go_back(void **state)
{
    (void)state;
    enum { MB = 1 << 20, N = 40 };
    counting_hook books = {0};
    const decant_allocator below = counting_allocator(&books);
    decant_pool *pool;
    assert_int_equal(decant_pool_new(&below, 16 * MB, &pool), DECANT_OK);
    const size_t own = books.live;
    const decant_allocator *a = decant_pool_allocator(pool);
    void *blocks[N];
    for (size_t i = 0; i < N; i++)
        assert_non_null(blocks[i] = a->resize(a->ctx, NULL, 0, MB));
    assert_true(books.live - own >= (size_t)N * MB);
    for (size_t i = 0; i < N; i++)
        a->resize(a->ctx, blocks[(i * 7) % N], MB, 0);
    assert_true(books.live - own <= 16 * MB);
    assert_true(books.live - own >= 4 * MB);
    const size_t asked = books.asked;
    for (int round = 0; round < 100; round++) {
        void *p = a->resize(a->ctx, NULL, 0, (size_t)3 * MB);
        a->resize(a->ctx, p, (size_t)3 * MB, 0);
    }
    assert_int_equal(books.asked, asked);
    decant_pool_free(pool);
    assert_int_equal(books.live, 0);
}

// Blocks of up to so many bytes stay whole, whatever was given back before.
static void change_blocks(size_t most, int n_rounds)
{
    decant_pool *pool;
    assert_int_equal(decant_pool_new(NULL, 0, &pool), DECANT_OK);
    const decant_allocator *a = decant_pool_allocator(pool);
    enum { N = 64 };
    unsigned char *blocks[N] = {0};
    size_t sizes[N] = {0};
    uint32_t seed = 1;
    for (int round = 0; round < n_rounds; round++) {
        seed = seed * 1664525 + 1013904223;
        const size_t i = seed >> 26;
        const size_t size = (seed >> 3) % most + 1;
        for (size_t k = 0; k < sizes[i]; k++)
            if (blocks[i][k] != i)
                fail_msg("byte %zu of block %zu changed", k, i);
        const size_t same = sizes[i] < size ? sizes[i] : size;
        blocks[i] = a->resize(a->ctx, blocks[i], sizes[i], round % 3 ? size : 0);
        sizes[i] = round % 3 ? size : 0;
        assert_true(blocks[i] != NULL || sizes[i] == 0);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        for (size_t k = 0; k < same && sizes[i]; k++)
            if (blocks[i][k] != i)
                fail_msg("byte %zu of block %zu was lost", k, i);
        if (sizes[i])
            memset(blocks[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < N; i++)
        a->resize(a->ctx, blocks[i], sizes[i], 0);
    decant_pool_free(pool);
}

static void blocks_do_not_overlap(void **state)
{
    (void)state;
    change_blocks(8192, 20000);
    change_blocks(100000, 5000);
    change_blocks(6 << 20, 200); // some are larger than a slab
}

static void no_memory_is_no_crash(void **state)
{
    (void)state;
    decant_pool *pool;
    assert_int_equal(decant_pool_new(NULL, 0, NULL), DECANT_E_INVALID);
    for (size_t n = 1;; n++) {
        counting_hook books = {.refused = n};
        const decant_allocator below = counting_allocator(&books);
        decant_page *page = NULL;
        decant_status status = decant_pool_new(&below, 0, &pool);
        if (status == DECANT_OK) {
            decant_options options = DECANT_OPTIONS_INIT;
            options.allocator = decant_pool_allocator(pool);
            status = decant_extract(&options, html, sizeof html - 1, &page, NULL);
        }
        decant_page_free(page);
        decant_pool_free(pool);
        assert_int_equal(books.live, 0);
        if (books.asked < n)
            break;
        assert_int_equal(status, DECANT_E_NOMEM);
    }
}

static void *many(void *allocator)
{
    for (int i = 0; i < 50; i++)
        extract(allocator);
    return NULL;
}

static void threads_share_a_pool(void **state)
{
    (void)state;
    decant_pool *pool;
    assert_int_equal(decant_pool_new(NULL, 0, &pool), DECANT_OK);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, many, (void *)decant_pool_allocator(pool)), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    decant_pool_free(pool);
    decant_pool_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_page_asks_for_nothing),
        cmocka_unit_test(no_more_is_kept_than_said),
        cmocka_unit_test(empty_slabs_go_back),
        cmocka_unit_test(blocks_do_not_overlap),
        cmocka_unit_test(no_memory_is_no_crash),
        cmocka_unit_test(threads_share_a_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
