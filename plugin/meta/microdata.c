#include "meta/microdata.h"

#include "blocks/build.h"

enum {
    MOST_DEPTH = 16,
    MOST_ITEMS = 48,
    LONGEST = 300,   // bytes of a value
    MOST_NODES = 64, // in an element that is one
    ASIDE = 100,     // nodes between the authors of one thing; those further on wrote comments
};

// An open item.
typedef struct scope {
    uint32_t end; // the node behind it
    dc_ld_thing *thing;
    bool is_maker; // of the item around it
    uint32_t start;
    uint32_t first_maker; // node; 0: none yet
} scope;

typedef struct reader {
    const dc_tree *tree;
    dc_jsonld *out;
    scope scopes[MOST_DEPTH];
    uint32_t depth;
} reader;

static bool is_one_of(dc_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (dc_str_eq(s, dc_str_of(words[i])))
            return true;
    return false;
}

#define IS_ONE_OF(s, words) is_one_of(s, words, sizeof(words) / sizeof *(words))

// Most pages have no microdata.
static bool has_items(const dc_blocks *blocks)
{
    for (uint32_t i = 0; i < blocks->n_boxes; i++)
        if (blocks->boxes[i].facts && blocks->boxes[i].facts->itemtype.len)
            return true;
    return false;
}

static bool has_attr(const reader *r, uint32_t node, dc_str name)
{
    return dc_node_attr(r->tree, node, name).p != NULL;
}

// "Article" of "https://schema.org/Article".
static dc_str type_of(dc_str itemtype)
{
    size_t at = itemtype.len;
    while (at > 0 && itemtype.p[at - 1] != '/')
        at--;
    return dc_str_from(itemtype, at);
}

// Values are short. Elements that hold half the page would be read over and over where they nest.
static bool is_short(const dc_tree *tree, uint32_t node)
{
    size_t len = 0;
    if (tree->nodes[node].end - node > MOST_NODES)
        return false;
    for (uint32_t i = node; i < tree->nodes[node].end; i++)
        if (dc_node_tag(tree, i) == DC_TAG_none)
            len += dc_node_text(tree, i).len;
    return len <= 4 * LONGEST;
}

// The value that an element gives to a property: for machines, if there is one, or its text.
static dc_str value_of(const reader *r, uint32_t node)
{
    static const char *const attrs[] = {"content", "datetime", "title"};
    const dc_tag tag = dc_node_tag(r->tree, node);
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
        const dc_str value = dc_str_trim(dc_node_attr(r->tree, node, dc_str_of(attrs[i])));
        if (value.len && (i < 2 || tag == DC_TAG_abbr))
            return value.len <= LONGEST ? value : DC_STR_NONE;
    }
    if (!is_short(r->tree, node))
        return DC_STR_NONE;
    const dc_str text = dc_clean_spaces(r->tree->arena, dc_tree_text(r->tree, node));
    return text.len && text.len <= LONGEST ? text : DC_STR_NONE;
}

static bool is_maker_key(dc_str property)
{
    return dc_str_eq(property, DC_STR("author")) || dc_str_eq(property, DC_STR("creator"));
}

static void add_maker(scope *s, uint32_t node, dc_str name, bool is_org)
{
    dc_ld_thing *thing = s->thing;
    if (!s->first_maker)
        s->first_maker = node;
    if (name.p && thing->n_authors < DC_LD_AUTHORS && node < s->first_maker + ASIDE)
        thing->authors[thing->n_authors++] = (dc_ld_maker){.name = name, .is_org = is_org};
}

// The element inside an author's that holds the name: its link, beside which ranks and scores
// stand.
static uint32_t name_of(const reader *r, uint32_t node)
{
    for (uint32_t i = node + 1; i < r->tree->nodes[node].end && i < node + MOST_NODES; i++)
        if (dc_node_tag(r->tree, i) == DC_TAG_a && r->tree->nodes[i].end > i + 1)
            return i;
    return node;
}

