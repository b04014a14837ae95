#include "blocks/hints.h"

// Most bytes of JSON-LD that are searched for types: they stand in front as a rule.
enum { MOST_JSON = 65536 };

typedef struct hint_row {
    const char *word; // in the name of a type, small letters
    uint32_t hint;
} hint_row;

// schema.org's and Open Graph's types; the first row that fits counts.
static const hint_row rows[] = {
    {"techarticle", DC_HINT_TECH},     {"apireference", DC_HINT_TECH},
    {"softwaresource", DC_HINT_TECH},  {"discussionforum", DC_HINT_FORUM},
    {"qapage", DC_HINT_FORUM},         {"faqpage", DC_HINT_FAQ},
    {"newsarticle", DC_HINT_ARTICLE},  {"blogposting", DC_HINT_ARTICLE},
    {"article", DC_HINT_ARTICLE},      {"recipe", DC_HINT_ARTICLE},
    {"productgroup", DC_HINT_PRODUCT}, {"product", DC_HINT_PRODUCT},
    {"collectionpage", DC_HINT_LIST},  {"itemlist", DC_HINT_LIST},
    {"searchresults", DC_HINT_LIST},   {"localbusiness", DC_HINT_ORG},
    {"service", DC_HINT_ORG},
};

static uint32_t hint_of(dc_str type)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (dc_str_ifind(type, dc_str_of(rows[i].word)) != DC_STR_NPOS)
            return rows[i].hint;
    return 0;
}

// The value behind "@type", or what stands there of a list.
static dc_str type_at(dc_str json)
{
    enum { LONGEST = 64 };
    size_t n = 0;
    while (n < json.len && n < LONGEST && json.p[n] != ',' && json.p[n] != '}' && json.p[n] != ']')
        n++;
    return (dc_str){json.p, n};
}

static uint32_t hints_of_json(dc_str json)
{
    static const dc_str key = {"@type\"", 6}; // quotes are everywhere, "@" is not
    uint32_t hints = 0;
    if (json.len > MOST_JSON)
        json.len = MOST_JSON;
    const char *const from = json.p;
    for (size_t at; (at = dc_str_find(json, key)) != DC_STR_NPOS;) {
        const bool is_key = json.p + at > from && json.p[at - 1] == '"';
        json = dc_str_from(json, at + key.len);
        hints |= is_key ? hint_of(type_at(json)) : 0;
    }
    return hints;
}

uint32_t dc_hints_of(const dc_tree *tree)
{
    uint32_t hints = 0;
    for (uint32_t i = 0; i < tree->n_sources; i++) {
        const dc_source *source = &tree->sources[i];
        if (dc_source_is_jsonld(tree, source))
            hints |= hints_of_json(source->text);
        else if (source->tag == DC_TAG_meta &&
                 dc_str_ieq(dc_source_attr(tree, source, DC_STR("property")), DC_STR("og:type")))
            hints |= hint_of(dc_source_attr(tree, source, DC_STR("content")));
    }
    return hints;
}
