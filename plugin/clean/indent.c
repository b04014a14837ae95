#include "clean/indent.h"

#include "blocks/mark.h"

enum { MOST_DIGITS = 4 };

// The number at the beginning of a text, or -1.
static int32_t number_in(dc_str s)
{
    int32_t n = 0;
    size_t i = 0;
    for (; i < s.len && i < MOST_DIGITS && dc_is_digit(s.p[i]); i++)
        n = n * 10 + (s.p[i] - '0');
    return i ? n : -1;
}

static bool ends(dc_str s, dc_str end)
{
    return s.len >= end.len && dc_str_ieq(dc_str_from(s, s.len - end.len), end);
}

// "depth-2", "kmt-depth-1", "level_3", "indent1".
static int32_t number_of_class(dc_str token)
{
    static const char *const stems[] = {"depth", "level", "indent"};
    size_t digits = token.len;
    while (digits && dc_is_digit(token.p[digits - 1]))
        digits--;
    if (digits == 0 || digits == token.len)
        return -1;
    const bool has_mark = token.p[digits - 1] == '-' || token.p[digits - 1] == '_';
    const dc_str stem = {token.p, digits - has_mark};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (ends(stem, dc_str_of(stems[i])))
            return number_in(dc_str_from(token, digits));
    return -1;
}

int32_t dc_level_of(const dc_blocks *blocks, uint32_t box)
{
    static const char *const attrs[] = {"depth", "data-depth", "indent", "aria-level"};
    const dc_box *own = &blocks->boxes[box];
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
        const int32_t n = number_in(dc_list_attr(blocks, own->list, dc_str_of(attrs[i])));
        if (n >= 0)
            return n;
    }
    for (uint32_t i = 0; i < own->facts->n_classes; i++) {
        const int32_t n = number_of_class(own->facts->classes[i]);
        if (n >= 0)
            return n;
    }
    return -1;
}

int32_t dc_margin_of(const dc_blocks *blocks, uint32_t box)
{
    static const char *const properties[] = {"margin-left", "padding-left"};
    const dc_str style = dc_list_attr(blocks, blocks->boxes[box].list, DC_STR("style"));
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        const dc_str property = dc_str_of(properties[i]);
        const size_t at = dc_str_ifind(style, property);
        if (at == DC_STR_NPOS)
            continue;
        const dc_str value = dc_str_trim(dc_str_from(style, at + property.len));
        if (value.len && value.p[0] == ':')
            return number_in(dc_str_trim(dc_str_from(value, 1)));
    }
    return -1;
}

bool dc_holds_answers(const dc_facts *facts)
{
    static const char *const words[] = {"indented", "children", "replies", "answers"};
    for (uint32_t i = 0; i < facts->n_classes; i++)
        if (dc_str_has_any(facts->classes[i], words, sizeof words / sizeof *words))
            return true;
    return false;
}

uint32_t dc_ladder_climb(dc_ladder *ladder, uint32_t indent)
{
    while (ladder->n && ladder->rungs[ladder->n - 1] >= indent)
        ladder->n--;
    const uint32_t depth = ladder->n;
    if (ladder->n < DC_MOST_RUNGS)
        ladder->rungs[ladder->n++] = indent;
    return depth;
}
