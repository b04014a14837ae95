// Any bytes as a page: every reader and every output, and what they promise.
#include "fuzz.h"

#include <jansson.h>

// All can be had from a page, and the text of all of it is text.
static void read_all(const decant_page *page)
{
    size_t len;
    const char *text = decant_page_text(page, &len);
    PROMISE(text && text[len] == '\0' && fuzz_is_utf8(text, len));
    PROMISE(decant_page_is_empty(page) == (len == 0));
    PROMISE(decant_page_degraded(page) >= DECANT_DEGRADED_NONE &&
            decant_page_degraded(page) <= DECANT_DEGRADED_TEXT);
    PROMISE(decant_page_charset(page, NULL));
    decant_meta meta = DECANT_META_INIT;
    PROMISE(decant_page_meta(page, &meta) == DECANT_OK);
    for (size_t i = 0; i < decant_page_block_count(page); i++) {
        decant_block block = DECANT_BLOCK_INIT;
        char path[64];
        PROMISE(decant_page_block(page, i, &block) == DECANT_OK);
        PROMISE(block.label >= DECANT_CONTENT && block.label <= DECANT_BOILERPLATE);
        PROMISE(block.score >= 0 && block.score <= 1);
        PROMISE(block.reason && fuzz_is_utf8(block.text, block.text_len));
        PROMISE(decant_page_block_path(page, i, path, sizeof path) > 0);
    }
    for (size_t i = 0; i < decant_page_comment_count(page); i++) {
        decant_comment comment = DECANT_COMMENT_INIT;
        PROMISE(decant_page_comment(page, i, &comment) == DECANT_OK);
        PROMISE(fuzz_is_utf8(comment.text, comment.text_len));
    }
    decant_block none = DECANT_BLOCK_INIT;
    PROMISE(decant_page_block(page, decant_page_block_count(page), &none) == DECANT_E_INVALID);
}

static void print(const decant_page *page, int32_t format, int32_t comments, dc_buf *out)
{
    decant_render_options options = DECANT_RENDER_OPTIONS_INIT;
    options.format = format;
    options.comments = comments;
    options.with_links = options.with_images = options.with_front = 1;
    options.no_tables = comments == DECANT_COMMENTS_INLINE;
    PROMISE(decant_render(page, &options, fuzz_write, out, NULL) == DECANT_OK);
    PROMISE(dc_buf_status(out) == DECANT_OK);
}

static void check_json(const decant_page *page, dc_buf *line)
{
    print(page, DECANT_JSONL, DECANT_COMMENTS_DROP, line);
    PROMISE(memchr(line->p, '\n', line->len) == line->p + line->len - 1);
    json_error_t error;
    json_t *json = json_loadb(line->p, line->len, 0, &error);
    PROMISE(json);
    size_t len;
    const char *text = decant_page_text(page, &len);
    const json_t *field = json_object_get(json, "text");
    PROMISE(json_string_length(field) == len && memcmp(json_string_value(field), text, len) == 0);
    PROMISE(json_array_size(json_object_get(json, "comments")) == decant_page_comment_count(page));
    json_decref(json);
}

static void print_all(const decant_page *page, dc_buf *out)
{
    for (int32_t format = DECANT_TEXT; format <= DECANT_CSV; format++)
        for (int32_t comments = DECANT_COMMENTS_DROP; comments <= DECANT_COMMENTS_INLINE;
             comments++)
            print(page, format, comments, out);
    PROMISE(fuzz_is_utf8(out->p, out->len));
}

static dc_buf new_buf(void)
{
    return dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char *const types[] = {NULL, "text/html; charset=utf-8",
                                        "text/html; charset=shift_jis",
                                        "text/html;charset=\"windows-1252"};
    decant_options options = DECANT_OPTIONS_INIT;
    options.content_type = types[len % 4];
    options.url = len % 3 ? "https://example.org/a/b?c" : NULL;
    options.max_time_ms = UINT32_MAX; // what comes out may not depend on the speed of the machine
    decant_page *page, *again;
    decant_error error = {.code = DECANT_OK};
    const decant_status status = decant_extract(&options, (const char *)bytes, len, &page, &error);
    PROMISE(status == error.code && (status == DECANT_OK) == (page != NULL));
    PROMISE(status != DECANT_E_NOMEM && status != DECANT_E_INTERNAL && status != DECANT_E_INVALID);
    if (!page)
        return 0;
    read_all(page);
    dc_buf first = new_buf(), second = new_buf();
    check_json(page, &first);
    print_all(page, &first);
    PROMISE(decant_extract(&options, (const char *)bytes, len, &again, NULL) == DECANT_OK);
    print(again, DECANT_JSONL, DECANT_COMMENTS_DROP, &second);
    print_all(again, &second);
    PROMISE(dc_str_eq(dc_buf_str(&first), dc_buf_str(&second)));
    decant_page_free(again);
    decant_page_free(page);
    dc_buf_free(&first);
    dc_buf_free(&second);
    return 0;
}
