#include "unit/in_arena.h"

#include "base/hash.h"
#include "base/map.h"

ARENA_TEST(an_empty_map_finds_nothing)
{
    const dc_map map = dc_map_in(arena);
    assert_null(dc_map_find(&map, 0));
    assert_null(dc_map_find(&map, 1));
    assert_int_equal(dc_arena_spent(arena), 0);
}

ARENA_TEST(the_first_value_stays)
{
    dc_map map = dc_map_in(arena);
    assert_int_equal(*dc_map_at(&map, 7, 1), 1);
    assert_int_equal(*dc_map_at(&map, 7, 2), 1);
    ++*dc_map_at(&map, 7, 0);
    assert_int_equal(*dc_map_find(&map, 7), 2);
    assert_int_equal(map.n, 1);
    assert_null(dc_map_find(&map, 8));
}

ARENA_TEST(key_zero_is_a_key)
{
    dc_map map = dc_map_in(arena);
    *dc_map_at(&map, 0, 5) += 1;
    assert_int_equal(*dc_map_find(&map, 0), 6);
}

static void fill(dc_map *map, uint64_t step)
{
    for (uint64_t i = 1; i <= 12500; i++)
        assert_int_equal(*dc_map_at(map, i * step, (uint32_t)i), i);
    assert_int_equal(map->n, 12500);
    assert_true(map->n * 4 <= map->cap * 3);
    for (uint64_t i = 1; i <= 12500; i++)
        assert_int_equal(*dc_map_find(map, i * step), i);
    assert_null(dc_map_find(map, 12501 * step));
}

ARENA_TEST(it_grows_and_keeps_all)
{
    dc_map map = dc_map_in(arena);
    fill(&map, 0x9E3779B97F4A7C15u);
}

// Neighbours of a slot are looked at past the end of the table too.
ARENA_TEST(keys_that_want_the_same_slot)
{
    dc_map map = dc_map_in(arena);
    for (uint64_t i = 0; i < 40; i++)
        *dc_map_at(&map, (i << 32) | 63, (uint32_t)i) += 100;
    for (uint64_t i = 0; i < 40; i++)
        assert_int_equal(*dc_map_find(&map, (i << 32) | 63), 100 + i);
    assert_null(dc_map_find(&map, (uint64_t)40 << 32 | 63));
}

// XXH3 of xxHash 0.8: the values may not depend on the machine.
static void the_hash_is_the_same_everywhere(void **state)
{
    (void)state;
    assert_true(dc_hash(DC_STR("")) == 0x2D06800538D394C2u);
    assert_true(dc_hash(DC_STR_NONE) == dc_hash(DC_STR("")));
    assert_true(dc_hash(DC_STR("a")) != dc_hash(DC_STR("b")));
    assert_true(dc_hash(DC_STR("a")) != dc_hash(DC_STR("a\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_finds_nothing),
        cmocka_unit_test(the_first_value_stays),
        cmocka_unit_test(key_zero_is_a_key),
        cmocka_unit_test(it_grows_and_keeps_all),
        cmocka_unit_test(keys_that_want_the_same_slot),
        cmocka_unit_test(the_hash_is_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
