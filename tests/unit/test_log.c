#include "unit/in_arena.h"

#include "base/log.h"

typedef struct heard {
    unsigned n;
    int32_t level;
    char line[DECANT_MESSAGE_SIZE];
} heard;

static void hear(void *ctx, int32_t level, const char *message)
{
    heard *h = ctx;
    h->n++;
    h->level = level;
    memcpy(h->line, message, strlen(message) + 1);
}

static void a_message_arrives_formatted(void **state)
{
    (void)state;
    heard h = {0};
    const dc_log log = {hear, &h};
    dc_log_say(&log, DECANT_LOG_WARNING, "%s: %u of %zu", "page\n", 1u, (size_t)2);
    assert_int_equal(h.n, 1);
    assert_int_equal(h.level, DECANT_LOG_WARNING);
    assert_string_equal(h.line, "page?: 1 of 2");
}

static void a_long_message_is_cut(void **state)
{
    (void)state;
    heard h = {0};
    const dc_log log = {hear, &h};
    char text[2000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    dc_log_say(&log, DECANT_LOG_DEBUG, "%s", text);
    assert_int_equal(strlen(h.line), DECANT_MESSAGE_SIZE - 1);
    assert_string_equal(h.line + DECANT_MESSAGE_SIZE - 4, "...");
}

static void nobody_listens(void **state)
{
    (void)state;
    const dc_log log = {NULL, NULL};
    dc_log_say(&log, DECANT_LOG_ERROR, "%s", "unheard");
    dc_log_say(NULL, DECANT_LOG_ERROR, "%s", "unheard");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_arrives_formatted),
        cmocka_unit_test(a_long_message_is_cut),
        cmocka_unit_test(nobody_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
