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

bool dc_source_is_jsonld(const dc_tree *tree, const dc_source *source)
{
    return source->tag == DC_TAG_script &&
           dc_str_ifind(dc_source_attr(tree, source, DC_STR("type")), DC_STR("ld+json")) !=
               DC_STR_NPOS;
}

bool dc_is_title(const dc_tree *tree, uint32_t node)
{
    if (dc_node_tag(tree, node) != DC_TAG_title)
        return false;
    while (node && dc_node_tag(tree, node) != DC_TAG_svg)
        node = tree->nodes[node].parent;
    return node == 0;
}

dc_str dc_run_text(const dc_tree *tree, uint8_t kind, dc_str bytes)
{
    return kind == DC_RUN_TEXT ? dc_text_of(tree->arena, bytes, false) : bytes;
}

dc_str dc_tree_text(const dc_tree *tree, uint32_t node)
{
    dc_buf buf = dc_buf_in(tree->arena, UINT32_MAX);
    for (uint32_t i = node; i < tree->nodes[node].end; i++)
        if (dc_node_tag(tree, i) == DC_TAG_none)
            dc_buf_add(&buf, dc_node_text(tree, i));
    return dc_buf_str(&buf);
}
