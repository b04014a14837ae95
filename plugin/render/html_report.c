#include "render/html_report.h"

#include "render/front.h"
#include "render/html.h"
#include "render/report.inc"

enum { MOST_REASONS = 64, N_COLOURS = 10, BAR_WIDTH = 10000, PREVIEW = 90 };

typedef struct reason {
    const char *name;
    uint32_t blocks;
    uint32_t words;
} reason;

typedef struct writer {
    dc_buf *out;
    const dc_doc *doc;
    reason reasons[MOST_REASONS]; // of what was dropped, as they come
    uint32_t n_reasons;
    uint32_t n_blocks[3]; // by label
    uint32_t n_words[3];
} writer;

static void add(writer *w, const char *s)
{
    dc_buf_add(w->out, dc_str_of(s));
}

static void put(writer *w, dc_str text)
{
    dc_html_text(w->out, text);
}

static void add_number(writer *w, const char *before, uint64_t n, const char *behind)
{
    add(w, before);
    dc_buf_number(w->out, n);
    add(w, behind);
}

static uint32_t reason_of(writer *w, const char *name)
{
    uint32_t i = 0;
    while (i < w->n_reasons && strcmp(w->reasons[i].name, name) != 0)
        i++;
    if (i == w->n_reasons && i < MOST_REASONS)
        w->reasons[w->n_reasons++] = (reason){.name = name};
    return i < MOST_REASONS ? i : MOST_REASONS - 1;
}

static void count(writer *w)
{
    const dc_blocks *b = w->doc->blocks;
    for (uint32_t i = 0; i < b->n; i++) {
        const dc_verdict *v = &w->doc->verdicts[i];
        w->n_blocks[v->label]++;
        w->n_words[v->label] += b->v[i].words;
        if (v->label != DECANT_BOILERPLATE)
            continue;
        reason *r = &w->reasons[reason_of(w, v->reason)];
        r->blocks++;
        r->words += b->v[i].words;
    }
}

static void add_colour(writer *w, const dc_verdict *v)
{
    if (v->label == DECANT_CONTENT)
        add(w, "k");
    else if (v->label == DECANT_COMMENT)
        add(w, "c");
    else
        add_number(w, "d f", reason_of(w, v->reason) % N_COLOURS, "");
}

static void add_score(writer *w, float score)
{
    const unsigned hundredths = score <= 0 ? 0 : score >= 1 ? 100 : (unsigned)(score * 100 + .5f);
    char text[] = "0.00";
    text[0] = (char)('0' + hundredths / 100);
    text[2] = (char)('0' + hundredths / 10 % 10);
    text[3] = (char)('0' + hundredths % 10);
    add(w, text);
}

// ---- the head of the report ----

static void put_fact(writer *w, const char *name, dc_str value)
{
    if (!value.p)
        return;
    add(w, "<li>");
    add(w, name);
    add(w, " <b>");
    put(w, value);
    add(w, "</b></li>\n");
}

static void put_amount(writer *w, const char *name, int32_t label)
{
    add(w, "<li>");
    add(w, name);
    add_number(w, " <b>", w->n_blocks[label], "</b> blocks, ");
    add_number(w, "<b>", w->n_words[label], "</b> words</li>\n");
}

