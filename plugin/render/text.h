// Plain text: paragraphs with one blank line between them.
#ifndef DC_RENDER_TEXT_H
#define DC_RENDER_TEXT_H

#include "base/buf.h"
#include "blocks/verdict.h"

// Appends the blocks that are content, and comments too if asked for, in document order. List items
// begin with "- ", two blanks deeper for each list around theirs; cells of a table row are
// separated by tabs; items, rows and lines of code stand on consecutive lines.
void dc_render_text(const dc_blocks *blocks, const dc_verdict *verdicts, bool with_comments,
                    dc_buf *out);

// Appends comments: each with its author and date in a line above the text.
void dc_render_comments(const dc_comments *comments, dc_buf *out);

#endif
