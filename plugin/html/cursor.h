// Steps through mark-up: pure functions on bytes, as the tokenizer takes them.
#ifndef DC_HTML_CURSOR_H
#define DC_HTML_CURSOR_H

#include "base/find.h"
#include "html/attr.h"

// White space in front of text is tree construction's business (it stays outside of body and
// tables), so it goes to gumbo: as one blank, or whole where it will be shown. A reference to a
// blank counts too. Returns where the text begins.
const char *dc_leading_blanks(const char *p, const char *end);

static inline const char *dc_leading_blank(const char *p, const char *end)
{
    const bool is_text = p < end && ' ' < *p && *p != '&';
    return is_text ? p : dc_leading_blanks(p, end);
}

// The name of the tag that begins at p, behind "<" or "</".
static inline dc_str dc_name_at(const char *p, const char *end)
{
    static const bool ends[256] = {['\t'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true,
                                   [' '] = true,  ['>'] = true,  ['/'] = true};
    const char *from = p;
    p = dc_find_ending(p, end);
    while (p < end && !ends[(unsigned char)*p])
        p++;
    return (dc_str){from, (size_t)(p - from)};
}

// True if the "<" at p begins mark-up.
static inline bool dc_is_markup(const char *p, const char *end)
{
    if (end - p < 2)
        return false;
    return dc_is_alpha(p[1]) || p[1] == '!' || p[1] == '?' || (p[1] == '/' && end - p > 2);
}

// The next "<" at or behind p that is no text, or end. *has_nul is set if there is a NUL before.
static inline const char *dc_next_markup(const char *p, const char *end, bool *has_nul)
{
    while ((p = dc_find_lt(p, end, has_nul)) < end && !dc_is_markup(p, end))
        p++;
    return p;
}

// Goes behind the tag whose attributes begin at *p; *attrs_end is where they end. Returns how it
// ended: DC_ATTR_CLOSE, DC_ATTR_SELF or DC_ATTR_CUT. is_wide: dc_has_wide_chunks().
static inline dc_attr_step dc_skip_tag(const char **p, const char *end, const char **attrs_end,
                                       bool is_wide)
{
    *attrs_end = *p;
    if (*p < end && **p == '>') { // most end tags, many start tags
        *p += 1;
        return DC_ATTR_CLOSE;
    }
    return dc_attrs_skip(p, end, attrs_end, is_wide);
}

#endif
