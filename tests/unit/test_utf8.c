// The Unicode Standard, table 3-7 (well-formed UTF-8) and section 3.9 (maximal subparts).
#include "unit/in_arena.h"

#include "base/utf8.h"

#define U_FFFD "\xEF\xBF\xBD"

static const struct {
    const char *bytes;
    const char *repaired;
    size_t valid; // bytes before the first fault
} cases[] = {
    {"", "", 0},
    {"plain", "plain", 5},
    {"\xC2\x80\xDF\xBF", "\xC2\x80\xDF\xBF", 4},
    {"\xE0\xA0\x80\xEF\xBF\xBF", "\xE0\xA0\x80\xEF\xBF\xBF", 6},
    {"\xED\x9F\xBF\xEE\x80\x80", "\xED\x9F\xBF\xEE\x80\x80", 6},
    {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 8},
    // Lone trail bytes and bytes that never occur.
    {"a\x80z", "a" U_FFFD "z", 1},
    {"a\xBFz", "a" U_FFFD "z", 1},
    {"\xFE\xFF", U_FFFD U_FFFD, 0},
    {"\xF5\x80\x80\x80", U_FFFD U_FFFD U_FFFD U_FFFD, 0},
    // Overlong forms.
    {"\xC0\x80", U_FFFD U_FFFD, 0},
    {"\xC1\xBF", U_FFFD U_FFFD, 0},
    {"\xE0\x80\x80", U_FFFD U_FFFD U_FFFD, 0},
    {"\xE0\x9F\xBF", U_FFFD U_FFFD U_FFFD, 0},
    {"\xF0\x80\x80\x80", U_FFFD U_FFFD U_FFFD U_FFFD, 0},
    {"\xF0\x8F\xBF\xBF", U_FFFD U_FFFD U_FFFD U_FFFD, 0},
    // Surrogates, and past U+10FFFF.
    {"\xED\xA0\x80", U_FFFD U_FFFD U_FFFD, 0},
    {"\xED\xBF\xBF", U_FFFD U_FFFD U_FFFD, 0},
    {"\xF4\x90\x80\x80", U_FFFD U_FFFD U_FFFD U_FFFD, 0},
    // Cut sequences: one U+FFFD each, and what follows is kept.
    {"\xC3", U_FFFD, 0},
    {"\xC3z", U_FFFD "z", 0},
    {"\xE2\x82", U_FFFD, 0},
    {"\xE2\x82z", U_FFFD "z", 0},
    {"\xE2z", U_FFFD "z", 0},
    {"\xF0\x9F\x98", U_FFFD, 0},
    {"\xF0\x9F\x98z", U_FFFD "z", 0},
    {"\xF0\x9F\xC3\xA9", U_FFFD "\xC3\xA9", 0},
    {"\xE2\x82\xE2\x82\xAC", U_FFFD "\xE2\x82\xAC", 0},
    // The example of the standard.
    {"a\xF1\x80\x80\xE1\x80\xC2"
     "b\x80"
     "c\x80\xBF"
     "d",
     "a" U_FFFD U_FFFD U_FFFD "b" U_FFFD "c" U_FFFD U_FFFD "d", 1},
    // Behind a long ASCII run, at every place of a machine word.
    {"0123456\x80", "0123456" U_FFFD, 7},
    {"01234567\x80", "01234567" U_FFFD, 8},
    {"0123456789abcde\xC3\xA9\x80", "0123456789abcde\xC3\xA9" U_FFFD, 17},
};

ARENA_TEST(validation_and_repair)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dc_str in = dc_str_of(cases[i].bytes);
        char *copy = dc_arena_alloc(arena, in.len); // of its own size: reading past it is seen
        memcpy(copy, in.p, in.len);
        const dc_str s = {copy, in.len};
        assert_int_equal(dc_utf8_valid(s), cases[i].valid);
        dc_buf out = dc_buf_in(arena, 1000);
        dc_utf8_repair(s, &out);
        assert_true(dc_str_eq(dc_buf_str(&out), dc_str_of(cases[i].repaired)));
        assert_int_equal(dc_utf8_valid(dc_buf_str(&out)), out.len);
    }
}

