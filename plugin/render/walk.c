#include "render/walk.h"

#include "render/inline.h"
#include "render/listing.h"

enum { DEEPEST = 48, VIRTUAL = UINT32_MAX - 1 };

typedef struct open_part {
    uint32_t box; // or VIRTUAL: an item that is not there
    dc_piece piece;
} open_part;

typedef struct walker {
    const dc_doc *doc;
    const dc_blocks *blocks;
    dc_plan plan;
    dc_inliner in;
    const dc_writer *writer;
    void *ctx;
    open_part open[2 * DEEPEST];
    uint32_t n_open;
    uint32_t floor; // parts below this one are around the cell at hand
    uint32_t root;  // box of that cell, or DC_NO_BOX
} walker;

// ---- parts that open ----

static uint32_t longest_run(const walker *w, uint32_t pre)
{
    const dc_box *box = &w->blocks->boxes[pre];
    uint32_t most = 0;
    for (uint32_t i = box->first; i < box->last; i++) {
        const dc_str text = w->blocks->v[i].text;
        uint32_t n = 0;
        for (size_t k = 0; k < text.len; k++) {
            n = text.p[k] == '`' ? n + 1 : 0;
            most = n > most ? n : most;
        }
    }
    return most;
}

static dc_piece piece_of(const walker *w, uint32_t box)
{
    const dc_box *b = &w->blocks->boxes[box];
    dc_piece piece = {.part = (dc_part)w->plan.kind[box]};
    switch (piece.part) {
    case DC_PART_HEADING:
        piece.number = (uint32_t)b->tag - DC_TAG_h1 + 1;
        break;
    case DC_PART_LIST:
        piece.flag = b->tag == DC_TAG_ol;
        piece.number = dc_plan_span(w->blocks, box, DC_STR("start"), 99999999);
        break;
    case DC_PART_CODE:
        piece.text = dc_listing_language(&w->plan, box);
        piece.number = longest_run(w, box);
        break;
    case DC_PART_NOTE:
        piece.number = dc_plan_note_of_box(&w->plan, box);
        break;
    default:
        break;
    }
    return piece;
}

static void open_part_of(walker *w, uint32_t box, dc_piece piece)
{
    if (w->n_open == 2 * DEEPEST)
        return;
    w->open[w->n_open++] = (open_part){box, piece};
    w->writer->open(w->ctx, &piece);
}

static void close_down_to(walker *w, uint32_t n)
{
    while (w->n_open > n) {
        w->n_open--;
        w->writer->close(w->ctx, &w->open[w->n_open].piece);
    }
}

// ---- where a block stands ----

typedef struct chain {
    uint32_t box[2 * DEEPEST]; // outermost first
    uint32_t n;
} chain;

static bool is_list(dc_part part)
{
    return part == DC_PART_LIST || part == DC_PART_TERMS;
}

static bool is_item(dc_part part)
{
    return part == DC_PART_ITEM || part == DC_PART_TERM || part == DC_PART_DETAIL;
}

static dc_part kind_in(const walker *w, const chain *c, uint32_t i)
{
    return i < c->n ? (dc_part)w->plan.kind[c->box[i]] : DC_PART_NONE;
}

// What stands in a list but in none of its items belongs to the item before it.
static chain chain_of(const walker *w, uint32_t box)
{
    uint32_t inner[DEEPEST];
    uint32_t n = 0;
    for (uint32_t h = w->plan.holder[box]; h != DC_NO_BOX && h != w->root && n < DEEPEST;
         h = h ? w->plan.holder[w->blocks->boxes[h].parent] : DC_NO_BOX)
        if (w->plan.kind[h] != DC_PART_NOTE || w->plan.is_cited[dc_plan_note_of_box(&w->plan, h)])
            inner[n++] = h;
    chain bare = {.n = 0};
    while (n)
        bare.box[bare.n++] = inner[--n];
    chain c = {.n = 0};
    for (uint32_t i = 0; i < bare.n; i++) {
        c.box[c.n++] = bare.box[i];
        if (is_list(kind_in(w, &bare, i)) && !is_item(kind_in(w, &bare, i + 1)))
            c.box[c.n++] = VIRTUAL;
    }
    return c;
}

static bool is_same(const open_part *open, uint32_t box)
{
    return open->box == box ||
           (box == VIRTUAL && is_item(open->piece.part) && open->piece.part != DC_PART_TERM);
}

