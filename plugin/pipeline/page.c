#include "pipeline/page.h"

#include "base/log.h"
#include "base/sniff.h"
#include "blocks/build.h"
#include "html/parse.h"
#include "pipeline/options.h"
#include "render/text.h"

typedef struct job {
    const decant_options *options;
    decant_page *page;
    dc_str bytes;
    dc_clock clock;
    uint64_t deadline_ms;
    decant_status status; // of what does not leave by the guard
} job;

static dc_parse_options parse_options(const job *j)
{
    return (dc_parse_options){.allocator = j->options->allocator,
                              .max_memory = dc_memory_budget(j->options, j->bytes.len),
                              .clock = j->clock,
                              .deadline_ms = j->deadline_ms};
}

static dc_str copied(dc_arena *arena, const char *s)
{
    return s ? (dc_str){dc_arena_copy(arena, dc_str_of(s)), strlen(s)} : DC_STR_NONE;
}

static void remember_names(const job *j)
{
    j->page->input = copied(j->page->arena, j->options->input);
    j->page->url = copied(j->page->arena, j->options->url);
}

// Attributes stay references into the source for as long as the page lives; the caller's bytes do not.
static void own_source(const job *j)
{
    dc_str *utf8 = &j->page->charset.utf8;
    if (utf8->p >= j->bytes.p && utf8->p < j->bytes.p + j->bytes.len)
        utf8->p = dc_arena_copy(j->page->arena, *utf8);
}

static void set_text(decant_page *page)
{
    dc_buf text = dc_buf_in(page->arena, SIZE_MAX / 2);
    dc_render_text(&page->blocks, page->cleaned.verdicts, false, &text);
    page->text = dc_buf_str(&text);
}

static void extract(void *ctx, dc_guard *guard)
{
    (void)guard;
    job *j = ctx;
    decant_page *page = j->page;
    remember_names(j);
    j->status = dc_charset_decode(page->arena, j->bytes, dc_str_of(j->options->content_type),
                                  &page->charset);
    if (j->status != DECANT_OK)
        return;
    own_source(j);
    const dc_parse_options options = parse_options(j);
    dc_tree tree;
    dc_parse(page->arena, page->charset.utf8, &options, &tree);
    page->degraded = tree.degraded;
    dc_blocks_build(&tree, &page->blocks);
    page->blocks.url = page->url;
    dc_meta_read(&tree, &page->meta);
    dc_clean(page->arena, &page->blocks, &page->cleaned);
    set_text(page);
}

static decant_status run(job *j, void (*work)(void *, dc_guard *), decant_page **out,
                         decant_error *error)
{
    const decant_options *o = j->options;
    const decant_allocator *hook = dc_mem_hook(o->allocator);
    dc_arena *arena = dc_arena_new(hook, dc_memory_budget(o, j->bytes.len));
    j->page = arena ? dc_mem_zero(hook, 1, sizeof *j->page) : NULL;
    if (!j->page) {
        dc_arena_free(arena);
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
    j->page->arena = arena;
    j->page->hook = hook;
    j->clock = (dc_clock){o->clock, o->clock_ctx};
    const uint64_t max_ms = o->max_time_ms ? o->max_time_ms : DC_DEFAULT_TIME_MS;
    j->deadline_ms = max_ms == UINT32_MAX ? UINT64_MAX : dc_clock_ms(&j->clock) + max_ms;
    decant_status status = dc_guard_run(work, j);
    if (status == DECANT_OK)
        status = j->status;
    if (status != DECANT_OK) {
        dc_page_free(j->page);
        return dc_fail(error, status, "%s", decant_status_text(status));
    }
    *out = j->page;
    return DECANT_OK;
}

decant_status dc_page_new(const decant_options *options, const char *html, size_t len,
                          decant_page **out, decant_error *error)
{
    decant_options o;
    decant_status status = dc_options_read(options, html, len, out, &o, error);
    if (status != DECANT_OK)
        return status;
    if (len == 0)
        return dc_fail(error, DECANT_E_EMPTY_INPUT, "the input is empty");
    const char *binary = dc_sniff_binary((dc_str){html, len});
    if (binary)
        return dc_fail(error, DECANT_E_NOT_HTML, "not a page: the data is %s", binary);
    job j = {.options = &o, .bytes = {html, len}};
    return run(&j, extract, out, error);
}

decant_status dc_page_new_text(const decant_options *options, const char *text, size_t len,
                               decant_page **out, decant_error *error)
{
    return dc_page_new(options, text, len, out, error);
}

void dc_page_free(decant_page *page)
{
    if (!page)
        return;
    const decant_allocator *hook = page->hook;
    dc_arena_free(page->arena);
    dc_mem_free(hook, page, sizeof *page);
}

dc_record dc_page_record(const decant_page *page)
{
    static const char *const degraded[] = {"none", "capped", "strict", "text"};
    const bool is_empty = page->text.len == 0;
    return (dc_record){.input = page->input,
                       .status = is_empty ? "empty" : "ok",
                       .url = page->url,
                       .canonical = page->meta.canonical,
                       .title = page->meta.title,
                       .author = page->meta.author,
                       .date = page->meta.date,
                       .site = page->meta.site,
                       .description = page->meta.description,
                       .image = page->meta.image,
                       .language = page->meta.language,
                       .verdict = is_empty ? "empty" : "ok",
                       .confidence = page->cleaned.confidence,
                       .degraded = degraded[page->degraded],
                       .text = page->text,
                       .comments = &page->cleaned.comments};
}
