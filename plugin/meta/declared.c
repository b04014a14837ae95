#include "meta/declared.h"

#include "blocks/build.h"
#include "meta/person.h"

enum { LONGEST_TAGS = 1000 };

// Which meta elements say what, and how surely.
static const struct {
    const char *key; // value of name, property or itemprop
    int32_t field;
    float confidence;
} rows[] = {
    {"og:title", DECANT_FIELD_TITLE, 0.6F},
    {"twitter:title", DECANT_FIELD_TITLE, 0.5F},
    {"citation_title", DECANT_FIELD_TITLE, 0.6F},
    {"dc.title", DECANT_FIELD_TITLE, 0.5F},
    {"dcterms.title", DECANT_FIELD_TITLE, 0.5F},
    {"parsely-title", DECANT_FIELD_TITLE, 0.5F},
    {"sailthru.title", DECANT_FIELD_TITLE, 0.5F},
    {"author", DECANT_FIELD_AUTHOR, 0.82F},
    {"article:author", DECANT_FIELD_AUTHOR, 0.8F},
    {"article:author_name", DECANT_FIELD_AUTHOR, 0.8F},
    {"og:article:author", DECANT_FIELD_AUTHOR, 0.8F},
    {"parsely-author", DECANT_FIELD_AUTHOR, 0.8F},
    {"sailthru.author", DECANT_FIELD_AUTHOR, 0.8F},
    {"cxenseparse:author", DECANT_FIELD_AUTHOR, 0.8F},
    {"citation_author", DECANT_FIELD_AUTHOR, 0.8F},
    {"dc.creator", DECANT_FIELD_AUTHOR, 0.78F},
    {"dc:creator", DECANT_FIELD_AUTHOR, 0.78F},
    {"dcterms.creator", DECANT_FIELD_AUTHOR, 0.78F},
    {"byl", DECANT_FIELD_AUTHOR, 0.78F},
    {"article:published_time", DECANT_FIELD_DATE, 0.88F},
    {"og:published_time", DECANT_FIELD_DATE, 0.87F},
    {"og:article:published_time", DECANT_FIELD_DATE, 0.87F},
    {"datepublished", DECANT_FIELD_DATE, 0.87F},
    {"citation_publication_date", DECANT_FIELD_DATE, 0.85F},
    {"citation_date", DECANT_FIELD_DATE, 0.85F},
    {"citation_online_date", DECANT_FIELD_DATE, 0.84F},
    {"parsely-pub-date", DECANT_FIELD_DATE, 0.85F},
    {"cxenseparse:recs:publishtime", DECANT_FIELD_DATE, 0.905F}, // newspapers give their own day
    {"sailthru.date", DECANT_FIELD_DATE, 0.84F},
    {"publish-date", DECANT_FIELD_DATE, 0.84F},
    {"publish_date", DECANT_FIELD_DATE, 0.84F},
    {"published_date", DECANT_FIELD_DATE, 0.84F},
    {"published-date", DECANT_FIELD_DATE, 0.84F},
    {"published", DECANT_FIELD_DATE, 0.84F},
    {"publication_date", DECANT_FIELD_DATE, 0.84F},
    {"publicationdate", DECANT_FIELD_DATE, 0.84F},
    {"date-pub", DECANT_FIELD_DATE, 0.84F},
    {"pubdate", DECANT_FIELD_DATE, 0.84F},
    {"dc.date.issued", DECANT_FIELD_DATE, 0.84F},
    {"dcterms.issued", DECANT_FIELD_DATE, 0.84F},
    {"dc.date", DECANT_FIELD_DATE, 0.8F},
    {"dcterms.date", DECANT_FIELD_DATE, 0.8F},
    {"dcterms.created", DECANT_FIELD_DATE, 0.78F},
    {"dc.created", DECANT_FIELD_DATE, 0.78F},
    {"date", DECANT_FIELD_DATE, 0.78F},
    {"ms.date", DECANT_FIELD_DATE, 0.92F}, // authors of manuals write it by hand
    {"datecreated", DECANT_FIELD_DATE, 0.7F},
    {"article:modified_time", DECANT_FIELD_MODIFIED, 0.88F},
    {"og:updated_time", DECANT_FIELD_MODIFIED, 0.8F},
    {"og:modified_time", DECANT_FIELD_MODIFIED, 0.8F},
    {"datemodified", DECANT_FIELD_MODIFIED, 0.85F},
    {"dateupdate", DECANT_FIELD_MODIFIED, 0.8F},
    {"last-modified", DECANT_FIELD_MODIFIED, 0.7F},
    {"dcterms.modified", DECANT_FIELD_MODIFIED, 0.75F},
    {"dc.date.modified", DECANT_FIELD_MODIFIED, 0.75F},
    {"revised", DECANT_FIELD_MODIFIED, 0.7F},
    {"updated", DECANT_FIELD_MODIFIED, 0.7F},
    {"og:site_name", DECANT_FIELD_SITE, 0.9F},
    {"application-name", DECANT_FIELD_SITE, 0.7F},
    {"al:ios:app_name", DECANT_FIELD_SITE, 0.4F},
    {"og:description", DECANT_FIELD_DESCRIPTION, 0.8F},
    {"description", DECANT_FIELD_DESCRIPTION, 0.75F},
    {"twitter:description", DECANT_FIELD_DESCRIPTION, 0.7F},
    {"dc.description", DECANT_FIELD_DESCRIPTION, 0.6F},
    {"og:url", DECANT_FIELD_CANONICAL, 0.7F},
    {"og:image", DECANT_FIELD_IMAGE, 0.9F},
    {"og:image:url", DECANT_FIELD_IMAGE, 0.85F},
    {"og:image:secure_url", DECANT_FIELD_IMAGE, 0.85F},
    {"twitter:image", DECANT_FIELD_IMAGE, 0.8F},
    {"twitter:image:src", DECANT_FIELD_IMAGE, 0.8F},
    {"og:locale", DECANT_FIELD_LANGUAGE, 0.6F},
    {"language", DECANT_FIELD_LANGUAGE, 0.6F},
    {"dc.language", DECANT_FIELD_LANGUAGE, 0.6F},
    {"content-language", DECANT_FIELD_LANGUAGE, 0.6F},
    {"article:tag", DECANT_FIELD_TAG, 0.8F},
    {"og:article:tag", DECANT_FIELD_TAG, 0.8F},
    {"parsely-tags", DECANT_FIELD_TAG, 0.7F},
    {"news_keywords", DECANT_FIELD_TAG, 0.7F},
    {"keywords", DECANT_FIELD_TAG, 0.6F},
    {"dc.rights", DECANT_FIELD_LICENCE, 0.5F},
    {"dcterms.license", DECANT_FIELD_LICENCE, 0.8F},
    {"dc.rights.license", DECANT_FIELD_LICENCE, 0.8F},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

bool dc_is_web_url(dc_str url)
{
    return dc_str_istarts(url, DC_STR("https://")) || dc_str_istarts(url, DC_STR("http://"));
}

bool dc_declared_date(dc_str value, dc_day_order order, char out[DC_DAY_LEN + 1])
{
    dc_date date;
    if (!dc_date_find(value, order, &date))
        return false;
    dc_date_print(&date, out);
    return true;
}

static void add_tags(dc_candidates *all, dc_str value, const char *source, float confidence)
{
    if (value.len > LONGEST_TAGS)
        return;
    while (value.len) {
        const size_t comma = dc_str_find(value, DC_STR(","));
        const size_t n = comma == DC_STR_NPOS ? value.len : comma;
        dc_candidates_add(all, DECANT_FIELD_TAG, dc_str_trim((dc_str){value.p, n}), source,
                          confidence);
        value = dc_str_from(value, n + (n < value.len));
    }
}

// "de_DE" is a locale; languages are written with a hyphen.
void dc_declared_language(dc_str value, const char *source, float confidence, dc_candidates *all)
{
    enum { LONGEST = 16 };
    char tag[LONGEST];
    if (value.len < 2 || value.len > LONGEST || !dc_is_alpha(value.p[0]) ||
        !dc_is_alpha(value.p[1]) || (value.len > 3 && value.p[2] != '-' && value.p[2] != '_'))
        return;
    bool is_first = true; // part, which is in small letters
    for (size_t i = 0; i < value.len; i++) {
        tag[i] = value.p[i] == '_' ? '-' : is_first ? dc_lower(value.p[i]) : value.p[i];
        is_first &= tag[i] != '-';
    }
    dc_candidates_add(all, DECANT_FIELD_LANGUAGE, (dc_str){tag, value.len}, source, confidence);
}

static void add(dc_candidates *all, int32_t field, dc_str value, dc_day_order order,
                const char *source, float confidence)
{
    char day[DC_DAY_LEN + 1];
    switch (field) {
    case DECANT_FIELD_DATE:
    case DECANT_FIELD_MODIFIED:
        if (dc_declared_date(value, order, day))
            dc_candidates_add(all, field, dc_str_of(day), source, confidence);
        break;
    case DECANT_FIELD_AUTHOR:
        value = dc_person_name(value);
        if (value.p && dc_person_is_handle(value))
            confidence -= 0.25F;
        dc_candidates_add(all, field, value, source, confidence);
        break;
    case DECANT_FIELD_CANONICAL:
    case DECANT_FIELD_IMAGE:
        if (dc_is_web_url(value))
            dc_candidates_add(all, field, value, source, confidence);
        break;
    case DECANT_FIELD_TAG:
        add_tags(all, value, source, confidence);
        break;
    case DECANT_FIELD_LANGUAGE:
        dc_declared_language(value, source, confidence, all);
        break;
    default:
        dc_candidates_add(all, field, value, source, confidence);
    }
}

typedef struct reader {
    const dc_tree *tree;
    dc_day_order order;
    dc_candidates *all;
    bool is_author[2];     // twitter:label1, twitter:label2 say so
    bool has_date[N_ROWS]; // rows that gave a date
} reader;

// "twitter:label1" says what "twitter:data1" is.
static void read_card(reader *r, dc_str key, dc_str content)
{
    const dc_str label = DC_STR("twitter:label");
    const dc_str data = DC_STR("twitter:data");
    const bool is_label = dc_str_istarts(key, label);
    if (!is_label && !dc_str_istarts(key, data))
        return;
    const char digit = key.p[key.len - 1];
    if (digit != '1' && digit != '2')
        return;
    if (is_label)
        r->is_author[digit - '1'] = dc_person_is_label(content);
    else if (r->is_author[digit - '1'])
        add(r->all, DECANT_FIELD_AUTHOR, content, r->order, "twitter:data", 0.88F);
}

static size_t row_of(dc_str key)
{
    const char first = dc_lower(key.p[0]);
    for (size_t i = 0; i < N_ROWS; i++)
        if (rows[i].key[0] == first && dc_str_ieq(key, dc_str_of(rows[i].key)))
            return i;
    return N_ROWS;
}

// Every publishing system has names of its own, "bi3dPubDate", "content:publishDate": what they
// have in common.
static void read_odd_date(reader *r, dc_str key, dc_str content)
{
    static const char *const others[] = {"expir",   "unpub",    "unavail",   "review",   "image",
                                         "video",   "build",    "publisher", "last_pub", "last-pub",
                                         "lastpub", "twitter:", "title",     "event"};
    static const char *const published[] = {
        "publish",      "pubdate",        "pub-date",   "pub_date",    "publication",
        "date.created", "date.available", "dateissued", "date-issued", "releasedate"};
    static const char *const modified[] = {"modif", "updated", "lastmod"};
    if (content.len > 40 || content.len < 8 ||
        dc_str_has_any(key, others, sizeof others / sizeof *others))
        return;
    if (dc_str_has_any(key, modified, sizeof modified / sizeof *modified))
        add(r->all, DECANT_FIELD_MODIFIED, content, r->order, "meta", 0.7F);
    else if (dc_str_has_any(key, published, sizeof published / sizeof *published))
        add(r->all, DECANT_FIELD_DATE, content, r->order, "meta", 0.83F);
}

// A page has one date: further ones under a name belong to its parts, to comments for example.
static void add_row(reader *r, size_t row, dc_str content)
{
    const bool is_date = rows[row].field == DECANT_FIELD_DATE;
    const float loss = is_date && r->has_date[row] ? 0.3F : 0;
    add(r->all, rows[row].field, content, r->order, rows[row].key, rows[row].confidence - loss);
    r->has_date[row] |= is_date;
}

static void read_meta(reader *r, const dc_source *source)
{
    static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dc_str key = dc_str_trim(dc_source_attr(r->tree, source, dc_str_of(names[i])));
        if (key.len == 0)
            continue;
        const size_t row = row_of(key);
        const bool is_card = dc_str_istarts(key, DC_STR("twitter:"));
        const dc_str content =
            dc_clean_spaces(r->tree->arena, dc_source_attr(r->tree, source, DC_STR("content")));
        if (row < N_ROWS)
            add_row(r, row, content);
        else if (is_card)
            read_card(r, key, content);
        else
            read_odd_date(r, key, content);
    }
}

