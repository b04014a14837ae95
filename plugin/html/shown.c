#include "html/shown.h"

#include "base/hash.h"

#include <gumbo.h>

// gumbo has one enumerator for all names it does not know, so </x-a> would close <x-b>. Each such
// name borrows the name of an element that means nothing to tree construction; the tree keeps its
// own. So do two that meant something once, and still do to gumbo.
static dc_str neutral_name(dc_scanner *s, dc_str name)
{
    static const char *const pool[] = {"multicol", "spacer",  "blink",    "bdi",
                                       "bdo",      "acronym", "dfn",      "samp",
                                       "meter",    "output",  "progress", "abbr"};
    enum { POOL = sizeof pool / sizeof *pool };
    char lower[64];
    if (name.len > sizeof lower)
        return name;
    const GumboTag known = gumbo_tagn_enum(name.p, (unsigned)name.len);
    if (known != GUMBO_TAG_UNKNOWN && known != GUMBO_TAG_ISINDEX && known != GUMBO_TAG_MENUITEM)
        return name;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(name.p[i]);
    const uint64_t key = dc_hash((dc_str){lower, name.len});
    const uint32_t n = *dc_map_at(&s->names, key, (uint32_t)s->names.n);
    return n < POOL ? dc_str_of(pool[n]) : name;
}

dc_str dc_shown_name(dc_scanner *s, dc_tag tag, dc_str name)
{
    if (s->context.n_foreign && !(tag == DC_TAG_unknown && memchr(name.p, '-', name.len)))
        return name;
    switch (tag) {
    case DC_TAG_dialog:
    case DC_TAG_search:
        return DC_STR("dir"); // another block that closes a paragraph, and one that nobody uses
    case DC_TAG_picture:
    case DC_TAG_slot:
    case DC_TAG_unknown:
        return neutral_name(s, name);
    default:
        return name;
    }
}

void dc_emit_steering(dc_scanner *s, dc_tag tag, dc_str name, uint32_t list)
{
    dc_attrs *attrs = &s->out->lists.v[list];
    if (tag == DC_TAG_input) {
        if (dc_str_ieq(dc_attrs_get(s->kept, attrs, DC_STR("type")), DC_STR("hidden")))
            dc_emit(s, " type=\"hidden\"", 14);
    } else if (tag == DC_TAG_font) {
        if (dc_attrs_get(s->kept, attrs, DC_STR("color")).p ||
            dc_attrs_get(s->kept, attrs, DC_STR("face")).p ||
            dc_attrs_get(s->kept, attrs, DC_STR("size")).p)
            dc_emit(s, " color", 6);
    } else if (tag == DC_TAG_unknown && dc_str_ieq(name, DC_STR("annotation-xml"))) {
        const dc_str encoding = dc_attrs_get(s->kept, attrs, DC_STR("encoding"));
        if (dc_str_ieq(encoding, DC_STR("text/html")))
            dc_emit(s, " encoding=\"text/html\"", 21);
        else if (dc_str_ieq(encoding, DC_STR("application/xhtml+xml")))
            dc_emit(s, " encoding=\"application/xhtml+xml\"", 33);
    }
    // Tree construction merges the attributes of all html tags, and of all body tags, where it does
    // not ignore the tag: it merges stubs.
    if ((tag == DC_TAG_html || tag == DC_TAG_body) && list && s->n_merged++ < DC_MOST_MERGED)
        dc_skeleton_stub(s->out, list);
    // Tree construction keeps at most three equal formatting elements open: equal lists, equal
    // stubs. A link closes the link before it, so it needs none.
    if ((dc_tag_flags(tag) & DC_TAG_FORMAT) && tag != DC_TAG_a && list)
        dc_emit(s, (const char[2]){' ', (char)('p' + list % DC_FORMAT_STUBS)}, 2);
}
