#include "render/front.h"
#include "render/walk.h"
#include "render/xml.h"
#include "render/xml_out.h"

// In TEI P5 a heading begins a division: flat ones, each with the texts up to the next heading.
typedef struct writer {
    dc_xml x;
    uint32_t depth; // parts open in the division
    bool has_division;
    bool has_any; // division
    bool in_code;
} writer;

static void need_division(writer *w)
{
    if (w->has_division || w->depth)
        return;
    dc_xml_open(&w->x, "div");
    w->has_division = true;
    w->has_any = true;
}

static void end_division(writer *w)
{
    if (w->has_division)
        dc_xml_close(&w->x);
    w->has_division = false;
}

static void open_named(writer *w, const char *name, const char *attribute, dc_str value)
{
    dc_xml_open(&w->x, name);
    if (attribute)
        dc_xml_attribute(&w->x, attribute, value);
}

static void open_heading(writer *w, const dc_piece *piece)
{
    if (w->depth) {
        dc_xml_open(&w->x, "ab");
        dc_xml_attribute(&w->x, "type", DC_STR("head"));
        return;
    }
    end_division(w);
    need_division(w);
    dc_xml_open(&w->x, "head");
    dc_xml_number(&w->x, "n", piece->number);
}

static void open_cell(writer *w, const dc_piece *piece)
{
    dc_xml_open(&w->x, "cell");
    if (piece->flag)
        dc_xml_attribute(&w->x, "role", DC_STR("label"));
    if (piece->columns > 1)
        dc_xml_number(&w->x, "cols", piece->columns);
    if (piece->rows > 1)
        dc_xml_number(&w->x, "rows", piece->rows);
}

static void open_comment(writer *w, const dc_piece *piece)
{
    open_named(w, "div", "type", DC_STR("comment"));
    dc_xml_number(&w->x, "n", piece->number);
    if (!piece->text.p && !piece->url.p)
        return;
    dc_xml_open(&w->x, "byline");
    dc_xml_element(&w->x, "name", piece->text);
    dc_xml_element(&w->x, "date", piece->url);
    dc_xml_close(&w->x);
}

// Elements that need no more than their name and one attribute.
static const struct {
    const char *name;
    const char *attribute;
    const char *value;
} simple[] = {
    [DC_PART_PARAGRAPH] = {"p", NULL, NULL},
    [DC_PART_ITEM] = {"item", NULL, NULL},
    [DC_PART_TERMS] = {"list", "type", "gloss"},
    [DC_PART_TERM] = {"label", NULL, NULL},
    [DC_PART_DETAIL] = {"item", NULL, NULL},
    [DC_PART_QUOTE] = {"quote", NULL, NULL},
    [DC_PART_TABLE] = {"table", NULL, NULL},
    [DC_PART_ROW] = {"row", NULL, NULL},
    [DC_PART_FIGURE] = {"figure", NULL, NULL},
    [DC_PART_CAPTION] = {"ab", "type", "caption"},
    [DC_PART_EM] = {"hi", "rend", "italic"},
    [DC_PART_STRONG] = {"hi", "rend", "bold"},
    [DC_PART_DELETED] = {"hi", "rend", "strikethrough"},
    [DC_PART_SUB] = {"hi", "rend", "subscript"},
    [DC_PART_SUP] = {"hi", "rend", "superscript"},
};

static void open(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    switch (piece->part) {
    case DC_PART_HEADING:
        open_heading(w, piece);
        w->depth++;
        return;
    case DC_PART_COMMENTS:
        end_division(w);
        w->has_any = true;
        open_named(w, "div", "type", DC_STR("comments"));
        dc_xml_element(&w->x, "head", DC_STR("Comments"));
        w->depth++;
        return;
    default:
        break;
    }
    need_division(w);
    w->depth++;
    switch (piece->part) {
    case DC_PART_LIST:
        open_named(w, "list", "rend", piece->flag ? DC_STR("numbered") : DC_STR("bulleted"));
        break;
    case DC_PART_CODE:
        dc_xml_open(&w->x, "ab");
        dc_xml_attribute(&w->x, "type", DC_STR("code"));
        dc_xml_attribute(&w->x, "subtype", piece->text);
        w->in_code = true;
        break;
    case DC_PART_CELL:
        open_cell(w, piece);
        break;
    case DC_PART_NOTE:
        dc_xml_open(&w->x, "note");
        dc_xml_number(&w->x, "n", piece->number);
        break;
    case DC_PART_COMMENT:
        open_comment(w, piece);
        break;
    case DC_PART_LINK:
        open_named(w, "ref", "target", piece->url);
        break;
    default:
        open_named(w, simple[piece->part].name, simple[piece->part].attribute,
                   dc_str_of(simple[piece->part].value));
        break;
    }
}

static void close(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    if (piece->part == DC_PART_CODE)
        w->in_code = false;
    w->depth--;
    dc_xml_close(&w->x);
}