// Closes what does not go on and opens what begins; up to n parts of the chain.
static void go_to(walker *w, const chain *c, uint32_t n)
{
    uint32_t common = 0;
    while (common < n && w->floor + common < w->n_open &&
           is_same(&w->open[w->floor + common], c->box[common]))
        common++;
    close_down_to(w, w->floor + common);
    for (uint32_t i = common; i < n; i++) {
        const dc_part above = w->n_open ? w->open[w->n_open - 1].piece.part : DC_PART_NONE;
        if (c->box[i] == VIRTUAL)
            open_part_of(
                w, VIRTUAL,
                (dc_piece){.part = above == DC_PART_TERMS ? DC_PART_DETAIL : DC_PART_ITEM});
        else
            open_part_of(w, c->box[i], piece_of(w, c->box[i]));
    }
}

static bool is_inside(const walker *w, dc_part part)
{
    for (uint32_t i = w->floor; i < w->n_open; i++)
        if (w->open[i].piece.part == part)
            return true;
    return false;
}

// ---- blocks ----

static bool holds_text_alone(dc_part part)
{
    return part == DC_PART_CODE || part == DC_PART_HEADING || part == DC_PART_TERM ||
           part == DC_PART_CAPTION;
}

static void write_code(walker *w, const dc_block *block)
{
    dc_str text = block->text;
    const dc_box *pre = &w->blocks->boxes[w->open[w->n_open - 1].box];
    const bool is_first = block == &w->blocks->v[pre->first];
    while (is_first && text.len && text.p[0] == '\n')
        text = dc_str_from(text, 1);
    const dc_piece end = {.part = DC_PART_BREAK};
    dc_inline_text(&w->in, text);
    w->writer->leaf(w->ctx, &end);
}

// A formula that is all of its block stands on its own.
static bool write_formula(walker *w, uint32_t i)
{
    const dc_str text = w->blocks->v[i].text;
    for (uint32_t m = w->plan.marks[i]; m < w->plan.marks[i + 1]; m++) {
        const dc_mark *mark = &w->blocks->marks[m];
        if (mark->tag != DC_TAG_math || mark->at != 0 || mark->len != text.len)
            continue;
        const dc_piece piece = {
            .part = DC_PART_FORMULA_BLOCK, .text = dc_inline_tex(text), .block = text};
        w->writer->leaf(w->ctx, &piece);
        return true;
    }
    return false;
}

static void write_block(walker *w, uint32_t i)
{
    const dc_block *block = &w->blocks->v[i];
    const chain c = chain_of(w, block->box);
    go_to(w, &c, c.n);
    const dc_part top = w->n_open > w->floor ? w->open[w->n_open - 1].piece.part : DC_PART_NONE;
    const bool in_note = is_inside(w, DC_PART_NOTE);
    if (top == DC_PART_CODE) {
        write_code(w, block);
        return;
    }
    if (holds_text_alone(top)) {
        const dc_piece gap = {.part = DC_PART_BREAK};
        if (w->open[w->n_open - 1].piece.rows++) // blocks in it so far
            w->writer->leaf(w->ctx, &gap);
        dc_inline_write(&w->in, i, in_note);
        return;
    }
    if (write_formula(w, i))
        return;
    const dc_piece paragraph = {.part = DC_PART_PARAGRAPH};
    w->writer->open(w->ctx, &paragraph);
    dc_inline_write(&w->in, i, in_note);
    w->writer->close(w->ctx, &paragraph);
}

static uint32_t table_around(const walker *w, uint32_t box)
{
    uint32_t found = DC_NO_BOX;
    for (uint32_t h = w->plan.holder[box]; h != DC_NO_BOX && h != w->root;
         h = h ? w->plan.holder[w->blocks->boxes[h].parent] : DC_NO_BOX)
        if (w->plan.kind[h] == DC_PART_TABLE)
            found = h;
    return found;
}

static void write_alone(walker *w, uint32_t m)
{
    const dc_mark *mark = &w->blocks->marks[m];
    dc_piece piece = {.part = DC_PART_RULE};
    if (!mark->is_alone || !dc_plan_keeps_alone(&w->plan, mark) || mark->tag == DC_TAG_source)
        return;
    if (mark->tag == DC_TAG_img && !dc_inline_image(&w->in, m, &piece))
        return;
    chain c = chain_of(w, mark->box);
    while (c.n && c.box[c.n - 1] != VIRTUAL &&
           holds_text_alone((dc_part)w->plan.kind[c.box[c.n - 1]]))
        c.n--;
    if (c.n && c.box[c.n - 1] != VIRTUAL && is_list((dc_part)w->plan.kind[c.box[c.n - 1]]))
        c.box[c.n++] = VIRTUAL;
    go_to(w, &c, c.n);
    if (piece.part == DC_PART_IMAGE)
        piece.part = DC_PART_IMAGE_BLOCK;
    w->writer->leaf(w->ctx, &piece);
}

