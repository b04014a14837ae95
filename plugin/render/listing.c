#include "render/listing.h"

static dc_str language_in(dc_str classes)
{
    static const char *const marks[] = {"language-", "lang-", "highlight-source-", "brush:"};
    dc_str token;
    while (dc_str_token(&classes, &token))
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            if (!dc_str_istarts(token, dc_str_of(marks[i])))
                continue;
            dc_str name = dc_str_from(token, strlen(marks[i]));
            if (!name.len && !dc_str_token(&classes, &name))
                return DC_STR_NONE;
            while (name.len && strchr(";,", name.p[name.len - 1]))
                name.len--;
            return name;
        }
    return DC_STR_NONE;
}

static bool is_language(dc_str name)
{
    static const char *const none[] = {"none", "plain",   "plaintext",
                                       "text", "default", "nohighlight"};
    if (!name.len || name.len > 20)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!dc_is_alpha(name.p[i]) && !dc_is_digit(name.p[i]) && !strchr("+#._-", name.p[i]))
            return false;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (dc_str_ieq(name, dc_str_of(none[i])))
            return false;
    return true;
}

static dc_str language_of_list(const dc_blocks *blocks, uint32_t list)
{
    static const char *const names[] = {"data-lang", "data-language", "lang"};
    dc_str name = language_in(dc_list_attr(blocks, list, DC_STR("class")));
    for (size_t i = 0; i < 2 && !is_language(name); i++)
        name = dc_list_attr(blocks, list, dc_str_of(names[i]));
    return is_language(name) ? name : DC_STR_NONE;
}

dc_str dc_listing_language(const dc_plan *plan, uint32_t pre)
{
    const dc_blocks *blocks = plan->blocks;
    const dc_box *boxes = blocks->boxes;
    const uint32_t block = boxes[pre].first;
    dc_str name = language_of_list(blocks, boxes[pre].list);
    for (uint32_t m = plan->marks[block]; !name.p && m < plan->marks[block + 1]; m++)
        if (blocks->marks[m].tag == DC_TAG_code && blocks->marks[m].at == 0)
            name = language_of_list(blocks, blocks->marks[m].list);
    if (!name.p && pre + 1 < boxes[pre].end)
        name = language_of_list(blocks, boxes[pre + 1].list);
    for (uint32_t i = boxes[pre].parent, n = 0; !name.p && i && n < 2; i = boxes[i].parent, n++)
        name = language_of_list(blocks, boxes[i].list);
    return name;
}
