#include "blocks/facts.h"

enum { MAX_CLASSES = 64 };

dc_fact_table dc_fact_table_of(const dc_tree *tree)
{
    return (dc_fact_table){tree, dc_arena_zero(tree->arena, tree->n_lists, sizeof(dc_facts *))};
}

// The classes of dc_is_formula_twin() begin with "Ma", "ka" and "mw".
static bool may_be_twin(const char *name)
{
    return (name[1] == 'a' && (name[0] == 'M' || name[0] == 'k')) ||
           (name[1] == 'w' && name[0] == 'm');
}

static void read_classes(dc_arena *arena, dc_str value, dc_facts *facts)
{
    dc_str tokens[MAX_CLASSES];
    uint32_t n = 0;
    for (; n < MAX_CLASSES && dc_str_token(&value, &tokens[n]); n++)
        facts->flags |= tokens[n].len > 1 && may_be_twin(tokens[n].p) ? DC_MAY_BE_TWIN : 0;
    dc_str *v = dc_arena_alloc(arena, n * sizeof *v);
    memcpy(v, tokens, n * sizeof *v);
    facts->classes = v;
    facts->n_classes = n;
}

// "display: none" with any blanks.
static bool declares(dc_str style, dc_str property, dc_str value)
{
    for (size_t at; (at = dc_str_ifind(style, property)) != DC_STR_NPOS;) {
        style = dc_str_trim(dc_str_from(style, at + property.len));
        if (style.len == 0 || style.p[0] != ':')
            continue;
        style = dc_str_trim(dc_str_from(style, 1));
        if (dc_str_istarts(style, value))
            return true;
    }
    return false;
}

// For screen readers, and what MediaWiki prints in brackets. Few classes are either.
static uint32_t flags_of_class(dc_str value)
{
    enum { N_SR_ONLY = 4 };
    static const char *const names[] = {"sr-only",         "screen-reader-text",
                                        "visually-hidden", "visuallyhidden",
                                        "mw-editsection",  "discussiontools-init-replylink"};
    const size_t n = sizeof names / sizeof *names;
    if (!dc_str_has_any(value, names, n))
        return 0;
    return (dc_str_has_any(value, names, N_SR_ONLY) ? DC_IS_SR_ONLY : 0) |
           (dc_str_has_any(value, names + N_SR_ONLY, n - N_SR_ONLY) ? DC_IS_TOOL : 0);
}

static void read_one(dc_arena *arena, const dc_attr *attr, dc_facts *facts)
{
    static const struct {
        const char *name;
        size_t len;
        size_t at; // in the facts
    } copied[] = {
        {"id", 2, offsetof(dc_facts, id)},
        {"rel", 3, offsetof(dc_facts, rel)},
        {"role", 4, offsetof(dc_facts, role)},
        {"href", 4, offsetof(dc_facts, href)},
        {"action", 6, offsetof(dc_facts, action)},
        {"itemprop", 8, offsetof(dc_facts, itemprop)},
        {"itemtype", 8, offsetof(dc_facts, itemtype)},
        {"datetime", 8, offsetof(dc_facts, datetime)},
        {"created-timestamp", 17, offsetof(dc_facts, datetime)}, // Reddit's posts
    };
    enum { LONGEST = 17 };
    if (attr->name.len > LONGEST)
        return;
    if (dc_str_eq(attr->name, DC_STR("class"))) {
        read_classes(arena, attr->value, facts);
        facts->flags |= flags_of_class(attr->value);
        return;
    }
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        if (attr->name.len == copied[i].len &&
            memcmp(attr->name.p, copied[i].name, copied[i].len) == 0) {
            memcpy((char *)facts + copied[i].at, &attr->value, sizeof attr->value);
            return;
        }
    if (dc_str_eq(attr->name, DC_STR("style"))) {
        if (declares(attr->value, DC_STR("display"), DC_STR("none")) ||
            declares(attr->value, DC_STR("visibility"), DC_STR("hidden")))
            facts->flags |= DC_IS_HIDDEN;
    } else if (dc_str_eq(attr->name, DC_STR("hidden"))) {
        facts->flags |= DC_IS_HIDDEN;
    } else if (dc_str_eq(attr->name, DC_STR("aria-hidden"))) {
        if (dc_str_ieq(attr->value, DC_STR("true")))
            facts->flags |= DC_IS_ARIA_HIDDEN;
    }
}

const dc_facts *dc_facts_read(dc_fact_table *table, uint32_t list)
{
    const dc_tree *tree = table->tree;
    dc_facts *facts = dc_arena_zero(tree->arena, 1, sizeof *facts);
    dc_attrs *attrs = &tree->lists[list];
    dc_attrs_parse(tree->arena, attrs);
    for (uint32_t i = 0; i < attrs->n; i++)
        read_one(tree->arena, &attrs->v[i], facts);
    table->by_list[list] = facts;
    return facts;
}
