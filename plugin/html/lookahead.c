#include "html/lookahead.h"

#include "html/cursor.h"
#include "html/rawtext.h"

// An inline element that holds text, br, img and other such elements only is to tree construction a
// letter among letters: nothing in it can close anything outside. Formatting elements count as open
// only where counting is sure, because equal ones close each other.
static bool is_inline(const dc_context *c, dc_tag tag)
{
    const uint32_t flags = dc_tag_flags(tag);
    if (!(flags & DC_TAG_INLINE) || (flags & (DC_TAG_VOID | DC_TAG_OPTIONAL)))
        return false;
    if (tag == DC_TAG_ruby || tag == DC_TAG_picture)
        return false;
    return !(flags & DC_TAG_FORMAT) || (!c->is_tangled && !c->n_open[tag] && !c->drops_formatting);
}

const char *dc_picture_end(const char *p, const char *end)
{
    const char *unused;
    const dc_attr_step step = dc_skip_tag(&p, end, &unused);
    if (step != DC_ATTR_CLOSE)
        return step == DC_ATTR_SELF ? p : NULL;
    for (bool in_title = false;;) {
        p = dc_next_markup(p, end);
        if (end - p < 3)
            return NULL;
        if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
            p = dc_raw_comment_end(p, end);
            continue;
        }
        const bool is_end = p[1] == '/';
        const dc_str name = dc_name_at(p + 1 + is_end, end);
        if (name.len == 0 || !dc_is_alpha(*name.p))
            return NULL;
        const dc_tag tag = dc_tag_of(name);
        p = name.p + name.len;
        if (dc_skip_tag(&p, end, &unused) == DC_ATTR_CUT)
            return NULL;
        if (in_title != (is_end && tag == DC_TAG_title)) // HTML in a title, or no end of it
            return NULL;
        in_title = tag == DC_TAG_title && !is_end;
        if (tag == DC_TAG_svg)
            return is_end ? p : NULL;
        if (tag != DC_TAG_unknown && tag != DC_TAG_title && tag != DC_TAG_style &&
            tag != DC_TAG_image)
            return NULL;
        if (dc_str_ieq(name, DC_STR("desc")) || dc_str_ieq(name, DC_STR("foreignObject")))
            return NULL;
    }
}

// True if an element of that tag is among them and no two of it may be open.
static bool repeats(const dc_tag *open, size_t n, dc_tag tag)
{
    for (size_t i = 0; i < n && (dc_tag_flags(tag) & DC_TAG_FORMAT); i++)
        if (open[i] == tag)
            return true;
    return false;
}

const char *dc_inline_end(const dc_context *c, dc_tag tag, const char *from, const char *end)
{
    enum { DEEPEST = 6, FURTHEST = 16384 };
    if (!c->has_body || !dc_context_is_plain(c) || !is_inline(c, tag))
        return NULL;
    if (end - from > FURTHEST)
        end = from + FURTHEST;
    dc_tag open[DEEPEST] = {tag};
    size_t n = 1;
    const char *p = from;
    while (n) {
        p = dc_next_markup(p, end);
        if (end - p < 3)
            return NULL;
        const bool is_end = p[1] == '/';
        const dc_str name = dc_name_at(p + 1 + is_end, end);
        const dc_tag inner = dc_tag_of(name);
        const char *unused;
        p = name.p + name.len;
        if (!is_end && inner == DC_TAG_svg) {
            p = dc_picture_end(p, end);
            if (!p)
                return NULL;
            continue;
        }
        if (is_end && inner != open[n - 1])
            return NULL;
        if (is_end)
            n--;
        else if (!dc_is_letter(c, inner)) {
            if (n == DEEPEST || !is_inline(c, inner) || repeats(open, n, inner))
                return NULL;
            open[n++] = inner;
        }
        if (dc_skip_tag(&p, end, &unused) == DC_ATTR_CUT)
            return NULL;
    }
    return p;
}
