#include "html/splice.h"

#include "base/hash.h"
#include "base/map.h"

typedef DC_VEC(dc_node) dc_nodes;
typedef DC_VEC(dc_str) dc_names;

typedef struct level {
    const GumboNode *node;
    uint32_t index; // in the page tree
    uint32_t child; // next to visit
} level;

typedef struct splicer {
    dc_arena *arena;
    dc_arena *scratch;
    const dc_skeleton *skeleton;
    dc_nodes nodes;
    dc_runs texts;
    dc_attr_lists lists;
    dc_names names;
    dc_map name_of; // hash -> number of a name
    DC_VEC(level) path;
    size_t hint; // start tags come nearly in order
} splicer;

static splicer splicer_of(dc_arena *arena, dc_arena *scratch, const dc_skeleton *skeleton)
{
    splicer s = {.arena = arena,
                 .scratch = scratch,
                 .skeleton = skeleton,
                 .texts = skeleton->runs,
                 .lists = skeleton->lists};
    s.name_of = dc_map_in(scratch);
    dc_vec_reserve(arena, &s.nodes, skeleton->starts.n + skeleton->runs.n * 3 / 2 + 16);
    return s;
}

static uint32_t add_node(splicer *s, uint32_t parent, dc_tag tag, uint32_t data)
{
    *dc_vec_push(s->arena, &s->nodes) =
        (dc_node){.parent = parent, .tag = (uint16_t)tag, .data = data};
    return (uint32_t)s->nodes.n - 1;
}

static void add_text(splicer *s, uint32_t parent, uint32_t text)
{
    const uint32_t node = add_node(s, parent, DC_TAG_none, text);
    s->nodes.v[node].end = node + 1;
}

static void add_break(splicer *s, uint32_t parent)
{
    const uint32_t node = add_node(s, parent, DC_TAG_br, 0);
    s->nodes.v[node].end = node + 1;
}

// What is in the skeleton stands for its run and for those behind it that have nothing there, or
// had it in an element that was folded. Marks are balanced in a run of runs, so an element's end is
// found without a stack: its parent is where it began.
static void add_runs(splicer *s, uint32_t parent, uint32_t number)
{
    const dc_runs *runs = &s->skeleton->runs;
    uint32_t at = parent;
    uint32_t depth = 0;
    do {
        const dc_run *run = &runs->v[number];
        if (run->kind == DC_RUN_CLOSE) {
            s->nodes.v[at].end = (uint32_t)s->nodes.n;
            at = s->nodes.v[at].parent;
            depth--;
        } else if (run->kind == DC_RUN_OPEN) {
            at = add_node(s, at, (dc_tag)run->tag, run->len);
            depth++;
        } else if (run->kind == DC_RUN_ELEMENT) {
            const uint32_t node = add_node(s, at, (dc_tag)run->tag, run->len);
            s->nodes.v[node].end = node + 1;
        } else {
            add_text(s, at, number);
        }
    } while (++number < runs->n && (depth || !runs->v[number].is_letter));
}

// Bytes that are in the skeleton themselves: white space, and what was copied for gumbo to judge.
static void add_literal(splicer *s, uint32_t parent, dc_str bytes)
{
    if (bytes.len == 0)
        return;
    const char *p = bytes.len == 1 && bytes.p[0] == ' ' ? " " : dc_arena_copy(s->arena, bytes);
    *dc_vec_push(s->arena, &s->texts) =
        (dc_run){.p = p, .len = (uint32_t)bytes.len, .kind = DC_RUN_RAW};
    add_text(s, parent, (uint32_t)s->texts.n - 1);
}

static void add_texts(splicer *s, uint32_t parent, const char *p, const char *end)
{
    const char *literal = p;
    while (p < end) {
        const char *at = p;
        uint32_t run;
        if (!dc_skeleton_number_at(&p, end, &run)) {
            p++;
            continue;
        }
        add_literal(s, parent, (dc_str){literal, (size_t)(at - literal)});
        if (run < s->skeleton->runs.n && s->skeleton->runs.v[run].is_letter)
            add_runs(s, parent, run);
        literal = p;
    }
    add_literal(s, parent, (dc_str){literal, (size_t)(end - literal)});
}

static const dc_start *start_at(splicer *s, uint32_t at)
{
    const dc_starts *starts = &s->skeleton->starts;
    if (s->hint < starts->n && starts->v[s->hint].at == at)
        return &starts->v[s->hint++];
    size_t low = 0;
    size_t high = starts->n;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (starts->v[mid].at < at)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == starts->n || starts->v[low].at != at)
        return NULL;
    s->hint = low + 1;
    return &starts->v[low];
}

static char *lowered(splicer *s, dc_str name)
{
    char *lower = dc_arena_copy(s->arena, name);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(lower[i]);
    return lower;
}