static void take(reader *r, uint32_t node, dc_str property)
{
    static const struct {
        const char *name;
        size_t at;
    } properties[] = {
        {"dateCreated", offsetof(dc_ld_thing, created)},
        {"dateModified", offsetof(dc_ld_thing, modified)},
        {"datePublished", offsetof(dc_ld_thing, published)},
        {"headline", offsetof(dc_ld_thing, headline)},
        {"name", offsetof(dc_ld_thing, name)},
    };
    dc_ld_thing *thing = r->scopes[r->depth - 1].thing;
    if (is_maker_key(property))
        add_maker(&r->scopes[r->depth - 1], node, value_of(r, name_of(r, node)), false);
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        dc_str *value = (dc_str *)((char *)thing + properties[i].at);
        if (dc_str_eq(property, dc_str_of(properties[i].name)) && !value->p)
            *value = value_of(r, node);
    }
}

static void close_scope(reader *r)
{
    const scope s = r->scopes[--r->depth];
    if (s.is_maker && r->depth)
        add_maker(&r->scopes[r->depth - 1], s.start, s.thing->name,
                  dc_str_find(s.thing->type, DC_STR("Organization")) != DC_STR_NPOS);
}

// Returns false when there is no room.
static bool open_scope(reader *r, uint32_t node, dc_str property)
{
    static const char *const parts[] = {"comment", "review",  "suggestedAnswer", "acceptedAnswer",
                                        "image",   "hasPart", "isPartOf",        "itemListElement",
                                        "logo",    "offers",  "publisher",       "mainEntityOfPage",
                                        "video"};
    static const char *const others[] = {
        "Comment",     "UserComments", "ListItem", "Offer",     "Organization",         "Person",
        "ImageObject", "WPHeader",     "WPFooter", "WPSideBar", "SiteNavigationElement"};
    if (r->depth == MOST_DEPTH || r->out->n == MOST_ITEMS)
        return false;
    dc_ld_thing *thing = &r->out->things[r->out->n++];
    *thing = (dc_ld_thing){
        .type = type_of(dc_str_trim(dc_node_attr(r->tree, node, DC_STR("itemtype"))))};
    thing->is_elsewhere = IS_ONE_OF(property, parts) || IS_ONE_OF(thing->type, others) ||
                          (r->depth && r->scopes[r->depth - 1].thing->is_elsewhere);
    r->scopes[r->depth++] = (scope){
        .end = r->tree->nodes[node].end,
        .thing = thing,
        .start = node,
        .is_maker = is_maker_key(property),
    };
    return true;
}

// Returns the next node to read.
static uint32_t read_node(reader *r, uint32_t node)
{
    dc_str properties = dc_node_attr(r->tree, node, DC_STR("itemprop"));
    const bool is_item = has_attr(r, node, DC_STR("itemscope"));
    dc_str first = DC_STR("");
    for (dc_str token; dc_str_token(&properties, &token);) {
        if (!first.len)
            first = token;
        if (!is_item && r->depth)
            take(r, node, token);
    }
    if (is_item && !open_scope(r, node, first))
        return r->tree->nodes[node].end;
    return node + 1;
}

// Articles side by side are a list of them. And what is neither article nor page says nothing here:
// themes mark up all sorts of parts.
static void settle(dc_jsonld *out)
{
    uint32_t articles = 0;
    for (uint32_t i = 0; i < out->n; i++)
        articles += dc_ld_rank(&out->things[i]) == 3;
    for (uint32_t i = 0; i < out->n; i++)
        out->things[i].is_elsewhere |= articles > 1 || dc_ld_rank(&out->things[i]) < 2;
}

void dc_microdata_read(const dc_tree *tree, const dc_blocks *blocks, dc_jsonld *out)
{
    if (!has_items(blocks))
        return;
    out->things = dc_arena_zero(tree->arena, MOST_ITEMS, sizeof *out->things);
    reader r = {.tree = tree, .out = out};
    for (uint32_t i = 0; i < tree->n;) {
        while (r.depth && i >= r.scopes[r.depth - 1].end)
            close_scope(&r);
        i = dc_node_tag(tree, i) == DC_TAG_none ? i + 1 : read_node(&r, i);
    }
    while (r.depth)
        close_scope(&r);
    settle(out);
}
