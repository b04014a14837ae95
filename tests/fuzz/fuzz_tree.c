// Any page: our tree is the one that gumbo builds of the whole page. Any content of an element too:
// an input that begins with byte 1 and a letter is a fragment, and the letter says of what. What
// the dumps do not show is listed in support/treedump.h; the pages that are passed over here are in
// is_declared().
#include "base/tag.h"
#include "fuzz.h"
#include "html/attr.h"
#include "support/treedump.h"

#include <ctype.h>
#include <gumbo.h>

enum { LONGEST = 4096, MOST_ATTRS = 32, MEMORY = 64 << 20 };

// Elements of which an input may be the content.
static const dc_fragment fragments[] = {
    {{"body", 4}, DC_SPACE_HTML},     {{"div", 3}, DC_SPACE_HTML},
    {{"p", 1}, DC_SPACE_HTML},        {{"pre", 3}, DC_SPACE_HTML},
    {{"td", 2}, DC_SPACE_HTML},       {{"tr", 2}, DC_SPACE_HTML},
    {{"tbody", 5}, DC_SPACE_HTML},    {{"table", 5}, DC_SPACE_HTML},
    {{"caption", 7}, DC_SPACE_HTML},  {{"colgroup", 8}, DC_SPACE_HTML},
    {{"select", 6}, DC_SPACE_HTML},   {{"option", 6}, DC_SPACE_HTML},
    {{"template", 8}, DC_SPACE_HTML}, {{"head", 4}, DC_SPACE_HTML},
    {{"html", 4}, DC_SPACE_HTML},     {{"frameset", 8}, DC_SPACE_HTML},
    {{"form", 4}, DC_SPACE_HTML},     {{"button", 6}, DC_SPACE_HTML},
    {{"textarea", 8}, DC_SPACE_HTML}, {{"title", 5}, DC_SPACE_HTML},
    {{"script", 6}, DC_SPACE_HTML},   {{"style", 5}, DC_SPACE_HTML},
    {{"svg", 3}, DC_SPACE_SVG},       {{"foreignobject", 13}, DC_SPACE_SVG},
    {{"desc", 4}, DC_SPACE_SVG},      {{"math", 4}, DC_SPACE_MATH},
    {{"mi", 2}, DC_SPACE_MATH},       {{"annotation-xml", 14}, DC_SPACE_MATH},
};

static const dc_fragment *fragment_of(char letter)
{
    return &fragments[(unsigned char)letter % (sizeof fragments / sizeof *fragments)];
}

static dc_str name_at(const char *p, const char *end)
{
    const char *from = p;
    while (p < end && !dc_is_space(*p) && *p != '/' && *p != '>')
        p++;
    return (dc_str){from, (size_t)(p - from)};
}

// True if the tag that goes on at p has two attributes of one name, or more than are looked at.
// is_merged: the attributes of all tags of this name are one list; two tags may repeat one too.
static bool repeats_attr(const char *p, const char *end, bool is_merged)
{
    dc_attr attrs[MOST_ATTRS];
    size_t n = 0;
    while (n < MOST_ATTRS && dc_attr_next(&p, end, &attrs[n]) == DC_ATTR_ONE) {
        if (is_merged && !treedump_is_plain_name(attrs[n].name))
            return true;
        for (size_t i = 0; i < n; i++)
            if (treedump_is_one_name(attrs[i].name, attrs[n].name))
                return true;
        n++;
    }
    return n == MOST_ATTRS;
}

// True for a numeric reference to a code point past U+3FFFF, or that might be one.
static bool is_far_number(const char *p, const char *end)
{
    size_t n = 0;
    while (p + n < end && n < 7 && (isxdigit((unsigned char)p[n]) || strchr("#xX", p[n])))
        n++;
    return n == 7 && *p == '#';
}

// The names that the scan lends to elements that gumbo does not know.
static bool is_lent(dc_str name)
{
    static const char *const lent[] = {"multicol", "spacer",  "blink",    "bdi",
                                       "bdo",      "acronym", "dfn",      "samp",
                                       "meter",    "output",  "progress", "abbr"};
    for (size_t i = 0; i < sizeof lent / sizeof *lent; i++)
        if (dc_str_ieq(name, dc_str_of(lent[i])))
            return true;
    return false;
}

