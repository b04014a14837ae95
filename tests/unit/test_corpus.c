// All captured pages, where there are any: each gives a record that another parser reads, and says
// the same when it is asked twice.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/page_bytes.h"

#include <decant/decant.h>

#include <dirent.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What comments say is in blocks that are comments, so that no block is both text and comment.
static void check_comments(const decant_page *page, const char *name)
{
    bytes said = {0};
    add(&said, "", 0);
    for (size_t i = 0; i < decant_page_block_count(page); i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        if (block.label == DECANT_COMMENT) {
            add(&said, block.text, strlen(block.text));
            add(&said, "\n\n", 2);
        }
    }
    for (size_t i = 0; i < decant_page_comment_count(page); i++) {
        decant_comment comment = DECANT_COMMENT_INIT;
        decant_page_comment(page, i, &comment);
        if (!strstr(said.p, comment.text))
            fail_msg("%s: comment %zu is not in the blocks that are comments", name, i);
    }
    free(said.p);
}

static bytes record_of(const bytes *page, const char *name)
{
    decant_options options = DECANT_OPTIONS_INIT;
    options.input = name;
    decant_page *out = NULL;
    decant_error error;
    const decant_status status = decant_extract(&options, page->p, page->len, &out, &error);
    if (status != DECANT_OK)
        fail_msg("%s: %s", name, error.message);
    assert_int_equal(decant_page_degraded(out), DECANT_DEGRADED_NONE);
    decant_render_options render = DECANT_RENDER_OPTIONS_INIT;
    render.format = DECANT_JSONL;
    bytes record = {0};
    assert_int_equal(decant_render(out, &render, collect, &record, NULL), DECANT_OK);
    check_comments(out, name);
    decant_page_free(out);
    return record;
}

// Comments of a reader are not in the text. Short ones may say what the text says.
static void check_disjoint(json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, "text"));
    json_t *comment;
    size_t i;
    json_array_foreach(json_object_get(record, "comments"), i, comment)
    {
        const char *words = json_string_value(json_object_get(comment, "text"));
        assert_non_null(words);
        if (strlen(words) > 200 && strstr(text, words))
            fail_msg("%s: comment %zu is in the text", name, i);
    }
}

static void check_page(const char *path, const char *name)
{
    bytes page = read_page(path);
    bytes record = record_of(&page, name);
    bytes again = record_of(&page, name);
    assert_int_equal(record.len, again.len);
    assert_memory_equal(record.p, again.p, record.len);
    assert_ptr_equal(memchr(record.p, '\n', record.len), record.p + record.len - 1);
    json_error_t error;
    json_t *json = json_loadb(record.p, record.len, JSON_REJECT_DUPLICATES, &error);
    if (!json)
        fail_msg("%s: %s", name, error.text);
    assert_int_equal(json_integer_value(json_object_get(json, "schema")), 1);
    const size_t n_optional =
        (json_object_get(json, "posts") ? 1u : 0u) + (json_object_get(json, "evidence") ? 1u : 0u);
    assert_int_equal(json_object_size(json), 19 + n_optional);
    assert_string_equal(json_string_value(json_object_get(json, "input")), name);
    check_disjoint(json, name);
    json_decref(json);
    free(record.p);
    free(again.p);
    free(page.p);
}

static int is_page(const struct dirent *e)
{
    return strstr(e->d_name, ".gz") != NULL;
}

// One page in four, or all when DECANT_ALL_PAGES is in the environment.
static void check_folder(const char *dir)
{
    struct dirent **names;
    const int n = scandir(dir, &names, is_page, alphasort);
    if (n < 0) {
        printf("skipped: no pages at %s\n", dir);
        skip();
    }
    const int step = getenv("DECANT_ALL_PAGES") ? 1 : 4;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        if (i % step == 0)
            check_page(path, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

static void test_wcxb(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/wcxb-dev/html");
}

static void test_trafilatura(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/trafilatura-dev/html");
}

static void test_news(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/news-dev/html");
}

static void test_comments(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/comments/pages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wcxb),
        cmocka_unit_test(test_trafilatura),
        cmocka_unit_test(test_news),
        cmocka_unit_test(test_comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
