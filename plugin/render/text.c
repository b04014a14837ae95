#include "render/text.h"

#include <decant/decant.h>

enum { NOTHING = UINT32_MAX, DEEPEST_LIST = 8, DEEPEST_ROW = 16 };

typedef struct row_note {
    uint32_t row;
    bool is_tabular;
} row_note;

typedef struct writer {
    const dc_blocks *blocks;
    dc_buf *out;
    // Where the block before was written; NOTHING at first.
    uint32_t row; // table row
    uint32_t cell;
    uint32_t list; // innermost list
    uint32_t item; // list item, term or definition
    uint32_t pre;
    bool is_first;
    row_note rows[DEEPEST_ROW]; // around the block at hand, so that each row is looked at once
    uint32_t n_rows;
} writer;

static bool is_list(uint32_t tag)
{
    return tag == DC_TAG_ul || tag == DC_TAG_ol || tag == DC_TAG_dl || tag == DC_TAG_menu ||
           tag == DC_TAG_dir;
}

static bool is_item(uint32_t tag)
{
    return tag == DC_TAG_li || tag == DC_TAG_dt || tag == DC_TAG_dd;
}

// A row is printed as one if it is no layout: more than one cell, and none holds several blocks.
static bool is_tabular(const dc_blocks *blocks, uint32_t row)
{
    uint32_t n_cells = 0;
    for (uint32_t i = row + 1; i < blocks->boxes[row].end; i = blocks->boxes[i].end) {
        if (blocks->boxes[i].last - blocks->boxes[i].first > 1)
            return false;
        n_cells += blocks->boxes[i].last > blocks->boxes[i].first;
    }
    return n_cells > 1;
}

// The row that a box is printed in, or NOTHING: of nested rows the inner ones are layout where the
// outer one is a row of a table. Blocks come in order, so a row that was left does not come back.
static uint32_t tabular_row(writer *w, uint32_t box)
{
    while (w->n_rows && !dc_box_within(w->blocks, box, w->rows[w->n_rows - 1].row))
        w->n_rows--;
    const uint32_t known = w->n_rows ? w->rows[w->n_rows - 1].row : NOTHING;
    uint32_t fresh[DEEPEST_ROW];
    uint32_t n = 0;
    for (uint32_t i = box; i && i != known; i = w->blocks->boxes[i].parent)
        if (w->blocks->boxes[i].tag == DC_TAG_tr && w->n_rows + n < DEEPEST_ROW)
            fresh[n++] = i;
    while (n) {
        const uint32_t row = fresh[--n];
        w->rows[w->n_rows++] = (row_note){row, is_tabular(w->blocks, row)};
    }
    for (uint32_t i = w->n_rows; i > 0; i--)
        if (w->rows[i - 1].is_tabular && w->rows[i - 1].row != box)
            return w->rows[i - 1].row;
    return NOTHING;
}

// The box above that is the child of `outer`.
static uint32_t child_of(const dc_blocks *blocks, uint32_t outer, uint32_t box)
{
    while (blocks->boxes[box].parent != outer)
        box = blocks->boxes[box].parent;
    return box;
}

typedef struct place {
    uint32_t row;
    uint32_t cell;
    uint32_t list;
    uint32_t item;
    uint32_t pre;
    uint32_t depth; // lists around
    bool is_marked; // an item of ul, ol, menu: gets "- "
} place;

static place place_of(writer *w, uint32_t box)
{
    const dc_blocks *blocks = w->blocks;
    place at = {NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, 0, false};
    at.row = tabular_row(w, box);
    if (at.row != NOTHING)
        at.cell = child_of(blocks, at.row, box);
    for (uint32_t i = box;; i = blocks->boxes[i].parent) {
        const dc_box *b = &blocks->boxes[i];
        if (at.item == NOTHING && at.list == NOTHING && is_item(b->tag)) {
            at.item = i;
            at.is_marked = b->tag == DC_TAG_li;
        } else if (is_list(b->tag)) {
            at.list = at.list == NOTHING ? i : at.list;
            at.depth++;
        }
        if (at.pre == NOTHING && b->tag == DC_TAG_pre)
            at.pre = i;
        if (i == 0 || b->tag == DC_TAG_td || b->tag == DC_TAG_article)
            return at;
    }
}

static void indent(writer *w, uint32_t depth)
{
    for (uint32_t i = 1; i < depth && i <= DEEPEST_LIST; i++)
        dc_buf_append(w->out, "  ", 2);
}

