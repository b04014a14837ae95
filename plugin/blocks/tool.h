// Tools in a line of text: signs that lead to a heading or back from a note, [edit], [reply].
#ifndef DC_BLOCKS_TOOL_H
#define DC_BLOCKS_TOOL_H

#include "blocks/block.h"
#include "html/tree.h"

// Whether an inline element is such a tool: it is no text.
bool dc_is_tool(const dc_tree *tree, uint32_t node, const dc_facts *facts);

#endif
