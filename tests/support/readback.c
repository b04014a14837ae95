#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/readback.h"

#include <decant/decant.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { N_COLUMNS = 16 };

static void fault(reading *r, const char *what, const char *detail)
{
    if (r->fault)
        return;
    r->fault = what;
    snprintf(r->detail, sizeof r->detail, "%.150s", detail ? detail : "");
}

// ---- text ----

// Where lines break and what stands between blocks is up to the format.
void squeeze(bytes *to, const char *p, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const bool is_wide =
            (unsigned char)p[i] == 0xC2 && i + 1 < len && (unsigned char)p[i + 1] == 0xA0;
        if (is_wide)
            i++;
        else if (!strchr(" \t\n\r\f\v", p[i]))
            add(to, p + i, 1);
    }
}

static int by_value(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

// How often each letter occurs.
void keep_letters(bytes *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++)
        if ((b->p[i] | 0x20) >= 'a' && (b->p[i] | 0x20) <= 'z')
            b->p[n++] = b->p[i];
    b->len = n;
    b->p[n] = '\0';
    qsort(b->p, n, 1, by_value);
}

void drop_delimiters(bytes *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++) {
        if (b->p[i] == '\\' && i + 1 < b->len && strchr("()[]", b->p[i + 1]))
            i++;
        else if (b->p[i] != '$')
            b->p[n++] = b->p[i];
    }
    b->len = n;
    b->p[n] = '\0';
}

const char *forbidden_in(int32_t format, const bytes *out)
{
    const unsigned char *p = (const unsigned char *)out->p;
    const bool is_json = format == DECANT_JSON || format == DECANT_JSONL;
    for (size_t i = 0; i < out->len; i++) {
        const bool is_c0 = p[i] < 0x20 && p[i] != '\n' && p[i] != '\t';
        const bool is_c1 = p[i] == 0xC2 && p[i + 1] < 0xA0;
        const bool is_bidi =
            p[i] == 0xE2 && ((p[i + 1] == 0x80 && p[i + 2] >= 0xAA && p[i + 2] <= 0xAE) ||
                             (p[i + 1] == 0x81 && p[i + 2] >= 0xA6 && p[i + 2] <= 0xA9));
        const bool is_line =
            is_json && p[i] == 0xE2 && p[i + 1] == 0x80 && (p[i + 2] == 0xA8 || p[i + 2] == 0xA9);
        const bool is_none = p[i] == 0xEF && p[i + 1] == 0xBF && p[i + 2] >= 0xBE;
        if (is_c0 || p[i] == 0x7F || is_c1 || is_bidi || is_line || is_none)
            return out->p + i;
    }
    return NULL;
}

// ---- Markdown ----

static cmark_node *parse_markdown(const bytes *md)
{
    static const char *const extensions[] = {"table", "strikethrough", "autolink", "tagfilter"};
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, md->p, md->len);
    cmark_node *document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static bool is_safe_url(const char *url)
{
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0 ||
           strncmp(url, "mailto:", 7) == 0;
}

static void read_node(cmark_node *node, reading *r, int *images)
{
    const cmark_node_type type = cmark_node_get_type(node);
    const char *literal = cmark_node_get_literal(node);
    if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
        const char *url = cmark_node_get_url(node);
        if (!is_safe_url(url) && !strstr(url, "@")) // of an address in the text
            fault(r, "an unsafe link", url);
    }
    if (type == CMARK_NODE_IMAGE)
        ++*images;
    if (type == CMARK_NODE_HTML_BLOCK)
        fault(r, "a block of HTML", literal);
    if (type == CMARK_NODE_HTML_INLINE && !strstr("<br></sub></sup><sub><sup>", literal))
        fault(r, "HTML", literal);
    if (type == CMARK_NODE_FOOTNOTE_REFERENCE || type == CMARK_NODE_FOOTNOTE_DEFINITION)
        r->has_notes = true;
    else if (literal && *images == 0 && type != CMARK_NODE_HTML_INLINE)
        squeeze(&r->text, literal, strlen(literal));
}