static bool is_nested(const writer *w, const place *at)
{
    return w->list != NOTHING && at->list != NOTHING &&
           (dc_box_within(w->blocks, at->list, w->list) ||
            dc_box_within(w->blocks, w->list, at->list));
}

// Items of one list, or of a list inside another, are neighbours; so are rows of one table.
static bool is_next_line(const writer *w, const place *at)
{
    if (at->row != NOTHING && w->row != NOTHING)
        return dc_box_above(w->blocks, at->row, DC_TAG_table) ==
               dc_box_above(w->blocks, w->row, DC_TAG_table);
    if (at->pre != NOTHING && at->pre == w->pre)
        return true;
    return at->row == NOTHING && at->item != NOTHING && at->item != w->item &&
           (is_nested(w, at) || (at->list == NOTHING && w->list == NOTHING && w->item != NOTHING));
}

// Tabs for the cells of a row between two of its boxes: an empty cell keeps its column.
static void tabs(writer *w, uint32_t row, uint32_t from, uint32_t to)
{
    const dc_box *boxes = w->blocks->boxes;
    for (uint32_t i = from == NOTHING ? row + 1 : from; i < to; i = boxes[i].end)
        if (boxes[i].tag == DC_TAG_td || boxes[i].tag == DC_TAG_th)
            dc_buf_char(w->out, '\t');
}

static void separate(writer *w, const place *at)
{
    const bool is_same_row = at->row != NOTHING && at->row == w->row;
    if (!w->is_first && !is_same_row)
        dc_buf_append(w->out, "\n\n", is_next_line(w, at) ? 1 : 2);
    if (is_same_row && at->cell == w->cell)
        dc_buf_char(w->out, ' ');
    else if (at->row != NOTHING)
        tabs(w, at->row, is_same_row ? w->cell : NOTHING, at->cell);
}

// Line breaks inside a list item or a cell would read as new items: they are indented, or blanks.
static void put(writer *w, const place *at, const dc_block *block)
{
    dc_str text = block->text;
    const bool is_pre = w->blocks->boxes[block->box].flags & DC_IS_PRE;
    while (is_pre && text.len && text.p[0] == '\n')
        text = dc_str_from(text, 1);
    if (is_pre || (at->row == NOTHING && at->item == NOTHING)) {
        dc_buf_add(w->out, text);
        return;
    }
    for (size_t stop; text.len; text = dc_str_from(text, stop)) {
        const char *nl = memchr(text.p, '\n', text.len);
        stop = nl ? (size_t)(nl - text.p) : text.len;
        dc_buf_append(w->out, text.p, stop);
        if (!nl)
            return;
        stop++;
        if (at->row != NOTHING) {
            dc_buf_char(w->out, ' ');
        } else {
            dc_buf_char(w->out, '\n');
            indent(w, at->depth + at->is_marked);
        }
    }
}

static void put_block(writer *w, const dc_block *block)
{
    const place at = place_of(w, block->box);
    separate(w, &at);
    if (at.row == NOTHING && at.item != NOTHING && at.item != w->item && at.is_marked) {
        indent(w, at.depth);
        dc_buf_append(w->out, "- ", 2);
    } else if (at.row == NOTHING && at.item != NOTHING && at.item == w->item && at.pre == NOTHING) {
        indent(w, at.depth + at.is_marked);
    }
    put(w, &at, block);
    w->row = at.row;
    w->cell = at.cell;
    w->list = at.list;
    w->item = at.item;
    w->pre = at.pre;
    w->is_first = false;
}

void dc_render_text(const dc_blocks *blocks, const dc_verdict *verdicts, bool with_comments,
                    dc_buf *out)
{
    writer w = {.blocks = blocks,
                .out = out,
                .row = NOTHING,
                .cell = NOTHING,
                .list = NOTHING,
                .item = NOTHING,
                .pre = NOTHING,
                .is_first = true};
    for (uint32_t i = 0; i < blocks->n; i++)
        if (verdicts[i].label == DECANT_CONTENT ||
            (with_comments && verdicts[i].label == DECANT_COMMENT))
            put_block(&w, &blocks->v[i]);
}

void dc_render_comments(const dc_comments *comments, dc_buf *out)
{
    for (uint32_t i = 0; i < comments->n; i++) {
        const dc_comment *c = &comments->v[i];
        if (i)
            dc_buf_append(out, "\n\n", 2);
        if (c->author.p || c->date.p) {
            dc_buf_add(out, c->author);
            if (c->author.p && c->date.p)
                dc_buf_append(out, ", ", 2);
            dc_buf_add(out, c->date);
            dc_buf_append(out, ":\n", 2);
        }
        dc_buf_add(out, c->text);
    }
}
