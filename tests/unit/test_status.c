#include "unit/in_arena.h"

#include "base/status.h"

static bool is_known(decant_status code)
{
    return strcmp(decant_status_name(code), "UNKNOWN") != 0;
}

// Codes are part of the border: never renumbered.
static void every_code_has_a_row(void **state)
{
    (void)state;
    for (decant_status code = 10; code >= -100; code--) {
        const bool is_code = (code <= 0 && code >= -14) || (code <= -20 && code >= -35);
        assert_int_equal(is_known(code), is_code);
        assert_true(decant_status_text(code)[0] != '\0');
        assert_null(strchr(decant_status_text(code), '\n'));
    }
    assert_string_equal(decant_status_name(DECANT_OK), "OK");
    assert_string_equal(decant_status_name(DECANT_E_TOO_LARGE), "TOO_LARGE");
    assert_string_equal(decant_status_name(DECANT_E_CANCELLED), "CANCELLED");
    assert_string_equal(decant_status_name(INT32_MIN), "UNKNOWN");
}

static void names_are_told_apart(void **state)
{
    (void)state;
    for (decant_status a = 0; a >= -35; a--)
        for (decant_status b = 0; b > a; b--)
            if (is_known(a) && is_known(b))
                assert_string_not_equal(decant_status_name(a), decant_status_name(b));
}

static void a_failure_is_described(void **state)
{
    (void)state;
    decant_error error;
    memset(&error, 0xFF, sizeof error);
    assert_int_equal(dc_fail(&error, DECANT_E_URL, "\"%s\" has no host", "http://\n"),
                     DECANT_E_URL);
    assert_int_equal(error.code, DECANT_E_URL);
    assert_string_equal(error.message, "\"http://?\" has no host");
    assert_int_equal(error.http_status, 0);
    assert_int_equal(error.offset, 0);
    assert_int_equal(dc_fail(NULL, DECANT_E_IO, "%s", "unread"), DECANT_E_IO);
    dc_error_clear(&error);
    assert_int_equal(error.code, DECANT_OK);
    assert_string_equal(error.message, "");
    dc_error_clear(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_row),
        cmocka_unit_test(names_are_told_apart),
        cmocka_unit_test(a_failure_is_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
