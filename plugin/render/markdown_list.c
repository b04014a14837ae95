#include "render/markdown_state.h"

// A list right behind another of its kind would go on with it, but for another mark.
void dc_md_open_list(dc_md *w, const dc_piece *piece)
{
    const char before = w->list_mark;
    const bool is_inner = w->n_levels && w->levels[w->n_levels - 1].is_item;
    dc_md_level *l = dc_md_push(w);
    l->number = piece->number;
    if (piece->part == DC_PART_LIST && piece->flag)
        l->mark = before == '.' ? ')' : '.';
    else
        l->mark = before == '-' ? '*' : '-';
    // A list whose first number is not 1 does not begin in the line behind a paragraph.
    w->is_tight = is_inner && !(piece->flag && piece->number != 1);
}

static dc_md_level *list_of(dc_md *w)
{
    return &w->levels[w->n_levels ? w->n_levels - 1 : 0];
}

void dc_md_open_item(dc_md *w)
{
    dc_md_level *list = list_of(w);
    const bool is_tight = list->has_item || w->is_tight;
    w->is_tight = is_tight;
    dc_md_begin_block(w);
    list->has_item = true;
    const size_t before = w->out->len;
    if (list->mark == '.' || list->mark == ')')
        dc_buf_number(w->out, list->number++);
    dc_buf_char(w->out, list->mark);
    dc_buf_char(w->out, ' ');
    const size_t width = w->out->len - before;
    dc_md_push(w)->is_item = true;
    dc_md_indent(w, "            ", width < 12 ? width : 12);
    w->is_fresh = true;
}

void dc_md_close_item(dc_md *w)
{
    dc_md_pop(w);
    w->is_fresh = false;
    w->is_tight = true;
    w->list_mark = 0;
}

// A detail goes on with the item of its term.
void dc_md_open_detail(dc_md *w)
{
    dc_md_level *list = list_of(w);
    if (!list->has_item) {
        dc_md_open_item(w);
        return;
    }
    w->is_tight = false;
    dc_md_push(w);
    dc_md_indent(w, "  ", 2);
}

void dc_md_close_list(dc_md *w)
{
    const char mark = dc_md_pop(w)->mark;
    w->is_tight = false;
    w->is_fresh = false;
    w->list_mark = mark;
}