static void read_link(reader *r, const dc_source *source)
{
    dc_str rel = dc_source_attr(r->tree, source, DC_STR("rel"));
    const dc_str href = dc_str_trim(dc_source_attr(r->tree, source, DC_STR("href")));
    for (dc_str token; dc_str_token(&rel, &token);) {
        if (dc_str_ieq(token, DC_STR("canonical")))
            add(r->all, DECANT_FIELD_CANONICAL, href, r->order, "rel=canonical", 0.95F);
        else if (dc_str_ieq(token, DC_STR("license")))
            add(r->all, DECANT_FIELD_LICENCE, href, r->order, "rel=license", 0.9F);
        else if (dc_str_ieq(token, DC_STR("image_src")))
            add(r->all, DECANT_FIELD_IMAGE, href, r->order, "rel=image_src", 0.6F);
    }
}

void dc_declared_read(const dc_tree *tree, dc_day_order order, dc_jsonld *jsonld,
                      dc_candidates *all)
{
    reader r = {.tree = tree, .order = order, .all = all};
    for (uint32_t i = 0; i < tree->n_sources; i++) {
        const dc_source *source = &tree->sources[i];
        if (source->tag == DC_TAG_meta)
            read_meta(&r, source);
        else if (source->tag == DC_TAG_link)
            read_link(&r, source);
        else if (dc_source_is_jsonld(tree, source))
            dc_jsonld_read(tree->arena, source->text, jsonld);
    }
}

