#include "unit/in_arena.h"

#include "base/mem.h"
#include "unit/counting_hook.h"

static void the_c_library_is_the_default(void **state)
{
    (void)state;
    const decant_allocator empty = {NULL, NULL};
    const decant_allocator *hook = dc_mem_hook(NULL);
    assert_ptr_equal(dc_mem_hook(&empty), hook);
    char *p = dc_mem_alloc(hook, 0); // something that can be freed, not NULL
    assert_non_null(p);
    p = dc_mem_resize(hook, p, 0, 100);
    assert_non_null(p);
    dc_mem_free(hook, p, 100);
    dc_mem_free(hook, NULL, 0);
}

static void the_hook_learns_every_size(void **state)
{
    (void)state;
    counting_hook books = {0};
    const decant_allocator mine = counting_allocator(&books);
    const decant_allocator *hook = dc_mem_hook(&mine);
    assert_ptr_equal(hook, &mine);
    void *p = dc_mem_alloc(hook, 10);
    assert_int_equal(books.live, 10);
    p = dc_mem_resize(hook, p, 10, 30);
    assert_int_equal(books.live, 30);
    dc_mem_free(hook, p, 30);
    assert_int_equal(books.live, 0);
    assert_int_equal(books.asked, 2);
    dc_mem_free(hook, NULL, 30);
    assert_int_equal(books.live, 0);
}

static void cleared_memory(void **state)
{
    (void)state;
    counting_hook books = {.refused = 2};
    const decant_allocator hook = counting_allocator(&books);
    unsigned char *p = dc_mem_zero(&hook, 3, 100);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(p[i], 0);
    dc_mem_free(&hook, p, 300);
    assert_null(dc_mem_zero(&hook, 3, 100));          // refused
    assert_null(dc_mem_zero(&hook, SIZE_MAX / 2, 3)); // too large for a size_t
    assert_int_equal(books.asked, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_c_library_is_the_default),
        cmocka_unit_test(the_hook_learns_every_size),
        cmocka_unit_test(cleared_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
