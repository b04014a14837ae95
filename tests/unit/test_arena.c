#include "unit/in_arena.h"

#include "base/vec.h"
#include "unit/counting_hook.h"

ARENA_TEST(allocations_are_aligned_and_apart)
{
    char *last = NULL;
    for (size_t size = 0; size < 3000; size++) {
        char *p = dc_arena_alloc(arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_ptr_not_equal(p, last);
        memset(p, 0xA5, size);
        last = p;
    }
}

ARENA_TEST(cleared_memory_is_clear)
{
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    memset(dc_arena_alloc(arena, 1000), 0xFF, 1000);
    dc_arena_release(arena, mark);
    const unsigned char *p = dc_arena_zero(arena, 10, 100); // the same bytes again
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(p[i], 0);
}

ARENA_TEST(copies_end_in_nul)
{
    assert_string_equal(dc_arena_copy(arena, DC_STR("abc")), "abc");
    assert_string_equal(dc_arena_copy(arena, DC_STR_NONE), "");
    assert_memory_equal(dc_arena_copy(arena, DC_STR("a\0b")), "a\0b", 4);
}

ARENA_TEST(the_newest_grows_in_place)
{
    char *p = dc_arena_alloc(arena, 10);
    memcpy(p, "123456789", 10);
    assert_ptr_equal(dc_arena_grow(arena, p, 10, 5000), p);
    p[4999] = 'x';
    dc_arena_alloc(arena, 1); // now it is the newest no more
    char *q = dc_arena_grow(arena, p, 5000, 6000);
    assert_ptr_not_equal(q, p);
    assert_string_equal(q, "123456789");
    assert_int_equal(q[4999], 'x');
    // Too large for what is left of the chunk.
    char *r = dc_arena_grow(arena, q, 6000, 10 << 20);
    assert_ptr_not_equal(r, q);
    assert_string_equal(r, "123456789");
    r[(10 << 20) - 1] = 'x';
    assert_non_null(dc_arena_grow(arena, NULL, 0, 10));
}

ARENA_TEST(the_newest_gives_its_end_back)
{
    char *p = dc_arena_alloc(arena, 1000);
    const size_t spent = dc_arena_spent(arena);
    dc_arena_trim(arena, p, 1000, 100);
    assert_true(dc_arena_spent(arena) <= spent - 880);
    char *q = dc_arena_alloc(arena, 16);
    assert_true(q >= p + 100 && q < p + 200);
    dc_arena_trim(arena, p, 100, 10); // not the newest: nothing happens
    assert_true((char *)dc_arena_alloc(arena, 1) > q);
    q = dc_arena_alloc(arena, 64);
    dc_arena_trim(arena, q, 64, 0);
    dc_arena_trim(arena, NULL, 64, 0);
}

ARENA_TEST(a_mark_takes_back_what_came_after)
{
    char *before = dc_arena_alloc(arena, 100);
    memcpy(before, "before", 7);
    const size_t spent = dc_arena_spent(arena);
    for (int round = 0; round < 3; round++) {
        const dc_arena_mark mark = dc_arena_mark_now(arena);
        char *first = dc_arena_alloc(arena, 32);
        for (int i = 0; i < 100; i++)
            dc_arena_alloc(arena, 100000); // many chunks
        dc_arena_release(arena, mark);
        assert_int_equal(dc_arena_spent(arena), spent);
        assert_ptr_equal(dc_arena_alloc(arena, 32), first);
        dc_arena_release(arena, mark);
    }
    assert_string_equal(before, "before");
}

ARENA_TEST(a_mark_of_an_empty_arena)
{
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    dc_arena_alloc(arena, 100);
    dc_arena_release(arena, mark);
    assert_int_equal(dc_arena_spent(arena), 0);
    dc_arena_alloc(arena, 100);
}

// Cleanups write their letter here.
typedef struct letter {
    char *log;
    char c;
} letter;

static void write_letter(void *object)
{
    const letter *l = object;
    l->log[strlen(l->log)] = l->c;
}

ARENA_TEST(cleanups_run_newest_first)
{
    char log[8] = "";
    letter a = {log, 'a'};
    letter b = {log, 'b'};
    letter c = {log, 'c'};
    letter d = {log, 'd'};
    dc_arena_on_free(arena, write_letter, &a);
    const dc_arena_mark outer = dc_arena_mark_now(arena);
    dc_arena_on_free(arena, write_letter, &b);
    const dc_arena_mark inner = dc_arena_mark_now(arena);
    dc_arena_on_free(arena, write_letter, &c);
    dc_arena_on_free(arena, write_letter, &d);
    dc_arena_release(arena, inner);
    assert_string_equal(log, "dc");
    dc_arena_release(arena, outer);
    assert_string_equal(log, "dcb");
    dc_arena_clear(arena);
    assert_string_equal(log, "dcba");
    dc_arena_clear(arena);
    assert_string_equal(log, "dcba"); // each once
}

static char left_behind[8];
static letter last_letters[2] = {{left_behind, 'x'}, {left_behind, 'y'}};

static void register_and_leave(dc_arena *arena)
{
    dc_arena_on_free(arena, write_letter, &last_letters[0]);
    dc_arena_on_free(arena, write_letter, &last_letters[1]);
    dc_guard_raise(dc_guard_current(), DECANT_E_DEADLINE);
}

static void cleanups_run_when_the_arena_goes(void **state)
{
    (void)state;
    memset(left_behind, 0, sizeof left_behind);
    assert_int_equal(in_arena_run(0, register_and_leave), DECANT_E_DEADLINE);
    assert_string_equal(left_behind, "yx");
}

static void fill_and_register(dc_arena *arena)
{
    dc_arena_alloc(arena, 1000);
    dc_arena_on_free(arena, write_letter, &last_letters[0]);
}

static void no_memory_for_a_cleanup_runs_it(void **state)
{
    (void)state;
    memset(left_behind, 0, sizeof left_behind);
    assert_int_equal(in_arena_run(1050, fill_and_register), DECANT_E_BUDGET);
    assert_string_equal(left_behind, "x");
}

static void spend_all(dc_arena *arena)
{
    for (;;)
        dc_arena_alloc(arena, 1000);
}

static void ask_too_much(dc_arena *arena)
{
    dc_arena_alloc(arena, SIZE_MAX - 3);
}

static void ask_too_many(dc_arena *arena)
{
    dc_arena_zero(arena, SIZE_MAX / 2, 3);
}

static void an_exhausted_budget_raises_the_guard(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(1, spend_all), DECANT_E_BUDGET);
    assert_int_equal(in_arena_run(100000, spend_all), DECANT_E_BUDGET);
    assert_int_equal(in_arena_run(0, ask_too_much), DECANT_E_BUDGET);
    assert_int_equal(in_arena_run(0, ask_too_many), DECANT_E_BUDGET);
}

