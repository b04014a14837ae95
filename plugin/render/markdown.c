#include "render/markdown.h"

#include "render/front.h"
#include "render/markdown_text.h"
#include "render/walk.h"

enum { LONGEST_PREFIX = 512, DEEPEST = 128, DEEPEST_COMMENT = 8 };

typedef struct level {
    size_t prefix;   // bytes of the prefix around it
    uint32_t number; // of the next item
    char mark;       // of items: "-", "*", ".", ")"
    bool has_item;
    bool is_item;
} level;

typedef struct writer {
    dc_buf *out;
    const dc_doc *doc;
    char prefix[LONGEST_PREFIX]; // of every line: quotes and indentation
    size_t prefix_len;
    level levels[DEEPEST]; // of open blocks
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
} writer;

static void add(writer *w, const char *s)
{
    dc_buf_add(w->out, dc_str_of(s));
}

static void new_line(writer *w)
{
    dc_buf_char(w->out, '\n');
    dc_buf_append(w->out, w->prefix, w->prefix_len);
    w->is_line_start = true;
}

// Blanks at the end of a line would be line breaks, or nothing.
static void end_line(writer *w)
{
    while (w->out->len && w->out->p[w->out->len - 1] == ' ')
        w->out->len--;
}

// A block begins: on a line of its own behind an empty one.
static void begin_block(writer *w)
{
    if (!w->is_fresh) {
        if (!w->is_tight) {
            new_line(w);
            end_line(w);
        }
        new_line(w);
    }
    w->is_fresh = false;
    w->is_tight = false;
    w->is_line_start = true;
    w->list_mark = 0;
}

static level *push(writer *w)
{
    level *l = &w->levels[w->n_levels < DEEPEST - 1 ? w->n_levels++ : w->n_levels];
    *l = (level){.prefix = w->prefix_len};
    return l;
}

static const level *pop(writer *w)
{
    const level *l = &w->levels[w->n_levels ? --w->n_levels : 0];
    w->prefix_len = l->prefix;
    return l;
}

static void indent(writer *w, const char *s, size_t len)
{
    if (w->prefix_len + len > LONGEST_PREFIX)
        return;
    memcpy(w->prefix + w->prefix_len, s, len);
    w->prefix_len += len;
}

static void put_number(writer *w, uint32_t n)
{
    dc_buf_number(w->out, n);
}

// ---- lists ----

// A list right behind another of its kind would go on with it, but for another mark.
static void open_list(writer *w, const dc_piece *piece)
{
    const char before = w->list_mark;
    const bool is_inner = w->n_levels && w->levels[w->n_levels - 1].is_item;
    level *l = push(w);
    l->number = piece->number;
    if (piece->part == DC_PART_LIST && piece->flag)
        l->mark = before == '.' ? ')' : '.';
    else
        l->mark = before == '-' ? '*' : '-';
    // A list whose first number is not 1 does not begin in the line behind a paragraph.
    w->is_tight = is_inner && !(piece->flag && piece->number != 1);
}

static level *list_of(writer *w)
{
    return &w->levels[w->n_levels ? w->n_levels - 1 : 0];
}

static void open_item(writer *w)
{
    level *list = list_of(w);
    const bool is_tight = list->has_item || w->is_tight;
    w->is_tight = is_tight;
    begin_block(w);
    list->has_item = true;
    const size_t before = w->out->len;
    if (list->mark == '.' || list->mark == ')')
        put_number(w, list->number++);
    dc_buf_char(w->out, list->mark);
    dc_buf_char(w->out, ' ');
    const size_t width = w->out->len - before;
    push(w)->is_item = true;
    indent(w, "            ", width < 12 ? width : 12);
    w->is_fresh = true;
}

static void close_item(writer *w)
{
    pop(w);
    w->is_fresh = false;
    w->is_tight = true;
    w->list_mark = 0;
}

// A detail goes on with the item of its term.
static void open_detail(writer *w)
{
    level *list = list_of(w);
    if (!list->has_item) {
        open_item(w);
        return;
    }
    w->is_tight = false;
    push(w);
    indent(w, "  ", 2);
}

static void close_list(writer *w)
{
    const char mark = pop(w)->mark;
    w->is_tight = false;
    w->is_fresh = false;
    w->list_mark = mark;
}

// ---- tables ----

static void put_cells_held(writer *w)
{
    while (w->column < w->width && w->hold[w->column]) {
        w->hold[w->column++]--;
        add(w, "  |");
    }
}

static void open_row(writer *w)
{
    if (!w->is_fresh)
        new_line(w);
    w->is_fresh = false;
    add(w, "|");
    w->column = 0;
}

