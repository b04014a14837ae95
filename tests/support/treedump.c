#include "support/treedump.h"

#include "html/parse.h"

#include <gumbo.h>
#include <stdio.h>

// A tree as text: a line for each element and each run of text, with its depth.
typedef struct printer {
    dc_arena *arena;
    dc_buf out;
    dc_buf text; // that has not been written yet
    uint32_t text_depth;
    DC_VEC(bool) pictures; // of each svg in our tree: it is empty
    size_t n_svgs;         // met in gumbo's
    bool skips_html;       // attributes of the html and body elements
    bool skips_body;
} printer;

static void put_line(printer *d, uint32_t depth, const char *mark, dc_str what)
{
    dc_buf_number(&d->out, depth);
    dc_buf_add(&d->out, dc_str_of(mark));
    dc_buf_add(&d->out, what);
    dc_buf_char(&d->out, '\n');
}

// Length of a control or a U+FFFD.
static size_t ignored(dc_str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    if ((*p < ' ' && *p && !dc_is_space((char)*p)) || *p == 0x7F)
        return 1;
    if (s.len - at >= 2 && p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0)
        return 2;
    return s.len - at >= 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0 ? 3 : 0;
}

static void flush_text(printer *d)
{
    const dc_str all = dc_buf_str(&d->text);
    dc_buf squeezed = dc_buf_in(d->arena, SIZE_MAX / 2);
    bool was_space = true;
    for (size_t i = 0; i < all.len; i++) {
        const bool is_space = dc_is_space(all.p[i]);
        const size_t skipped = ignored(all, i);
        if (skipped) {
            i += skipped - 1;
            continue;
        }
        if (!is_space)
            dc_buf_char(&squeezed, all.p[i]);
        else if (!was_space)
            dc_buf_char(&squeezed, ' ');
        was_space = is_space;
    }
    const dc_str text = dc_str_trim(dc_buf_str(&squeezed));
    if (text.len)
        put_line(d, d->text_depth, " \"", text);
    d->text = dc_buf_in(d->arena, SIZE_MAX / 2);
}

static void put_text(printer *d, uint32_t depth, dc_str text)
{
    if (d->text.len && d->text_depth != depth)
        flush_text(d);
    d->text_depth = depth;
    dc_buf_add(&d->text, text);
}

static void put_element(printer *d, uint32_t depth, dc_str name)
{
    flush_text(d);
    char *lower = dc_arena_copy(d->arena, name);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(lower[i]);
    put_line(d, depth, " <", (dc_str){lower, name.len});
}

static void put_attribute(printer *d, uint32_t depth, dc_str name, dc_str value)
{
    dc_buf line = dc_buf_in(d->arena, SIZE_MAX / 2);
    for (size_t i = 0; i < name.len; i++)
        dc_buf_char(&line, dc_lower(name.p[i]));
    dc_buf_char(&line, '=');
    dc_buf_add(&line, value);
    const dc_str all = dc_buf_str(&line);
    dc_buf shown = dc_buf_in(d->arena, SIZE_MAX / 2);
    for (size_t i = 0; i < all.len; i++) {
        const size_t skipped = all.p[i] ? ignored(all, i) : 1;
        if (skipped)
            i += skipped - 1;
        else
            dc_buf_char(&shown, all.p[i]);
    }
    put_line(d, depth, " @", dc_buf_str(&shown));
}

// The next byte of a name that gumbo tells apart; its length at the end.
static size_t next_shown(dc_str name, size_t at)
{
    while (at < name.len) {
        const size_t hidden = name.p[at] ? ignored(name, at) : 1;
        if (!hidden)
            break;
        at += hidden;
    }
    return at;
}

bool treedump_is_one_name(dc_str a, dc_str b)
{
    size_t i = next_shown(a, 0), k = next_shown(b, 0);
    while (i < a.len && k < b.len && dc_lower(a.p[i]) == dc_lower(b.p[k])) {
        i = next_shown(a, i + 1);
        k = next_shown(b, k + 1);
    }
    return i == a.len && k == b.len;
}

bool treedump_is_plain_name(dc_str name)
{
    size_t at = 0;
    while (at < name.len && next_shown(name, at) == at)
        at++;
    return at == name.len;
}

