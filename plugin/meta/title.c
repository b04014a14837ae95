#include "meta/title.h"

// "Title | Site": the site's name is no part of the title.
static dc_str without_site(dc_str title, dc_str site)
{
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " · ", " » "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks && site.len; i++) {
        const dc_str mark = dc_str_of(marks[i]);
        const size_t tail = mark.len + site.len;
        if (title.len > tail && dc_str_ieq(dc_str_from(title, title.len - site.len), site) &&
            dc_str_eq((dc_str){title.p + title.len - tail, mark.len}, mark))
            return (dc_str){title.p, title.len - tail};
    }
    return title;
}

// What stands before the last separator, where that is most of it: "Title | Site", whatever the
// site is called.
static dc_str before_mark(dc_str title)
{
    static const char *const marks[] = {" | ", " – ", " — ", " - ", " :: ", " · ", " » "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const dc_str mark = dc_str_of(marks[i]);
        size_t last = DC_STR_NPOS;
        for (size_t at = 0, next; (next = dc_str_find(dc_str_from(title, at), mark)) != DC_STR_NPOS;
             at += next + mark.len)
            last = at + next;
        if (last != DC_STR_NPOS && last * 2 > title.len)
            return (dc_str){title.p, last};
    }
    return title;
}

// A heading that is the smaller part of the title and ends it, or begins it before ":" or "»", is
// the name of the site: "Paint that stays on oak - Small Boats Forum".
static bool names_site(dc_str title, dc_str h1)
{
    if (h1.len * 2 >= title.len)
        return false;
    const dc_str behind = dc_str_from(title, h1.len);
    const bool is_head = dc_str_istarts(title, h1) && (dc_str_starts(behind, DC_STR(": ")) ||
                                                       dc_str_starts(behind, DC_STR(" » ")));
    return is_head || dc_str_ieq(dc_str_from(title, title.len - h1.len), h1);
}

// The heading of the page says its title best, unless it only names the site.
dc_str dc_title_best(const dc_title_parts *parts, const char **source)
{
    enum { LEAST = 4, MOST = 300 };
    const dc_str h1 = parts->h1;
    const bool is_title = dc_str_ifind(parts->element, h1) != DC_STR_NPOS ||
                          dc_str_ifind(parts->declared, h1) != DC_STR_NPOS ||
                          dc_str_ieq(parts->headline, h1);
    const bool is_phrase = dc_str_find(h1, DC_STR(" ")) != DC_STR_NPOS;
    if (h1.len >= LEAST && h1.len <= MOST && !dc_str_ieq(h1, parts->site) &&
        !names_site(parts->element, h1) && (is_title || is_phrase)) {
        *source = "h1";
        return h1;
    }
    *source = "json-ld";
    if (parts->headline.len)
        return parts->headline;
    *source = parts->declared.len ? "og:title" : "title";
    const dc_str title = parts->declared.len ? parts->declared : parts->element;
    return before_mark(without_site(title, parts->site));
}
