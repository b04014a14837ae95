#include "render/markdown_state.h"
#include "render/markdown_text.h"

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
static bool is_clear(const dc_md *w, const dc_piece *piece)
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

void dc_md_open_emphasis(dc_md *w, const dc_piece *piece)
{
    if (!is_clear(w, piece) || !dc_md_flanks(w->out, piece))
        return;
    dc_md_add(w, emphasis_mark(piece->part));
    w->written |= 1u << piece->part;
    w->around[w->n_around++] = *piece;
    w->is_line_start = false;
}

void dc_md_close_emphasis(dc_md *w, const dc_piece *piece)
{
    if (!(w->written & 1u << piece->part))
        return;
    w->written &= ~(1u << piece->part);
    w->n_around -= w->n_around > 0;
    dc_md_add(w, emphasis_mark(piece->part));
    w->emphasis_end = w->out->len;
}

// "!" in front of a link would make an image of it.
static void put_bracket(dc_md *w)
{
    if (w->out->len && w->out->p[w->out->len - 1] == '!') {
        w->out->len--;
        dc_md_add(w, "\\!");
    }
    dc_md_add(w, "[");
    w->is_line_start = false;
}

static void put_target(dc_md *w, dc_str url)
{
    dc_md_add(w, "](");
    for (size_t i = 0; i < url.len; i++) {
        if (w->in_cell && url.p[i] == '|')
            dc_md_add(w, "%7C");
        else if (url.p[i] == '&' && memchr(url.p + i, ';', url.len - i))
            dc_buf_append(w->out, (char[]){'\\', url.p[i]}, 2);
        else
            dc_buf_char(w->out, url.p[i]);
    }
    dc_md_add(w, ")");
}

void dc_md_open_link(dc_md *w, const dc_piece *piece)
{
    put_bracket(w);
    w->urls.len = 0;
    dc_buf_add(&w->urls, piece->url);
}

void dc_md_close_link(dc_md *w)
{
    put_target(w, dc_buf_str(&w->urls));
}

void dc_md_put_image(dc_md *w, const dc_piece *piece)
{
    dc_md_add(w, "![");
    dc_md_plain(w->out, piece->text);
    put_target(w, piece->url);
    w->is_line_start = false;
}

// Two code spans side by side would be taken apart elsewhere: they are one.
void dc_md_put_code(dc_md *w, dc_str text)
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

void dc_md_put_formula(dc_md *w, const dc_piece *piece)
{
    dc_md_add(w, "$");
    dc_md_code(w->out, piece->text, w->in_cell);
    dc_md_add(w, "$");
    w->is_line_start = false;
}

void dc_md_put_break(dc_md *w)
{
    if (w->in_code) {
        dc_md_new_line(w);
    } else if (w->in_cell) {
        dc_md_add(w, "<br>");
    } else if (w->is_line) {
        dc_md_add(w, " ");
    } else {
        dc_md_end_line(w);
        dc_md_add(w, dc_md_ends_bare(w->out) ? "  " : "\\");
        dc_md_new_line(w);
    }
}

void dc_md_put_note_ref(dc_md *w, const dc_piece *piece)
{
    dc_md_add(w, "[^");
    dc_buf_number(w->out, piece->number);
    dc_md_add(w, "]");
    w->is_line_start = false;
}
