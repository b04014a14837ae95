#include "unit/in_arena.h"

#include "base/clock.h"

#include <time.h>

static uint64_t fake_now(void *ctx)
{
    return *(const uint64_t *)ctx;
}

static void tests_set_the_time(void **state)
{
    (void)state;
    uint64_t now = 5;
    const dc_clock clock = {fake_now, &now};
    assert_int_equal(dc_clock_ms(&clock), 5);
    now = UINT64_MAX;
    assert_true(dc_clock_ms(&clock) == UINT64_MAX);
}

static uint64_t system_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void the_system_clock_is_the_default(void **state)
{
    (void)state;
    const dc_clock clock = {NULL, NULL};
    for (int i = 0; i < 1000; i++) {
        const uint64_t before = system_ms();
        const uint64_t now = dc_clock_ms(i % 2 ? &clock : NULL);
        assert_true(before <= now && now <= system_ms());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_set_the_time),
        cmocka_unit_test(the_system_clock_is_the_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
