// The normal form that phrases are compared in.
#include "clean/normalize.h"

#include "base/utf8.h"
#include "clean/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct row {
    const char *line;
    const char *normal;
} row;

static void check(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dc_normal out;
        assert_true(dc_normalize(dc_str_of(rows[i].line), &out));
        out.text[out.len] = '\0';
        assert_string_equal(out.text, rows[i].normal);
    }
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void words_and_sentences(void **state)
{
    (void)state;
    static const row rows[] = {
        {"", ""},
        {"  \t ", ""},
        {"Leave a Reply", "leave a reply"},
        {"\tLeave  a\r\n Reply\t", "leave a reply"},
        {"“Leave” a (Reply)*", "leave a reply"},
        {"E-mail: Don't", "email dont"},
        {"One. Two! Three?", "one\ntwo\nthree"},
        {"Login|Register", "loginregister"},
        {"Login | Register", "login\nregister"},
        {"See example.com now.", "see examplecom now"},
        {"...", ""},
    };
    CHECK(rows);
}

static void numbers(void **state)
{
    (void)state;
    static const row rows[] = {
        {"12 comments", "# comments"},
        {"1,234 comments", "# comments"},
        {"3, 4 and 5,x", "# # and # x"},
        {"(3)", "#"},
        {"Comments (3)", "comments #"},
        {"7comments", "# comments"},
        {"\xD9\xA3\xD9\xA4 comments", "# comments"},
        {"1.5 stars", "# stars"},
    };
    CHECK(rows);
}

static void one_letter_however_typed(void **state)
{
    (void)state;
    static const row rows[] = {
        {"ÉTÉ", "ete"},
        {"e\xCC\x81te\xCC\x81", "ete"},
        {"GİRİŞ giriş GIRIŞ gırış", "giris giris giris giris"},
        {"ﬁeld Ｎａｍｅ", "field name"},
        {"log\xC2\xAD\x69n\xE2\x80\x8B", "login"},
        {"log\xC2\xA0in", "log in"},
        {"Ёлка ёлка", "елка елка"},
        {"Straße STRASSE", "strasse strasse"},
        {"\xC2\xA9 2024", "copyright #"},
    };
    CHECK(rows);
}

static void unspaced_scripts(void **state)
{
    (void)state;
    static const row rows[] = {
        {"コメントを 残す", "コメントを残す"},
        {"您必须登录。才能", "您必须登录\n才能"},
        {"共 3 条评论", "共#条评论"},
        {"共3条评论", "共#条评论"},
    };
    CHECK(rows);
}

static void markup_leaves(void **state)
{
    (void)state;
    static const row rows[] = {
        {"You must be <a href=\"/login?a=b\">logged in</a> to post",
         "you must be logged in to post"},
        {"Name<br>Email", "name email"},
        {"a < b > c", "a b c"},
        {"[Log in](https://example.com/a(b) to reply", "log in to reply"},
        {"[Log in][2] to reply", "log in to reply"},
        {"&laquo;Older&nbsp;comments&raquo;", "older comments"},
        {"&amp;lt;", "lt"},
        {"<!-- x -->Reply", "reply"},
    };
    CHECK(rows);
}

static void ill_formed_bytes_are_latin(void **state)
{
    (void)state;
    static const row rows[] = {
        {"publi\xE9", "publie"},
        {"a\x80z", "a z"},
        {"\xFF", "y"},
    };
    CHECK(rows);
}

static void long_lines_are_refused(void **state)
{
    (void)state;
    static char line[4096];
    dc_normal out;
    memset(line, 'a', sizeof line);
    assert_true(dc_normalize((dc_str){line, DC_NORMAL_MAX}, &out));
    assert_int_equal(out.len, DC_NORMAL_MAX);
    assert_false(dc_normalize((dc_str){line, DC_NORMAL_MAX + 1}, &out));
    assert_int_equal(out.len, 0);
    assert_false(dc_normalize((dc_str){line, sizeof line}, &out));

    // Mark-up may make a long line short, but not any line.
    memcpy(line, "<a href=\"", 9);
    memcpy(line + 600, "\">Log in</a>", 12);
    assert_true(dc_normalize((dc_str){line, 612}, &out));
    assert_true(dc_str_eq(dc_normal_str(&out), DC_STR("log in")));
    assert_false(dc_normalize((dc_str){line, 1600}, &out));
}

