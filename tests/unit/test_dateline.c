// Datelines: the place and day that a text begins with, and days that it only speaks of.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "meta/dateline.h"

static void check(const char *text, const char *expected)
{
    dc_date date;
    char day[DC_DAY_LEN + 1] = "none";
    if (dc_dateline_find(dc_str_of(text), DC_DAY_FIRST, &date))
        dc_date_print(&date, day);
    if (strcmp(day, expected) != 0)
        fail_msg("%s: %s, not %s", text, day, expected);
}

static void test_datelines(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "(3. Mai 2024) Die Brücke ist fertig.",
        "Karlsruhe, (3.5.2024). Die Brücke ist fertig.",
        "Frankfurt am Main, 3. Mai 2024 – Die Brücke ist fertig.",
        "Hamburg, den 3. Mai 2024",
        "Wien, 3. Mai 2024",
        "Hamburg, den 3. Mai 2024\nDie Brücke ist fertig.",
        "NEW YORK, May 3, 2024 /Wire/ -- The bridge is done.",
        "PARIS (May 3, 2024) - The bridge is done.",
        "3 May 2024: The bridge is done.",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i], "2024-05-03");
}

static void test_days_in_sentences(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "On May 3, 2024 the bridge was done.",
        "On Friday, May 3, 2024, the bridge was done.",
        "Doors open Saturday, May 3, 2024 - tickets are sold at the bridge.",
        "3. Mai 2024 ist der Tag, an dem die Brücke fertig wird.",
        "The bridge",
        "3. Mai 2024",
        "Montag, den 3. Mai 2024 um acht wird die Brücke gesperrt.",
        "",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i], "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_datelines),
        cmocka_unit_test(test_days_in_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