static void put_graphic(writer *w, const dc_piece *piece)
{
    dc_xml_open(&w->x, "graphic");
    dc_xml_attribute(&w->x, "url", piece->url);
    if (piece->text.len)
        dc_xml_element(&w->x, "desc", piece->text);
    dc_xml_close(&w->x);
}

static void put_formula(writer *w, const dc_piece *piece)
{
    open_named(w, "formula", "notation", DC_STR("TeX"));
    dc_xml_text(&w->x, piece->text);
    dc_xml_close(&w->x);
}

static void leaf(void *ctx, const dc_piece *piece)
{
    writer *w = ctx;
    need_division(w);
    switch (piece->part) {
    case DC_PART_CODE_SPAN:
        dc_xml_element(&w->x, "code", piece->text);
        break;
    case DC_PART_FORMULA:
        put_formula(w, piece);
        break;
    case DC_PART_FORMULA_BLOCK:
        dc_xml_open(&w->x, "p");
        put_formula(w, piece);
        dc_xml_close(&w->x);
        break;
    case DC_PART_IMAGE:
        put_graphic(w, piece);
        break;
    case DC_PART_IMAGE_BLOCK:
        dc_xml_open(&w->x, "p");
        put_graphic(w, piece);
        dc_xml_close(&w->x);
        break;
    case DC_PART_NOTE_REF:
        dc_xml_open(&w->x, "ref");
        dc_xml_attribute(&w->x, "type", DC_STR("note"));
        dc_xml_number(&w->x, "n", piece->number);
        dc_xml_close(&w->x);
        break;
    case DC_PART_BREAK:
        if (w->in_code) {
            dc_xml_text(&w->x, DC_STR("\n"));
        } else {
            dc_xml_open(&w->x, "lb");
            dc_xml_close(&w->x);
        }
        break;
    case DC_PART_RULE:
        dc_xml_open(&w->x, "milestone");
        dc_xml_attribute(&w->x, "unit", DC_STR("section"));
        dc_xml_close(&w->x);
        break;
    default:
        break;
    }
}

static void text(void *ctx, const dc_cut *cut)
{
    writer *w = ctx;
    dc_xml_text(&w->x, cut->text);
}

static void put_source(dc_xml *x, const dc_record *r)
{
    dc_xml_open(x, "sourceDesc");
    dc_xml_open(x, "bibl");
    dc_xml_element(x, "title", r->title.p ? r->title : DC_STR(""));
    dc_xml_element(x, "author", r->author);
    dc_xml_element(x, "publisher", r->site);
    if (r->date.p) {
        dc_xml_open(x, "date");
        dc_xml_attribute(x, "when", r->date);
        dc_xml_close(x);
    }
    const dc_str url = r->canonical.p ? r->canonical : r->url;
    if (url.p) {
        dc_xml_open(x, "ptr");
        dc_xml_attribute(x, "target", url);
        dc_xml_close(x);
    }
    dc_xml_close(x);
    dc_xml_close(x);
}

static void put_header(dc_xml *x, const dc_record *r)
{
    dc_xml_open(x, "teiHeader");
    dc_xml_open(x, "fileDesc");
    dc_xml_open(x, "titleStmt");
    dc_xml_element(x, "title", r->title.p ? r->title : DC_STR(""));
    dc_xml_element(x, "author", r->author);
    dc_xml_close(x);
    dc_xml_open(x, "publicationStmt");
    dc_xml_element(x, "p", DC_STR("Main text of a web page, extracted by Decant."));
    dc_xml_close(x);
    put_source(x, r);
    dc_xml_close(x);
    if (r->description.p || r->language.p) {
        dc_xml_open(x, "profileDesc");
        if (r->description.p) {
            dc_xml_open(x, "abstract");
            dc_xml_element(x, "p", r->description);
            dc_xml_close(x);
        }
        if (r->language.p) {
            dc_xml_open(x, "langUsage");
            dc_xml_open(x, "language");
            dc_xml_attribute(x, "ident", r->language);
            dc_xml_close(x);
            dc_xml_close(x);
        }
        dc_xml_close(x);
    }
    dc_xml_close(x);
}

decant_status dc_render_tei(const dc_doc *doc, dc_buf *out)
{
    static const dc_writer tei = {open, close, leaf, text};
    writer w = {.x = dc_xml_begin(out, doc->hook)};
    dc_xml_open(&w.x, "TEI");
    dc_xml_attribute(&w.x, "xmlns", DC_STR("http://www.tei-c.org/ns/1.0"));
    put_header(&w.x, doc->record);
    dc_xml_open(&w.x, "text");
    dc_xml_open(&w.x, "body");
    const decant_status status = dc_walk(doc, &tei, &w);
    if (!w.has_any)
        need_division(&w);
    end_division(&w);
    dc_xml_close(&w.x);
    dc_xml_close(&w.x);
    dc_xml_close(&w.x);
    const decant_status end = dc_xml_end(&w.x);
    return status ? status : end;
}
