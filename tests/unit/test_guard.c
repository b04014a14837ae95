#include "unit/in_arena.h"

#include "base/guard.h"

static void note(void *ctx, dc_guard *guard)
{
    *(dc_guard **)ctx = guard;
    assert_ptr_equal(dc_guard_current(), guard);
}

static void work_that_returns(void **state)
{
    (void)state;
    dc_guard *seen = NULL;
    assert_null(dc_guard_current());
    assert_int_equal(dc_guard_run(note, &seen), DECANT_OK);
    assert_non_null(seen);
    assert_null(dc_guard_current());
}

static void leave(void *ctx, dc_guard *guard)
{
    dc_guard_raise(guard, *(const decant_status *)ctx);
}

static void work_that_is_left(void **state)
{
    (void)state;
    const decant_status codes[] = {DECANT_E_BUDGET, DECANT_E_INTERNAL, DECANT_E_DEADLINE};
    for (size_t i = 0; i < 3; i++) {
        decant_status code = codes[i];
        assert_int_equal(dc_guard_run(leave, &code), code);
        assert_null(dc_guard_current());
    }
}

typedef struct nest {
    dc_guard *target; // the guard to raise from inside, or NULL for the innermost
    decant_status inner;
    bool is_after;
} nest;

static void inside(void *ctx, dc_guard *guard)
{
    const nest *n = ctx;
    dc_guard_raise(n->target ? n->target : guard, DECANT_E_BUDGET);
}

static void outside(void *ctx, dc_guard *guard)
{
    nest *n = ctx;
    n->inner = dc_guard_run(inside, n);
    assert_ptr_equal(dc_guard_current(), guard);
    n->is_after = true;
}

static void the_inner_guard_catches(void **state)
{
    (void)state;
    nest n = {0};
    assert_int_equal(dc_guard_run(outside, &n), DECANT_OK);
    assert_int_equal(n.inner, DECANT_E_BUDGET);
    assert_true(n.is_after);
}

static void aim_at_outer(void *ctx, dc_guard *guard)
{
    ((nest *)ctx)->target = guard;
    outside(ctx, guard);
}

static void an_outer_guard_can_be_named(void **state)
{
    (void)state;
    nest n = {0};
    assert_int_equal(dc_guard_run(aim_at_outer, &n), DECANT_E_BUDGET);
    assert_false(n.is_after);
    assert_null(dc_guard_current());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_that_returns),
        cmocka_unit_test(work_that_is_left),
        cmocka_unit_test(the_inner_guard_catches),
        cmocka_unit_test(an_outer_guard_can_be_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
