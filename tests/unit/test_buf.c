#include "unit/in_arena.h"

#include "base/buf.h"
#include "unit/counting_hook.h"

ARENA_TEST(bytes_come_out_as_they_went_in)
{
    dc_buf buf = dc_buf_in(arena, 1 << 20);
    assert_text(dc_buf_str(&buf), "");
    dc_buf_append(&buf, "ab\0c", 4);
    dc_buf_add(&buf, DC_STR("de"));
    dc_buf_add(&buf, DC_STR_NONE);
    dc_buf_char(&buf, 'f');
    dc_buf_number(&buf, 0);
    dc_buf_number(&buf, UINT64_MAX);
    assert_text(dc_buf_str(&buf), "ab\0cdef018446744073709551615");
    assert_int_equal(dc_buf_str(&buf).p[buf.len], '\0');
    assert_int_equal(dc_buf_status(&buf), DECANT_OK);
}

ARENA_TEST(a_long_text_grows_and_stays)
{
    dc_buf buf = dc_buf_in(arena, 1 << 20);
    for (unsigned i = 0; i < 100000; i++) {
        dc_buf_char(&buf, (char)('a' + i % 26));
        if (i % 10000 == 0)
            dc_arena_alloc(arena, 1); // so that it must move
    }
    const dc_str s = dc_buf_str(&buf);
    assert_int_equal(s.len, 100000);
    for (unsigned i = 0; i < 100000; i++)
        assert_int_equal(s.p[i], 'a' + i % 26);
}

ARENA_TEST(exactly_full_is_fine)
{
    dc_buf buf = dc_buf_in(arena, 1000);
    for (int i = 0; i < 1000; i++)
        dc_buf_char(&buf, 'x');
    assert_int_equal(dc_buf_status(&buf), DECANT_OK);
    assert_int_equal(dc_buf_str(&buf).len, 1000);
    dc_buf_add(&buf, DC_STR("")); // nothing more is no failure
    assert_int_equal(dc_buf_status(&buf), DECANT_OK);
}

ARENA_TEST(past_its_size_it_stays_failed)
{
    dc_buf buf = dc_buf_in(arena, 5);
    dc_buf_add(&buf, DC_STR("abc"));
    dc_buf_add(&buf, DC_STR("def"));
    assert_int_equal(dc_buf_status(&buf), DECANT_E_TOO_LARGE);
    dc_buf_char(&buf, 'd'); // would fit: but a text with a hole is worse than none
    assert_int_equal(buf.len, 3);
    assert_null(dc_buf_room(&buf, 1));
    assert_text(dc_buf_str(&buf), "");
    assert_int_equal(dc_buf_status(&buf), DECANT_E_TOO_LARGE);
}

ARENA_TEST(sizes_do_not_wrap_around)
{
    dc_buf buf = dc_buf_in(arena, 100);
    dc_buf_char(&buf, 'a');
    assert_null(dc_buf_room(&buf, SIZE_MAX));
    assert_int_equal(dc_buf_status(&buf), DECANT_E_TOO_LARGE);
}

ARENA_TEST(room_is_written_by_hand)
{
    dc_buf buf = dc_buf_in(arena, 100);
    char *p = dc_buf_room(&buf, 50);
    memset(p, 'x', 50);
    buf.len += 20;
    dc_buf_char(&buf, 'y');
    assert_text(dc_buf_str(&buf), "xxxxxxxxxxxxxxxxxxxxy");
}

static void a_buffer_on_the_hook(void **state)
{
    (void)state;
    counting_hook books = {0};
    const decant_allocator hook = counting_allocator(&books);
    dc_buf buf = dc_buf_on(&hook, 10000);
    for (int i = 0; i < 10000; i++)
        dc_buf_char(&buf, 'x');
    assert_int_equal(dc_buf_str(&buf).len, 10000);
    assert_true(books.live <= 10001); // no more than its largest size and a NUL
    dc_buf_free(&buf);
    assert_int_equal(books.live, 0);
    dc_buf_free(&buf);
    assert_text(dc_buf_str(&buf), "");
}

static void a_refusal_of_the_hook(void **state)
{
    (void)state;
    counting_hook books = {.refused = 2};
    const decant_allocator hook = counting_allocator(&books);
    dc_buf buf = dc_buf_on(&hook, 10000);
    for (int i = 0; i < 10000; i++)
        dc_buf_char(&buf, 'x');
    assert_int_equal(dc_buf_status(&buf), DECANT_E_NOMEM);
    assert_int_equal(books.asked, 2); // failed once, not asked again
    assert_text(dc_buf_str(&buf), "");
    dc_buf_free(&buf);
    assert_int_equal(books.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_out_as_they_went_in),
        cmocka_unit_test(a_long_text_grows_and_stays),
        cmocka_unit_test(exactly_full_is_fine),
        cmocka_unit_test(past_its_size_it_stays_failed),
        cmocka_unit_test(sizes_do_not_wrap_around),
        cmocka_unit_test(room_is_written_by_hand),
        cmocka_unit_test(a_buffer_on_the_hook),
        cmocka_unit_test(a_refusal_of_the_hook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
