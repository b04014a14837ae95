#include "render/markdown_state.h"

void dc_md_add(dc_md *w, const char *s)
{
    dc_buf_add(w->out, dc_str_of(s));
}

void dc_md_new_line(dc_md *w)
{
    dc_buf_char(w->out, '\n');
    dc_buf_append(w->out, w->prefix, w->prefix_len);
    w->is_line_start = true;
}

// Blanks at the end of a line would be line breaks, or nothing.
void dc_md_end_line(dc_md *w)
{
    while (w->out->len && w->out->p[w->out->len - 1] == ' ')
        w->out->len--;
}

// A block begins: on a line of its own behind an empty one.
void dc_md_begin_block(dc_md *w)
{
    if (!w->is_fresh) {
        if (!w->is_tight) {
            dc_md_new_line(w);
            dc_md_end_line(w);
        }
        dc_md_new_line(w);
    }
    w->is_fresh = false;
    w->is_tight = false;
    w->is_line_start = true;
    w->list_mark = 0;
}

dc_md_level *dc_md_push(dc_md *w)
{
    dc_md_level *l = &w->levels[w->n_levels < DC_MD_DEEPEST - 1 ? w->n_levels++ : w->n_levels];
    *l = (dc_md_level){.prefix = w->prefix_len};
    return l;
}

const dc_md_level *dc_md_pop(dc_md *w)
{
    const dc_md_level *l = &w->levels[w->n_levels ? --w->n_levels : 0];
    w->prefix_len = l->prefix;
    return l;
}

void dc_md_indent(dc_md *w, const char *s, size_t len)
{
    if (w->prefix_len + len > DC_MD_LONGEST_PREFIX)
        return;
    memcpy(w->prefix + w->prefix_len, s, len);
    w->prefix_len += len;
}