// True if the tag whose attributes begin at p has two of one name.
static bool repeats_name(const char *p, const char *end)
{
    dc_attr attrs[DC_MAX_ATTRS];
    size_t n = 0;
    while (n < DC_MAX_ATTRS && dc_attr_next(&p, end, &attrs[n]) == DC_ATTR_ONE) {
        for (size_t i = 0; i < n; i++)
            if (treedump_is_one_name(attrs[i].name, attrs[n].name))
                return true;
        n++;
    }
    return false;
}

static bool repeats_in_list(dc_str source)
{
    return source.len && repeats_name(source.p, source.p + source.len);
}

static bool repeats_in_tag(const GumboElement *element)
{
    const GumboStringPiece tag = element->original_tag;
    size_t i = 1;
    while (i < tag.length && !dc_is_space(tag.data[i]) && tag.data[i] != '/' && tag.data[i] != '>')
        i++;
    return i < tag.length && repeats_name(tag.data + i, tag.data + tag.length);
}

// Our lists of html and body are those of all such tags, one after the other.
static void put_our_attributes(printer *d, uint32_t depth, dc_tag tag, dc_attrs *attrs)
{
    if (tag == DC_TAG_html && depth == 0 ? d->skips_html
        : tag == DC_TAG_body             ? d->skips_body
                                         : repeats_in_list(attrs->source))
        return;
    dc_attrs_parse(d->arena, attrs);
    for (uint32_t i = 0; i < attrs->n; i++)
        put_attribute(d, depth, attrs->v[i].name, attrs->v[i].value);
}

static void put_gumbos_attributes(printer *d, uint32_t depth, const GumboElement *element)
{
    if (repeats_in_tag(element))
        return;
    const GumboVector *all = &element->attributes;
    for (unsigned i = 0; i < all->length; i++) {
        const GumboAttribute *a = all->data[i];
        const GumboStringPiece own = a->original_name; // "xlink:href", which it calls "href"
        const dc_str name = a->attr_namespace == GUMBO_ATTR_NAMESPACE_NONE
                                ? dc_str_of(a->name)
                                : (dc_str){own.data, own.length};
        put_attribute(d, depth, name, dc_str_of(a->value));
    }
}

static void note_repeats(printer *d, const GumboElement *html)
{
    d->skips_html = repeats_in_tag(html);
    for (unsigned i = 0; i < html->children.length; i++) {
        const GumboNode *child = html->children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY)
            d->skips_body = repeats_in_tag(&child->v.element);
    }
}

static bool is_left_out(dc_str name)
{
    return dc_str_ieq(name, DC_STR("script")) || dc_str_ieq(name, DC_STR("style")) ||
           dc_str_ieq(name, DC_STR("link")) || dc_str_ieq(name, DC_STR("meta"));
}

static void print_ours(printer *d, const dc_tree *tree)
{
    uint32_t *depth = dc_arena_zero(d->arena, tree->n, sizeof *depth);
    for (uint32_t i = 0; i < tree->n; i++) {
        depth[i] = i ? depth[tree->nodes[i].parent] + 1 : 0;
        const dc_tag tag = dc_node_tag(tree, i);
        if (tag == DC_TAG_none) {
            put_text(d, depth[i], dc_node_text(tree, i));
        } else if (is_left_out(dc_node_name(tree, i))) {
            i = tree->nodes[i].end - 1;
        } else {
            put_element(d, depth[i], dc_node_name(tree, i));
            put_our_attributes(d, depth[i], tag, &tree->lists[tree->nodes[i].data]);
            if (tag == DC_TAG_svg)
                *dc_vec_push(d->arena, &d->pictures) = tree->nodes[i].end == i + 1;
        }
    }
    flush_text(d);
}

static dc_str gumbo_name(const GumboElement *element)
{
    const char *known = gumbo_normalized_tagname(element->tag);
    if (*known)
        return dc_str_of(known);
    GumboStringPiece name = element->original_tag;
    gumbo_tag_from_original_text(&name);
    return (dc_str){name.data, name.length};
}

// True if our tree shows the inside of an svg too. Pictures hold no svg, so both trees have them in
// the same order.
static bool is_shown(printer *d, const GumboElement *element)
{
    if (element->tag != GUMBO_TAG_SVG)
        return true;
    const size_t n = d->n_svgs++;
    if (n >= d->pictures.n || !d->pictures.v[n])
        return true;
    for (unsigned i = 0; i < element->children.length; i++) {
        const GumboNode *child = element->children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT &&
            child->v.element.tag_namespace == GUMBO_NAMESPACE_HTML)
            return true;
    }
    return false;
}