// Names past the cap share the last number: 65,535 different unknown names on one page are no page.
static uint16_t number_of(splicer *s, dc_str name)
{
    char *lower = lowered(s, name);
    const dc_str own = {lower, name.len};
    uint32_t *n = dc_map_at(&s->name_of, dc_hash(own), UINT32_MAX);
    if (*n == UINT32_MAX && s->names.n <= UINT16_MAX) {
        *n = (uint32_t)s->names.n;
        *dc_vec_push(s->arena, &s->names) = own;
    } else {
        dc_arena_trim(s->arena, lower, name.len + 1, 0);
    }
    return *n == UINT32_MAX ? UINT16_MAX : (uint16_t)*n;
}

// What gumbo calls an element; names it does not know stand in its tag.
static dc_str gumbo_name(const GumboElement *element)
{
    const dc_str known = dc_str_of(gumbo_normalized_tagname(element->tag));
    if (known.len || !element->original_tag.data)
        return known;
    GumboStringPiece own = element->original_tag;
    gumbo_tag_from_original_text(&own);
    return (dc_str){own.data, own.length};
}

// True for elements that may reach gumbo under another name.
static bool is_renamed(dc_tag tag)
{
    return tag == DC_TAG_unknown || tag == DC_TAG_dialog || tag == DC_TAG_search ||
           tag == DC_TAG_picture || tag == DC_TAG_slot;
}

// The attributes of a tag that went to gumbo as it stands.
static uint32_t own_list(splicer *s, const GumboStringPiece *tag)
{
    size_t from = 1;
    while (from < tag->length && !dc_is_space(tag->data[from]) && tag->data[from] != '/')
        from++;
    if (from >= tag->length)
        return 0;
    const char *attrs_end = tag->data + from;
    const char *p = attrs_end;
    dc_attrs_skip(&p, tag->data + tag->length, &attrs_end, false);
    const dc_str list = {tag->data + from, (size_t)(attrs_end - tag->data) - from};
    if (list.len == 0)
        return 0;
    *dc_vec_push(s->arena, &s->lists) =
        (dc_attrs){.source = {dc_arena_copy(s->arena, list), list.len}};
    return (uint32_t)s->lists.n - 1;
}

static const dc_start *start_of(splicer *s, const GumboElement *element)
{
    const char *tag = element->original_tag.data;
    if (!tag || tag < s->skeleton->p || tag >= s->skeleton->p + s->skeleton->len)
        return NULL;
    return start_at(s, (uint32_t)(tag - s->skeleton->p));
}

static uint32_t add_element(splicer *s, uint32_t parent, const GumboElement *element,
                            const dc_start *start)
{
    const dc_str name = start && is_renamed(start->tag) ? start->name : gumbo_name(element);
    const dc_tag tag = dc_tag_of(name);
    const uint32_t list = start ? start->attrs : own_list(s, &element->original_tag);
    const uint32_t node = add_node(s, parent, tag, list);
    if (tag == DC_TAG_unknown)
        s->nodes.v[node].name = number_of(s, name);
    return node;
}

static void descend_element(splicer *s, uint32_t parent, const GumboNode *node)
{
    const dc_start *start = start_of(s, &node->v.element);
    if (start && start->tag == DC_TAG_none) {
        add_runs(s, parent, start->attrs);
        return;
    }
    *dc_vec_push(s->scratch, &s->path) =
        (level){node, add_element(s, parent, &node->v.element, start), 0};
}

static void descend(splicer *s, uint32_t parent, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        descend_element(s, parent, node);
        break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
        add_texts(s, parent, node->v.text.text, node->v.text.text + strlen(node->v.text.text));
        break;
    default:
        break;
    }
}

// The first of several attributes of one name wins.
static void add_attr(dc_attrs *to, dc_attr attr)
{
    for (uint32_t i = 0; i < to->n; i++)
        if (dc_str_eq(to->v[i].name, attr.name))
            return;
    if (to->n < DC_MAX_ATTRS)
        to->v[to->n++] = attr;
}

static dc_str kept(splicer *s, const char *string)
{
    const dc_str own = dc_str_of(string);
    return (dc_str){dc_arena_copy(s->arena, own), own.len};
}

// Tree construction calls the "xlink:href" of a foreign element "href".
static dc_str name_of(splicer *s, const GumboAttribute *a)
{
    if (a->attr_namespace == GUMBO_ATTR_NAMESPACE_NONE)
        return kept(s, a->name);
    const GumboStringPiece own = a->original_name;
    return (dc_str){lowered(s, (dc_str){own.data, own.length}), own.length};
}

// The attributes of html or body, which tree construction merged from all such tags: stubs, and
// those of tags that went to gumbo whole.
static uint32_t merged(splicer *s, const GumboVector *attributes)
{
    if (attributes->length == 0)
        return 0;
    dc_attrs all = {.source = DC_STR("/"), .is_parsed = true};
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *a = attributes->data[i];
        const char *p = a->name;
        uint32_t list = 0;
        const bool is_stub = dc_skeleton_number_at(&p, p + strlen(p), &list);
        if (is_stub && attributes->length == 1)
            return list;
        if (!all.v)
            all.v = dc_arena_alloc(s->arena, DC_MAX_ATTRS * sizeof *all.v);
        if (!is_stub)
            add_attr(&all, (dc_attr){name_of(s, a), kept(s, a->value)});
        dc_attrs *own = &s->lists.v[list]; // the empty list if it is none
        dc_attrs_parse(s->arena, own);
        for (uint32_t k = 0; k < own->n; k++)
            add_attr(&all, own->v[k]);
    }
    *dc_vec_push(s->arena, &s->lists) = all;
    return (uint32_t)s->lists.n - 1;
}

