#include "base/tag.h"

typedef struct tag_row {
    const char *name;
    uint8_t len;
    uint16_t flags;
} tag_row;

static const tag_row rows[DC_N_TAGS] = {[DC_TAG_none] = {"", 0, 0},
                                        [DC_TAG_unknown] = {"", 0, 0},
#define X(name, flags) [DC_TAG_##name] = {#name, sizeof(#name) - 1, flags},
                                        DC_TAGS(X)
#undef X
};

enum { LONGEST = 10 };

dc_tag dc_tag_of(dc_str name)
{
    if (name.len == 0 || name.len > LONGEST)
        return DC_TAG_unknown;
    char lower[LONGEST];
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(name.p[i]);
    size_t low = DC_TAG_unknown + 1;
    size_t high = DC_N_TAGS;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const size_t n = rows[mid].len < name.len ? rows[mid].len : name.len;
        int order = memcmp(rows[mid].name, lower, n);
        if (order == 0)
            order = (int)rows[mid].len - (int)name.len;
        if (order == 0)
            return (dc_tag)mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return DC_TAG_unknown;
}

dc_str dc_tag_name(dc_tag tag)
{
    return (dc_str){rows[tag].name, rows[tag].len};
}

uint32_t dc_tag_flags(dc_tag tag)
{
    return rows[tag].flags;
}
