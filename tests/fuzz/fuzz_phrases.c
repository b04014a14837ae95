// Any bytes as a file of phrases: read or refused, and then used on a text.
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const dc_str all = {(const char *)bytes, len};
    decant_phrases *phrases;
    decant_error error = {0};
    const decant_status status = decant_phrases_new(NULL, all.p, len, &phrases, &error);
    PROMISE((status == DECANT_OK) == (phrases != NULL));
    PROMISE(status == DECANT_OK || error.message[0] != '\0');
    PROMISE(error.offset <= len);
    if (!phrases)
        return 0;
    decant_options options = DECANT_OPTIONS_INIT;
    options.phrases = phrases;
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), len);
    PROMISE(decant_clean_text(&options, all.p, len, fuzz_write, &out, NULL) == DECANT_OK);
    PROMISE(dc_buf_status(&out) == DECANT_OK);
    dc_buf_free(&out);
    decant_phrases_free(phrases);
    return 0;
}
