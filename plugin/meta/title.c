#include "meta/title.h"

#include "base/utf8.h"

enum { LEAST = 4, MOST = 300 }; // bytes

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
static bool names_site(const dc_title_parts *parts, dc_str h1)
{
    const dc_str title = parts->element;
    if (h1.len * 2 >= title.len)
        return false;
    const dc_str behind = dc_str_from(title, h1.len);
    const bool is_head =
        parts->site.len == 0 && dc_str_istarts(title, h1) &&
        (dc_str_starts(behind, DC_STR(": ")) || dc_str_starts(behind, DC_STR(" » ")));
    return is_head || dc_str_ieq(dc_str_from(title, title.len - h1.len), h1);
}

// Whether a heading is part of what the head calls the page.
static bool is_declared(const dc_title_parts *parts, dc_str h1)
{
    return dc_str_ifind(parts->element, h1) != DC_STR_NPOS ||
           dc_str_ifind(parts->declared, h1) != DC_STR_NPOS || dc_str_ieq(parts->headline, h1);
}

static bool may_be_title(const dc_title_parts *parts, dc_str h1)
{
    return h1.len >= LEAST && h1.len <= MOST && !dc_str_ieq(h1, parts->site) &&
           !names_site(parts, h1);
}

// The next word; a character of a script that is written without blanks is one.
static bool next_word(dc_str *rest, dc_str *word)
{
    enum { FIRST_IDEOGRAPH = 0x2E80 };
    const char *p = rest->p;
    const char *end = p + rest->len;
    const char *from = NULL;
    while (p < end) {
        uint32_t c;
        const size_t n = dc_utf8_decode(p, end, &c);
        const bool is_word = dc_is_word(c);
        if (from && (!is_word || c >= FIRST_IDEOGRAPH))
            break;
        if (is_word && !from)
            from = p;
        p += n;
        if (from && c >= FIRST_IDEOGRAPH)
            break;
    }
    *word = (dc_str){from, from ? (size_t)(p - from) : 0};
    *rest = (dc_str){p, (size_t)(end - p)};
    return from != NULL;
}

// The share of a heading's words that stand in what the head calls the page.
static float shared_words(const dc_title_parts *parts, dc_str h1)
{
    uint32_t n = 0;
    uint32_t shared = 0;
    for (dc_str word; next_word(&h1, &word); n++)
        shared += dc_str_ifind(parts->element, word) != DC_STR_NPOS ||
                  dc_str_ifind(parts->declared, word) != DC_STR_NPOS;
    return n ? (float)shared / (float)n : 0;
}

// The heading that is the title: the longest that is most of what the head says, or the first. The
// first of a page often is the name of its site, or an advert.
static dc_str heading_of(const dc_title_parts *parts)
{
    const size_t whole = parts->declared.len ? parts->declared.len : parts->element.len;
    dc_str best = DC_STR_NONE;
    for (uint32_t i = 0; i < parts->n_h1; i++) {
        const dc_str h1 = parts->h1[i];
        if (may_be_title(parts, h1) && is_declared(parts, h1) && h1.len > best.len &&
            (i == 0 || h1.len * 4 > whole))
            best = h1;
    }
    if (best.p || parts->n_h1 == 0)
        return best;
    const bool is_phrase = dc_str_find(parts->h1[0], DC_STR(" ")) != DC_STR_NPOS;
    return is_phrase && may_be_title(parts, parts->h1[0]) ? parts->h1[0] : DC_STR_NONE;
}

// "Introduction ¶", "Setup #": the link to a heading is no part of it.
static dc_str without_anchor(dc_str h1)
{
    static const char *const marks[] = {" ¶", "¶", " #", " §"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const dc_str mark = dc_str_of(marks[i]);
        if (h1.len > mark.len && dc_str_eq(dc_str_from(h1, h1.len - mark.len), mark))
            return (dc_str){h1.p, h1.len - mark.len};
    }
    return h1;
}

// What the head calls the page, without the name of the site; p NULL when that is all it is.
static dc_str title_of_head(const dc_title_parts *parts, const char **source)
{
    *source = parts->declared.len ? "og:title" : "title";
    const dc_str title = parts->declared.len ? parts->declared : parts->element;
    const dc_str best = before_mark(without_site(title, parts->site));
    return best.len < LEAST || dc_str_ieq(best, parts->site) ? DC_STR_NONE : best;
}

// The heading of the page says its title best, unless it only names the site, or has little in
// common with what the head says: then it is a slogan.
dc_str dc_title_best(const dc_title_parts *parts, const char **source)
{
    dc_title_parts clean = *parts;
    for (uint32_t i = 0; i < clean.n_h1; i++)
        clean.h1[i] = without_site(without_anchor(clean.h1[i]), clean.site);
    const dc_str h1 = heading_of(&clean);
    const dc_str head = title_of_head(parts, source);
    const float least = parts->has_slogans ? 0.8F : 0.01F;
    if (h1.p && (!head.p || is_declared(parts, h1) || shared_words(parts, h1) >= least)) {
        *source = "h1";
        return h1;
    }
    if (!parts->headline.len || h1.p)
        return head;
    *source = "json-ld";
    return without_site(parts->headline, parts->site);
}
