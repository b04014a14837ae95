#include "clean/family.h"

typedef struct row {
    const char *name;
    const char *reason;
    const char *glued;
    dc_strength strength;
    uint32_t flags;
} row;

static const row rows[] = {[DC_FAMILY_none] = {"", "", "", DC_PROVES_NOTHING, 0},
#define X(id, proves, bits, code)                                                                  \
    [DC_FAMILY_##id] = {#id, code, code ".glued", DC_PROVES_##proves, bits},
                           DC_FAMILIES(X)
#undef X
};

dc_family dc_family_of(dc_str name)
{
    for (unsigned i = 1; i < DC_N_FAMILIES; i++)
        if (dc_str_eq(name, dc_str_of(rows[i].name)))
            return (dc_family)i;
    return DC_FAMILY_none;
}

const char *dc_family_name(dc_family family)
{
    return rows[family].name;
}

dc_strength dc_family_strength(dc_family family)
{
    return rows[family].strength;
}

uint32_t dc_family_flags(dc_family family)
{
    return rows[family].flags;
}

const char *dc_family_reason(dc_family family)
{
    return rows[family].reason;
}

const char *dc_family_glued_reason(dc_family family)
{
    return rows[family].glued;
}