static void merge_roots(splicer *s, const GumboNode *html)
{
    s->nodes.v[0].data = merged(s, &html->v.element.attributes);
    const GumboVector *children = &html->v.element.children;
    uint32_t node = 1;
    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];
        if (child->type != GUMBO_NODE_ELEMENT || child->v.element.tag != GUMBO_TAG_BODY)
            continue;
        while (node < s->nodes.n && s->nodes.v[node].tag != DC_TAG_body)
            node = s->nodes.v[node].end;
        if (node == s->nodes.n)
            return;
        s->nodes.v[node].data = merged(s, &child->v.element.attributes);
        node = s->nodes.v[node].end; // an svg fragment may hold several of that name
    }
}

static void finish(splicer *s, dc_tree *out)
{
    *out = (dc_tree){.arena = s->arena,
                     .nodes = s->nodes.v,
                     .n = (uint32_t)s->nodes.n,
                     .lists = s->lists.v,
                     .n_lists = (uint32_t)s->lists.n,
                     .texts = s->texts.v,
                     .names = s->names.v,
                     .sources = s->skeleton->sources.v,
                     .n_sources = (uint32_t)s->skeleton->sources.n};
}

void dc_splice(dc_arena *arena, dc_arena *scratch, const GumboOutput *gumbo,
               const dc_skeleton *skeleton, dc_tree *out)
{
    splicer s = splicer_of(arena, scratch, skeleton);
    descend(&s, 0, gumbo->root);
    while (s.path.n) {
        level *top = &s.path.v[s.path.n - 1];
        const GumboVector *children = &top->node->v.element.children;
        if (top->child < children->length) {
            descend(&s, top->index, children->data[top->child++]);
        } else {
            s.nodes.v[top->index].end = (uint32_t)s.nodes.n;
            s.path.n--;
        }
    }
    merge_roots(&s, gumbo->root);
    finish(&s, out);
}

// The name of the tag at p ("<name" or "</name"), and where the tag ends.
static dc_tag skeleton_tag(const char **p, const char *end)
{
    const char *from = *p + 1 + (end - *p > 1 && (*p)[1] == '/');
    const char *to = from;
    while (to < end && *to != '>' && *to != ' ' && *to != '/')
        to++;
    const char *gt = memchr(to, '>', (size_t)(end - to));
    *p = gt ? gt + 1 : end;
    return dc_tag_of((dc_str){from, (size_t)(to - from)});
}

static uint32_t first_list(const dc_skeleton *skeleton, dc_tag tag)
{
    for (size_t i = 0; i < skeleton->starts.n; i++)
        if (skeleton->starts.v[i].tag == tag)
            return skeleton->starts.v[i].attrs;
    return 0;
}

void dc_splice_text(dc_arena *arena, dc_arena *scratch, const dc_skeleton *skeleton, dc_tree *out)
{
    splicer s = splicer_of(arena, scratch, skeleton);
    const uint32_t html = add_node(&s, 0, DC_TAG_html, first_list(skeleton, DC_TAG_html));
    const uint32_t body = add_node(&s, html, DC_TAG_body, first_list(skeleton, DC_TAG_body));
    uint32_t block = body;
    uint32_t last = 0;           // block
    dc_tag within = DC_TAG_none; // an element whose content is no text
    // Lines of a letter each would make more of blocks than memory holds: past this many they are
    // lines of one block.
    size_t n_left = 4096 + skeleton->len / 32;
    const char *const end = skeleton->p + skeleton->len;
    for (const char *p = skeleton->p; p < end;) {
        if (*p != '<') {
            const char *stop = memchr(p, '<', (size_t)(end - p));
            stop = stop ? stop : end;
            if (block == body) {
                block = last && !n_left ? last : add_node(&s, body, DC_TAG_div, 0);
                if (block == last)
                    add_break(&s, block);
                n_left -= n_left > 0;
                last = block;
            }
            if (within == DC_TAG_none)
                add_texts(&s, block, p, stop);
            s.nodes.v[block].end = (uint32_t)s.nodes.n;
            p = stop;
            continue;
        }
        const bool is_end = end - p > 1 && p[1] == '/';
        const dc_start *start = start_at(&s, (uint32_t)(p - skeleton->p));
        if (start && start->tag == DC_TAG_none)
            add_runs(&s, body, start->attrs);
        const dc_tag tag = skeleton_tag(&p, end);
        const uint32_t flags = dc_tag_flags(tag);
        if (!(flags & DC_TAG_INLINE))
            block = body;
        if (flags & (DC_TAG_RAW | DC_TAG_RCDATA))
            within = is_end || tag == DC_TAG_xmp ? DC_TAG_none : tag;
    }
    s.nodes.v[html].end = s.nodes.v[body].end = (uint32_t)s.nodes.n;
    finish(&s, out);
}
