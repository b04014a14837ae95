// The pieces that a page is written in. One walk gives them in order; every marked-up format is a
// writer of them.
#ifndef DC_RENDER_PIECE_H
#define DC_RENDER_PIECE_H

#include "blocks/mark.h"
#include "render/json.h"

typedef enum dc_part {
    DC_PART_NONE,
    // Blocks. Text stands in paragraphs, and straight in headings, terms and code.
    DC_PART_PARAGRAPH,
    DC_PART_HEADING, // number: 1 to 6
    DC_PART_LIST,    // flag: ordered; number: of its first item
    DC_PART_ITEM,
    DC_PART_TERMS, // a list of terms and details
    DC_PART_TERM,
    DC_PART_DETAIL,
    DC_PART_QUOTE,
    DC_PART_CODE,  // text: its language; number: longest run of backticks in it
    DC_PART_TABLE, // columns
    DC_PART_ROW,
    DC_PART_CELL, // flag: a header; columns, rows: spans
    DC_PART_FIGURE,
    DC_PART_CAPTION,
    DC_PART_NOTE,     // number: of the footnote
    DC_PART_COMMENTS, // of readers
    DC_PART_COMMENT,  // number: depth; text: author; url: date
    // Inside of text.
    DC_PART_LINK, // url
    DC_PART_EM,
    DC_PART_STRONG,
    DC_PART_DELETED,
    DC_PART_SUB,
    DC_PART_SUP,
    // Leaves: opened and closed by one call.
    DC_PART_CODE_SPAN,     // text
    DC_PART_FORMULA,       // text: LaTeX
    DC_PART_FORMULA_BLOCK, // the same, as a block
    DC_PART_IMAGE,         // url; text: alternative text
    DC_PART_IMAGE_BLOCK,
    DC_PART_NOTE_REF, // number
    DC_PART_BREAK,    // a line break
    DC_PART_RULE
} dc_part;

typedef struct dc_piece {
    dc_part part;
    bool flag;
    uint32_t number;
    uint32_t columns;
    uint32_t rows;
    dc_str url;
    dc_str text;
    // What surrounds an inline part, for formats in which that matters.
    dc_str block;  // text of its block
    size_t at;     // its first byte there
    size_t end;    // the byte behind it
    bool is_edged; // another part begins where it begins
    bool ends_edged;
} dc_piece;

// A stretch of text in its block, without line breaks.
typedef struct dc_cut {
    dc_str text;
    dc_str block;
    size_t at;
} dc_cut;

typedef struct dc_writer {
    void (*open)(void *ctx, const dc_piece *piece);
    void (*close)(void *ctx, const dc_piece *piece);
    void (*leaf)(void *ctx, const dc_piece *piece);
    void (*text)(void *ctx, const dc_cut *cut);
} dc_writer;

// What to write of a page.
typedef struct dc_doc {
    const decant_allocator *hook;
    const dc_blocks *blocks;
    const dc_verdict *verdicts;
    const dc_record *record;
    int32_t comments; // DECANT_COMMENTS_*
    bool has_links;
    bool has_images;
    bool has_tables;
    bool has_front;
    bool is_plain; // blocks are lines of a plain text
} dc_doc;

#endif
