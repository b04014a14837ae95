// Text as Markdown: what would read as mark-up is escaped, and nothing else.
#ifndef DC_RENDER_MARKDOWN_TEXT_H
#define DC_RENDER_MARKDOWN_TEXT_H

#include "render/piece.h"

typedef struct dc_md_place {
    bool is_line_start;
    bool is_cell; // of a table: "|" ends it
} dc_md_place;

void dc_md_text(dc_buf *out, const dc_cut *cut, dc_md_place place);

// Whether the output ends in an address that would take what follows for a part of it.
bool dc_md_ends_bare(const dc_buf *out);

// Text that stands for itself: alternative texts, names.
void dc_md_plain(dc_buf *out, dc_str text);

// A code span: backticks, one more than any run in it.
void dc_md_code(dc_buf *out, dc_str text, bool is_cell);

// Whether "*" around a part would be read as emphasis there (CommonMark 0.31, "left-flanking" and
// "right-flanking"). out: what stands before it.
bool dc_md_flanks(const dc_buf *out, const dc_piece *piece);

#endif
