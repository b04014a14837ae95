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

static const char *const strengths[] = {
    [DC_PROVES_NOTHING] = "",  [DC_PROVES_META] = "",         [DC_PROVES_REPORT] = "",
    [DC_PROVES_WEAK] = "weak", [DC_PROVES_MEDIUM] = "medium", [DC_PROVES_STRONG] = "strong",
};

const char *dc_strength_name(dc_strength strength)
{
    return strengths[strength];
}

dc_strength dc_strength_of(dc_str name)
{
    for (unsigned i = DC_PROVES_WEAK; i <= DC_PROVES_STRONG; i++)
        if (dc_str_eq(name, dc_str_of(strengths[i])))
            return (dc_strength)i;
    return DC_PROVES_NOTHING;
}

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