// Images and rules in front of block i, if they stand in that box (DC_NO_BOX: in no table).
static void write_between(walker *w, uint32_t i, uint32_t within)
{
    for (uint32_t m = w->plan.marks[i]; m < w->plan.marks[i + 1]; m++) {
        const dc_mark *mark = &w->blocks->marks[m];
        if (!mark->is_alone || (within == DC_NO_BOX ? table_around(w, mark->box) != DC_NO_BOX
                                                    : !dc_box_within(w->blocks, mark->box, within)))
            continue;
        write_alone(w, m);
    }
}

// ---- tables ----

static void write_cell(walker *w, uint32_t cell, uint32_t columns, uint32_t rows)
{
    const dc_box *box = &w->blocks->boxes[cell];
    const dc_piece piece = {
        .part = DC_PART_CELL, .flag = box->tag == DC_TAG_th, .columns = columns, .rows = rows};
    const uint32_t floor = w->floor;
    w->writer->open(w->ctx, &piece);
    w->floor = w->n_open;
    w->root = cell;
    for (uint32_t i = box->first; i <= box->last; i++) {
        write_between(w, i, cell);
        if (i < box->last && w->plan.is_kept[i])
            write_block(w, i);
    }
    close_down_to(w, w->floor);
    w->floor = floor;
    w->root = DC_NO_BOX;
    w->writer->close(w->ctx, &piece);
}

static bool is_cell(const dc_box *box)
{
    return box->tag == DC_TAG_td || box->tag == DC_TAG_th;
}

static uint32_t count_cells(const walker *w, uint32_t row)
{
    const dc_box *boxes = w->blocks->boxes;
    uint32_t n = 0;
    for (uint32_t i = row + 1; i < boxes[row].end; i = boxes[i].end)
        n += is_cell(&boxes[i]);
    return n;
}

// Rows of a table are few columns wide: a span leaves room for the cells behind it.
static void write_row(walker *w, uint32_t row, uint32_t width, uint32_t rows_left, uint32_t *hold)
{
    const dc_box *boxes = w->blocks->boxes;
    const dc_piece piece = {.part = DC_PART_ROW};
    w->writer->open(w->ctx, &piece);
    uint32_t at = 0;
    uint32_t n_cells = count_cells(w, row);
    for (uint32_t i = row + 1; i < boxes[row].end; i = boxes[i].end) {
        if (!is_cell(&boxes[i]))
            continue;
        while (at < width && hold[at])
            hold[at++]--;
        n_cells--;
        const uint32_t room = at + n_cells < width ? width - at - n_cells : 1;
        uint32_t columns = dc_plan_span(w->blocks, i, DC_STR("colspan"), room);
        const uint32_t rows = dc_plan_span(w->blocks, i, DC_STR("rowspan"), rows_left);
        for (uint32_t k = 1; k < columns; k++)
            columns = at + k < width && hold[at + k] ? k : columns;
        for (uint32_t k = at; k < at + columns && k < width; k++)
            hold[k] = rows - 1;
        write_cell(w, i, columns, rows);
        at += columns;
    }
    for (; at < width; at++)
        hold[at] -= hold[at] > 0;
    w->writer->close(w->ctx, &piece);
}

static uint32_t count_rows(const walker *w, uint32_t table)
{
    const dc_box *boxes = w->blocks->boxes;
    uint32_t n = 0;
    for (uint32_t i = table + 1; i < boxes[table].end; i++)
        n += boxes[i].tag == DC_TAG_tr &&
             dc_plan_kept_in(&w->plan, boxes[i].first, boxes[i].last) > 0;
    return n;
}

// What stands in a table but in no row, a caption above all, goes in front of it, or behind.
static void write_captions(walker *w, uint32_t table, uint32_t from, uint32_t to)
{
    w->root = table;
    const uint32_t floor = w->floor;
    w->floor = w->n_open;
    for (uint32_t i = from; i < to; i++) {
        const uint32_t row = dc_box_above(w->blocks, w->blocks->v[i].box, DC_TAG_tr);
        if (w->plan.is_kept[i] && (row == UINT32_MAX || !dc_box_within(w->blocks, row, table)))
            write_block(w, i);
    }
    close_down_to(w, w->floor);
    w->floor = floor;
    w->root = DC_NO_BOX;
}

static uint32_t first_row_block(const walker *w, uint32_t table)
{
    const dc_box *boxes = w->blocks->boxes;
    for (uint32_t i = table + 1; i < boxes[table].end; i++)
        if (boxes[i].tag == DC_TAG_tr && boxes[i].last > boxes[i].first)
            return boxes[i].first;
    return boxes[table].last;
}