static void nothing_at_all(void **state)
{
    (void)state;
    assert_int_equal(dc_utf8_valid(DC_STR_NONE), 0);
    assert_int_equal(dc_count_words(DC_STR_NONE), 0);
    assert_int_equal(dc_utf8_valid(DC_STR("a\0b")), 3);
}

static void every_code_point_there_and_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        const size_t n = dc_utf8_encode(code, bytes);
        const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
        const size_t expected = is_surrogate     ? 3
                                : code < 0x80    ? 1
                                : code < 0x800   ? 2
                                : code < 0x10000 ? 3
                                                 : 4;
        uint32_t back;
        if (n != expected || dc_utf8_valid((dc_str){bytes, n}) != n ||
            dc_utf8_decode(bytes, bytes + n, &back) != n ||
            back != (is_surrogate ? DC_REPLACEMENT : code))
            fail_msg("U+%X", (unsigned)code);
    }
    char bytes[4];
    assert_int_equal(dc_utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, U_FFFD, 3);
    assert_int_equal(dc_utf8_encode(UINT32_MAX, bytes), 3);
}

static void decoding_always_moves_on(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 1u << 16; i++) {
        const char bytes[2] = {(char)(i >> 8), (char)i};
        uint32_t code = 0;
        const size_t n = dc_utf8_decode(bytes, bytes + 2, &code);
        assert_in_range(n, 1, 2);
        if (dc_utf8_valid((dc_str){bytes, n}) != n)
            assert_int_equal(code, DC_REPLACEMENT);
    }
}

static void words(void **state)
{
    (void)state;
    assert_int_equal(dc_count_words(DC_STR("")), 0);
    assert_int_equal(dc_count_words(DC_STR("  one, two_2 -- three!  ")), 3);
    assert_int_equal(dc_count_words(DC_STR("don't")), 2);
    assert_int_equal(dc_count_words(DC_STR("Привет мир")), 2);
    assert_int_equal(dc_count_words(DC_STR("cafe\xCC\x81")), 1); // a combining mark is inside
    assert_int_equal(dc_count_words(DC_STR("日本語")), 2);       // half the characters, rounded up
    assert_int_equal(dc_count_words(DC_STR("日本語 in 日本")), 4);
    assert_int_equal(dc_count_words(DC_STR("สวัสดี")), 3);
    assert_int_equal(dc_count_words(DC_STR("안녕 하세요")), 2); // Korean has blanks
    assert_int_equal(dc_count_words(DC_STR("\xFF\xFE")), 0);
}

// Many bytes are looked at at once: what is found is the same at every place.
static void places_do_not_matter(void **state)
{
    (void)state;
    char text[100];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, '_', sizeof text);
        text[at] = '\xFF';
        assert_int_equal(dc_utf8_valid((dc_str){text, sizeof text}), at);
        text[at] = '-';
        assert_int_equal(dc_count_words((dc_str){text, sizeof text}),
                         1 + (at > 0 && at + 1 < sizeof text));
    }
    for (size_t len = 0; len <= sizeof text; len++) {
        for (size_t i = 0; i < len; i++)
            text[i] = "aZ 09@[`{/:"[i % 11]; // letters and digits, and what borders on them
        assert_int_equal(dc_count_words((dc_str){text, len}),
                         len / 11 * 2 + (len % 11 > 0) + (len % 11 > 3));
    }
}

static void letters(void **state)
{
    (void)state;
    assert_true(dc_is_word('a') && dc_is_word('Z') && dc_is_word('0') && dc_is_word('_'));
    assert_false(dc_is_word('-') || dc_is_word(' ') || dc_is_word(0xA0) || dc_is_word(0x2019));
    assert_true(dc_is_word(0xE9) && dc_is_word(0x65E5) && dc_is_word(0x0301) && dc_is_word(0x0663));
    assert_false(dc_is_word(DC_REPLACEMENT) || dc_is_word(0x1F600) || dc_is_word(0x110000));
    assert_true(dc_is_unspaced(0x3042) && dc_is_unspaced(0x0E01) && dc_is_unspaced(0x20000));
    assert_false(dc_is_unspaced('a') || dc_is_unspaced(0xAC00));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_and_repair),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(every_code_point_there_and_back),
        cmocka_unit_test(decoding_always_moves_on),
        cmocka_unit_test(words),
        cmocka_unit_test(places_do_not_matter),
        cmocka_unit_test(letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
