#include "fetch/header.h"

dc_str dc_header_of(dc_str head, dc_str name)
{
    while (head.len) {
        const char *lf = memchr(head.p, '\n', head.len);
        const size_t len = lf ? (size_t)(lf - head.p) + 1 : head.len;
        const dc_str line = {head.p, len};
        if (len > name.len && line.p[name.len] == ':' && dc_str_istarts(line, name))
            return dc_str_trim(dc_str_from(line, name.len + 1));
        head = dc_str_from(head, len);
    }
    return DC_STR_NONE;
}
