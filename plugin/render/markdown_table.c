#include "render/markdown_state.h"

void dc_md_open_table(dc_md *w, const dc_piece *piece)
{
    w->is_tight = false;
    dc_md_begin_block(w);
    w->is_fresh = true;
    w->width = piece->columns;
    w->is_header = true;
    memset(w->hold, 0, sizeof w->hold);
}

static void put_cells_held(dc_md *w)
{
    while (w->column < w->width && w->hold[w->column]) {
        w->hold[w->column++]--;
        dc_md_add(w, "  |");
    }
}

void dc_md_open_row(dc_md *w)
{
    if (!w->is_fresh)
        dc_md_new_line(w);
    w->is_fresh = false;
    dc_md_add(w, "|");
    w->column = 0;
}

void dc_md_close_row(dc_md *w)
{
    for (; w->column < w->width; w->column++) {
        w->hold[w->column] -= w->hold[w->column] > 0;
        dc_md_add(w, "  |");
    }
    if (!w->is_header)
        return;
    w->is_header = false;
    dc_md_new_line(w);
    dc_md_add(w, "|");
    for (uint32_t i = 0; i < w->width; i++)
        dc_md_add(w, " --- |");
}

void dc_md_open_cell(dc_md *w)
{
    put_cells_held(w);
    dc_md_add(w, " ");
    w->in_cell = true;
    w->is_line = true;
    w->has_cell_text = false;
}

void dc_md_close_cell(dc_md *w, const dc_piece *piece)
{
    w->in_cell = false;
    w->is_line = false;
    dc_md_add(w, " |");
    for (uint32_t i = 0; i < piece->columns && w->column < w->width; i++) {
        w->hold[w->column++] = piece->rows - 1;
        if (i)
            dc_md_add(w, "  |");
    }
}

// Blocks of a cell stand in one line.
void dc_md_begin_in_cell(dc_md *w)
{
    if (w->has_cell_text)
        dc_md_add(w, "<br>");
    w->has_cell_text = true;
}