// All authors of a thing as one value: organisations only where there is no person.
static void add_makers(const dc_jsonld *jsonld, const dc_ld_thing *thing, float confidence,
                       dc_candidates *all)
{
    dc_buf joined = dc_buf_in(all->arena, SIZE_MAX / 2);
    bool has_person = false;
    bool is_org;
    for (uint32_t i = 0; i < thing->n_authors; i++)
        has_person |= dc_ld_name(jsonld, &thing->authors[i], &is_org).p && !is_org;
    bool is_handle = true;
    for (uint32_t i = 0; i < thing->n_authors; i++) {
        const dc_str name = dc_person_name(dc_ld_name(jsonld, &thing->authors[i], &is_org));
        if (!name.p || (is_org && has_person) ||
            dc_str_ifind((dc_str){joined.p, joined.len}, name) != DC_STR_NPOS)
            continue;
        if (joined.len)
            dc_buf_add(&joined, DC_STR("; "));
        dc_buf_add(&joined, name);
        is_handle &= dc_person_is_handle(name);
    }
    if (is_handle)
        confidence -= 0.25F;
    else if (!has_person)
        confidence -= 0.3F;
    dc_candidates_add(all, DECANT_FIELD_AUTHOR, dc_buf_str(&joined), jsonld->source, confidence);
}