static void close_row(writer *w)
{
    for (; w->column < w->width; w->column++) {
        w->hold[w->column] -= w->hold[w->column] > 0;
        add(w, "  |");
    }
    if (!w->is_header)
        return;
    w->is_header = false;
    new_line(w);
    add(w, "|");
    for (uint32_t i = 0; i < w->width; i++)
        add(w, " --- |");
}

static void open_cell(writer *w)
{
    put_cells_held(w);
    add(w, " ");
    w->in_cell = true;
    w->is_line = true;
    w->has_cell_text = false;
}

static void close_cell(writer *w, const dc_piece *piece)
{
    w->in_cell = false;
    w->is_line = false;
    add(w, " |");
    for (uint32_t i = 0; i < piece->columns && w->column < w->width; i++) {
        w->hold[w->column++] = piece->rows - 1;
        if (i)
            add(w, "  |");
    }
}

// Blocks of a cell stand in one line.
static void begin_in_cell(writer *w)
{
    if (w->has_cell_text)
        add(w, "<br>");
    w->has_cell_text = true;
}

// ---- blocks ----

static void put_fence(writer *w)
{
    for (uint32_t i = 0; i < w->fence; i++)
        dc_buf_char(w->out, '`');
}

static void open_code(writer *w, const dc_piece *piece)
{
    begin_block(w);
    w->fence = piece->number >= 3 ? piece->number + 1 : 3;
    put_fence(w);
    dc_buf_add(w->out, piece->text);
    new_line(w);
    w->in_code = true;
}

static void close_code(writer *w)
{
    put_fence(w);
    w->in_code = false;
}

static void open_heading(writer *w, const dc_piece *piece)
{
    begin_block(w);
    for (uint32_t i = 0; i < piece->number; i++)
        dc_buf_char(w->out, '#');
    dc_buf_char(w->out, ' ');
    w->is_line_start = false;
    w->is_line = true;
}

// "#" at the end of a heading would be taken for its end.
static void close_heading(writer *w)
{
    w->is_line = false;
    if (w->out->len && w->out->p[w->out->len - 1] == '#') {
        w->out->len--;
        add(w, "\\#");
    }
}

static void open_note(writer *w, const dc_piece *piece)
{
    begin_block(w);
    add(w, "[^");
    put_number(w, piece->number);
    add(w, "]: ");
    push(w);
    indent(w, "    ", 4);
    w->is_fresh = true;
}

static void open_quote(writer *w)
{
    begin_block(w);
    add(w, "> ");
    push(w);
    indent(w, "> ", 2);
    w->is_fresh = true;
}

static void close_quote(writer *w)
{
    pop(w);
    w->is_fresh = false;
    w->is_tight = false;
}

static void open_comment(writer *w, const dc_piece *piece)
{
    const uint32_t depth = piece->number < DEEPEST_COMMENT ? piece->number : DEEPEST_COMMENT;
    begin_block(w);
    push(w);
    for (uint32_t i = 0; i <= depth; i++) {
        add(w, "> ");
        indent(w, "> ", 2);
    }
    w->is_fresh = true;
    if (!piece->text.p && !piece->url.p)
        return;
    w->is_fresh = false;
    add(w, "**");
    dc_md_plain(w->out, piece->text.p ? dc_str_trim(piece->text) : dc_str_trim(piece->url));
    add(w, "**");
    if (piece->text.p && piece->url.p) {
        add(w, ", ");
        dc_md_plain(w->out, dc_str_trim(piece->url));
    }
}

static void open_comments(writer *w)
{
    begin_block(w);
    add(w, "## Comments");
}

// ---- inside of text ----

static const char *emphasis_mark(dc_part part)
{
    switch (part) {
    case DC_PART_EM:
        return "*";
    case DC_PART_STRONG:
        return "**";
    case DC_PART_DELETED:
        return "~~";
    default:
        return NULL;
    }
}

// Stars of two emphases side by side would be taken for one run: that is read as meant only where
// both are around the same text.
static bool is_clear(const writer *w, const dc_piece *piece)
{
    if (w->emphasis_end == w->out->len && w->out->len)
        return false;
    if (w->n_around == 0)
        return true;
    const dc_piece *outer = &w->around[w->n_around - 1];
    const bool begins = outer->at == piece->at;
    const bool ends = outer->end == piece->end;
    return w->n_around < 2 && begins == ends;
}

static void open_emphasis(writer *w, const dc_piece *piece)
{
    if (!is_clear(w, piece) || !dc_md_flanks(w->out, piece))
        return;
    add(w, emphasis_mark(piece->part));
    w->written |= 1u << piece->part;
    w->around[w->n_around++] = *piece;
    w->is_line_start = false;
}

