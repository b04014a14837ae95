// What a Markdown writer knows while it writes, and what its parts do: lines and prefixes, lists,
// tables, and the inside of text.
#ifndef DC_RENDER_MARKDOWN_STATE_H
#define DC_RENDER_MARKDOWN_STATE_H

#include "render/piece.h"

enum { DC_MD_LONGEST_PREFIX = 512, DC_MD_DEEPEST = 128 };

typedef struct dc_md_level {
    size_t prefix;   // bytes of the prefix around it
    uint32_t number; // of the next item
    char mark;       // of items: "-", "*", ".", ")"
    bool has_item;
    bool is_item;
} dc_md_level;

typedef struct dc_md {
    dc_buf *out;
    const dc_doc *doc;
    char prefix[DC_MD_LONGEST_PREFIX]; // of every line: quotes and indentation
    size_t prefix_len;
    dc_md_level levels[DC_MD_DEEPEST]; // of open blocks
    uint32_t n_levels;
    dc_buf urls;        // of the open link
    bool is_fresh;      // nothing since the mark of an item or quote
    bool is_tight;      // the next block stands on the next line
    bool is_line_start; // nothing in this line but marks
    bool is_line;       // a heading or cell: no line breaks
    bool in_code;       // between fences
    bool in_cell;
    bool has_cell_text;
    char list_mark; // of the list that ended just now, or 0
    uint32_t fence;
    dc_buf code;       // text of the last code span
    size_t code_begin; // where it stands
    size_t code_end;
    uint32_t hold[64]; // rows that a cell above still takes, of each column
    uint32_t column, width;
    bool is_header;     // the first row
    uint32_t written;   // bits of the emphasis that is open and written
    dc_piece around[3]; // that emphasis
    uint32_t n_around;
    size_t emphasis_end; // where emphasis ended last
} dc_md;

// ---- lines: markdown_state.c ----

void dc_md_add(dc_md *w, const char *s);
void dc_md_new_line(dc_md *w);

// Blanks at the end of a line would be line breaks, or nothing.
void dc_md_end_line(dc_md *w);

// A block begins: on a line of its own behind an empty one.
void dc_md_begin_block(dc_md *w);

dc_md_level *dc_md_push(dc_md *w);
const dc_md_level *dc_md_pop(dc_md *w);

// More prefix for the lines of the open level.
void dc_md_indent(dc_md *w, const char *s, size_t len);

// ---- lists: markdown_list.c ----

void dc_md_open_list(dc_md *w, const dc_piece *piece);
void dc_md_close_list(dc_md *w);
void dc_md_open_item(dc_md *w);
void dc_md_close_item(dc_md *w);

// A detail goes on with the item of its term.
void dc_md_open_detail(dc_md *w);

// ---- tables: markdown_table.c ----

void dc_md_open_table(dc_md *w, const dc_piece *piece);
void dc_md_open_row(dc_md *w);
void dc_md_close_row(dc_md *w);
void dc_md_open_cell(dc_md *w);
void dc_md_close_cell(dc_md *w, const dc_piece *piece);

// Blocks of a cell stand in one line.
void dc_md_begin_in_cell(dc_md *w);

// ---- inside of text: markdown_inline.c ----

void dc_md_open_emphasis(dc_md *w, const dc_piece *piece);
void dc_md_close_emphasis(dc_md *w, const dc_piece *piece);
void dc_md_open_link(dc_md *w, const dc_piece *piece);
void dc_md_close_link(dc_md *w);
void dc_md_put_image(dc_md *w, const dc_piece *piece);
void dc_md_put_code(dc_md *w, dc_str text);
void dc_md_put_formula(dc_md *w, const dc_piece *piece);
void dc_md_put_note_ref(dc_md *w, const dc_piece *piece);
void dc_md_put_break(dc_md *w);

#endif
