// Every format read back by another program's reader: each says what the kept blocks say, whatever
// the options, and nothing that is not safe to print. On the fixtures, and on captured pages where
// there are any.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/page_bytes.h"

#include <decant/decant.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <dirent.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counts {
    size_t n_pages;
    size_t n_outputs;
    size_t n_wrong;
    size_t n_notes; // with footnotes: compared by their letters alone
} counts;

static counts total;
static xmlRelaxNGPtr tei_schema;

static void wrong(const char *name, const char *format, const char *what, const char *a,
                  const char *b)
{
    total.n_wrong++;
    if (total.n_wrong <= 20)
        print_message("%s, %s: %s\n  wanted %.160s\n  got    %.160s\n", name, format, what, a, b);
}

// ---- text alone ----

// Without white space: where lines break and what stands between blocks is up to the format.
static void squeeze(bytes *to, const char *p, size_t len)
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

static bytes kept_text(const decant_page *page)
{
    bytes out = {0};
    add(&out, "", 0);
    for (size_t i = 0; i < decant_page_block_count(page); i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        if (block.label == DECANT_CONTENT)
            squeeze(&out, block.text, block.text_len);
    }
    return out;
}

static int by_value(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

// How often each letter occurs: footnotes move to the end when they are read, and their numbers go.
static void keep_letters(bytes *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++)
        if ((b->p[i] | 0x20) >= 'a' && (b->p[i] | 0x20) <= 'z')
            b->p[n++] = b->p[i];
    b->len = n;
    b->p[n] = '\0';
    qsort(b->p, n, 1, by_value);
}

static void drop(bytes *b, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++)
        if (b->p[i] != c)
            b->p[n++] = b->p[i];
    b->len = n;
    b->p[n] = '\0';
}

static bool is_same(const char *name, const char *format, const bytes *wanted, const bytes *got)
{
    if (wanted->len == got->len && memcmp(wanted->p, got->p, got->len) == 0)
        return true;
    size_t i = 0;
    while (i < wanted->len && i < got->len && wanted->p[i] == got->p[i])
        i++;
    i = i > 40 ? i - 40 : 0;
    wrong(name, format, "another text", wanted->p + i, got->p + i);
    return false;
}

static void check_characters(const char *name, const char *format, const bytes *out)
{
    const unsigned char *p = (const unsigned char *)out->p;
    for (size_t i = 0; i < out->len; i++) {
        const bool is_c0 = p[i] < 0x20 && p[i] != '\n' && p[i] != '\t';
        const bool is_c1 = p[i] == 0xC2 && p[i + 1] < 0xA0;
        const bool is_bidi =
            p[i] == 0xE2 && ((p[i + 1] == 0x80 && p[i + 2] >= 0xAA && p[i + 2] <= 0xAE) ||
                             (p[i + 1] == 0x81 && p[i + 2] >= 0xA6 && p[i + 2] <= 0xA9));
        const bool is_none = p[i] == 0xEF && p[i + 1] == 0xBF && p[i + 2] >= 0xBE;
        if (is_c0 || p[i] == 0x7F || is_c1 || is_bidi || is_none) {
            wrong(name, format, "a forbidden character", "", out->p + (i > 20 ? i - 20 : 0));
            return;
        }
    }
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

typedef struct reading {
    bytes text;
    bool has_notes;
    size_t n_links;
} reading;

static void read_node(const char *name, cmark_node *node, reading *r, int *images)
{
    const cmark_node_type type = cmark_node_get_type(node);
    const char *literal = cmark_node_get_literal(node);
    if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
        const char *url = cmark_node_get_url(node);
        r->n_links++;
        if (!is_safe_url(url) && !strstr(url, "@")) // of an address in the text
            wrong(name, "md", "an unsafe link", "", url);
    }
    if (type == CMARK_NODE_IMAGE)
        ++*images;
    if (type == CMARK_NODE_HTML_BLOCK)
        wrong(name, "md", "a block of HTML", "", literal);
    if (type == CMARK_NODE_HTML_INLINE && !strstr("<br></sub></sup><sub><sup>", literal))
        wrong(name, "md", "HTML", "", literal);
    if (type == CMARK_NODE_FOOTNOTE_REFERENCE || type == CMARK_NODE_FOOTNOTE_DEFINITION)
        r->has_notes = true;
    else if (literal && *images == 0 && type != CMARK_NODE_HTML_INLINE)
        squeeze(&r->text, literal, strlen(literal));
}

static reading read_markdown(const char *name, const bytes *md)
{
    reading r = {0};
    add(&r.text, "", 0);
    int images = 0;
    cmark_node *document = parse_markdown(md);
    cmark_iter *iter = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER)
            read_node(name, node, &r, &images);
        else if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
            images--;
    }
    cmark_iter_free(iter);
    cmark_node_free(document);
    return r;
}

