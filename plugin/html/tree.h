// The page tree: nodes in document order in one array. All that the floors above see of a page.
#ifndef DC_HTML_TREE_H
#define DC_HTML_TREE_H

#include "base/buf.h"
#include "base/tag.h"
#include "html/attr.h"
#include "html/scan.h"

// Node i's children lie in (i, end); its first child is i + 1 if that is below end, and its next
// sibling is at end if the parent goes on there.
typedef struct dc_node {
    uint32_t parent; // node 0, the html element, is its own
    uint32_t end;
    uint32_t data; // element: number of its attribute list. Text: number of its text
    uint16_t tag;  // dc_tag; DC_TAG_none for text
    uint16_t name; // unknown elements: number of their name
} dc_node;

typedef struct dc_tree {
    dc_arena *arena;
    dc_node *nodes;
    uint32_t n;
    dc_attrs *lists;
    uint32_t n_lists;
    const dc_run *texts;
    const dc_str *names; // of unknown elements, as in the source
    const dc_source
        *sources; // meta, link and script elements in order: they are no nodes, as a rule
    uint32_t n_sources;
    int32_t degraded; // DECANT_DEGRADED_*
} dc_tree;

static inline dc_tag dc_node_tag(const dc_tree *tree, uint32_t node)
{
    return (dc_tag)tree->nodes[node].tag;
}

// Lower-case name of an element, that of unknown ones included.
dc_str dc_node_name(const dc_tree *tree, uint32_t node);

// Value of an attribute, "" when it has none, p NULL when it is absent. name in lower case.
dc_str dc_node_attr(const dc_tree *tree, uint32_t node, dc_str name);

// The same of a source.
dc_str dc_source_attr(const dc_tree *tree, const dc_source *source, dc_str name);

// True for a script of JSON-LD.
bool dc_source_is_jsonld(const dc_tree *tree, const dc_source *source);

// True for a title element, but not for the title of a picture.
bool dc_is_title(const dc_tree *tree, uint32_t node);

// What a text node stands for in the source, and the characters of some of its bytes.
static inline const dc_run *dc_node_run(const dc_tree *tree, uint32_t node)
{
    return &tree->texts[tree->nodes[node].data];
}

dc_str dc_run_text(const dc_tree *tree, uint8_t kind, dc_str bytes);

// The characters of a text node.
static inline dc_str dc_node_text(const dc_tree *tree, uint32_t node)
{
    const dc_run *run = dc_node_run(tree, node);
    return dc_run_text(tree, run->kind, (dc_str){run->p, run->len});
}

// All text below a node.
dc_str dc_tree_text(const dc_tree *tree, uint32_t node);

#endif
