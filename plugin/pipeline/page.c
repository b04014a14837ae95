#include "pipeline/page.h"

#include "base/log.h"
#include "blocks/build.h"
#include "clean/own_phrases.h"
#include "html/parse.h"
#include "pipeline/job.h"
#include "pipeline/options.h"
#include "pipeline/response.h"
#include "render/text.h"

// gumbo's memory lies beside the page's while there is little of that: so together they stay near
// the budget.
static dc_parse_options parse_options(const dc_job *j)
{
    return (dc_parse_options){.allocator = j->options->allocator,
                              .max_memory = dc_memory_budget(j->options, j->bytes.len) / 8 * 5,
                              .clock = j->clock,
                              .deadline_ms = j->deadline_ms};
}

static void free_source(void *object)
{
    dc_buf_free(object);
}

// Attributes stay references into the source for as long as the page lives; the caller's bytes do
// not.
static void own_source(const dc_job *j)
{
    dc_arena *arena = j->page->arena;
    dc_str *utf8 = &j->page->charset.utf8;
    if (utf8->p < j->bytes.p || utf8->p >= j->bytes.p + j->bytes.len)
        return;
    if (!j->source) {
        utf8->p = dc_arena_copy(arena, *utf8);
        return;
    }
    dc_buf *source = dc_arena_alloc(arena, sizeof *source);
    *source = *j->source;
    *j->source = dc_buf_on(source->hook, source->max);
    dc_arena_on_free(arena, free_source, source);
}

static void set_text(decant_page *page)
{
    dc_buf text = dc_buf_in(page->arena, SIZE_MAX / 2);
    dc_render_text(&page->blocks, page->cleaned.verdicts, false, &text);
    page->text = dc_buf_str(&text);
}

// Whoever listens should know when a page was read with less than a browser's care.
static void tell(const dc_job *j)
{
    static const char *const how[] = {"", "some mark-up was left out", "parsed with tight limits",
                                      "tags stripped"};
    const dc_log log = {j->options->log, j->options->log_ctx};
    if (j->page->degraded != DECANT_DEGRADED_NONE)
        dc_log_say(&log, DECANT_LOG_WARNING, "%s: beyond the limits of the parser: %s",
                   j->options->input ? j->options->input : "page", how[j->page->degraded]);
}

typedef struct reading {
    const dc_job *job;
    bool strips_tags;
} reading;

static dc_focus focus_of(const decant_options *options)
{
    switch (options->focus) {
    case DECANT_FOCUS_PRECISION:
        return DC_FOCUS_PRECISION;
    case DECANT_FOCUS_RECALL:
        return DC_FOCUS_RECALL;
    default:
        return DC_FOCUS_BALANCED;
    }
}

// Whether the page is another one than was asked for, by its words and by the answer it came with.
static void judge(const reading *r, const dc_tree *tree)
{
    decant_page *page = r->job->page;
    const decant_options *o = r->job->options;
    const dc_response answer = {.status = o->http_status,
                                .head = {o->http_head, o->http_head ? o->http_head_len : 0},
                                .asked = page->input,
                                .url = page->url};
    // What hides the text has taken the blocks' labels away: its words are enough.
    dc_response_page seen = {
        .tree = tree, .source = page->charset.utf8, .wall = page->cleaned.wall};
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const uint32_t words = page->blocks.v[i].words;
        seen.words += words;
        seen.text_words += page->cleaned.verdicts[i].label == DECANT_CONTENT ? words : 0;
    }
    const dc_wall wall = dc_response_judge(page->arena, &answer, &seen);
    dc_clean_wall(&page->blocks, &wall, &page->cleaned);
}

static void read_meta(const dc_job *j, const dc_tree *tree)
{
    decant_page *page = j->page;
    const dc_meta_input in = {.tree = tree,
                              .blocks = &page->blocks,
                              .verdicts = page->cleaned.verdicts,
                              .posts = &page->cleaned.posts,
                              .page_type = page->cleaned.page_type,
                              .max_date = dc_str_of(j->options->max_date)};
    dc_meta_read(&in, &page->meta);
}

// All that is read from the decoded source.
static void read_page(void *ctx, dc_guard *guard)
{
    (void)guard;
    const reading *r = ctx;
    decant_page *page = r->job->page;
    dc_parse_options options = parse_options(r->job);
    options.strips_tags = r->strips_tags;
    dc_tree tree;
    dc_parse(page->arena, page->charset.utf8, &options, &tree);
    page->degraded = tree.degraded;
    dc_blocks_build(&tree, &page->blocks);
    page->blocks.url = page->url;
    dc_clean(page->arena, &page->blocks, focus_of(r->job->options),
             dc_own_phrases_table(r->job->options->phrases), &page->cleaned);
    if (!r->job->options->no_meta)
        read_meta(r->job, &tree);
    judge(r, &tree);
    set_text(page);
}

// A page whose tree leaves no memory for what is made of it is read once more, without its tags.
static void extract(dc_job *j)
{
    decant_page *page = j->page;
    j->status = dc_charset_decode(page->arena, j->bytes, dc_str_of(j->options->content_type),
                                  &page->charset);
    if (j->status != DECANT_OK)
        return;
    own_source(j);
    const dc_arena_mark mark = dc_arena_mark_now(page->arena);
    reading r = {.job = j};
    j->status = dc_guard_run(read_page, &r);
    if (j->status == DECANT_E_BUDGET) {
        dc_arena_release(page->arena, mark);
        r.strips_tags = true;
        j->status = dc_guard_run(read_page, &r);
    }
    if (j->status == DECANT_OK)
        tell(j);
}

decant_status dc_page_new(const decant_options *options, const char *html, size_t len,
                          decant_page **out, decant_error *error)
{
    return dc_job_run(options, html, len, NULL, extract, out, error);
}

decant_status dc_page_new_of(const decant_options *options, dc_buf *source, decant_page **out,
                             decant_error *error)
{
    const dc_str bytes = dc_buf_str(source);
    return dc_job_run(options, bytes.p, bytes.len, source, extract, out, error);
}

void dc_page_free(decant_page *page)
{
    if (!page)
        return;
    const decant_allocator *hook = page->hook;
    dc_arena_free(page->arena);
    dc_mem_free(hook, page, sizeof *page);
}

const char *dc_page_verdict(const decant_page *page, dc_str *evidence)
{
    const dc_wall *wall = &page->cleaned.wall;
    *evidence = wall->evidence;
    if (wall->verdict)
        return wall->verdict;
    return page->text.len ? "ok" : "empty";
}

dc_record dc_page_record(const decant_page *page)
{
    static const char *const degraded[] = {"none", "capped", "strict", "text"};
    const bool is_empty = page->text.len == 0;
    dc_str evidence;
    const char *verdict = dc_page_verdict(page, &evidence);
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
                       .page_type = dc_str_of(page->cleaned.page_type),
                       .verdict = verdict,
                       .evidence = evidence,
                       .confidence = page->cleaned.confidence,
                       .degraded = degraded[page->degraded],
                       .text = page->text,
                       .comments = &page->cleaned.comments,
                       .posts = &page->cleaned.posts,
                       .candidates = &page->meta.candidates};
}
