#include "blocks/tool.h"

static bool is_sign(dc_str text)
{
    static const char *const signs[] = {"#", "^", "§", "¶", "↑", "↩", "↩\xEF\xB8\x8E", "⚓", "🔗"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (dc_str_eq(text, dc_str_of(signs[i])))
            return true;
    return false;
}

// <a href="#rope">¶</a>
static bool is_anchor(const dc_tree *tree, uint32_t node)
{
    enum { MOST_NODES = 4 };
    const uint32_t end = tree->nodes[node].end;
    bool has_sign = false;
    if (end - node > MOST_NODES)
        return false;
    for (uint32_t i = node + 1; i < end; i++) {
        if (dc_node_tag(tree, i) != DC_TAG_none)
            continue;
        const dc_str text = dc_str_trim(dc_node_text(tree, i));
        if (text.len && (has_sign || !is_sign(text)))
            return false;
        has_sign |= text.len > 0;
    }
    return has_sign;
}

bool dc_is_tool(const dc_tree *tree, uint32_t node, const dc_facts *facts)
{
    if (facts->flags & DC_IS_TOOL)
        return true;
    return facts->href.len && facts->href.p[0] == '#' && dc_node_tag(tree, node) == DC_TAG_a &&
           is_anchor(tree, node);
}