static void write_table(walker *w, uint32_t table)
{
    const dc_box *boxes = w->blocks->boxes;
    const uint32_t width = w->plan.columns[table];
    uint32_t hold[DC_MOST_COLUMNS] = {0};
    uint32_t rows_left = count_rows(w, table);
    const chain c = chain_of(w, table);
    go_to(w, &c, c.n - 1);
    const uint32_t row = first_row_block(w, table);
    write_captions(w, table, boxes[table].first, row);
    const dc_piece piece = {.part = DC_PART_TABLE, .columns = width};
    w->writer->open(w->ctx, &piece);
    for (uint32_t i = table + 1; i < boxes[table].end; i++)
        if (boxes[i].tag == DC_TAG_tr &&
            dc_plan_kept_in(&w->plan, boxes[i].first, boxes[i].last) > 0)
            write_row(w, i, width, rows_left--, hold);
    w->writer->close(w->ctx, &piece);
    write_captions(w, table, row, boxes[table].last);
}

// ---- the page ----

static void write_blocks(walker *w)
{
    const dc_blocks *b = w->blocks;
    for (uint32_t i = 0; i < b->n; i++) {
        write_between(w, i, DC_NO_BOX);
        if (!w->plan.is_kept[i])
            continue;
        const uint32_t table = table_around(w, b->v[i].box);
        if (table == DC_NO_BOX) {
            write_block(w, i);
            continue;
        }
        write_table(w, table);
        i = b->boxes[table].last - 1;
    }
    write_between(w, b->n, DC_NO_BOX);
    close_down_to(w, 0);
}

// Paragraphs of a text: stretches of lines between blank ones.
static void write_paragraphs(walker *w, dc_str text)
{
    const dc_piece paragraph = {.part = DC_PART_PARAGRAPH};
    while ((text = dc_str_trim(text)).len) {
        size_t end = dc_str_find(text, DC_STR("\n\n"));
        end = end == DC_STR_NPOS ? text.len : end;
        w->writer->open(w->ctx, &paragraph);
        dc_inline_text(&w->in, dc_str_trim((dc_str){text.p, end}));
        w->writer->close(w->ctx, &paragraph);
        text = dc_str_from(text, end);
    }
}

static void write_comments(walker *w)
{
    const dc_comments *all = w->doc->record->comments;
    const dc_piece piece = {.part = DC_PART_COMMENTS};
    if (w->doc->comments != DECANT_COMMENTS_SEPARATE || !all || !all->n)
        return;
    w->writer->open(w->ctx, &piece);
    for (uint32_t i = 0; i < all->n; i++) {
        const dc_comment *c = &all->v[i];
        const dc_piece one = {
            .part = DC_PART_COMMENT, .number = c->depth, .text = c->author, .url = c->date};
        w->writer->open(w->ctx, &one);
        write_paragraphs(w, c->text);
        w->writer->close(w->ctx, &one);
    }
    w->writer->close(w->ctx, &piece);
}

typedef struct planning {
    dc_arena *arena;
    walker *w;
} planning;

static void make_plan(void *ctx, dc_guard *guard)
{
    (void)guard;
    planning *p = ctx;
    dc_plan_make(p->arena, p->w->doc, &p->w->plan);
}

static void write_all(walker *w)
{
    const dc_doc *doc = w->doc;
    w->in = (dc_inliner){.doc = doc,
                         .plan = &w->plan,
                         .writer = w->writer,
                         .ctx = w->ctx,
                         .alt = dc_buf_on(doc->hook, 65536)};
    dc_linker_begin(&w->in.linker, doc->blocks, doc->hook);
    if (doc->is_plain)
        write_paragraphs(w, doc->record->text);
    else
        write_blocks(w);
    write_comments(w);
    dc_linker_end(&w->in.linker);
    dc_buf_free(&w->in.alt);
}

decant_status dc_walk(const dc_doc *doc, const dc_writer *writer, void *ctx)
{
    walker w = {.doc = doc, .blocks = doc->blocks, .writer = writer, .ctx = ctx, .root = DC_NO_BOX};
    planning p = {dc_arena_new(doc->hook, 0), &w};
    if (!p.arena)
        return DECANT_E_NOMEM;
    // Writers hold memory of libraries: only the plan is made under the guard.
    const decant_status status = dc_guard_run(make_plan, &p);
    if (status == DECANT_OK)
        write_all(&w);
    dc_arena_free(p.arena);
    return status;
}
