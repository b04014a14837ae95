#include "render/markdown.h"

#include "render/front.h"
#include "render/markdown_state.h"
#include "render/markdown_text.h"
#include "render/walk.h"

enum { DEEPEST_COMMENT = 8 };

static void put_fence(dc_md *w)
{
    for (uint32_t i = 0; i < w->fence; i++)
        dc_buf_char(w->out, '`');
}

static void open_code(dc_md *w, const dc_piece *piece)
{
    dc_md_begin_block(w);
    w->fence = piece->number >= 3 ? piece->number + 1 : 3;
    put_fence(w);
    dc_buf_add(w->out, piece->text);
    dc_md_new_line(w);
    w->in_code = true;
}

static void close_code(dc_md *w)
{
    put_fence(w);
    w->in_code = false;
}

static void open_heading(dc_md *w, const dc_piece *piece)
{
    dc_md_begin_block(w);
    for (uint32_t i = 0; i < piece->number; i++)
        dc_buf_char(w->out, '#');
    dc_buf_char(w->out, ' ');
    w->is_line_start = false;
    w->is_line = true;
}

// "#" at the end of a heading would be taken for its end.
static void close_heading(dc_md *w)
{
    w->is_line = false;
    if (w->out->len && w->out->p[w->out->len - 1] == '#') {
        w->out->len--;
        dc_md_add(w, "\\#");
    }
}

static void open_note(dc_md *w, const dc_piece *piece)
{
    dc_md_begin_block(w);
    dc_md_add(w, "[^");
    dc_buf_number(w->out, piece->number);
    dc_md_add(w, "]: ");
    dc_md_push(w);
    dc_md_indent(w, "    ", 4);
    w->is_fresh = true;
}

static void open_quote(dc_md *w)
{
    dc_md_begin_block(w);
    dc_md_add(w, "> ");
    dc_md_push(w);
    dc_md_indent(w, "> ", 2);
    w->is_fresh = true;
}

static void close_quote(dc_md *w)
{
    dc_md_pop(w);
    w->is_fresh = false;
    w->is_tight = false;
}

static void open_comment(dc_md *w, const dc_piece *piece)
{
    const uint32_t depth = piece->number < DEEPEST_COMMENT ? piece->number : DEEPEST_COMMENT;
    dc_md_begin_block(w);
    dc_md_push(w);
    for (uint32_t i = 0; i <= depth; i++) {
        dc_md_add(w, "> ");
        dc_md_indent(w, "> ", 2);
    }
    w->is_fresh = true;
    if (!piece->text.p && !piece->url.p)
        return;
    w->is_fresh = false;
    dc_md_add(w, "**");
    dc_md_plain(w->out, piece->text.p ? dc_str_trim(piece->text) : dc_str_trim(piece->url));
    dc_md_add(w, "**");
    if (piece->text.p && piece->url.p) {
        dc_md_add(w, ", ");
        dc_md_plain(w->out, dc_str_trim(piece->url));
    }
}

static void open_comments(dc_md *w)
{
    dc_md_begin_block(w);
    dc_md_add(w, "## Comments");
}

static void put_formula_block(dc_md *w, const dc_piece *piece)
{
    if (w->in_cell) {
        dc_md_begin_in_cell(w);
        dc_md_put_formula(w, piece);
        return;
    }
    dc_md_begin_block(w);
    uint32_t longest = 0;
    uint32_t n = 0;
    for (size_t i = 0; i < piece->text.len; i++) {
        n = piece->text.p[i] == '`' ? n + 1 : 0;
        longest = n > longest ? n : longest;
    }
    w->fence = longest >= 3 ? longest + 1 : 3;
    put_fence(w);
    dc_md_add(w, "math");
    dc_md_new_line(w);
    for (size_t i = 0; i < piece->text.len; i++) {
        if (piece->text.p[i] == '\n')
            dc_md_new_line(w);
        else
            dc_buf_char(w->out, piece->text.p[i]);
    }
    dc_md_new_line(w);
    put_fence(w);
}

// ---- the writer ----

static bool is_block_in_cell(const dc_md *w, dc_part part)
{
    return w->in_cell && part != DC_PART_CELL && part < DC_PART_LINK;
}