static void check_markdown(const char *name, const bytes *md, const bytes *kept)
{
    reading r = read_markdown(name, md);
    bytes wanted = {0};
    add(&wanted, kept->p, kept->len);
    if (strstr(md->p, "$`") || strstr(md->p, "```math")) {
        drop(&wanted, '$');
        drop(&r.text, '$');
    }
    if (r.has_notes) {
        total.n_notes++;
        keep_letters(&wanted);
        keep_letters(&r.text);
    }
    is_same(name, "md", &wanted, &r.text);
    free(wanted.p);
    free(r.text.p);
}

// ---- XML ----

static void read_xml(const xmlNode *node, bytes *to)
{
    const xmlNode *at = node->children;
    while (at) {
        if (at->type == XML_TEXT_NODE)
            squeeze(to, (const char *)at->content, strlen((const char *)at->content));
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

static const xmlNode *child(const xmlNode *node, const char *name)
{
    for (const xmlNode *at = node->children; at; at = at->next)
        if (xmlStrEqual(at->name, BAD_CAST name))
            return at;
    return NULL;
}

static void quiet(void *ctx, const char *format, ...)
{
    (void)ctx;
    (void)format;
}

static void first_error(void *ctx, const char *format, ...)
{
    bytes *b = ctx;
    char line[300];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (b->len < 300)
        add(b, line, strlen(line));
}

static void check_xml(const char *name, const bytes *out, const bytes *kept, bool is_tei)
{
    const char *format = is_tei ? "tei" : "xml";
    xmlDocPtr doc =
        xmlReadMemory(out->p, (int)out->len, name, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (!doc) {
        wrong(name, format, "not well-formed", "", out->p);
        return;
    }
    const xmlNode *text = child(xmlDocGetRootElement(doc), "text");
    bytes got = {0};
    bytes wanted = {0};
    add(&got, "", 0);
    add(&wanted, kept->p, kept->len);
    if (!text)
        wrong(name, format, "no text element", "", out->p);
    else
        read_xml(text, &got);
    if (strstr(out->p, "<noteref") || strstr(out->p, "type=\"note\"")) {
        keep_letters(&wanted);
        keep_letters(&got);
    }
    is_same(name, format, &wanted, &got);
    if (is_tei) {
        bytes errors = {0};
        xmlRelaxNGValidCtxtPtr valid = xmlRelaxNGNewValidCtxt(tei_schema);
        xmlRelaxNGSetValidErrors(valid, first_error, quiet, &errors);
        if (xmlRelaxNGValidateDoc(valid, doc) != 0)
            wrong(name, "tei", "not valid", "", errors.p ? errors.p : "");
        xmlRelaxNGFreeValidCtxt(valid);
        free(errors.p);
    }
    free(got.p);
    free(wanted.p);
    xmlFreeDoc(doc);
}

// ---- HTML ----

// Our HTML is simple enough to be read by a loop: tags of a short list, five references.
static void check_html(const char *name, const bytes *out, const bytes *kept)
{
    static const char allowed[] = " a article aside b blockquote body br code dd del dl dt em "
                                  "figcaption figure h1 h2 h3 h4 h5 h6 head header hr html img li "
                                  "meta ol p pre section strong sub sup table td th title tr ul ";
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    static const char *const characters[] = {"&", "<", ">", "\"", "'"};
    bytes got = {0};
    bytes wanted = {0};
    add(&got, "", 0);
    add(&wanted, kept->p, kept->len);
    const char *p = strstr(out->p, "<body>");
    assert_non_null(p);
    while (*p) {
        if (*p == '<') {
            char tag[32];
            size_t n = 0;
            for (p += 1 + (p[1] == '/'); *p && *p != '>' && *p != ' ' && n < 29; p++)
                tag[1 + n++] = *p;
            tag[0] = ' ';
            tag[n + 1] = ' ';
            tag[n + 2] = '\0';
            if (!strstr(allowed, tag))
                wrong(name, "html", "a tag of another kind", "", tag);
            p = strchr(p, '>');
            assert_non_null(p);
            p++;
            continue;
        }
        size_t i = 0;
        while (i < 5 && strncmp(p, references[i], strlen(references[i])) != 0)
            i++;
        squeeze(&got, i < 5 ? characters[i] : p, 1);
        p += i < 5 ? strlen(references[i]) : 1;
    }
    if (strstr(out->p, "href=\"#note-")) {
        keep_letters(&wanted);
        keep_letters(&got);
    }
    drop(&wanted, '\xA0');
    drop(&got, '\xA0');
    is_same(name, "html", &wanted, &got);
    free(got.p);
    free(wanted.p);
}

// ---- CSV ----

static void check_csv(const char *name, const bytes *out)
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
            wrong(name, "csv", "a formula", "", out->p + i);
    }
    if (line != 2 || is_quoted || columns[0] != columns[1] || columns[0] != 16)
        wrong(name, "csv", "not two rows of 16", "", out->p);
}

// ---- pages ----

static bytes render(const decant_page *page, const decant_render_options *options)
{
    bytes out = {0};
    decant_error error = {0};
    add(&out, "", 0);
    if (decant_render(page, options, collect, &out, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    return out;
}

static void check_format(const char *name, const decant_page *page,
                         const decant_render_options *options, const bytes *kept)
{
    static const char *const names[] = {"text", "json", "jsonl", "md", "html", "xml", "tei", "csv"};
    bytes out = render(page, options);
    total.n_outputs++;
    check_characters(name, names[options->format], &out);
    json_t *json = NULL;
    switch (options->format) {
    case DECANT_JSON:
    case DECANT_JSONL:
        json = json_loadb(out.p, out.len, JSON_REJECT_DUPLICATES, NULL);
        if (!json)
            wrong(name, "json", "not JSON", "", out.p);
        json_decref(json);
        break;
    case DECANT_MARKDOWN:
        check_markdown(name, &out, kept);
        break;
    case DECANT_HTML:
        check_html(name, &out, kept);
        break;
    case DECANT_XML:
    case DECANT_TEI:
        check_xml(name, &out, kept, options->format == DECANT_TEI);
        break;
    case DECANT_CSV:
        check_csv(name, &out);
        break;
    default:
        break;
    }
    free(out.p);
}

// is_all: every combination of options, else the richest.
static void check_page(const char *path, const char *name, bool is_all)
{
    bytes html = read_page(path);
    decant_options options = DECANT_OPTIONS_INIT;
    options.input = name;
    options.url = "https://page.example/a/b.html";
    options.max_time_ms = UINT32_MAX;
    decant_page *page = NULL;
    decant_error error = {0};
    if (html.len && decant_extract(&options, html.p, html.len, &page, &error) != DECANT_OK)
        fail_msg("%s: %s", name, error.message);
    free(html.p);
    if (!page)
        return;
    total.n_pages++;
    bytes kept = kept_text(page);
    for (int32_t format = DECANT_TEXT; format <= DECANT_CSV; format++)
        for (int bits = is_all ? 0 : 3; bits < (is_all ? 8 : 4); bits++) {
            decant_render_options render_options = DECANT_RENDER_OPTIONS_INIT;
            render_options.format = format;
            render_options.with_links = bits & 1;
            render_options.with_images = bits >> 1 & 1;
            render_options.no_tables = bits >> 2 & 1;
            check_format(name, page, &render_options, &kept);
        }
    free(kept.p);
    decant_page_free(page);
}

static int is_page(const struct dirent *e)
{
    return strstr(e->d_name, ".gz") != NULL;
}

static void check_folder(const char *dir, int step, bool is_all)
{
    struct dirent **names;
    const int n = scandir(dir, &names, is_page, alphasort);
    if (n < 0) {
        print_message("skipped: no pages at %s\n", dir);
        skip();
    }
    const counts before = total;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        if (i % step == 0)
            check_page(path, names[i]->d_name, is_all);
        free(names[i]);
    }
    free(names);
    print_message("%zu pages, %zu outputs, %zu wrong, %zu with footnotes\n",
                  total.n_pages - before.n_pages, total.n_outputs - before.n_outputs,
                  total.n_wrong - before.n_wrong, total.n_notes - before.n_notes);
    assert_int_equal(total.n_wrong, before.n_wrong);
}

static int step_of(int usual)
{
    return getenv("DECANT_ALL_PAGES") ? 1 : usual;
}

static void test_wcxb(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/wcxb-dev/html", step_of(6), false);
}

static void test_trafilatura(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/trafilatura-dev/html", step_of(6), false);
}

static void test_news(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/news-dev/html", step_of(6), false);
}

static void test_comments(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/comments/pages", step_of(6), false);
}

// Two hundred pages and every combination of options.
static void test_options(void **state)
{
    (void)state;
    check_folder(DECANT_CORPUS "/wcxb-dev/html", getenv("DECANT_ALL_PAGES") ? 7 : 70, true);
}

static int is_fixture(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static void test_fixtures(void **state)
{
    (void)state;
    struct dirent **names;
    const int n = scandir(DECANT_FIXTURES "/pages", &names, is_fixture, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/pages/%s/source.html", DECANT_FIXTURES, names[i]->d_name);
        FILE *f = fopen(path, "rb");
        if (f) {
            fclose(f);
            check_page(path, names[i]->d_name, true);
        }
        free(names[i]);
    }
    free(names);
    assert_int_equal(total.n_wrong, 0);
}

static int set_up(void **state)
{
    (void)state;
    xmlSetGenericErrorFunc(NULL, quiet);
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(DECANT_SCHEMA "/tei.rng");
    tei_schema = parser ? xmlRelaxNGParse(parser) : NULL;
    xmlRelaxNGFreeParserCtxt(parser);
    return tei_schema ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    xmlRelaxNGFree(tei_schema);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixtures),    cmocka_unit_test(test_wcxb),
        cmocka_unit_test(test_trafilatura), cmocka_unit_test(test_news),
        cmocka_unit_test(test_comments),    cmocka_unit_test(test_options),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