static void put_head(writer *w)
{
    const dc_record *r = w->doc->record;
    add(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri "
           "'none'; form-action 'none'; style-src '" DC_REPORT_STYLE_HASH
           "'; script-src '" DC_REPORT_SCRIPT_HASH "'\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    put(w, r->title.p ? r->title : DC_STR("Untitled page"));
    add(w, " &#8211; what Decant kept</title>\n<style>");
    add(w, dc_report_style);
    add(w, "</style>\n</head>\n<body>\n<header>\n<h1>");
    put(w, r->title.p ? r->title : DC_STR("Untitled page"));
    add(w, "</h1>\n<p class=\"where\">");
    put(w, r->url.p ? r->url : r->input);
    add(w, "</p>\n<ul class=\"facts\">\n");
    put_amount(w, "Text", DECANT_CONTENT);
    put_amount(w, "Comments", DECANT_COMMENT);
    put_amount(w, "Left out", DECANT_BOILERPLATE);
    put_fact(w, "Kind", r->page_type);
    put_fact(w, "Verdict", dc_str_of(r->verdict));
    if (r->confidence >= 0) {
        add(w, "<li>Confidence <b>");
        add_score(w, (float)r->confidence);
        add(w, "</b></li>\n");
    }
    add(w, "</ul>\n</header>\n");
}

// Each block is as wide as its words are many; the smallest can still be seen.
static void put_bar(writer *w)
{
    const dc_blocks *b = w->doc->blocks;
    uint64_t all = 0;
    for (uint32_t i = 0; i < b->n; i++)
        all += b->v[i].words + 1;
    add(w, "<svg class=\"bar\" viewBox=\"0 0 10000 10\" preserveAspectRatio=\"none\" role=\"img\" "
           "aria-label=\"The page from its beginning to its end: text, comments and what was left "
           "out\">\n");
    uint64_t at = 0;
    for (uint32_t i = 0; i < b->n;) {
        const dc_verdict *v = &w->doc->verdicts[i];
        const uint64_t from = at;
        const uint32_t first = i;
        for (; i < b->n && w->doc->verdicts[i].label == v->label &&
               strcmp(w->doc->verdicts[i].reason, v->reason) == 0;
             i++)
            at += b->v[i].words + 1;
        const uint64_t x = from * BAR_WIDTH / all;
        add_number(w, "<a href=\"#b", first, "\" tabindex=\"-1\"><rect class=\"");
        add_colour(w, v);
        add_number(w, "\" x=\"", x, "\" width=\"");
        add_number(w, "", at * BAR_WIDTH / all - x, "\" height=\"10\"><title>");
        put(w, dc_str_of(v->reason));
        add_number(w, ", ", at - from - (i - first), " words</title></rect></a>\n");
    }
    add(w, "</svg>\n");
}

static void put_chip(writer *w, const char *colour, dc_str name, const char *value, uint32_t n)
{
    add(w, "<button type=\"button\" aria-pressed=\"false\" class=\"");
    add(w, colour);
    add(w, "\" data-r=\"");
    put(w, dc_str_of(value));
    add(w, "\">");
    put(w, name);
    add_number(w, " ", n, "</button>\n");
}

static void put_filter(writer *w)
{
    add(w, "<nav aria-label=\"Page and filter\">\n");
    if (w->doc->blocks->n)
        put_bar(w);
    add(w, "<div class=\"chips\" role=\"group\" aria-label=\"Show one kind of block\">\n");
    put_chip(w, "all", DC_STR("everything"), "", w->doc->blocks->n);
    put_chip(w, "kept", DC_STR("text"), "+text", w->n_blocks[DECANT_CONTENT]);
    if (w->n_blocks[DECANT_COMMENT])
        put_chip(w, "said", DC_STR("comments"), "+comments", w->n_blocks[DECANT_COMMENT]);
    for (uint32_t i = 0; i < w->n_reasons; i++) {
        const char colour[] = {'f', (char)('0' + i % N_COLOURS), '\0'};
        put_chip(w, colour, dc_str_of(w->reasons[i].name), w->reasons[i].name,
                 w->reasons[i].blocks);
    }
    add(w, "</div>\n<p class=\"where\" id=\"shown\" role=\"status\"></p>\n</nav>\n");
}

// ---- the blocks ----

static void put_info(writer *w, uint32_t i)
{
    const dc_verdict *v = &w->doc->verdicts[i];
    char path[512];
    dc_block_path(w->doc->blocks, i, path, sizeof path);
    add(w, "<div class=\"i\">");
    add_score(w, v->score);
    add(w, " ");
    put(w, dc_str_of(v->reason));
    add(w, " &#183; ");
    put(w, dc_str_of(path));
    add(w, "</div>");
}

static void put_block(writer *w, uint32_t i, const char *classes, const char *value)
{
    const dc_blocks *b = w->doc->blocks;
    const dc_box *box = &b->boxes[b->v[i].box];
    add(w, "<div class=\"b ");
    add(w, classes);
    if (box->flags & DC_IS_PRE && !w->doc->is_plain)
        add(w, " t-pre");
    else if (box->tag != DC_TAG_unknown) {
        add(w, " t-");
        add(w, dc_tag_name((dc_tag)box->tag).p);
    }
    add_number(w, "\" id=\"b", i, "\" tabindex=\"0\"");
    if (value) {
        add(w, " data-r=\"");
        add(w, value);
        add(w, "\"");
    }
    add(w, "><p>");
    put(w, b->v[i].text);
    add(w, "</p>");
    put_info(w, i);
    add(w, "</div>\n");
}

// Blocks that were left out one after the other for the same reason.
static uint32_t put_fold(writer *w, uint32_t i)
{
    const dc_blocks *b = w->doc->blocks;
    const dc_verdict *v = &w->doc->verdicts[i];
    uint32_t end = i;
    uint32_t words = 0;
    for (; end < b->n && w->doc->verdicts[end].label == DECANT_BOILERPLATE &&
           strcmp(w->doc->verdicts[end].reason, v->reason) == 0;
         end++)
        words += b->v[end].words;
    add(w, "<details class=\"");
    add_colour(w, v);
    add(w, "\" data-r=\"");
    put(w, dc_str_of(v->reason));
    add_number(w, "\" data-n=\"", end - i, "\"><summary><b>");
    put(w, dc_str_of(v->reason));
    add_number(w, "</b> ", end - i, end - i == 1 ? " block, " : " blocks, ");
    add_number(w, "", words, words == 1 ? " word: " : " words: ");
    dc_str preview = b->v[i].text;
    if (preview.len > PREVIEW) {
        preview.len = PREVIEW;
        while (preview.len && ((unsigned char)preview.p[preview.len] & 0xC0) == 0x80)
            preview.len--;
    }
    put(w, preview);
    add(w, "</summary>\n");
    for (; i < end; i++)
        put_block(w, i, "", NULL);
    add(w, "</details>\n");
    return end;
}

static void put_blocks(writer *w)
{
    const dc_blocks *b = w->doc->blocks;
    add(w, w->n_blocks[DECANT_COMMENT] ? "<main>\n" : "<main class=\"alone\">\n");
    for (uint32_t i = 0; i < b->n;) {
        const int32_t label = w->doc->verdicts[i].label;
        if (label == DECANT_BOILERPLATE) {
            i = put_fold(w, i);
            continue;
        }
        put_block(w, i, label == DECANT_CONTENT ? "k" : "c",
                  label == DECANT_CONTENT ? "+text" : "+comments");
        i++;
    }
    if (b->n == 0)
        add(w, "<p>There is no text on this page.</p>\n");
    add(w, "</main>\n");
}

static void put_facts(writer *w)
{
    dc_fact_row rows[DC_N_FRONT];
    dc_front_rows(w->doc->record, rows);
    add(w, "<section>\n<h2>Facts</h2>\n<table>\n");
    for (size_t i = 0; i < DC_N_FRONT; i++) {
        add(w, "<tr><th scope=\"row\">");
        add(w, rows[i].name);
        add(w, "</th><td>");
        put(w, rows[i].value.p ? rows[i].value : DC_STR("unknown"));
        add(w, "</td></tr>\n");
    }
    add(w, "</table>\n</section>\n");
}

// What each fact may be, where that stands, and how sure it is. The first of a field is the one
// that is printed, if it is sure enough.
static void put_candidates(writer *w)
{
    const dc_candidates *all = w->doc->record->candidates;
    if (!all || !all->n)
        return;
    add(w, "<section>\n<h2>Candidates</h2>\n<table class=\"wide\">\n<tr><th scope=\"col\">fact</th>"
           "<th scope=\"col\">value</th><th scope=\"col\">from</th><th "
           "scope=\"col\">sure</th></tr>\n");
    for (uint32_t i = 0; i < all->n; i++) {
        const dc_candidate *c = &all->v[i];
        const bool is_first = i == 0 || all->v[i - 1].field != c->field;
        add(w, is_first ? "<tr class=\"best\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
        put(w, dc_str_of(dc_field_name(c->field)));
        add(w, "</th><td>");
        put(w, c->value);
        add(w, "</td><td>");
        put(w, dc_str_of(c->source));
        add(w, "</td><td>");
        add_score(w, c->confidence);
        add(w, "</td></tr>\n");
    }
    add(w, "</table>\n</section>\n");
}

void dc_render_report(const dc_doc *doc, dc_buf *out)
{
    writer w = {.out = out, .doc = doc};
    count(&w);
    put_head(&w);
    put_filter(&w);
    put_blocks(&w);
    put_facts(&w);
    put_candidates(&w);
    add_number(&w, "<footer>Made by Decant ", DECANT_VERSION_MAJOR, "");
    add_number(&w, ".", DECANT_VERSION_MINOR, "");
    add_number(&w, ".", DECANT_VERSION_PATCH, "");
    add(&w, ". Hover over or tab to a block to see its score and place. Click the bar to go "
            "there.</footer>\n<script>");
    add(&w, dc_report_script);
    add(&w, "</script>\n</body>\n</html>\n");
}
