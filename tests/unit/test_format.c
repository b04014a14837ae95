#include "unit/in_arena.h"

#include "base/format.h"
#include "base/utf8.h"

#include <limits.h>
#include <stdlib.h>

// The message in a block of exactly cap bytes, so that a write past the end is seen.
__attribute__((format(printf, 3, 4))) static void expect(const char *expected, size_t cap,
                                                         const char *format, ...)
{
    char *out = malloc(cap);
    assert_non_null(out);
    va_list args;
    va_start(args, format);
    dc_format(out, cap, format, args);
    va_end(args);
    assert_string_equal(out, expected);
    free(out);
}

static void conversions(void **state)
{
    (void)state;
    expect("plain", 100, "plain");
    expect("a b c", 100, "a %s c", "b");
    expect("[]", 100, "[%s]", "");
    expect("0 4294967295", 100, "%u %u", 0u, UINT_MAX);
    expect("18446744073709551615", 100, "%zu", (size_t)UINT64_MAX);
    expect("-2147483648 2147483647 0", 100, "%d %d %d", INT_MIN, INT_MAX, 0);
    expect("x 100%", 100, "%c 100%%", 'x');
}

static void message_of(char *out, size_t cap, const char *format, ...)
{
    va_list args;
    va_start(args, format);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    dc_format(out, cap, format, args);
#pragma GCC diagnostic pop
    va_end(args);
}

static void odd_formats(void **state)
{
    (void)state;
    char out[32];
    message_of(out, sizeof out, "lone %");
    assert_string_equal(out, "lone ");
    message_of(out, sizeof out, "null %s.", (const char *)NULL);
    assert_string_equal(out, "null .");
}

static void one_line_of_valid_utf8(void **state)
{
    (void)state;
    expect("a?b?c?d?e", 100, "%s",
           "a\nb\rc\x1B"
           "d\x7F"
           "e");
    expect("a?b?", 100, "a%cb%c", '\n', '\0');
    expect("?[31m", 100, "%s", "\xC2\x9B[31m"); // CSI as one character
    expect("\xC2\xA0\xC3\xA9\xF0\x9F\x98\x80", 100, "%s", "\xC2\xA0\xC3\xA9\xF0\x9F\x98\x80");
    expect("caf?.html", 100, "%s", "caf\xE9.html");
    expect("??x?", 100, "%s", "\xFF\xFEx\xE2\x82");
}

static void a_cut_message_says_so(void **state)
{
    (void)state;
    expect("1234567", 8, "%s", "1234567");
    expect("1234...", 8, "%s", "12345678");
    expect("1234...", 8, "1234567%u", 8u);
    expect("...", 4, "%s", "1234");
    expect("123", 4, "%s", "123");
}

// Cut at every length, the message is valid UTF-8 and as long as it can be.
static void a_cut_falls_between_characters(void **state)
{
    (void)state;
    const char *long_text =
        "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xE2\x82\xAC\xC3\xA9";
    for (size_t cap = 4; cap <= strlen(long_text) + 1; cap++) {
        char out[64];
        message_of(out, cap, "%s", long_text);
        const dc_str s = dc_str_of(out);
        assert_true(s.len < cap);
        assert_int_equal(dc_utf8_valid(s), s.len);
        if (cap <= strlen(long_text)) {
            assert_true(s.len + 4 >= cap); // at most three bytes of a character are lost
            assert_string_equal(out + s.len - 3, "...");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversions),
        cmocka_unit_test(odd_formats),
        cmocka_unit_test(one_line_of_valid_utf8),
        cmocka_unit_test(a_cut_message_says_so),
        cmocka_unit_test(a_cut_falls_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
