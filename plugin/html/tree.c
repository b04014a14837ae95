#include "html/tree.h"

#include "base/entity.h"

dc_str dc_node_name(const dc_tree *tree, uint32_t node)
{
    const dc_node *n = &tree->nodes[node];
    return n->tag == DC_TAG_unknown ? tree->names[n->name] : dc_tag_name((dc_tag)n->tag);
}

dc_str dc_node_attr(const dc_tree *tree, uint32_t node, dc_str name)
{
    return dc_attrs_get(tree->arena, &tree->lists[tree->nodes[node].data], name);
}

dc_str dc_source_attr(const dc_tree *tree, const dc_source *source, dc_str name)
{
    return dc_attrs_get(tree->arena, &tree->lists[source->attrs], name);
}

// NUL becomes U+FFFD in raw text, which other text just loses.
static dc_str raw_text(dc_arena *arena, dc_str raw)
{
    if (!raw.len || !memchr(raw.p, '\0', raw.len))
        return raw;
    dc_buf out = dc_buf_in(arena, UINT32_MAX);
    for (size_t i = 0; i < raw.len; i++)
        if (raw.p[i])
            dc_buf_char(&out, raw.p[i]);
        else
            dc_buf_add(&out, DC_STR("\xEF\xBF\xBD"));
    return dc_buf_str(&out);
}

dc_str dc_node_text(const dc_tree *tree, uint32_t node)
{
    const dc_run *run = &tree->texts[tree->nodes[node].data];
    const dc_str raw = {run->p, run->len};
    return run->kind == DC_RUN_TEXT ? dc_text_of(tree->arena, raw, false)
                                    : raw_text(tree->arena, raw);
}

dc_str dc_tree_text(const dc_tree *tree, uint32_t node)
{
    dc_buf buf = dc_buf_in(tree->arena, UINT32_MAX);
    for (uint32_t i = node; i < tree->nodes[node].end; i++)
        if (dc_node_tag(tree, i) == DC_TAG_none)
            dc_buf_add(&buf, dc_node_text(tree, i));
    return dc_buf_str(&buf);
}