static void measure(void *ctx, dc_guard *guard)
{
    (void)guard;
    dc_arena *arena = ((void **)ctx)[0];
    size_t *spent = ((void **)ctx)[1];
    for (;; *spent = dc_arena_spent(arena))
        dc_arena_alloc(arena, 1000);
}

// The last chunk is cut to what is left: nearly all of a budget is of use.
static void a_budget_is_used_up(void **state)
{
    (void)state;
    counting_hook books = {0};
    const decant_allocator hook = counting_allocator(&books);
    const size_t budget = 1000000;
    dc_arena *arena = dc_arena_new(&hook, budget);
    size_t spent = 0;
    void *ctx[] = {arena, &spent};
    const size_t own = books.live; // the arena itself
    assert_int_equal(dc_guard_run(measure, ctx), DECANT_E_BUDGET);
    assert_true(books.live - own <= budget);
    assert_true(spent > budget * 9 / 10);
    dc_arena_free(arena);
    assert_int_equal(books.live, 0);
}

static void use_and_leave(void *ctx, dc_guard *guard)
{
    (void)guard;
    dc_arena *arena = ctx;
    for (int i = 0; i < 100; i++)
        dc_arena_alloc(arena, 10000);
}

static void every_refusal_of_the_hook_is_clean(void **state)
{
    (void)state;
    decant_status status = DECANT_E_NOMEM;
    for (size_t n = 1; status != DECANT_OK; n++) {
        counting_hook books = {.refused = n};
        const decant_allocator hook = counting_allocator(&books);
        dc_arena *arena = dc_arena_new(&hook, 0);
        assert_true((arena == NULL) == (n == 1));
        if (arena)
            status = dc_guard_run(use_and_leave, arena);
        assert_true(status == DECANT_OK || status == DECANT_E_NOMEM);
        dc_arena_free(arena);
        assert_int_equal(books.live, 0);
        assert_true(n < 100);
    }
}

