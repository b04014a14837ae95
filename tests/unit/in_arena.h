// Unit tests of code that works in an arena: as every page, it runs under a guard.
#ifndef DC_TESTS_IN_ARENA_H
#define DC_TESTS_IN_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

typedef struct in_arena {
    dc_arena *arena;
    void (*work)(dc_arena *arena);
} in_arena;

static inline void in_arena_call(void *ctx, dc_guard *guard)
{
    (void)guard;
    const in_arena *call = ctx;
    call->work(call->arena);
}

// Runs work in an arena with that budget (0: none). Returns how its guard was left.
static inline decant_status in_arena_run(size_t budget, void (*work)(dc_arena *arena))
{
    in_arena call = {dc_arena_new(NULL, budget), work};
    assert_non_null(call.arena);
    const decant_status status = dc_guard_run(in_arena_call, &call);
    dc_arena_free(call.arena);
    return status;
}

// A cmocka test NAME whose body gets an arena.
#define ARENA_TEST(name)                                                                           \
    static void name##_in(dc_arena *arena);                                                        \
    static void name(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        assert_int_equal(in_arena_run(0, name##_in), DECANT_OK);                                   \
    }                                                                                              \
    static void name##_in(dc_arena *arena)

static inline void assert_str(dc_str got, const char *expected, size_t len)
{
    assert_int_equal(got.len, len);
    if (len)
        assert_memory_equal(got.p, expected, len);
}

#define assert_text(got, literal) assert_str((got), (literal), sizeof(literal) - 1)

#endif