// Elements that the scan has gumbo take for others, as the standard does today.
static bool is_renamed(dc_str name)
{
    static const char *const names[] = {"dialog", "search",  "picture",
                                        "slot",   "isindex", "menuitem"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (dc_str_ieq(name, dc_str_of(names[i])))
            return true;
    return false;
}

// The attributes of a formatting element as they stand, up to the first ">".
static dc_str formatting_attrs(dc_str name, const char *end)
{
    const char *p = name.p + name.len;
    const char *gt = memchr(p, '>', (size_t)(end - p));
    if (!(dc_tag_flags(dc_tag_of(name)) & DC_TAG_FORMAT) || !gt)
        return DC_STR("");
    return (dc_str){p, (size_t)(gt - p)};
}

// False if the same attributes could be written otherwise in an ordinary way.
static bool is_plainly_written(dc_str attrs)
{
    for (size_t i = 0; i < attrs.len; i++)
        if (!islower((unsigned char)attrs.p[i]) && !isdigit((unsigned char)attrs.p[i]) &&
            attrs.p[i] != '=' && (attrs.p[i] != ' ' || i > 0))
            return false;
    return true;
}

// True for the pages on which the two are known to differ:
//
// - An end tag of an unknown name on a page with several such names: to gumbo they are all one
//   name, so </x-a> closes <x-b>. To us each is another one; they borrow names of elements that
//   mean nothing to tree construction, so a page may not have these as well.
// - End tags with something behind the name: in svg and math gumbo takes it for part of the name.
// - End tags of unknown names where mark-up may be raw text, or svg: there names are not borrowed.
// - More than three formatting elements with attributes, where mark-up may be raw text or the
//   attributes can be written in several ways: tree construction keeps three equal ones, and the
//   scan's stubs are equal only where the bytes are.
// - Code points that are no characters: gumbo makes them U+FFFD, in names too. (Controls likewise:
//   the target replaces them.)
// - More than seven blocks and a link or nobr that closes another: in the last of its eight rounds
//   of adoption gumbo leaves the characters it holds behind, elements in their place among them.
// - "</>": gumbo takes it for a part of the tag that follows.
// - Text and </form> on one page: what stands right in front of that gumbo places behind the form.
// - Two attributes of one name in a tag: with max_errors 0 gumbo glues the second to the next
//   name. So html and body tags with names of which gumbo replaces characters: two such tags may
//   have one name between them.
// - isindex, menuitem, dialog, search, picture, slot: gumbo does not know them as the standard does
//   today.
// - Code points of planes 4 to 16: the skeleton's own letters; where gumbo has to judge the text
//   itself they come out as U+FFFD. So do references to them, and those whose number overflows in
//   gumbo.
static bool is_declared(dc_str html, const dc_fragment *fragment)
{
    const char *const end = html.p + html.len;
    dc_str unknown = DC_STR_NONE;
    bool has_end = false, has_more = false, has_lent = false;
    bool has_foreign = fragment && fragment->space, has_doubt = fragment, has_text = false;
    size_t n_formats = 0; // with attributes
    size_t n_blocks = 0, n_links = 0;
    const char *behind = html.p; // the last tag
    for (const char *p = html.p; p < end; p++) {
        if ((unsigned char)*p >= 0xF1 || (*p == '&' && is_far_number(p + 1, end)))
            return true;
        if (dc_str_starts((dc_str){p, (size_t)(end - p)}, DC_STR("\xEF\xB7")) ||
            dc_str_starts((dc_str){p, (size_t)(end - p)}, DC_STR("\xEF\xBF\xBE")) ||
            dc_str_starts((dc_str){p, (size_t)(end - p)}, DC_STR("\xEF\xBF\xBF")))
            return true;
        if (*p != '<')
            continue;
        has_text |= behind < p && dc_str_trim((dc_str){behind, (size_t)(p - behind)}).len;
        const bool is_end = p + 1 < end && p[1] == '/';
        const dc_str name = name_at(p + 1 + is_end, end);
        if (is_end && name.len == 0)
            return true;
        if (is_end && has_text && dc_str_ieq(name, DC_STR("form")))
            return true;
        if (name.len == 0 || !dc_is_alpha(*name.p))
            continue;
        if (is_end && name.p + name.len < end && name.p[name.len] != '>')
            return true;
        has_lent |= is_lent(name);
        has_foreign |= dc_str_ieq(name, DC_STR("svg")) || dc_str_ieq(name, DC_STR("math"));
        has_doubt |= has_foreign || dc_str_ieq(name, DC_STR("select")) ||
                     dc_str_ieq(name, DC_STR("frameset")) || dc_str_ieq(name, DC_STR("template"));
        const dc_str format = formatting_attrs(name, end);
        n_formats += format.len > 0;
        n_blocks += !is_end && !(dc_tag_flags(dc_tag_of(name)) & DC_TAG_INLINE);
        n_links += !is_end && (dc_str_ieq(name, DC_STR("a")) || dc_str_ieq(name, DC_STR("nobr")));
        has_doubt |= !is_plainly_written(format);
        behind = memchr(p, '>', (size_t)(end - p));
        behind = behind ? behind + 1 : end;
        const bool is_merged = dc_str_ieq(name, DC_STR("html")) || dc_str_ieq(name, DC_STR("body"));
        if (is_renamed(name) || repeats_attr(name.p + name.len, end, is_merged))
            return true;
        if (gumbo_tagn_enum(name.p, (unsigned)name.len) != GUMBO_TAG_UNKNOWN)
            continue;
        has_end |= is_end;
        has_more |= unknown.p && !dc_str_ieq(name, unknown);
        unknown = name;
    }
    has_doubt |= dc_str_find(html, DC_STR("<![CDATA[")) != DC_STR_NPOS;
    if ((has_doubt && (has_end || n_formats > 3)) || (n_blocks > 7 && n_links > 1))
        return true;
    return unknown.p && (has_lent || (has_end && has_more));
}

// The skeleton keeps no blank between two block-level tags. It shows after all where tree
// construction ignores these tags, so on pages that have such a blank none is compared.
static bool has_idle_blank(dc_str html)
{
    for (size_t i = 1; i < html.len; i++)
        if ((dc_is_space(html.p[i]) || html.p[i] == '&') && html.p[i - 1] == '>') {
            while (i < html.len && dc_is_space(html.p[i]))
                i++;
            if (i < html.len && html.p[i] == '&')
                return true;
            if (i < html.len && html.p[i] == '<')
                return true;
        }
    return false;
}

static bool is_same_but_blanks(dc_str a, dc_str b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.len && a.p[i] == ' ')
            i++;
        while (k < b.len && b.p[k] == ' ')
            k++;
        if (i == a.len || k == b.len || a.p[i] != b.p[k])
            return i == a.len && k == b.len;
    }
}

