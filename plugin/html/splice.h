// Splice: from gumbo's tree of a skeleton, or from the skeleton alone, to the page tree.
#ifndef DC_HTML_SPLICE_H
#define DC_HTML_SPLICE_H

#include "html/tree.h"

#include <gumbo.h>

// The tree that gumbo built, with text runs and attribute lists put back.
void dc_splice(dc_arena *arena, dc_arena *scratch, const GumboOutput *gumbo,
               const dc_skeleton *skeleton, dc_tree *out);

// Without gumbo: text runs in blocks that end wherever a block-level tag stands.
void dc_splice_text(dc_arena *arena, dc_arena *scratch, const dc_skeleton *skeleton, dc_tree *out);

#endif