static void open(void *ctx, const dc_piece *piece)
{
    dc_md *w = ctx;
    if (is_block_in_cell(w, piece->part)) {
        if (piece->part == DC_PART_PARAGRAPH || piece->part == DC_PART_HEADING ||
            piece->part == DC_PART_TERM || piece->part == DC_PART_CAPTION ||
            piece->part == DC_PART_CODE)
            dc_md_begin_in_cell(w);
        return;
    }
    switch (piece->part) {
    case DC_PART_PARAGRAPH:
    case DC_PART_CAPTION:
        dc_md_begin_block(w);
        break;
    case DC_PART_HEADING:
        open_heading(w, piece);
        break;
    case DC_PART_LIST:
    case DC_PART_TERMS:
        dc_md_open_list(w, piece);
        break;
    case DC_PART_ITEM:
        dc_md_open_item(w);
        break;
    case DC_PART_TERM:
        dc_md_open_item(w);
        dc_md_begin_block(w);
        break;
    case DC_PART_DETAIL:
        dc_md_open_detail(w);
        break;
    case DC_PART_QUOTE:
        open_quote(w);
        break;
    case DC_PART_CODE:
        open_code(w, piece);
        break;
    case DC_PART_TABLE:
        dc_md_open_table(w, piece);
        break;
    case DC_PART_ROW:
        dc_md_open_row(w);
        break;
    case DC_PART_CELL:
        dc_md_open_cell(w);
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
        dc_md_open_link(w, piece);
        break;
    case DC_PART_EM:
    case DC_PART_STRONG:
    case DC_PART_DELETED:
        dc_md_open_emphasis(w, piece);
        break;
    case DC_PART_SUB:
        dc_md_add(w, "<sub>");
        break;
    case DC_PART_SUP:
        dc_md_add(w, "<sup>");
        break;
    default:
        break;
    }
}

static void close(void *ctx, const dc_piece *piece)
{
    dc_md *w = ctx;
    if (is_block_in_cell(w, piece->part))
        return;
    switch (piece->part) {
    case DC_PART_HEADING:
        close_heading(w);
        break;
    case DC_PART_LIST:
    case DC_PART_TERMS:
        dc_md_close_list(w);
        break;
    case DC_PART_ITEM:
    case DC_PART_TERM:
    case DC_PART_DETAIL:
        dc_md_close_item(w);
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
        dc_md_close_row(w);
        break;
    case DC_PART_CELL:
        dc_md_close_cell(w, piece);
        break;
    case DC_PART_LINK:
        dc_md_close_link(w);
        break;
    case DC_PART_EM:
    case DC_PART_STRONG:
    case DC_PART_DELETED:
        dc_md_close_emphasis(w, piece);
        break;
    case DC_PART_SUB:
        dc_md_add(w, "</sub>");
        break;
    case DC_PART_SUP:
        dc_md_add(w, "</sup>");
        break;
    default:
        break;
    }
    // Behind the text of an item stands what it holds besides.
    if (piece->part == DC_PART_PARAGRAPH) {
        dc_md_end_line(w);
        w->is_tight = false;
    }
}

static void leaf(void *ctx, const dc_piece *piece)
{
    dc_md *w = ctx;
    switch (piece->part) {
    case DC_PART_CODE_SPAN:
        dc_md_put_code(w, piece->text);
        break;
    case DC_PART_FORMULA:
        dc_md_put_formula(w, piece);
        break;
    case DC_PART_FORMULA_BLOCK:
        put_formula_block(w, piece);
        break;
    case DC_PART_IMAGE_BLOCK:
        if (w->in_cell)
            dc_md_begin_in_cell(w);
        else
            dc_md_begin_block(w);
        dc_md_put_image(w, piece);
        break;
    case DC_PART_IMAGE:
        dc_md_put_image(w, piece);
        break;
    case DC_PART_NOTE_REF:
        dc_md_put_note_ref(w, piece);
        break;
    case DC_PART_BREAK:
        dc_md_put_break(w);
        break;
    case DC_PART_RULE:
        if (w->in_cell)
            break;
        dc_md_begin_block(w);
        dc_md_add(w, "___");
        break;
    default:
        break;
    }
}

static void text(void *ctx, const dc_cut *cut)
{
    dc_md *w = ctx;
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
    dc_md w = {.out = out,
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