static void print_gumbos(printer *d, const GumboNode *root)
{
    struct level {
        const GumboNode *node;
        unsigned next;
    };
    DC_VEC(struct level) path = {0};
    *dc_vec_push(d->arena, &path) = (struct level){root, 0};
    put_element(d, 0, DC_STR("html"));
    put_gumbos_attributes(d, 0, &root->v.element);
    while (path.n) {
        struct level *top = &path.v[path.n - 1];
        if (top->next == top->node->v.element.children.length) {
            flush_text(d);
            path.n--;
            continue;
        }
        const GumboNode *child = top->node->v.element.children.data[top->next++];
        if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE) {
            const dc_str name = gumbo_name(&child->v.element);
            if (is_left_out(name))
                continue;
            put_element(d, (uint32_t)path.n, name);
            put_gumbos_attributes(d, (uint32_t)path.n, &child->v.element);
            if (is_shown(d, &child->v.element))
                *dc_vec_push(d->arena, &path) = (struct level){child, 0};
        } else if (child->type != GUMBO_NODE_COMMENT) {
            put_text(d, (uint32_t)path.n, dc_str_of(child->v.text.text));
        }
    }
}

static void *take(void *arena, size_t size)
{
    return dc_arena_zero(arena, 1,
                         size); // gumbo reads the quirks mode of a fragment, and never sets it
}

static void leave(void *arena, void *p)
{
    (void)arena, (void)p;
}

typedef struct comparison {
    dc_arena *arena;  // of what is handed out
    dc_arena *budget; // of gumbo
    dc_str html;
    const dc_fragment *fragment;
    size_t max_memory;
    int32_t degraded;
    treedump *out;
} comparison;

static const GumboNamespaceEnum spaces[] = {[DC_SPACE_HTML] = GUMBO_NAMESPACE_HTML,
                                            [DC_SPACE_SVG] = GUMBO_NAMESPACE_SVG,
                                            [DC_SPACE_MATH] = GUMBO_NAMESPACE_MATHML};

static void compare(void *ctx, dc_guard *guard)
{
    (void)guard;
    comparison *c = ctx;
    const dc_parse_options options = {
        .max_memory = c->max_memory, .deadline_ms = UINT64_MAX, .fragment = c->fragment};
    dc_tree tree;
    dc_parse(c->arena, c->html, &options, &tree);
    c->degraded = tree.degraded;
    if (c->degraded != DECANT_DEGRADED_NONE)
        return;
    printer d = {.arena = c->arena,
                 .out = dc_buf_in(c->arena, SIZE_MAX / 2),
                 .text = dc_buf_in(c->arena, SIZE_MAX / 2)};
    GumboOptions plain = kGumboDefaultOptions;
    plain.allocator = take;
    plain.deallocator = leave;
    plain.userdata = c->budget;
    plain.max_errors = 0;
    if (c->fragment) {
        const dc_str name = c->fragment->name;
        plain.fragment_context = gumbo_tagn_enum(name.p, (unsigned)name.len);
        plain.fragment_namespace = spaces[c->fragment->space];
    }
    const GumboOutput *output = gumbo_parse_with_options(&plain, c->html.p, c->html.len);
    note_repeats(&d, &output->root->v.element);
    print_ours(&d, &tree);
    c->out->ours = dc_buf_str(&d.out);
    d.out = dc_buf_in(c->arena, SIZE_MAX / 2);
    print_gumbos(&d, output->root);
    c->out->gumbos = dc_buf_str(&d.out);
}

bool treedump_make(dc_arena *arena, dc_str html, const dc_fragment *fragment, size_t max_memory,
                   treedump *out)
{
    comparison c = {.arena = arena,
                    .budget = dc_arena_new(NULL, max_memory),
                    .html = html,
                    .fragment = fragment,
                    .max_memory = max_memory,
                    .out = out};
    const decant_status status = dc_guard_run(compare, &c);
    dc_arena_free(c.budget);
    return status == DECANT_OK && c.degraded == DECANT_DEGRADED_NONE;
}

void treedump_show(const char *name, const treedump *dump)
{
    const dc_str a = dump->ours, b = dump->gumbos;
    size_t i = 0;
    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    while (i && a.p[i - 1] != '\n')
        i--;
    printf("%s\n  ours:  %.*s\n  gumbo: %.*s\n", name, (int)strcspn(a.p + i, "\n"), a.p + i,
           (int)strcspn(b.p + i, "\n"), b.p + i);
}
