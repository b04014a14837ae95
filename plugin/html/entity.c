#include "html/entity.h"
size_t dc_entity_decode(const char *p, const char *end, bool in_attribute, char out[8],
                        size_t *out_len)
{
    (void)in_attribute;
    static const char *const n[] = {"&amp;", "&",    "&nbsp;",  "\xc2\xa0", "&lt;",
                                    "<",     "&gt;", ">",       "&quot;",   "\"",
                                    "&#39;", "'",    "&#8217;", "’"};
    for (size_t i = 0; i < 14; i += 2)
        if ((size_t)(end - p) >= strlen(n[i]) && !memcmp(p, n[i], strlen(n[i]))) {
            *out_len = strlen(n[i + 1]);
            memcpy(out, n[i + 1], *out_len);
            return strlen(n[i]);
        }
    return 0;
}
dc_str dc_text_of(dc_arena *arena, dc_str raw, bool in_attribute)
{
    if (!raw.len || !memchr(raw.p, '&', raw.len))
        return raw;
    dc_buf b = dc_buf_in(arena, SIZE_MAX / 2);
    const char *end = raw.p + raw.len;
    for (const char *p = raw.p; p < end;) {
        char o[8];
        size_t n;
        size_t u = *p == '&' ? dc_entity_decode(p, end, in_attribute, o, &n) : 0;
        if (u) {
            dc_buf_append(&b, o, n);
            p += u;
        } else
            dc_buf_char(&b, *p++);
    }
    return dc_buf_str(&b);
}
