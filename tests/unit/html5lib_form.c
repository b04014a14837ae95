#include "html5lib_form.h"

#include <stdlib.h>

bool form_is_one_of(dc_str name, const char *const *list)
{
    while (*list && !dc_str_eq(name, dc_str_of(*list)))
        list++;
    return *list != NULL;
}

void form_add(dc_arena *arena, form_items *to, form_kind kind, uint32_t depth, dc_str name)
{
    *dc_vec_push(arena, to) = (form_item){kind, depth, name};
}

void form_attribute(dc_arena *arena, form_items *to, uint32_t depth, dc_str name, dc_str value)
{
    dc_buf line = dc_buf_in(arena, HTML5LIB_MOST);
    for (size_t i = 0; i < name.len; i++)
        dc_buf_char(&line, name.p[i] == ' ' ? ':' : dc_lower(name.p[i]));
    dc_buf_char(&line, '=');
    dc_buf_add(&line, value);
    form_add(arena, to, ITEM_ATTRIBUTE, depth, dc_buf_str(&line));
}

typedef struct writer {
    dc_arena *arena;
    dc_buf out;
    dc_buf text; // that has not been written yet
    uint32_t text_depth;
    bool is_exact; // all of its white space counts
} writer;

static writer writer_in(dc_arena *arena)
{
    return (writer){.arena = arena,
                    .out = dc_buf_in(arena, HTML5LIB_MOST),
                    .text = dc_buf_in(arena, HTML5LIB_MOST)};
}

static void write_line(writer *w, uint32_t depth, char mark, dc_str what)
{
    for (uint32_t i = 0; i < depth; i++)
        dc_buf_append(&w->out, "  ", 2);
    dc_buf_char(&w->out, mark);
    dc_buf_add(&w->out, what);
    dc_buf_char(&w->out, '\n');
}

static dc_str squeezed(dc_arena *arena, dc_str text)
{
    dc_buf out = dc_buf_in(arena, HTML5LIB_MOST);
    for (size_t i = 0; i < text.len; i++)
        if (!dc_is_space(text.p[i]))
            dc_buf_char(&out, text.p[i]);
        else if (i == 0 || !dc_is_space(text.p[i - 1]))
            dc_buf_char(&out, ' ');
    return dc_str_trim(dc_buf_str(&out));
}

static void flush_text(writer *w)
{
    const dc_str all = dc_buf_str(&w->text);
    const dc_str text = w->is_exact ? all : squeezed(w->arena, all);
    if (text.len)
        write_line(w, w->text_depth, '"', text);
    w->text = dc_buf_in(w->arena, HTML5LIB_MOST);
}

static void write_text(writer *w, const form_item *text, bool is_exact)
{
    if (w->text_depth != text->depth)
        flush_text(w);
    w->text_depth = text->depth;
    w->is_exact = is_exact;
    dc_buf_add(&w->text, text->name);
}

// Behind what is inside of the element at i.
static size_t end_of(const form_items *all, size_t i)
{
    const uint32_t depth = all->v[i].depth;
    do
        i++;
    while (i < all->n && all->v[i].depth > depth);
    return i;
}

static int by_name(const void *a, const void *b)
{
    const dc_str x = ((const form_item *)a)->name;
    const dc_str y = ((const form_item *)b)->name;
    const int order = memcmp(x.p, y.p, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

// The element at i with its attributes; the item behind them.
static size_t write_element(writer *w, form_items *all, size_t i)
{
    flush_text(w);
    write_line(w, all->v[i].depth, '<', all->v[i].name);
    size_t end = ++i;
    while (end < all->n && all->v[end].kind == ITEM_ATTRIBUTE)
        end++;
    qsort(all->v + i, end - i, sizeof *all->v, by_name);
    for (; i < end; i++)
        write_line(w, all->v[i].depth, ' ', all->v[i].name);
    return i;
}

dc_str form_write(dc_arena *arena, form_items *all)
{
    static const char *const left_out[] = {"script", "style", "link", "meta", NULL};
    static const char *const exact[] = {"pre", "listing", "textarea", NULL};
    writer w = writer_in(arena);
    size_t exact_end = 0;
    for (size_t i = 0; i < all->n;) {
        if (all->v[i].kind == ITEM_TEXT) {
            write_text(&w, &all->v[i], i < exact_end);
            i++;
        } else if (form_is_one_of(all->v[i].name, left_out)) {
            i = end_of(all, i);
        } else {
            if (i >= exact_end && form_is_one_of(all->v[i].name, exact))
                exact_end = end_of(all, i);
            i = write_element(&w, all, i);
        }
    }
    flush_text(&w);
    return dc_buf_str(&w.out);
}

static size_t next_picture(const form_items *all, size_t i)
{
    while (i < all->n &&
           (all->v[i].kind != ITEM_ELEMENT || !dc_str_eq(all->v[i].name, DC_STR("svg svg"))))
        i++;
    return i;
}

// Where the inside of a picture begins: behind its attributes.
static size_t inside_of(const form_items *all, size_t picture)
{
    size_t i = picture + 1;
    while (i < all->n && all->v[i].kind == ITEM_ATTRIBUTE)
        i++;
    return i;
}

static bool is_all_svg(const form_items *all, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (all->v[i].kind == ITEM_ELEMENT && !dc_str_starts(all->v[i].name, DC_STR("svg ")))
            return false;
    return true;
}

void form_empty_pictures(form_items *expected, const form_items *ours)
{
    size_t ours_at = next_picture(ours, 0);
    size_t at = next_picture(expected, 0);
    while (at < expected->n && ours_at < ours->n) {
        const size_t from = inside_of(expected, at);
        const size_t to = end_of(expected, at);
        if (inside_of(ours, ours_at) == end_of(ours, ours_at) && is_all_svg(expected, from, to)) {
            memmove(expected->v + from, expected->v + to, (expected->n - to) * sizeof *expected->v);
            expected->n -= to - from;
        }
        at = next_picture(expected, at + 1);
        ours_at = next_picture(ours, ours_at + 1);
    }
}
