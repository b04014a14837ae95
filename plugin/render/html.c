#include "render/html.h"

#include "blocks/spaces.h"
#include "render/front.h"
#include "render/walk.h"

typedef struct writer {
    dc_buf *out;
    const dc_doc *doc;
    bool in_code;
} writer;

// Elements of pieces without attributes. Lines end behind blocks, so that the result can be read.
static const char *const tags[] = {
    [DC_PART_PARAGRAPH] = "p",   [DC_PART_ITEM] = "li",
    [DC_PART_TERMS] = "dl",      [DC_PART_TERM] = "dt",
    [DC_PART_DETAIL] = "dd",     [DC_PART_QUOTE] = "blockquote",
    [DC_PART_TABLE] = "table",   [DC_PART_ROW] = "tr",
    [DC_PART_FIGURE] = "figure", [DC_PART_CAPTION] = "figcaption",
    [DC_PART_EM] = "em",         [DC_PART_STRONG] = "strong",
    [DC_PART_DELETED] = "del",   [DC_PART_SUB] = "sub",
    [DC_PART_SUP] = "sup",
};

static void add(writer *w, const char *s)
{
    dc_buf_add(w->out, dc_str_of(s));
}

static void add_number(writer *w, const char *before, uint32_t n, const char *behind)
{
    add(w, before);
    dc_buf_number(w->out, n);
    add(w, behind);
}

static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void dc_html_text(dc_buf *out, dc_str text)
{
    if (!text.len)
        return;
    const char *end = text.p + text.len;
    size_t len;
    for (const char *p = text.p; p < end; p += len) {
        const char *from = p;
        while (p < end && (dc_is_alpha(*p) || *p == ' ' || dc_is_digit(*p)))
            p++;
        dc_buf_append(out, from, (size_t)(p - from));
        if (p == end)
            return;
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        const char *escape = escape_of(*p);
        if (escape)
            dc_buf_add(out, dc_str_of(escape));
        else if (kind == DC_CHAR_SPACE && len == 1 && *p != '\n' && *p != '\t')
            dc_buf_char(out, ' ');
        else if (kind != DC_CHAR_DROP)
            dc_buf_append(out, p, len);
    }
}

static void add_attribute(writer *w, const char *name, dc_str value)
{
    dc_buf_char(w->out, ' ');
    add(w, name);
    add(w, "=\"");
    dc_html_text(w->out, value);
    dc_buf_char(w->out, '"');
}

static void open_code(writer *w, const dc_piece *piece)
{
    // The line end behind the tag is not part of the text.
    add(w, "<pre><code");
    if (piece->text.p) {
        add(w, " class=\"language-");
        dc_html_text(w->out, piece->text);
        add(w, "\"");
    }
    add(w, ">");
    w->in_code = true;
}

static void open_list(writer *w, const dc_piece *piece)
{
    if (!piece->flag)
        add(w, "<ul>\n");
    else if (piece->number == 1)
        add(w, "<ol>\n");
    else
        add_number(w, "<ol start=\"", piece->number, "\">\n");
}

static void open_cell(writer *w, const dc_piece *piece)
{
    add(w, piece->flag ? "<th" : "<td");
    if (piece->columns > 1)
        add_number(w, " colspan=\"", piece->columns, "\"");
    if (piece->rows > 1)
        add_number(w, " rowspan=\"", piece->rows, "\"");
    add(w, ">");
}

static void open_comment(writer *w, const dc_piece *piece)
{
    add_number(w, "<article data-depth=\"", piece->number, "\">\n");
    if (!piece->text.p && !piece->url.p)
        return;
    add(w, "<header>");
    if (piece->text.p) {
        add(w, "<b>");
        dc_html_text(w->out, piece->text);
        add(w, piece->url.p ? "</b>, " : "</b>");
    }
    dc_html_text(w->out, piece->url);
    add(w, "</header>\n");
}

