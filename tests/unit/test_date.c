// Dates: the forms that machines and people write, in many languages, and what is no date.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "meta/date.h"

static void check(const char *text, dc_day_order order, const char *expected)
{
    dc_date date;
    char day[DC_DAY_LEN + 1] = "none";
    if (dc_date_find(dc_str_of(text), order, &date))
        dc_date_print(&date, day);
    if (strcmp(day, expected) != 0)
        fail_msg("%s: %s, not %s", text, day, expected);
}

static void test_machines(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "2024-05-03",
        "2024-05-03T10:00:00Z",
        "2024-05-03 10:00:00.000",
        "2024/05/03",
        "20240503",
        "Fri, 03 May 2024 10:00:00 GMT",
        "Fri May  3 10:00:00 2024",
        "Fri May  3 10:00:00 UTC 2024",
        "Published May 3, 2024T10:00:00+03:00",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i], DC_DAY_FIRST, "2024-05-03");
}

static void test_languages(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "May 3, 2024",        "May 3rd, 2024",     "3rd of May, 2024",
        "Friday, 3 May 2024", "3. Mai 2024",       "Freitag, den 3. Mai 2024, 14:05 Uhr",
        "le 3 mai 2024",      "3 de mayo de 2024", "3 de maio de 2024",
        "3 maggio 2024",      "3 mei 2024",        "3 maja 2024",
        "3 мая 2024 г.",      "3 Mayıs 2024 Cuma", "2024年5月3日",
        "2024년 5월 3일",     "3 مايو 2024",       "٣ مايو ٢٠٢٤",
        "3 मई 2024",          "3 Mei 2024",        "3 tháng 5, 2024",
        "3.Mai.24",           "3. května 2024",    "2024. május 3.",
        "3 Μαΐου 2024",       "3 травня 2024",     "3 toukokuuta 2024",
        "3 mai 2024",         "2024 May 3",        "3 maj 2024",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i], DC_DAY_FIRST, "2024-05-03");
    check("1er août 2024", DC_DAY_FIRST, "2024-08-01");
    check("14. März 2024", DC_DAY_FIRST, "2024-03-14");
    check("Sept. 14, 2024", DC_DAY_FIRST, "2024-09-14");
    check("14 декабря 2024", DC_DAY_FIRST, "2024-12-14");
    check("14 ЯНВАРЯ 2024", DC_DAY_FIRST, "2024-01-14");
    check("14 Şubat 2024", DC_DAY_FIRST, "2024-02-14");
    check("14. června 2024", DC_DAY_FIRST, "2024-06-14");
    check("14. července 2024", DC_DAY_FIRST, "2024-07-14");
    check("14 augusti 2024", DC_DAY_FIRST, "2024-08-14");
    check("In 2024 May 3, 2025 was far away", DC_DAY_FIRST, "2025-05-03");
}

static void test_numbers(void **state)
{
    (void)state;
    check("3/5/2024", DC_DAY_FIRST, "2024-05-03");
    check("3/5/2024", DC_MONTH_FIRST, "2024-03-05");
    check("3.5.2024", DC_MONTH_FIRST, "2024-05-03");
    check("13/5/2024", DC_MONTH_FIRST, "2024-05-13");
    check("5/13/2024", DC_DAY_FIRST, "2024-05-13");
    check("03-05-2024", DC_DAY_FIRST, "2024-05-03");
    check("3.5.24", DC_DAY_FIRST, "2024-05-03");
    dc_date date;
    assert_true(dc_date_find(DC_STR("on 3/5/2024"), DC_DAY_FIRST, &date));
    assert_true(date.is_ambiguous);
    assert_int_equal(date.at, 3);
    assert_int_equal(date.len, 8);
    assert_true(dc_date_find(DC_STR("13/5/2024"), DC_DAY_FIRST, &date));
    assert_false(date.is_ambiguous);
}

static void test_no_dates(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "2024",
        "May 2024",
        "3 of 12, 2024",
        "10:30:24",
        "version 1.2.24.7",
        "2024-13-01",
        "31 April 2024",
        "29 February 2023",
        "1234567890",
        "3.5 24",
        "1888-05-03",
        "call 030-12-1234",
        "v12.03.2024",
        "5 marbles in 2024",
        "2024-05-",
        "15 Pro 2024",
        "27 LED 2024",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i], DC_DAY_FIRST, "none");
    check("29 February 2024", DC_DAY_FIRST, "2024-02-29");
}

static void test_urls(void **state)
{
    (void)state;
    static const struct {
        const char *url, *day;
    } rows[] = {
        {"https://a.example/2024/05/03/slug", "2024-05-03"},
        {"https://a.example/blog/2024-05-03-slug", "2024-05-03"},
        {"https://a.example/news/20240503_1.html", "2024-05-03"},
        {"/2024/5/3/", "2024-05-03"},
        {"https://a.example/news/29-10-2024", "2024-10-29"},
        {"https://a.example/news/3-5-2024", "none"}, // of May, or the fifth of March
        {"https://a.example/form-29-10-2024", "none"},
        {"https://a.example/2024/05/slug", "none"},
        {"https://a.example/?d=2024-05-03", "none"},
        {"https://2024-05-03.example/", "none"},
        {"https://a.example", "none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dc_date date;
        char day[DC_DAY_LEN + 1] = "none";
        if (dc_date_in_url(dc_str_of(rows[i].url), &date))
            dc_date_print(&date, day);
        assert_string_equal(day, rows[i].day);
    }
}

static void test_orders(void **state)
{
    (void)state;
    assert_int_equal(dc_day_order_of(DC_STR("en-US")), DC_MONTH_FIRST);
    assert_int_equal(dc_day_order_of(DC_STR("en")), DC_MONTH_FIRST);
    assert_int_equal(dc_day_order_of(DC_STR("en-GB")), DC_DAY_FIRST);
    assert_int_equal(dc_day_order_of(DC_STR("de")), DC_DAY_FIRST);
    assert_int_equal(dc_day_order_of(DC_STR_NONE), DC_MONTH_FIRST);
}

static void test_distance(void **state)
{
    (void)state;
    const dc_date last = {.year = 2023, .month = 12, .day = 31};
    const dc_date first = {.year = 2024, .month = 1, .day = 1};
    const dc_date leap = {.year = 2024, .month = 3, .day = 1};
    assert_int_equal(dc_date_number(&first) - dc_date_number(&last), 1);
    assert_int_equal(dc_date_number(&leap) - dc_date_number(&first), 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_machines), cmocka_unit_test(test_languages),
        cmocka_unit_test(test_numbers),  cmocka_unit_test(test_no_dates),
        cmocka_unit_test(test_urls),     cmocka_unit_test(test_orders),
        cmocka_unit_test(test_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
