// How long an answer is fresh: RFC 9111, sections 3, 4.1, 4.2 and 5.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/freshness.h"

static const struct {
    const char *head;
    bool is_storable;
    int64_t seconds;
} rows[] = {
    {"", true, 0},
    {"Cache-Control: max-age=60\r\n", true, 60},
    {"cache-control: public, MAX-AGE=60, must-revalidate\r\n", true, 60},
    {"Cache-Control: max-age=60\r\nAge: 20\r\n", true, 40},
    {"Cache-Control: max-age=60\r\nAge: 100\r\n", true, 0},
    {"Cache-Control: max-age=\r\n", true, 0},
    {"Cache-Control: max-age=-5\r\n", true, 0},
    {"Cache-Control: max-age=99999999999999999999999\r\n", true, 30 * 24 * 3600},
    {"Cache-Control: s-maxage=60\r\n", true, 0}, // speaks to shared caches
    {"Cache-Control: no-cache, max-age=60\r\n", true, 0},
    {"Cache-Control: no-cache=\"Set-Cookie\", max-age=60\r\n", true, 0},
    {"Cache-Control: private, max-age=60\r\n", true, 60},
    {"Cache-Control: max-age=60, no-store\r\n", false, 0},
    {"Cache-Control: NO-STORE\r\n", false, 0},
    {"Cache-Control: x-no-store\r\n", true, 0},
    {"Vary: *\r\nCache-Control: max-age=60\r\n", false, 0},
    {"Vary: Accept, *\r\n", false, 0},
    {"Vary: Accept-Encoding\r\nCache-Control: max-age=60\r\n", true, 60},
    {"Date: Tue, 05 Mar 2024 10:00:00 GMT\r\nExpires: Tue, 05 Mar 2024 10:02:00 GMT\r\n", true,
     120},
    {"Date: Tue, 05 Mar 2024 10:00:00 GMT\r\nExpires: Tue, 05 Mar 2024 09:00:00 GMT\r\n", true, 0},
    {"Expires: 0\r\n", true, 0},
    {"Expires: soon\r\n", true, 0},
    {"Expires: Tue, 05 Mar 2024 10:02:00 GMT\r\nCache-Control: max-age=5\r\n", true, 5},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char head[300] = "HTTP/1.1 200 OK\r\n";
        strcat(strcat(head, rows[i].head), "\r\n");
        const dc_freshness f = dc_freshness_of(dc_str_of(head), 1709632800); // 10:00:00
        if (f.is_storable != rows[i].is_storable || f.seconds != rows[i].seconds)
            fail_msg("%s: %d, %lld s", rows[i].head, f.is_storable, (long long)f.seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