static bool is_equal(dc_str page, const treedump *dump)
{
    if (dc_str_eq(dump->ours, dump->gumbos))
        return true;
    return has_idle_blank(page) && is_same_but_blanks(dump->ours, dump->gumbos);
}

static void compare(dc_str page, const dc_fragment *fragment)
{
    dc_arena *arena = dc_arena_new(NULL, 2 * (size_t)MEMORY);
    PROMISE(arena);
    treedump dump;
    const bool holds =
        !treedump_make(arena, page, fragment, MEMORY, &dump) || is_equal(page, &dump);
    if (!holds) {
        treedump_show("trees differ", &dump);
        fflush(stdout);
    }
    PROMISE(holds);
    dc_arena_free(arena);
}

static void replace_controls(dc_buf *page)
{
    for (size_t i = 0; i < page->len; i++)
        if (iscntrl((unsigned char)page->p[i]) && page->p[i] && !dc_is_space(page->p[i]))
            page->p[i] = '.';
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    dc_buf page = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    dc_utf8_repair((dc_str){(const char *)bytes, len < LONGEST ? len : LONGEST}, &page);
    dc_str html = dc_buf_str(&page);
    const dc_fragment *fragment = NULL;
    // Another byte than an ASCII one would be torn out of a character.
    if (html.len >= 2 && html.p[0] == '\1' && (unsigned char)html.p[1] < 0x80) {
        fragment = fragment_of(html.p[1]);
        html = dc_str_from(html, 2);
    }
    replace_controls(&page);
    if (!is_declared(html, fragment))
        compare(html, fragment);
    dc_buf_free(&page);
    return 0;
}
