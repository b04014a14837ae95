// Any bytes as plain text: what is left was there before, in that order.
#include "fuzz.h"

static int is_left_of(dc_str part, dc_str all)
{
    size_t n = 0;
    for (size_t i = 0; i < all.len && n < part.len; i++)
        n += all.p[i] == part.p[n];
    return n == part.len;
}

static void clean(dc_str text, dc_buf *out)
{
    PROMISE(decant_clean_text(NULL, text.p, text.len, fuzz_write, out, NULL) == DECANT_OK);
    PROMISE(dc_buf_status(out) == DECANT_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const dc_str all = {(const char *)bytes, len};
    dc_buf first = dc_buf_on(dc_mem_hook(NULL), len), second = dc_buf_on(dc_mem_hook(NULL), len);
    clean(all, &first);
    clean(all, &second);
    PROMISE(is_left_of(dc_buf_str(&first), all));
    PROMISE(dc_str_eq(dc_buf_str(&first), dc_buf_str(&second)));
    dc_buf_free(&first);
    dc_buf_free(&second);

    decant_page *page;
    const decant_status status = decant_extract_text(NULL, all.p, len, &page, NULL);
    PROMISE(status != DECANT_E_NOMEM && status != DECANT_E_INTERNAL && status != DECANT_E_INVALID);
    PROMISE((status == DECANT_OK) == (page != NULL));
    if (page) {
        size_t text_len;
        const char *text = decant_page_text(page, &text_len);
        PROMISE(text[text_len] == '\0' && fuzz_is_utf8(text, text_len));
    }
    decant_page_free(page);
    return 0;
}