static void close_emphasis(writer *w, const dc_piece *piece)
{
    if (!(w->written & 1u << piece->part))
        return;
    w->written &= ~(1u << piece->part);
    w->n_around -= w->n_around > 0;
    add(w, emphasis_mark(piece->part));
    w->emphasis_end = w->out->len;
}

// "!" in front of a link would make an image of it.
static void put_bracket(writer *w)
{
    if (w->out->len && w->out->p[w->out->len - 1] == '!') {
        w->out->len--;
        add(w, "\\!");
    }
    add(w, "[");
    w->is_line_start = false;
}

static void put_target(writer *w, dc_str url)
{
    add(w, "](");
    for (size_t i = 0; i < url.len; i++) {
        if (w->in_cell && url.p[i] == '|')
            add(w, "%7C");
        else if (url.p[i] == '&' && memchr(url.p + i, ';', url.len - i))
            dc_buf_append(w->out, (char[]){'\\', url.p[i]}, 2);
        else
            dc_buf_char(w->out, url.p[i]);
    }
    add(w, ")");
}

static void put_image(writer *w, const dc_piece *piece)
{
    add(w, "![");
    dc_md_plain(w->out, piece->text);
    put_target(w, piece->url);
    w->is_line_start = false;
}

// Two code spans side by side would be taken apart elsewhere: they are one.
static void put_code(writer *w, dc_str text)
{
    if (w->out->len == w->code_end && w->out->len)
        w->out->len = w->code_begin;
    else
        w->code.len = 0;
    w->code_begin = w->out->len;
    dc_buf_add(&w->code, text);
    dc_md_code(w->out, dc_buf_str(&w->code), w->in_cell);
    w->code_end = w->out->len;
    w->is_line_start = false;
}

static void put_formula(writer *w, const dc_piece *piece)
{
    add(w, "$");
    dc_md_code(w->out, piece->text, w->in_cell);
    add(w, "$");
    w->is_line_start = false;
}

static void put_formula_block(writer *w, const dc_piece *piece)
{
    if (w->in_cell) {
        begin_in_cell(w);
        put_formula(w, piece);
        return;
    }
    begin_block(w);
    uint32_t longest = 0;
    uint32_t n = 0;
    for (size_t i = 0; i < piece->text.len; i++) {
        n = piece->text.p[i] == '`' ? n + 1 : 0;
        longest = n > longest ? n : longest;
    }
    w->fence = longest >= 3 ? longest + 1 : 3;
    put_fence(w);
    add(w, "math");
    new_line(w);
    for (size_t i = 0; i < piece->text.len; i++) {
        if (piece->text.p[i] == '\n')
            new_line(w);
        else
            dc_buf_char(w->out, piece->text.p[i]);
    }
    new_line(w);
    put_fence(w);
}

static void put_break(writer *w)
{
    if (w->in_code) {
        new_line(w);
    } else if (w->in_cell) {
        add(w, "<br>");
    } else if (w->is_line) {
        add(w, " ");
    } else {
        end_line(w);
        add(w, dc_md_ends_bare(w->out) ? "  " : "\\");
        new_line(w);
    }
}

// ---- the writer ----

static bool is_block_in_cell(const writer *w, dc_part part)
{
    return w->in_cell && part != DC_PART_CELL && part < DC_PART_LINK;
}

static void open(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    if (is_block_in_cell(w, piece->part)) {
        if (piece->part == DC_PART_PARAGRAPH || piece->part == DC_PART_HEADING ||
            piece->part == DC_PART_TERM || piece->part == DC_PART_CAPTION ||
            piece->part == DC_PART_CODE)
            begin_in_cell(w);
        return;
    }
    switch (piece->part) {
    case DC_PART_PARAGRAPH:
    case DC_PART_CAPTION:
        begin_block(w);
        break;
    case DC_PART_HEADING:
        open_heading(w, piece);
        break;
    case DC_PART_LIST:
    case DC_PART_TERMS:
        open_list(w, piece);
        break;
    case DC_PART_ITEM:
        open_item(w);
        break;
    case DC_PART_TERM:
        open_item(w);
        begin_block(w);
        break;
    case DC_PART_DETAIL:
        open_detail(w);
        break;
    case DC_PART_QUOTE:
        open_quote(w);
        break;
    case DC_PART_CODE:
        open_code(w, piece);
        break;
    case DC_PART_TABLE:
        w->is_tight = false;
        begin_block(w);
        w->is_fresh = true;
        w->width = piece->columns;
        w->is_header = true;
        memset(w->hold, 0, sizeof w->hold);
        break;
    case DC_PART_ROW:
        open_row(w);
        break;
    case DC_PART_CELL:
        open_cell(w);
        break;
    case DC_PART_NOTE:
        open_note(w, piece);
        break;
    case DC_PART_COMMENTS:
        open_comments(w);
        break;
    case DC_PART_COMMENT:
        open_comment(w, piece);
        break;
    case DC_PART_LINK:
        put_bracket(w);
        w->urls.len = 0;
        dc_buf_add(&w->urls, piece->url);
        break;
    case DC_PART_EM:
    case DC_PART_STRONG:
    case DC_PART_DELETED:
        open_emphasis(w, piece);
        break;
    case DC_PART_SUB:
        add(w, "<sub>");
        break;
    case DC_PART_SUP:
        add(w, "<sup>");
        break;
    default:
        break;
    }
}

