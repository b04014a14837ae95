#include "unit/in_arena.h"

#include "base/str.h"

static void equality(void **state)
{
    (void)state;
    assert_true(dc_str_eq(DC_STR_NONE, DC_STR("")));
    assert_true(dc_str_eq(DC_STR("a\0b"), DC_STR("a\0b")));
    assert_false(dc_str_eq(DC_STR("a\0b"), DC_STR("a\0c")));
    assert_false(dc_str_eq(DC_STR("a"), DC_STR("ab")));
    assert_true(dc_str_ieq(DC_STR("Content-TYPE"), DC_STR("cONTENT-type")));
    assert_false(dc_str_ieq(DC_STR("@"), DC_STR("`"))); // next to the letters, not letters
    assert_false(dc_str_ieq(DC_STR("["), DC_STR("{")));
    assert_false(dc_str_ieq(DC_STR("\xC3\x89"), DC_STR("\xC3\xA9"))); // ASCII only
    assert_true(dc_str_ieq(DC_STR_NONE, DC_STR("")));
    assert_null(dc_str_of(NULL).p);
    assert_int_equal(dc_str_of("abc").len, 3);
}

static void classes_of_bytes(void **state)
{
    (void)state;
    for (int i = 0; i < 256; i++) {
        const char c = (char)i;
        const bool is_upper = i >= 'A' && i <= 'Z';
        const bool is_lower = i >= 'a' && i <= 'z';
        assert_int_equal(dc_is_alpha(c), is_upper || is_lower);
        assert_int_equal(dc_is_digit(c), i >= '0' && i <= '9');
        assert_int_equal(dc_is_space(c), i == 9 || i == 10 || i == 12 || i == 13 || i == 32);
        assert_int_equal(dc_lower(c), is_upper ? (char)(i + 32) : c);
    }
}

static void beginnings(void **state)
{
    (void)state;
    assert_true(dc_str_starts(DC_STR("abc"), DC_STR("ab")));
    assert_true(dc_str_starts(DC_STR("abc"), DC_STR("")));
    assert_true(dc_str_starts(DC_STR_NONE, DC_STR_NONE));
    assert_false(dc_str_starts(DC_STR("ab"), DC_STR("abc")));
    assert_false(dc_str_starts(DC_STR("aBc"), DC_STR("ab")));
    assert_true(dc_str_istarts(DC_STR("aBc"), DC_STR("Ab")));
    assert_false(dc_str_istarts(DC_STR("a"), DC_STR("ab")));
}

static void searching(void **state)
{
    (void)state;
    assert_int_equal(dc_str_find(DC_STR("abcabd"), DC_STR("abd")), 3);
    assert_int_equal(dc_str_find(DC_STR("aaab"), DC_STR("ab")), 2);
    assert_int_equal(dc_str_find(DC_STR("abc"), DC_STR("c")), 2);
    assert_int_equal(dc_str_find(DC_STR("abc"), DC_STR("abc")), 0);
    assert_int_equal(dc_str_find(DC_STR("abc"), DC_STR("")), 0);
    assert_int_equal(dc_str_find(DC_STR("a\0b"), DC_STR("\0b")), 1);
    assert_true(dc_str_find(DC_STR("abc"), DC_STR("abcd")) == DC_STR_NPOS);
    assert_true(dc_str_find(DC_STR("abc"), DC_STR("bd")) == DC_STR_NPOS);
    assert_true(dc_str_find(DC_STR_NONE, DC_STR("a")) == DC_STR_NPOS);
    assert_true(dc_str_find((dc_str){"abX", 2}, DC_STR("bX")) == DC_STR_NPOS); // the end is the end
    assert_int_equal(dc_str_ifind(DC_STR("xCharSET"), DC_STR("charset")), 1);
    assert_int_equal(dc_str_ifind(DC_STR("abc"), DC_STR("")), 0);
    assert_true(dc_str_ifind(DC_STR("chars"), DC_STR("charset")) == DC_STR_NPOS);
}

// Many bytes are looked at at once: the first occurrence counts wherever it stands.
static void searching_at_every_place(void **state)
{
    (void)state;
    char text[80];
    for (size_t at = 0; at + 4 <= sizeof text; at++) {
        memset(text, 'n', sizeof text); // begins, and never goes on
        memcpy(text + at, "NeXt", 4);
        for (size_t len = 0; len <= sizeof text; len++) {
            const size_t expected = len >= at + 4 ? at : DC_STR_NPOS;
            assert_true(dc_str_ifind((dc_str){text, len}, DC_STR("next")) == expected);
        }
    }
    assert_true(dc_str_ifind(DC_STR("N@xt............N`xt"), DC_STR("n`xt")) == 16);
}

static void trimming(void **state)
{
    (void)state;
    assert_text(dc_str_trim(DC_STR(" \t\n\f\ra b\r\n")), "a b");
    assert_text(dc_str_trim(DC_STR(" \n")), "");
    assert_text(dc_str_trim(DC_STR_NONE), "");
    assert_text(dc_str_trim(DC_STR("\va\xC2\xA0")), "\va\xC2\xA0"); // these are no HTML white space
}

static void tokens(void **state)
{
    (void)state;
    dc_str rest = DC_STR("  main\tnav-bar \n x ");
    dc_str token;
    assert_true(dc_str_token(&rest, &token));
    assert_text(token, "main");
    assert_true(dc_str_token(&rest, &token));
    assert_text(token, "nav-bar");
    assert_true(dc_str_token(&rest, &token));
    assert_text(token, "x");
    assert_false(dc_str_token(&rest, &token));
    assert_false(dc_str_token(&rest, &token));
    rest = DC_STR_NONE;
    assert_false(dc_str_token(&rest, &token));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality),
        cmocka_unit_test(classes_of_bytes),
        cmocka_unit_test(beginnings),
        cmocka_unit_test(searching),
        cmocka_unit_test(searching_at_every_place),
        cmocka_unit_test(trimming),
        cmocka_unit_test(tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