ARENA_TEST(a_cleared_arena_is_as_new)
{
    dc_arena_alloc(arena, 1 << 20);
    dc_arena_clear(arena);
    assert_int_equal(dc_arena_spent(arena), 0);
    memset(dc_arena_alloc(arena, 100), 1, 100);
}

static void count(void *ctx)
{
    ++*(unsigned *)ctx;
}

ARENA_TEST(the_watch_looks_every_64_kib)
{
    unsigned looks = 0;
    dc_arena_watch(arena, count, &looks);
    for (int i = 0; i < 1024; i++)
        dc_arena_alloc(arena, 1024);
    assert_true(looks >= 15 && looks <= 16);
    dc_arena_release(arena, dc_arena_mark_now(arena));
    dc_arena_alloc(arena, 1024);
    assert_true(looks <= 16);
}

static void raise_deadline(void *ctx)
{
    (void)ctx;
    dc_guard_raise(dc_guard_current(), DECANT_E_DEADLINE);
}

static void spend_watched(dc_arena *arena)
{
    dc_arena_watch(arena, raise_deadline, NULL);
    spend_all(arena);
}

static void a_watch_may_leave(void **state)
{
    (void)state;
    assert_int_equal(in_arena_run(0, spend_watched), DECANT_E_DEADLINE);
}

static void nothing_to_free(void **state)
{
    (void)state;
    dc_arena_free(NULL);
}

ARENA_TEST(a_vector_keeps_its_items)
{
    DC_VEC(uint32_t) v = {0};
    for (uint32_t i = 0; i < 1000; i++) {
        *dc_vec_push(arena, &v) = i;
        if (i % 100 == 0)
            dc_arena_alloc(arena, 1); // so that it must move
    }
    assert_int_equal(v.n, 1000);
    assert_true(v.cap >= 1000);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(v.v[i], i);
}

ARENA_TEST(a_vector_takes_room_at_once)
{
    DC_VEC(uint32_t) v = {0};
    dc_vec_reserve(arena, &v, (size_t)100);
    assert_int_equal(v.cap, 100);
    const uint32_t *at = v.v;
    for (uint32_t i = 0; i < 100; i++)
        *dc_vec_push(arena, &v) = i;
    assert_ptr_equal(v.v, at);
    dc_vec_reserve(arena, &v, (size_t)10); // less than it has
    assert_int_equal(v.cap, 100);
    assert_int_equal(v.v[99], 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_aligned_and_apart),
        cmocka_unit_test(cleared_memory_is_clear),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(the_newest_grows_in_place),
        cmocka_unit_test(the_newest_gives_its_end_back),
        cmocka_unit_test(a_mark_takes_back_what_came_after),
        cmocka_unit_test(a_mark_of_an_empty_arena),
        cmocka_unit_test(cleanups_run_newest_first),
        cmocka_unit_test(cleanups_run_when_the_arena_goes),
        cmocka_unit_test(no_memory_for_a_cleanup_runs_it),
        cmocka_unit_test(an_exhausted_budget_raises_the_guard),
        cmocka_unit_test(a_budget_is_used_up),
        cmocka_unit_test(every_refusal_of_the_hook_is_clean),
        cmocka_unit_test(a_cleared_arena_is_as_new),
        cmocka_unit_test(the_watch_looks_every_64_kib),
        cmocka_unit_test(a_watch_may_leave),
        cmocka_unit_test(nothing_to_free),
        cmocka_unit_test(a_vector_keeps_its_items),
        cmocka_unit_test(a_vector_takes_room_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
