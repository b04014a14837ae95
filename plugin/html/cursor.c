#include "html/cursor.h"

#include "base/entity.h"

const char *dc_leading_blanks(const char *p, const char *end)
{
    for (;;) {
        p = dc_skip_blank(p, end);
        if (p == end || *p != '&')
            return p;
        char decoded[8];
        size_t n;
        const size_t used = dc_entity_decode(p, end, false, decoded, &n);
        if (used == 0 || n != 1 || !dc_is_space(decoded[0]))
            return p;
        p += used;
    }
}
