#include "render/xml.h"

#include "render/front.h"
#include "render/walk.h"
#include "render/xml_out.h"

static const char *const names[] = {
    [DC_PART_PARAGRAPH] = "p",
    [DC_PART_HEADING] = "head",
    [DC_PART_LIST] = "list",
    [DC_PART_ITEM] = "item",
    [DC_PART_TERMS] = "terms",
    [DC_PART_TERM] = "term",
    [DC_PART_DETAIL] = "detail",
    [DC_PART_QUOTE] = "quote",
    [DC_PART_CODE] = "code",
    [DC_PART_TABLE] = "table",
    [DC_PART_ROW] = "row",
    [DC_PART_CELL] = "cell",
    [DC_PART_FIGURE] = "figure",
    [DC_PART_CAPTION] = "caption",
    [DC_PART_NOTE] = "note",
    [DC_PART_COMMENTS] = "comments",
    [DC_PART_COMMENT] = "comment",
    [DC_PART_LINK] = "ref",
    [DC_PART_EM] = "em",
    [DC_PART_STRONG] = "strong",
    [DC_PART_DELETED] = "del",
    [DC_PART_SUB] = "sub",
    [DC_PART_SUP] = "sup",
    [DC_PART_CODE_SPAN] = "code",
    [DC_PART_FORMULA] = "formula",
    [DC_PART_FORMULA_BLOCK] = "formula",
    [DC_PART_IMAGE] = "graphic",
    [DC_PART_IMAGE_BLOCK] = "graphic",
    [DC_PART_NOTE_REF] = "noteref",
    [DC_PART_BREAK] = "lb",
    [DC_PART_RULE] = "rule",
};

typedef struct writer {
    dc_xml x;
    bool in_code;
} writer;

static void open(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    dc_xml *x = &w->x;
    w->in_code |= piece->part == DC_PART_CODE;
    dc_xml_open(x, names[piece->part]);
    switch (piece->part) {
    case DC_PART_HEADING:
        dc_xml_number(x, "level", piece->number);
        break;
    case DC_PART_LIST:
        if (piece->flag)
            dc_xml_number(x, "start", piece->number);
        break;
    case DC_PART_CODE:
        dc_xml_attribute(x, "language", piece->text);
        break;
    case DC_PART_CELL:
        if (piece->flag)
            dc_xml_attribute(x, "role", DC_STR("head"));
        if (piece->columns > 1)
            dc_xml_number(x, "cols", piece->columns);
        if (piece->rows > 1)
            dc_xml_number(x, "rows", piece->rows);
        break;
    case DC_PART_NOTE:
        dc_xml_number(x, "n", piece->number);
        break;
    case DC_PART_COMMENT:
        dc_xml_attribute(x, "author", piece->text);
        dc_xml_attribute(x, "date", piece->url);
        dc_xml_number(x, "depth", piece->number);
        break;
    case DC_PART_LINK:
        dc_xml_attribute(x, "target", piece->url);
        break;
    default:
        break;
    }
}

static void close(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    if (piece->part == DC_PART_CODE)
        w->in_code = false;
    dc_xml_close(&w->x);
}

static void leaf(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    if (piece->part == DC_PART_BREAK && w->in_code) {
        dc_xml_text(&w->x, DC_STR("\n"));
        return;
    }
    dc_xml_open(&w->x, names[piece->part]);
    switch (piece->part) {
    case DC_PART_IMAGE:
    case DC_PART_IMAGE_BLOCK:
        dc_xml_attribute(&w->x, "url", piece->url);
        dc_xml_attribute(&w->x, "alt", piece->text);
        break;
    case DC_PART_NOTE_REF:
        dc_xml_number(&w->x, "n", piece->number);
        break;
    case DC_PART_FORMULA_BLOCK:
    case DC_PART_FORMULA:
        dc_xml_attribute(&w->x, "notation", DC_STR("TeX"));
        dc_xml_text(&w->x, piece->text);
        break;
    default:
        dc_xml_text(&w->x, piece->text);
        break;
    }
    dc_xml_close(&w->x);
}

static void text(void *ctx, const dc_cut *cut)
{
    writer *w = ctx;
    dc_xml_text(&w->x, cut->text);
}

static void put_meta(dc_xml *x, const dc_record *r)
{
    dc_fact_row rows[DC_N_FRONT];
    dc_front_rows(r, rows);
    dc_xml_open(x, "meta");
    for (size_t i = 0; i < DC_N_FRONT; i++)
        dc_xml_element(x, rows[i].name, rows[i].value);
    dc_xml_element(x, "page_type", r->page_type);
    dc_xml_close(x);
}

// Comments are records of their own, wherever the text has them.
static void put_comments(dc_xml *x, const dc_comments *all)
{
    dc_xml_open(x, "comments");
    for (uint32_t i = 0; all && i < all->n; i++) {
        dc_xml_open(x, "comment");
        dc_xml_attribute(x, "author", all->v[i].author);
        dc_xml_attribute(x, "date", all->v[i].date);
        dc_xml_number(x, "depth", all->v[i].depth);
        dc_xml_text(x, all->v[i].text);
        dc_xml_close(x);
    }
    dc_xml_close(x);
}

decant_status dc_render_xml(const dc_doc *doc, const dc_record *record, dc_buf *out)
{
    static const dc_writer xml = {open, close, leaf, text};
    writer w = {.x = dc_xml_begin(out, doc ? doc->hook : NULL)};
    decant_status status = DECANT_OK;
    dc_xml_open(&w.x, "page");
    dc_xml_number(&w.x, "schema", 1);
    dc_xml_attribute(&w.x, "input", record->input);
    dc_xml_attribute(&w.x, "status", dc_str_of(record->status));
    dc_xml_attribute(&w.x, "verdict", dc_str_of(record->verdict));
    dc_xml_attribute(&w.x, "degraded", dc_str_of(record->degraded));
    dc_xml_element(&w.x, "error", record->error);
    put_meta(&w.x, record);
    if (doc) {
        dc_doc own = *doc;
        if (own.comments == DECANT_COMMENTS_SEPARATE)
            own.comments = DECANT_COMMENTS_DROP;
        dc_xml_open(&w.x, "text");
        status = dc_walk(&own, &xml, &w);
        dc_xml_close(&w.x);
        put_comments(&w.x, record->comments);
    }
    dc_xml_close(&w.x);
    const decant_status end = dc_xml_end(&w.x);
    return status ? status : end;
}