static void close(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    if (is_block_in_cell(w, piece->part))
        return;
    switch (piece->part) {
    case DC_PART_HEADING:
        close_heading(w);
        break;
    case DC_PART_LIST:
    case DC_PART_TERMS:
        close_list(w);
        break;
    case DC_PART_ITEM:
    case DC_PART_TERM:
    case DC_PART_DETAIL:
        close_item(w);
        break;
    case DC_PART_QUOTE:
    case DC_PART_NOTE:
    case DC_PART_COMMENT:
        close_quote(w);
        break;
    case DC_PART_CODE:
        close_code(w);
        break;
    case DC_PART_ROW:
        close_row(w);
        break;
    case DC_PART_CELL:
        close_cell(w, piece);
        break;
    case DC_PART_LINK:
        put_target(w, dc_buf_str(&w->urls));
        break;
    case DC_PART_EM:
    case DC_PART_STRONG:
    case DC_PART_DELETED:
        close_emphasis(w, piece);
        break;
    case DC_PART_SUB:
        add(w, "</sub>");
        break;
    case DC_PART_SUP:
        add(w, "</sup>");
        break;
    default:
        break;
    }
    // Behind the text of an item stands what it holds besides.
    if (piece->part == DC_PART_PARAGRAPH) {
        end_line(w);
        w->is_tight = false;
    }
}

static void leaf(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    switch (piece->part) {
    case DC_PART_CODE_SPAN:
        put_code(w, piece->text);
        break;
    case DC_PART_FORMULA:
        put_formula(w, piece);
        break;
    case DC_PART_FORMULA_BLOCK:
        put_formula_block(w, piece);
        break;
    case DC_PART_IMAGE_BLOCK:
        if (w->in_cell)
            begin_in_cell(w);
        else
            begin_block(w);
        put_image(w, piece);
        break;
    case DC_PART_IMAGE:
        put_image(w, piece);
        break;
    case DC_PART_NOTE_REF:
        add(w, "[^");
        put_number(w, piece->number);
        add(w, "]");
        w->is_line_start = false;
        break;
    case DC_PART_BREAK:
        put_break(w);
        break;
    case DC_PART_RULE:
        if (w->in_cell)
            break;
        begin_block(w);
        add(w, "___");
        break;
    default:
        break;
    }
}

static void text(void *ctx, const dc_cut *cut)
{
    writer *w = ctx;
    if (w->in_code) {
        dc_buf_add(w->out, cut->text);
        return;
    }
    dc_cut bare = *cut;
    while (w->is_line_start && bare.text.len && dc_is_space(bare.text.p[0])) {
        bare.text = dc_str_from(bare.text, 1);
        bare.at++;
    }
    if (bare.text.len)
        dc_md_text(w->out, &bare, (dc_md_place){w->is_line_start && !w->is_line, w->in_cell});
    w->is_line_start = w->is_line_start && !bare.text.len;
}

decant_status dc_render_markdown(const dc_doc *doc, dc_buf *out)
{
    static const dc_writer markdown = {open, close, leaf, text};
    writer w = {.out = out,
                .doc = doc,
                .urls = dc_buf_on(doc->hook, SIZE_MAX / 2),
                .code = dc_buf_on(doc->hook, SIZE_MAX / 2)};
    w.is_fresh = true;
    w.emphasis_end = SIZE_MAX;
    if (doc->has_front) {
        dc_front_yaml(doc->record, out);
        dc_buf_char(out, '\n');
    }
    const size_t before = out->len;
    const decant_status status = dc_walk(doc, &markdown, &w);
    if (out->len > before)
        dc_buf_char(out, '\n');
    dc_buf_free(&w.urls);
    dc_buf_free(&w.code);
    return status;
}