static void read_markdown(const bytes *md, reading *r)
{
    int images = 0;
    cmark_node *document = parse_markdown(md);
    cmark_iter *iter = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER)
            read_node(node, r, &images);
        else if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
            images--;
    }
    cmark_iter_free(iter);
    cmark_node_free(document);
    r->has_formulas = strstr(md->p, "$`") || strstr(md->p, "```math");
}

size_t read_front(const bytes *out, const char *key, bytes *value)
{
    const char *end = strncmp(out->p, "---\n", 4) == 0 ? strstr(out->p + 4, "\n---\n") : NULL;
    if (strncmp(out->p, "---\n---\n", 8) == 0)
        return 8; // a page without facts
    if (!end)
        return 0;
    const size_t len = (size_t)(end - out->p) + 1;
    yaml_parser_t parser;
    yaml_document_t document;
    assert_int_equal(yaml_parser_initialize(&parser), 1);
    yaml_parser_set_input_string(&parser, (const unsigned char *)out->p, len);
    bool is_fine = yaml_parser_load(&parser, &document);
    if (is_fine) {
        const yaml_node_t *root = yaml_document_get_root_node(&document);
        is_fine = root && root->type == YAML_MAPPING_NODE;
        for (const yaml_node_pair_t *pair = is_fine ? root->data.mapping.pairs.start : NULL;
             is_fine && pair < root->data.mapping.pairs.top; pair++) {
            const yaml_node_t *name = yaml_document_get_node(&document, pair->key);
            const yaml_node_t *text = yaml_document_get_node(&document, pair->value);
            is_fine = name->type == YAML_SCALAR_NODE && text->type == YAML_SCALAR_NODE;
            if (is_fine && strcmp((const char *)name->data.scalar.value, key) == 0)
                add(value, (const char *)text->data.scalar.value, text->data.scalar.length);
        }
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return is_fine ? len + 4 : 0;
}

// ---- XML ----

static void read_tree(const xmlNode *node, reading *r)
{
    const xmlNode *at = node->children;
    while (at) {
        if (at->type == XML_TEXT_NODE)
            squeeze(&r->text, (const char *)at->content, strlen((const char *)at->content));
        r->has_formulas |= xmlStrEqual(at->name, BAD_CAST "formula");
        const bool is_left =
            xmlStrEqual(at->name, BAD_CAST "desc") || xmlStrEqual(at->name, BAD_CAST "noteref");
        if (at->children && !is_left) {
            at = at->children;
            continue;
        }
        while (at && at != node && !at->next)
            at = at->parent;
        at = at && at != node ? at->next : NULL;
    }
}

static void quiet(void *ctx, const char *format, ...)
{
    (void)ctx;
    (void)format;
}

static void first_error(void *ctx, const char *format, ...)
{
    char line[300];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    fault(ctx, "not valid", line);
}

static void validate(xmlDocPtr doc, const char *schema, reading *r)
{
    static xmlRelaxNGPtr tei; // read once
    xmlRelaxNGParserCtxtPtr parser = tei ? NULL : xmlRelaxNGNewParserCtxt(schema);
    tei = parser ? xmlRelaxNGParse(parser) : tei;
    xmlRelaxNGFreeParserCtxt(parser);
    assert_non_null(tei);
    xmlRelaxNGValidCtxtPtr valid = xmlRelaxNGNewValidCtxt(tei);
    xmlRelaxNGSetValidErrors(valid, first_error, quiet, r);
    if (xmlRelaxNGValidateDoc(valid, doc) != 0)
        fault(r, "not valid", "");
    xmlRelaxNGFreeValidCtxt(valid);
}

static void read_xml(const bytes *out, const char *tei, reading *r)
{
    xmlSetGenericErrorFunc(NULL, quiet);
    xmlDocPtr doc =
        xmlReadMemory(out->p, (int)out->len, "page", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (!doc) {
        fault(r, "not well-formed", out->p);
        return;
    }
    const xmlNode *text = xmlDocGetRootElement(doc)->children;
    while (text && !xmlStrEqual(text->name, BAD_CAST "text"))
        text = text->next;
    if (text)
        read_tree(text, r);
    else
        fault(r, "no text element", out->p);
    r->has_notes = strstr(out->p, "<noteref") || strstr(out->p, "type=\"note\"");
    if (tei)
        validate(doc, tei, r);
    xmlFreeDoc(doc);
}

// ---- HTML ----

// Past a tag, which must be one of ours.
static const char *read_tag(const char *p, reading *r)
{
    static const char allowed[] = " a article aside b blockquote body br code dd del dl dt em "
                                  "figcaption figure h1 h2 h3 h4 h5 h6 head header hr html img li "
                                  "meta ol p pre section strong sub sup table td th title tr ul ";
    char tag[32];
    size_t n = 0;
    for (p += 1 + (p[1] == '/'); *p && *p != '>' && *p != ' ' && n < 29; p++)
        tag[1 + n++] = *p;
    tag[0] = ' ';
    tag[n + 1] = ' ';
    tag[n + 2] = '\0';
    if (!strstr(allowed, tag))
        fault(r, "a tag of another kind", tag);
    p = strchr(p, '>');
    assert_non_null(p);
    return p + 1;
}

// Our HTML is simple enough to be read by a loop: tags of a short list, five references.
static void read_html(const bytes *out, reading *r)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    static const char *const characters[] = {"&", "<", ">", "\"", "'"};
    const char *p = strstr(out->p, "<body>");
    assert_non_null(p);
    while (*p) {
        if (*p == '<') {
            p = read_tag(p, r);
            continue;
        }
        size_t i = 0;
        while (i < 5 && strncmp(p, references[i], strlen(references[i])) != 0)
            i++;
        const bool is_wide = (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0;
        squeeze(&r->text, i < 5 ? characters[i] : p, is_wide ? 2 : 1);
        p += i < 5 ? strlen(references[i]) : is_wide ? 2 : 1;
    }
    r->has_notes = strstr(out->p, "href=\"#note-") != NULL;
    r->has_formulas = strstr(out->p, "language-math") != NULL;
}

// ---- records ----

static void read_csv(const bytes *out, reading *r)
{
    size_t columns[3] = {1, 1, 0};
    size_t line = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < out->len && line < 3; i++) {
        if (out->p[i] == '"')
            is_quoted = !is_quoted;
        else if (out->p[i] == ',' && !is_quoted)
            columns[line]++;
        else if (out->p[i] == '\n' && !is_quoted)
            line++;
        if (out->p[i] == '"' && is_quoted && i && out->p[i - 1] != '"' &&
            strchr("=+-@\t\r", out->p[i + 1]) && out->p[i + 1])
            fault(r, "a formula", out->p + i);
    }
    if (line != 2 || is_quoted || columns[0] != columns[1] || columns[0] != N_COLUMNS)
        fault(r, "not two rows of the same columns", out->p);
}

static void read_json(const bytes *out, reading *r)
{
    json_error_t error;
    json_t *json = json_loadb(out->p, out->len, JSON_REJECT_DUPLICATES, &error);
    const char *text = json_string_value(json_object_get(json, "text"));
    if (!json)
        fault(r, "not JSON", error.text);
    if (text)
        squeeze(&r->text, text, strlen(text));
    json_decref(json);
}

reading read_output(int32_t format, const bytes *out, const char *tei)
{
    reading r = {0};
    add(&r.text, "", 0);
    switch (format) {
    case DECANT_MARKDOWN:
        read_markdown(out, &r);
        break;
    case DECANT_HTML:
        read_html(out, &r);
        break;
    case DECANT_XML:
    case DECANT_TEI:
        read_xml(out, format == DECANT_TEI ? tei : NULL, &r);
        break;
    case DECANT_JSON:
    case DECANT_JSONL:
        read_json(out, &r);
        break;
    case DECANT_CSV:
        read_csv(out, &r);
        break;
    default:
        squeeze(&r.text, out->p, out->len);
        break;
    }
    if (forbidden_in(format, out))
        fault(&r, "a forbidden character", forbidden_in(format, out));
    return r;
}