static void add_thing(const dc_jsonld *jsonld, const dc_ld_thing *t, dc_day_order order,
                      dc_candidates *all)
{
    static const float sure[] = {0, 0.6F, 0.72F, 0.9F};
    const char *source = jsonld->source;
    const float confidence = sure[dc_ld_rank(t)] * jsonld->trust;
    add(all, DECANT_FIELD_DATE, t->published, order, source, confidence);
    add(all, DECANT_FIELD_DATE, t->created, order, source, confidence - 0.15F);
    add(all, DECANT_FIELD_MODIFIED, t->modified, order, source, confidence);
    add(all, DECANT_FIELD_SITE, t->publisher, order, source, confidence * 0.8F);
    add(all, DECANT_FIELD_DESCRIPTION, t->description, order, source, confidence * 0.7F);
    add(all, DECANT_FIELD_IMAGE, t->image, order, source, confidence * 0.7F);
    add(all, DECANT_FIELD_LANGUAGE, t->language, order, source, confidence * 0.6F);
    add(all, DECANT_FIELD_LICENCE, t->licence, order, source, confidence);
    for (uint32_t i = 0; i < t->n_tags; i++)
        add(all, DECANT_FIELD_TAG, t->tags[i], order, source, confidence * 0.8F);
    add_makers(jsonld, t, confidence, all);
}

dc_str dc_declared_jsonld(const dc_jsonld *jsonld, dc_day_order order, dc_candidates *all)
{
    const dc_ld_thing *best = NULL;
    dc_str headline = DC_STR_NONE;
    for (uint32_t i = 0; i < jsonld->n; i++) {
        const dc_ld_thing *t = &jsonld->things[i];
        if (dc_ld_rank(t) && (!best || dc_ld_rank(t) > dc_ld_rank(best)))
            best = t;
        if (!t->is_elsewhere && t->headline.p && !headline.p)
            headline = t->headline;
    }
    for (uint32_t i = 0; i < jsonld->n; i++)
        if (&jsonld->things[i] == best ||
            (dc_ld_rank(&jsonld->things[i]) == 2 && dc_ld_rank(best) == 3))
            add_thing(jsonld, &jsonld->things[i], order, all);
    return headline;
}
