#include "base/tag.h"

typedef struct tag_row {
    const char *name;
    uint8_t len;
} tag_row;

static const tag_row rows[DC_N_TAGS] = {[DC_TAG_none] = {"", 0},
                                        [DC_TAG_unknown] = {"", 0},
#define X(name, flags) [DC_TAG_##name] = {#name, sizeof(#name) - 1},
                                        DC_TAGS(X)
#undef X
};

const uint16_t dc_tag_flag_table[DC_N_TAGS] = {
#define X(name, flags) [DC_TAG_##name] = flags,
    DC_TAGS(X)
#undef X
};

enum { LONGEST = 10 };

// The first tag of each letter, and where the last letter's end.
static const uint8_t first[27] = {
    DC_TAG_a,    DC_TAG_b,     DC_TAG_canvas, DC_TAG_data, DC_TAG_em,  DC_TAG_fieldset,
    DC_TAG_h1,   DC_TAG_h1,    DC_TAG_i,      DC_TAG_kbd,  DC_TAG_kbd, DC_TAG_label,
    DC_TAG_main, DC_TAG_nav,   DC_TAG_object, DC_TAG_p,    DC_TAG_q,   DC_TAG_rb,
    DC_TAG_s,    DC_TAG_table, DC_TAG_u,      DC_TAG_var,  DC_TAG_wbr, DC_TAG_xmp,
    DC_N_TAGS,   DC_N_TAGS,    DC_N_TAGS};

_Static_assert(DC_N_TAGS <= UINT8_MAX, "tags fit in a byte");

static bool is_name(const tag_row *row, const char *lower)
{
    for (size_t i = 1; i < row->len; i++)
        if (row->name[i] != lower[i])
            return false;
    return true;
}

dc_tag dc_tag_of(dc_str name)
{
    if (name.len == 0 || name.len > LONGEST || !dc_is_alpha(name.p[0]))
        return DC_TAG_unknown;
    char lower[LONGEST];
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(name.p[i]);
    const size_t letter = (size_t)(lower[0] - 'a');
    for (size_t tag = first[letter]; tag < first[letter + 1]; tag++)
        if (rows[tag].len == name.len && is_name(&rows[tag], lower))
            return (dc_tag)tag;
    return DC_TAG_unknown;
}

dc_str dc_tag_name(dc_tag tag)
{
    return (dc_str){rows[tag].name, rows[tag].len};
}