// What stands beside a letter may change its way through, not what becomes of it.
static void each_letter_folds_as_among_others(void **state)
{
    (void)state;
    for (uint32_t c = ' '; c < 0x20000; c++) {
        if (c == '<' || c == ']' || c == '&' || (c >= 0xD800 && c < 0xE000))
            continue;
        char line[24] = "x";
        size_t len = 1 + dc_utf8_encode(c, line + 1);
        line[len++] = 'x';
        dc_normal alone;
        assert_true(dc_normalize((dc_str){line, len}, &alone));
        memcpy(line + len, "&amp;", 5); // takes the long way, and leaves
        len += 5;
        dc_normal among;
        assert_true(dc_normalize((dc_str){line, len}, &among));
        if (!dc_str_eq(dc_normal_str(&alone), dc_normal_str(&among)))
            fail_msg("U+%04X: \"%.*s\", not \"%.*s\"", (unsigned)c, (int)alone.len, alone.text,
                     (int)among.len, among.text);
    }
}

// The end of a line by itself is the end of the whole line's normal form, or is not known.
static void the_end_is_that_of_the_whole(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is_known;
    } rows[] = {
        {"", true},
        {"Short. Line", true},
        {"A line that is longer than what is looked at of it, by far.", true},
        {"A line that is longer than what is looked at of it, by far   ***!  ", true},
        {"Wer das liest, liest nicht bis zum Ende dieser Zeile (größer)", true},
        {"Когда он вернулся домой, на кухне ещё горел свет.", true},
        {"他回到家的时候,厨房里的灯还亮着。他回到家的时候", true},
        {"Ten and 12,345,678,901,234,567,890,123", false}, // no word begins near the end
        {"A_word_that_is_longer_than_what_is_looked_at_of_the_line", false},
        {"Mark-up that goes on to the end: <a title=\"of this one link\">", false},
        {"Read all of it: [the manual](of a machine that is very old)", false},
        {"Nothing but signs follows ............................ ...", false},
        {"Accents of any kind leave, this one as well: e\xCC\x81", true},
        {"What is in no table may change its neighbours: \xF0\x9D\x94\x84", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dc_str line = dc_str_of(rows[i].line);
        dc_normal whole, end;
        assert_true(dc_normalize(line, &whole));
        if (dc_forms_write_end(line, &end) != rows[i].is_known)
            fail_msg("\"%s\": \"%.*s\"", rows[i].line, (int)end.len, end.text);
        const dc_str shown = dc_normal_str(&end);
        if (rows[i].is_known)
            assert_true(
                shown.len <= whole.len &&
                dc_str_eq(dc_str_from(dc_normal_str(&whole), whole.len - shown.len), shown));
    }
}

static void sentences_may_stop(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t at;
        dc_stop stop;
    } rows[] = {
        {"No sentence ends here, of 12 words", 34, DC_STOP_NONE},
        {"Here. And there.", 4, DC_STOP_END},
        {"A long line that has its first mark behind its 32nd byte! Yes", 56, DC_STOP_END},
        {"Это так. Да", 13, DC_STOP_END},
        {"中文。", 6, DC_STOP_END},
        {"A & B&C [c] | d", 12, DC_STOP_END},
        {"größer, Україна, 北京 und 서울; Ende. Da", 49, DC_STOP_END},
        {"ज़ हिं । अ", 17, DC_STOP_END},
        {"A&amp;B", 1, DC_STOP_UNSURE},
        {"A <b>", 2, DC_STOP_UNSURE},
        {"[c](d)", 2, DC_STOP_UNSURE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t at = 0, len;
        assert_int_equal(dc_forms_stop(dc_str_of(rows[i].line), &at, &len), rows[i].stop);
        assert_int_equal(at, rows[i].at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_sentences),
        cmocka_unit_test(numbers),
        cmocka_unit_test(one_letter_however_typed),
        cmocka_unit_test(unspaced_scripts),
        cmocka_unit_test(markup_leaves),
        cmocka_unit_test(ill_formed_bytes_are_latin),
        cmocka_unit_test(long_lines_are_refused),
        cmocka_unit_test(each_letter_folds_as_among_others),
        cmocka_unit_test(the_end_is_that_of_the_whole),
        cmocka_unit_test(sentences_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
