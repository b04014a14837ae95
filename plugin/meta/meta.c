#include "meta/meta.h"

#include "blocks/build.h"
#include "meta/jsonld.h"

// Which meta elements say what, the best first.
typedef struct source_row {
    const char *key; // value of name, property or itemprop
    size_t field;    // offset in dc_meta
} source_row;

#define FIELD(name) offsetof(dc_meta, name)

static const source_row sources[] = {
    {"og:title", FIELD(title)},
    {"twitter:title", FIELD(title)},
    {"dc.title", FIELD(title)},
    {"author", FIELD(author)},
    {"article:author", FIELD(author)},
    {"parsely-author", FIELD(author)},
    {"sailthru.author", FIELD(author)},
    {"dc.creator", FIELD(author)},
    {"article:published_time", FIELD(date)},
    {"og:published_time", FIELD(date)},
    {"datepublished", FIELD(date)},
    {"parsely-pub-date", FIELD(date)},
    {"sailthru.date", FIELD(date)},
    {"dc.date", FIELD(date)},
    {"dcterms.created", FIELD(date)},
    {"date", FIELD(date)},
    {"pubdate", FIELD(date)},
    {"og:site_name", FIELD(site)},
    {"application-name", FIELD(site)},
    {"og:description", FIELD(description)},
    {"description", FIELD(description)},
    {"twitter:description", FIELD(description)},
    {"og:image", FIELD(image)},
    {"twitter:image", FIELD(image)},
};
enum { N_SOURCES = sizeof sources / sizeof *sources };

static bool is_absolute(dc_str url)
{
    return dc_str_istarts(url, DC_STR("https://")) || dc_str_istarts(url, DC_STR("http://"));
}

static bool is_digits(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!dc_is_digit(p[i]))
            return false;
    return true;
}

// YYYY-MM-DD in front of anything; other ways to write a date are no date here.
static dc_str iso_day(dc_str value)
{
    if (value.len < 10 || !is_digits(value.p, 4) || value.p[4] != '-' ||
        !is_digits(value.p + 5, 2) || value.p[7] != '-' || !is_digits(value.p + 8, 2))
        return DC_STR_NONE;
    const int month = (value.p[5] - '0') * 10 + value.p[6] - '0';
    const int day = (value.p[8] - '0') * 10 + value.p[9] - '0';
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return DC_STR_NONE;
    return (dc_str){value.p, 10};
}

static dc_str accepted(size_t field, dc_str value)
{
    if (field == FIELD(date))
        return iso_day(value);
    if ((field == FIELD(image) && !is_absolute(value)) ||
        (field == FIELD(author) && is_absolute(value)))
        return DC_STR_NONE;
    return value.len ? value : DC_STR_NONE;
}

static size_t row_of(dc_str key)
{
    for (size_t i = 0; i < N_SOURCES; i++)
        if (dc_str_ieq(key, dc_str_of(sources[i].key)))
            return i;
    return N_SOURCES;
}

static dc_str copied(dc_arena *arena, dc_str s)
{
    return s.p ? (dc_str){dc_arena_copy(arena, s), s.len} : s;
}

static void read_meta(const dc_tree *tree, const dc_source *source, dc_str values[N_SOURCES])
{
    static const char *const names[] = {"property", "name", "itemprop"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dc_str key = dc_source_attr(tree, source, dc_str_of(names[i]));
        const size_t row = key.p ? row_of(dc_str_trim(key)) : N_SOURCES;
        if (row == N_SOURCES || values[row].p)
            continue;
        const dc_str content =
            dc_clean_spaces(tree->arena, dc_source_attr(tree, source, DC_STR("content")));
        values[row] = copied(tree->arena, accepted(sources[row].field, content));
    }
}

static void read_link(const dc_tree *tree, const dc_source *source, dc_meta *out)
{
    dc_str rel = dc_source_attr(tree, source, DC_STR("rel"));
    dc_str token;
    while (dc_str_token(&rel, &token))
        if (dc_str_ieq(token, DC_STR("canonical")) && !out->canonical.p) {
            const dc_str href = dc_str_trim(dc_source_attr(tree, source, DC_STR("href")));
            if (is_absolute(href))
                out->canonical = copied(tree->arena, href);
        }
}

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

// A date in a review or comment says nothing about the page.
static bool is_by_reader(const dc_tree *tree, uint32_t node)
{
    static const char *const names[] = {"class", "id", "itemprop", "itemtype"};
    for (; node; node = tree->nodes[node].parent)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const dc_str value = dc_node_attr(tree, node, dc_str_of(names[i]));
            if (dc_node_tag(tree, node) != DC_TAG_body && value.len &&
                (dc_str_ifind(value, DC_STR("review")) != DC_STR_NPOS ||
                 dc_str_ifind(value, DC_STR("comment")) != DC_STR_NPOS))
                return true;
        }
    return false;
}

