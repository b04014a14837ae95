#include "fetch/media.h"

#include "base/sniff.h"

enum { SHOWN = 80 };

// "text/html; charset=x" -> "text/html"
static dc_str essence_of(const char *value)
{
    const dc_str s = dc_str_of(value);
    const char *end = s.len ? memchr(s.p, ';', s.len) : NULL;
    return dc_str_trim((dc_str){s.p, end ? (size_t)(end - s.p) : s.len});
}

static void show(dc_str essence, char out[SHOWN])
{
    const size_t len = essence.len < SHOWN ? essence.len : SHOWN - 1;
    if (len)
        memcpy(out, essence.p, len);
    out[len] = '\0';
}

decant_status dc_media_check(const char *value, decant_error *error)
{
    static const dc_str pages[] = {
        DC_STR("application/xhtml+xml"),
        DC_STR("application/xml"),
    };
    char shown[SHOWN];
    const dc_str essence = essence_of(value);
    if (dc_str_find(essence, DC_STR("/")) == DC_STR_NPOS ||
        dc_str_istarts(essence, DC_STR("text/")))
        return DECANT_OK;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (dc_str_ieq(essence, pages[i]))
            return DECANT_OK;
    show(essence, shown);
    return dc_fail(error, DECANT_E_CONTENT_TYPE, "content type %s is not a page", shown);
}

decant_status dc_media_sniff(dc_str body, const char *declared, decant_error *error)
{
    char shown[SHOWN];
    const char *what = dc_sniff_binary(body);
    if (!what)
        return DECANT_OK;
    show(essence_of(declared), shown);
    return dc_fail(error, DECANT_E_CONTENT_TYPE, "the content is %s, not a page%s%s", what,
                   shown[0] ? ", though declared as " : "", shown);
}
