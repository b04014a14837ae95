#include "html/charset.h"
#include "base/utf8.h"
decant_status dc_charset_decode(dc_arena *arena, dc_str bytes, dc_str content_type, dc_charset *out)
{
    (void)content_type;
    out->name = "UTF-8";
    out->source = DECANT_CHARSET_UTF8;
    if (dc_utf8_valid(bytes) == bytes.len) {
        out->utf8 = bytes;
        return 0;
    }
    dc_buf b = dc_buf_in(arena, SIZE_MAX / 2);
    dc_utf8_repair(bytes, &b);
    out->utf8 = dc_buf_str(&b);
    return 0;
}