// The day of a time element, if it says one about the page. Pages have few: so many are asked.
static dc_str day_of(const dc_tree *tree, uint32_t node, uint32_t *n_asked)
{
    enum { MOST_ASKED = 64 };
    const dc_str day = iso_day(dc_str_trim(dc_node_attr(tree, node, DC_STR("datetime"))));
    if (!day.p || *n_asked == MOST_ASKED)
        return DC_STR_NONE;
    ++*n_asked;
    return is_by_reader(tree, node) ? DC_STR_NONE : day;
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
static dc_str best_title(const dc_meta *meta, dc_str title, dc_str h1, dc_str headline)
{
    enum { LEAST = 4, MOST = 300 };
    const bool is_title = dc_str_ifind(title, h1) != DC_STR_NPOS ||
                          dc_str_ifind(meta->title, h1) != DC_STR_NPOS || dc_str_ieq(headline, h1);
    const bool is_phrase = dc_str_find(h1, DC_STR(" ")) != DC_STR_NPOS;
    if (h1.len >= LEAST && h1.len <= MOST && !dc_str_ieq(h1, meta->site) &&
        !names_site(title, h1) && (is_title || is_phrase))
        return h1;
    if (headline.len)
        return headline;
    if (meta->title.len)
        return before_mark(without_site(meta->title, meta->site));
    return before_mark(without_site(title, meta->site));
}

static bool is_author_class(dc_str classes)
{
    static const char *const names[] = {
        "author",      "author-name",  "author__name", "byline",      "byline-name",
        "post-author", "entry-author", "byline__name", "author-link", "article-author"};
    dc_str token;
    while (dc_str_token(&classes, &token))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (dc_str_ieq(token, dc_str_of(names[i])))
                return true;
    return false;
}

static bool is_byline(const dc_tree *tree, uint32_t node)
{
    if (tree->nodes[node].data == 0) // no attributes
        return false;
    const dc_str rel = dc_node_attr(tree, node, DC_STR("rel"));
    return dc_str_ieq(rel, DC_STR("author")) ||
           dc_str_ieq(dc_node_attr(tree, node, DC_STR("itemprop")), DC_STR("author")) ||
           is_author_class(dc_node_attr(tree, node, DC_STR("class")));
}

// A name of two to five words, each with a capital; what stands before it ("By", "Written by")
// goes.
static dc_str name_in(dc_str text)
{
    static const char *const heads[] = {"by ",  "by: ", "written by ", "author: ", "posted by ",
                                        "von ", "par ", "por ",        "di "};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (dc_str_istarts(text, dc_str_of(heads[i])))
            text = dc_str_trim(dc_str_from(text, strlen(heads[i])));
    dc_str rest = text;
    dc_str word;
    uint32_t words = 0;
    uint32_t names = 0;
    while (dc_str_token(&rest, &word)) {
        words++;
        names += (word.p[0] & 0x80) || (word.p[0] >= 'A' && word.p[0] <= 'Z');
    }
    const bool is_name = words >= 2 && words <= 5 && names == words;
    return is_name && dc_str_find(text, DC_STR(":")) == DC_STR_NPOS ? text : DC_STR_NONE;
}

// The author as the page shows him. Pages have few such lines: so many are asked.
static dc_str author_of(const dc_tree *tree, uint32_t node, uint32_t *n_asked)
{
    enum { MOST_ASKED = 32, LONGEST = 80 };
    if (*n_asked == MOST_ASKED || !is_byline(tree, node))
        return DC_STR_NONE;
    ++*n_asked;
    const dc_str text = dc_clean_spaces(tree->arena, dc_tree_text(tree, node));
    if (text.len == 0 || text.len > LONGEST || is_by_reader(tree, node))
        return DC_STR_NONE;
    return name_in(text);
}

static void add_jsonld(const dc_tree *tree, const dc_jsonld *jsonld, dc_meta *out)
{
    const dc_str day = iso_day(jsonld->published);
    if (jsonld->author.p)
        out->author = jsonld->author;
    if (day.p)
        out->date = copied(tree->arena, day);
    if (!out->site.p)
        out->site = jsonld->site;
}

void dc_meta_read(const dc_tree *tree, dc_meta *out)
{
    dc_str values[N_SOURCES] = {{NULL, 0}};
    *out = (dc_meta){0};
    dc_str title = DC_STR_NONE;
    dc_str h1 = DC_STR_NONE;
    dc_str time = DC_STR_NONE;
    dc_str byline = DC_STR_NONE;
    uint32_t n_bylines = 0;
    dc_jsonld jsonld = {.n_authors = 0};
    uint32_t n_times = 0;
    for (uint32_t i = 0; i < tree->n_sources; i++) {
        if (tree->sources[i].tag == DC_TAG_meta)
            read_meta(tree, &tree->sources[i], values);
        else if (tree->sources[i].tag == DC_TAG_link)
            read_link(tree, &tree->sources[i], out);
        else if (dc_source_is_jsonld(tree, &tree->sources[i]))
            dc_jsonld_read(tree->arena, tree->sources[i].text, &jsonld);
    }
    for (uint32_t i = 1; i < tree->n; i++) {
        const dc_tag tag = dc_node_tag(tree, i);
        if (tag == DC_TAG_title && !title.p)
            title = dc_clean_spaces(tree->arena, dc_tree_text(tree, i));
        else if (tag == DC_TAG_h1 && !h1.p)
            h1 = dc_clean_spaces(tree->arena, dc_tree_text(tree, i));
        else if (tag == DC_TAG_time && !time.p)
            time = day_of(tree, i, &n_times);
        if (!byline.p && tag != DC_TAG_none)
            byline = author_of(tree, i, &n_bylines);
    }
    for (size_t i = 0; i < N_SOURCES; i++) {
        dc_str *field = (dc_str *)((char *)out + sources[i].field);
        if (!field->p)
            *field = values[i];
    }
    add_jsonld(tree, &jsonld, out);
    if (!out->author.p)
        out->author = copied(tree->arena, byline);
    const dc_str best = best_title(out, title, h1, jsonld.headline);
    out->title = best.len ? copied(tree->arena, best) : DC_STR_NONE;
    if (!out->date.p)
        out->date = copied(tree->arena, time);
    const dc_str language = dc_str_trim(dc_node_attr(tree, 0, DC_STR("lang")));
    if (language.len)
        out->language = copied(tree->arena, language);
}
