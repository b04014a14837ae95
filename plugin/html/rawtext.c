#include "html/rawtext.h"

// "<name" or "</name" at p, and the name ends there.
static bool is_tag(const char *p, const char *end, dc_str open, dc_str name)
{
    const dc_str rest = {p, (size_t)(end - p)};
    const size_t len = open.len + name.len;
    if (rest.len <= len || !dc_str_starts(rest, open))
        return false;
    const char after = p[len];
    return dc_str_istarts(dc_str_from(rest, open.len), name) &&
           (after == '>' || after == '/' || dc_is_space(after));
}

static const char *element_end(const char *p, const char *end, dc_str name)
{
    while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        if (is_tag(p, end, DC_STR("</"), name))
            return p;
        p++;
    }
    return end;
}

// HTML Standard, 13.2.5.15 to 13.2.5.31: in a script "<!--" begins a part where "<script" must be
// closed before "</script>" ends the element.
static const char *script_end(const char *p, const char *end)
{
    const dc_str script = DC_STR("script");
    bool is_escaped = false;
    bool is_double = false;
    while (p < end) {
        if (!is_escaped) {
            p = memchr(p, '<', (size_t)(end - p));
            if (!p)
                return end;
        }
        if (*p == '<') {
            const bool closes = is_tag(p, end, DC_STR("</"), script);
            if (closes && !is_double)
                return p;
            if (closes)
                is_double = false;
            else if (is_escaped && is_tag(p, end, DC_STR("<"), script))
                is_double = true;
            else if (!is_escaped && dc_str_starts((dc_str){p, (size_t)(end - p)}, DC_STR("<!--"))) {
                is_escaped = true;
                p++; // to the "!": its dashes may be those of "-->"
            }
        } else if (*p == '-' && dc_str_starts((dc_str){p, (size_t)(end - p)}, DC_STR("-->"))) {
            is_escaped = is_double = false;
        }
        p++;
    }
    return end;
}

const char *dc_raw_content_end(const char *p, const char *end, dc_str name, dc_tag tag)
{
    return tag == DC_TAG_script ? script_end(p, end) : element_end(p, end, name);
}

const char *dc_raw_comment_end(const char *p, const char *end)
{
    p += 4;
    if (p < end && *p == '>') // <!-->
        return p + 1;
    if (end - p >= 2 && p[0] == '-' && p[1] == '>') // <!--->
        return p + 2;
    while ((p = memchr(p, '-', (size_t)(end - p))) != NULL) {
        const dc_str rest = {p, (size_t)(end - p)};
        if (dc_str_starts(rest, DC_STR("-->")))
            return p + 3;
        if (dc_str_starts(rest, DC_STR("--!>")))
            return p + 4;
        p++;
    }
    return end;
}
