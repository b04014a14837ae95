// Pages made of plain text.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

#define PROMPT "You must be logged in to post a comment"

static decant_page *page_of(dc_str text)
{
    decant_page *page;
    decant_error error;
    if (decant_extract_text(NULL, text.p, text.len, &page, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    return page;
}

static void check_text(dc_str in, const char *wanted)
{
    decant_page *page = page_of(in);
    size_t len;
    assert_string_equal(decant_page_text(page, &len), wanted);
    assert_int_equal(len, strlen(wanted));
    assert_int_equal(decant_page_is_empty(page), *wanted == '\0');
    decant_page_free(page);
}

static void test_text(void **state)
{
    (void)state;
    check_text(DC_STR("One.\n\nTwo.\n" PROMPT "\n"), "One.\n\nTwo.");
    check_text(DC_STR("One.\r\nTwo.\rThree.\r\n\r\n"), "One.\nTwo.\nThree.");
    check_text(DC_STR("One. " PROMPT "\nTwo.\n"), "One.\nTwo.");
    check_text(DC_STR("  a\tb  <p>c</p> &amp;\n"), "  a\tb  <p>c</p> &amp;");
    check_text(DC_STR(PROMPT), "");
    check_text(DC_STR(" \n\t\n"), "");
    check_text(DC_STR("\xEF\xBB\xBF" PROMPT "\n\n"), "");
}

static void test_safety(void **state)
{
    (void)state;
    check_text(DC_STR("a\0b\x01"
                      "c\x1B[31md\x7F"
                      "e\xC2\x9B"
                      "f long enough to be text\n"),
               "abc[31mdef long enough to be text");
    check_text(DC_STR("page one\fpage two\vand three"), "page one page two and three");
    check_text(DC_STR("abc\xE2\x80\xAE"
                      "def"),
               "abcdef");
    check_text(DC_STR("سه\xE2\x80\x8Cشنبه"), "سه\xE2\x80\x8Cشنبه");
    check_text(DC_STR("Good caf\xC3\xA9 caf\xC3\xA9, bad \xE3\x81."),
               "Good café café, bad \xEF\xBF\xBD.");
}

static void check_charset(dc_str in, const char *content_type, const char *charset, int source,
                          const char *text)
{
    decant_options options = DECANT_OPTIONS_INIT;
    options.content_type = content_type;
    decant_page *page;
    assert_int_equal(decant_extract_text(&options, in.p, in.len, &page, NULL), DECANT_OK);
    int32_t found;
    assert_string_equal(decant_page_charset(page, &found), charset);
    assert_int_equal(found, source);
    assert_string_equal(decant_page_text(page, NULL), text);
    decant_page_free(page);
}

static void test_charset(void **state)
{
    (void)state;
    check_charset(DC_STR("caf\xC3\xA9"), NULL, "UTF-8", DECANT_CHARSET_UTF8, "café");
    check_charset(DC_STR("caf\xE9 \x93!\x94"), NULL, "windows-1252", DECANT_CHARSET_DEFAULT,
                  "café “!”");
    check_charset(DC_STR("caf\xE9"), "text/plain; charset=iso-8859-7", "ISO-8859-7",
                  DECANT_CHARSET_HTTP, "cafι");
    check_charset(DC_STR("\xFE\xFF\0a\0\n\0b"), NULL, "UTF-16BE", DECANT_CHARSET_BOM, "a\nb");
    // Speaks of mark-up, is none.
    check_charset(DC_STR("<meta charset=koi8-r> caf\xC3\xA9"), NULL, "UTF-8", DECANT_CHARSET_UTF8,
                  "<meta charset=koi8-r> café");
}

static void check_block(const decant_page *page, size_t i, int32_t label, const char *reason,
                        const char *text)
{
    decant_block block = DECANT_BLOCK_INIT;
    assert_int_equal(decant_page_block(page, i, &block), DECANT_OK);
    assert_int_equal(block.label, label);
    assert_string_equal(block.reason, reason);
    assert_string_equal(block.text, text);
    assert_int_equal(block.text_len, strlen(text));
}

static void test_blocks(void **state)
{
    (void)state;
    decant_page *page = page_of(DC_STR("One two.\n\n  \nThree. " PROMPT ". " PROMPT
                                       "\nFour.\n12 Comments\nLog in to reply to this topic\n"));
    assert_int_equal(decant_page_block_count(page), 7);
    check_block(page, 0, DECANT_CONTENT, "content.line", "One two.");
    check_block(page, 1, DECANT_CONTENT, "content.line", "Three.");
    check_block(page, 2, DECANT_BOILERPLATE, "prompt.login_to_comment.glued", " " PROMPT ".");
    check_block(page, 3, DECANT_BOILERPLATE, "prompt.login_to_comment.glued", " " PROMPT);
    check_block(page, 4, DECANT_CONTENT, "content.line", "Four.");
    check_block(page, 5, DECANT_BOILERPLATE, "prompt.n_comments", "12 Comments");
    check_block(page, 6, DECANT_BOILERPLATE, "prompt.login_to_reply",
                "Log in to reply to this topic");
    char path[32];
    decant_page_block_path(page, 0, path, sizeof path);
    assert_string_equal(path, "html>body");
    assert_int_equal(decant_page_comment_count(page), 0);
    decant_page_free(page);
}

static int take(void *ctx, const char *bytes, size_t len)
{
    dc_buf_append(ctx, bytes, len);
    return 0;
}

// No option about comments changes a text without any.
static void test_render(void **state)
{
    (void)state;
    decant_page *page = page_of(DC_STR("One.\n\n\nTwo.\nThree.\n" PROMPT));
    for (int32_t comments = DECANT_COMMENTS_DROP; comments <= DECANT_COMMENTS_INLINE; comments++) {
        decant_render_options options = DECANT_RENDER_OPTIONS_INIT;
        options.comments = comments;
        dc_buf out = dc_buf_on(dc_mem_hook(NULL), 1000);
        assert_int_equal(decant_render(page, &options, take, &out, NULL), DECANT_OK);
        assert_string_equal(dc_buf_str(&out).p, "One.\n\n\nTwo.\nThree.\n");
        dc_buf_free(&out);
    }
    decant_page_free(page);
}

static uint64_t later(void *ctx)
{
    return *(uint64_t *)ctx += 1000;
}

static void test_failures(void **state)
{
    decant_page *page = (decant_page *)state; // anything but NULL
    decant_error error;
    assert_int_equal(decant_extract_text(NULL, "", 0, &page, &error), DECANT_E_EMPTY_INPUT);
    assert_null(page);
    assert_int_equal(decant_extract_text(NULL, "%PDF-1.7", 8, &page, &error), DECANT_E_NOT_HTML);
    assert_int_equal(error.code, DECANT_E_NOT_HTML);
    uint64_t now = 0;
    decant_options options = DECANT_OPTIONS_INIT;
    options.clock = later;
    options.clock_ctx = &now;
    options.max_time_ms = 1;
    assert_int_equal(decant_extract_text(&options, "text", 4, &page, NULL), DECANT_E_DEADLINE);
    options.max_time_ms = UINT32_MAX;
    options.max_memory = 1000;
    static char lines[1 << 20];
    memset(lines, '\n', sizeof lines);
    assert_int_equal(decant_extract_text(&options, lines, sizeof lines, &page, NULL),
                     DECANT_E_BUDGET);
    assert_null(page);
}

// The page does not look at the caller's bytes any more.
static void test_owns_its_text(void **state)
{
    (void)state;
    char text[] = "One.\nTwo.";
    decant_page *page = page_of((dc_str){text, sizeof text - 1});
    memset(text, 'x', sizeof text);
    check_block(page, 1, DECANT_CONTENT, "content.line", "Two.");
    assert_string_equal(decant_page_text(page, NULL), "One.\nTwo.");
    decant_page_free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),          cmocka_unit_test(test_safety),
        cmocka_unit_test(test_charset),       cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_render),        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_owns_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