static void open(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    switch (piece->part) {
    case DC_PART_HEADING:
        add_number(w, "<h", piece->number, ">");
        break;
    case DC_PART_LIST:
        open_list(w, piece);
        break;
    case DC_PART_CODE:
        open_code(w, piece);
        break;
    case DC_PART_CELL:
        open_cell(w, piece);
        break;
    case DC_PART_NOTE:
        add_number(w, "<aside id=\"note-", piece->number, "\">");
        add_number(w, "<sup>", piece->number, "</sup>\n");
        break;
    case DC_PART_COMMENTS:
        add(w, "<section class=\"comments\">\n<h2>Comments</h2>\n");
        break;
    case DC_PART_COMMENT:
        open_comment(w, piece);
        break;
    case DC_PART_LINK:
        add(w, "<a");
        add_attribute(w, "href", piece->url);
        add(w, ">");
        break;
    default:
        add(w, "<");
        add(w, tags[piece->part]);
        add(w, ">");
        if (piece->part == DC_PART_TABLE || piece->part == DC_PART_TERMS ||
            piece->part == DC_PART_FIGURE || piece->part == DC_PART_QUOTE)
            add(w, "\n");
        break;
    }
}

static void close(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    switch (piece->part) {
    case DC_PART_HEADING:
        add_number(w, "</h", piece->number, ">\n");
        break;
    case DC_PART_LIST:
        add(w, piece->flag ? "</ol>\n" : "</ul>\n");
        break;
    case DC_PART_CODE:
        add(w, "</code></pre>\n");
        w->in_code = false;
        break;
    case DC_PART_CELL:
        add(w, piece->flag ? "</th>" : "</td>");
        break;
    case DC_PART_NOTE:
        add(w, "</aside>\n");
        break;
    case DC_PART_COMMENTS:
        add(w, "</section>\n");
        break;
    case DC_PART_COMMENT:
        add(w, "</article>\n");
        break;
    case DC_PART_LINK:
        add(w, "</a>");
        break;
    default:
        add(w, "</");
        add(w, tags[piece->part]);
        add(w, piece->part < DC_PART_LINK ? ">\n" : ">");
        break;
    }
}

static void put_image(writer *w, const dc_piece *piece)
{
    add(w, "<img");
    add_attribute(w, "src", piece->url);
    add_attribute(w, "alt", piece->text);
    add(w, ">");
}

static void put_text_in(writer *w, const char *before, dc_str text, const char *behind)
{
    add(w, before);
    dc_html_text(w->out, text);
    add(w, behind);
}

static void leaf(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    switch (piece->part) {
    case DC_PART_CODE_SPAN:
        put_text_in(w, "<code>", piece->text, "</code>");
        break;
    case DC_PART_FORMULA:
        put_text_in(w, "<code class=\"language-math\">", piece->text, "</code>");
        break;
    case DC_PART_FORMULA_BLOCK:
        put_text_in(w, "<pre><code class=\"language-math\">", piece->text, "</code></pre>\n");
        break;
    case DC_PART_IMAGE:
        put_image(w, piece);
        break;
    case DC_PART_IMAGE_BLOCK:
        add(w, "<p>");
        put_image(w, piece);
        add(w, "</p>\n");
        break;
    case DC_PART_NOTE_REF:
        add_number(w, "<sup><a href=\"#note-", piece->number, "\">");
        add_number(w, "", piece->number, "</a></sup>");
        break;
    case DC_PART_BREAK:
        add(w, w->in_code ? "\n" : "<br>\n");
        break;
    case DC_PART_RULE:
        add(w, "<hr>\n");
        break;
    default:
        break;
    }
}

static void text(void *ctx, const dc_cut *cut)
{
    writer *w = ctx;
    dc_html_text(w->out, cut->text);
}

static void put_head(writer *w)
{
    const dc_record *r = w->doc->record;
    dc_fact_row rows[DC_N_FRONT];
    dc_front_rows(r, rows);
    add(w, "<!DOCTYPE html>\n<html");
    if (r->language.p)
        add_attribute(w, "lang", r->language);
    put_text_in(w, ">\n<head>\n<meta charset=\"utf-8\">\n<title>", r->title, "</title>\n");
    for (size_t i = 1; i < DC_N_FRONT; i++) {
        if (!rows[i].value.p)
            continue;
        add(w, "<meta");
        add_attribute(w, "name", dc_str_of(rows[i].name));
        add_attribute(w, "content", rows[i].value);
        add(w, ">\n");
    }
    add(w, "</head>\n<body>\n<article>\n");
}

decant_status dc_render_html(const dc_doc *doc, dc_buf *out)
{
    static const dc_writer html = {open, close, leaf, text};
    writer w = {.out = out, .doc = doc};
    put_head(&w);
    const decant_status status = dc_walk(doc, &html, &w);
    add(&w, "</article>\n</body>\n</html>\n");
    return status;
}
