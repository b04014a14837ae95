// The exported functions that print.
#include "pipeline/page.h"
#include "render/csv.h"
#include "render/front.h"
#include "render/html.h"
#include "render/html_report.h"
#include "render/markdown.h"
#include "render/out.h"
#include "render/text.h"
#include "render/xml.h"

static decant_status read_options(const decant_render_options *options, decant_render_options *out,
                                  decant_error *error)
{
    memset(out, 0, sizeof *out);
    if (options)
        memcpy(out, options,
               options->struct_size < sizeof *out ? options->struct_size : sizeof *out);
    if (out->format < DECANT_TEXT || out->format > DECANT_REPORT)
        return dc_fail(error, DECANT_E_INVALID, "format %d is not known", (int)out->format);
    if (out->comments < DECANT_COMMENTS_DROP || out->comments > DECANT_COMMENTS_INLINE)
        return dc_fail(error, DECANT_E_INVALID, "comments %d is not known", (int)out->comments);
    return DECANT_OK;
}

// Blocks of comments need not make a record: the head of a thread, a word of feedback.
static bool has_comment_blocks(const decant_page *page)
{
    for (uint32_t i = 0; i < page->blocks.n; i++)
        if (page->cleaned.verdicts[i].label == DECANT_COMMENT)
            return true;
    return false;
}

static void print_text(const decant_page *page, int32_t comments, dc_buf *out)
{
    const size_t before = out->len;
    if (comments == DECANT_COMMENTS_INLINE && has_comment_blocks(page))
        dc_render_text(&page->blocks, page->cleaned.verdicts, true, out);
    else
        dc_buf_add(out, page->text);
    if (comments == DECANT_COMMENTS_SEPARATE && page->cleaned.comments.n) {
        dc_buf_add(out, page->text.len ? DC_STR("\n\nComments\n\n") : DC_STR("Comments\n\n"));
        dc_render_comments(&page->cleaned.comments, out);
    }
    if (out->len > before)
        dc_buf_char(out, '\n');
}

static dc_doc doc_of(const decant_page *page, const dc_record *record,
                     const decant_render_options *o)
{
    return (dc_doc){.hook = page->hook,
                    .blocks = &page->blocks,
                    .verdicts = page->cleaned.verdicts,
                    .record = record,
                    .comments = o->comments,
                    .has_links = o->with_links != 0,
                    .has_images = o->with_images != 0,
                    .has_tables = o->no_tables == 0,
                    .has_front = o->with_front != 0,
                    .is_plain = page->is_plain};
}

static decant_status print(const decant_page *page, const decant_render_options *o, dc_buf *out)
{
    dc_record record = dc_page_record(page);
    record.with_candidates = o->with_candidates != 0 && !page->is_plain;
    const dc_doc doc = doc_of(page, &record, o);
    switch (o->format) {
    case DECANT_MARKDOWN:
        return dc_render_markdown(&doc, out);
    case DECANT_HTML:
        return dc_render_html(&doc, out);
    case DECANT_XML:
        return dc_render_xml(&doc, &record, out);
    case DECANT_TEI:
        return dc_render_tei(&doc, out);
    case DECANT_CSV:
        dc_render_csv(&record, !o->no_header, out);
        return DECANT_OK;
    case DECANT_REPORT:
        dc_render_report(&doc, out);
        return DECANT_OK;
    case DECANT_TEXT:
        if (o->with_front)
            dc_front_yaml(&record, out);
        if (o->with_front && page->text.len)
            dc_buf_char(out, '\n');
        print_text(page, o->comments, out);
        return DECANT_OK;
    default:
        dc_render_json(&record, o->format == DECANT_JSONL, out);
        return DECANT_OK;
    }
}

static decant_status flush(dc_buf *buf, decant_write_fn write, void *ctx, decant_error *error)
{
    decant_status status = dc_buf_status(buf);
    if (status != DECANT_OK)
        dc_fail(error, status, "%s", decant_status_text(status));
    else
        status = dc_out(write, ctx, dc_buf_str(buf), error);
    dc_buf_free(buf);
    return status;
}

decant_status decant_render(const decant_page *page, const decant_render_options *options,
                            decant_write_fn write, void *ctx, decant_error *error)
{
    decant_render_options o;
    decant_status status = read_options(options, &o, error);
    if (status != DECANT_OK)
        return status;
    dc_buf out = dc_buf_on(page->hook, SIZE_MAX / 2);
    status = print(page, &o, &out);
    if (status != DECANT_OK) {
        dc_buf_free(&out);
        return dc_fail(error, status, "%s", decant_status_text(status));
    }
    return flush(&out, write, ctx, error);
}

static dc_str shown(const char *text)
{
    return *text ? dc_str_of(text) : DC_STR_NONE;
}

decant_status decant_render_failure(const char *input, const char *url, const decant_error *failure,
                                    const decant_render_options *options, decant_write_fn write,
                                    void *ctx, decant_error *error)
{
    decant_render_options o;
    decant_status status = read_options(options, &o, error);
    if (status != DECANT_OK)
        return status;
    if (!failure)
        return dc_fail(error, DECANT_E_INVALID, "no failure given to print");
    if (o.format == DECANT_TEXT || o.format == DECANT_MARKDOWN || o.format == DECANT_HTML ||
        o.format == DECANT_TEI || o.format == DECANT_REPORT)
        return DECANT_OK;
    const dc_record record = {.input = dc_str_of(input),
                              .status = "error",
                              .error = dc_str_of(failure->message),
                              .url = dc_str_of(url),
                              .verdict = *failure->verdict ? failure->verdict : NULL,
                              .evidence = shown(failure->evidence),
                              .confidence = -1};
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    if (o.format == DECANT_XML)
        status = dc_render_xml(NULL, &record, &out);
    else if (o.format == DECANT_CSV)
        dc_render_csv(&record, !o.no_header, &out);
    else
        dc_render_json(&record, o.format == DECANT_JSONL, &out);
    const decant_status flushed = flush(&out, write, ctx, error);
    return status ? dc_fail(error, status, "%s", decant_status_text(status)) : flushed;
}
