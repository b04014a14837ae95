#include "run.h"

#include "compare.h"
#include "exits.h"
#include "explain.h"
#include "heap.h"
#include "interrupt.h"
#include "outcome.h"
#include "output.h"
#include "removals.h"
#include "request.h"
#include "slurp.h"
#include "source_name.h"
#include "stem.h"
#include "stream.h"
#include "ticket.h"
#include "usage.h"

#include <string.h>

typedef struct run {
    const dc_settings *settings;
    dc_voice voice;
    dc_progress progress;
    dc_sources sources;
    dc_stems stems;
    dc_output output;
    dc_outcome outcome;
    dc_removals removals; // of --report
    decant_render_options render;
    dc_compare compare; // of explain --diff
    dc_request request;
    dc_tickets handed;  // inputs in the batch
    dc_tickets waiting; // inputs that do not go there, until their turn has come
    uint64_t n_handed;
    bool is_exact;   // plain text in and out: its bytes are not to go through a page
    bool is_stopped; // the output is broken
} run;

static dc_place place_of(const dc_ticket *t)
{
    const dc_source *s = &t->source;
    // A broken line of a list has the list's name; once is enough.
    const bool is_list = s->list && strcmp(s->input.name, s->list) == 0;
    return (dc_place){s->list, s->line, is_list ? NULL : s->input.name};
}

static void show(run *r)
{
    const dc_standing standing = {.done = r->outcome.n_ok, .failed = dc_outcome_lost(&r->outcome)};
    dc_progress_show(&r->progress, &standing);
}

static void end_record(run *r)
{
    if (!dc_output_end(&r->output))
        r->is_stopped = true;
    r->render.no_header = r->output.has_record; // of the one table that all rows go to
}

static void report_failure(run *r, const dc_ticket *t, const char *url, const decant_error *failure)
{
    const dc_place place = place_of(t);
    const char *name = t->source.input.name;
    r->outcome.lost[dc_loss_of(failure->code)]++;
    if (failure->code == DECANT_E_NOT_FOUND && dc_looks_like_host(name))
        dc_say_error(&r->voice, &place, "%s; for a web page write https://%s", failure->message,
                     name);
    else
        dc_say_error(&r->voice, &place, "%s", failure->message);
    if (r->output.kind == DC_OUTPUT_DIRECTORY)
        return;
    dc_output_begin(&r->output, NULL);
    decant_render_failure(name, url, failure, &r->render, dc_output_write, &r->output, NULL);
    end_record(r);
}

static void note_page(const run *r, const dc_place *place, const decant_page *page)
{
    static const char *const sources[] = {"byte order mark", "HTTP", "meta", "valid UTF-8",
                                          "default"};
    static const char *const degraded[] = {"", ", some mark-up cut", ", parsed with tight limits",
                                           ", not parsed: tags stripped"};
    if (r->voice.verbose == 0)
        return;
    int32_t source = 0;
    const char *charset = decant_page_charset(page, &source);
    const size_t n = decant_page_block_count(page);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        kept += block.label == DECANT_CONTENT;
    }
    dc_say_note(&r->voice, 1, place, "%s (%s), %zu of %zu blocks kept, %zu comments%s", charset,
                sources[source], kept, n, decant_page_comment_count(page),
                degraded[decant_page_degraded(page)]);
}

static void report_page(run *r, const dc_ticket *t, const decant_page *page)
{
    const dc_place place = place_of(t);
    const bool prints_comments =
        dc_settings_are_texts(r->settings) && r->settings->comments != DECANT_COMMENTS_DROP;
    const bool has_text =
        !decant_page_is_empty(page) || (prints_comments && decant_page_comment_count(page) > 0);
    note_page(r, &place, page);
    if (has_text) {
        r->outcome.n_ok++;
    } else {
        char reason[512];
        dc_outcome_reason(page, reason, sizeof reason);
        r->outcome.lost[DC_LOSS_EMPTY]++;
        dc_say(&r->voice, &place, "%s", reason);
    }
    decant_error error = {0};
    if (r->settings->is_explain && r->settings->is_diff) {
        dc_compare_take(&r->compare, t->source.input.name,
                        r->compare.n_sides ? &r->settings->versus : NULL, page);
        return;
    }
    dc_output_begin(&r->output, t->stem);
    if (r->settings->is_explain && r->settings->to != DECANT_REPORT) {
        if (!dc_explain(r->settings, page, t->source.input.name, &r->output))
            r->is_stopped = true;
        end_record(r);
        return;
    }
    const decant_status status =
        decant_render(page, &r->render, dc_output_write, &r->output, &error);
    if (status != DECANT_OK && status != DECANT_E_SINK) {
        dc_say_error(&r->voice, &place, "%s", error.message);
        r->is_stopped = true;
    }
    end_record(r);
}

// decant fetch: what came, its content coding undone. An archive may be all that is wanted.
static void report_bytes(run *r, const dc_ticket *t, const decant_result *result)
{
    decant_error failure;
    if (result->body_len == 0) {
        dc_error_set(&failure, DECANT_E_EMPTY_INPUT, "the answer has no body");
        report_failure(r, t, result->url, &failure);
        return;
    }
    r->outcome.n_ok++;
    if (r->output.kind == DC_OUTPUT_STDOUT && r->request.archive)
        return;
    dc_output_begin(&r->output, t->stem);
    dc_output_write(&r->output, result->body, result->body_len);
    end_record(r);
}

// Text whose bytes come out as they were, but for what is removed.
static void clean_exactly(run *r, const dc_ticket *t)
{
    uint64_t n_read = 0;
    decant_error error = {0};
    decant_options options = DECANT_OPTIONS_INIT;
    r->removals.input = t->source.input.name;
    options.removed = r->removals.path ? dc_removals_add : NULL;
    options.removed_ctx = &r->removals;
    options.phrases = r->settings->own_phrases;
    dc_output_begin(&r->output, t->stem);
    const decant_status status =
        dc_stream_text(t->source.input.name, r->settings->max_size, &options, dc_output_write,
                       &r->output, &n_read, &error);
    const bool has_text = r->output.is_in_record;
    end_record(r);
    r->outcome.bytes += n_read;
    const dc_place place = place_of(t);
    if (r->removals.failure)
        r->is_stopped = true;
    if (status && status != DECANT_E_SINK)
        report_failure(r, t, NULL, &error);
    else if (has_text)
        r->outcome.n_ok++;
    else
        r->outcome.lost[DC_LOSS_EMPTY]++;
    if (!status && !has_text)
        dc_say(&r->voice, &place, "%s",
               n_read ? "no text is left" : decant_status_text(DECANT_E_EMPTY_INPUT));
}

// Does what waits and stood before the input with this index.
static void do_waiting(run *r, uint64_t index)
{
    dc_ticket t;
    while (!r->is_stopped && dc_tickets_take_first(&r->waiting, index, &t)) {
        if (t.source.failure.code)
            report_failure(r, &t, NULL, &t.source.failure);
        else
            clean_exactly(r, &t);
        dc_ticket_free(&t);
        show(r);
    }
}

static bool is_ordered(const dc_settings *s)
{
    return s->is_ordered || dc_settings_are_texts(s);
}

static int next_input(void *ctx, decant_input *out)
{
    run *r = ctx;
    dc_source source;
    while (!r->is_stopped && !dc_interrupt_came() && dc_sources_next(&r->sources, &source)) {
        char *stem = NULL;
        if (r->output.kind == DC_OUTPUT_DIRECTORY && !source.failure.code)
            stem = dc_stems_take(&r->stems, &source);
        if (!source.failure.code && !(r->is_exact && source.input.kind != DECANT_INPUT_URL)) {
            dc_tickets_add(&r->handed, r->n_handed++, &source, stem);
            *out = source.input;
            return 1;
        }
        dc_tickets_add(&r->waiting, r->n_handed, &source, stem);
        if (dc_tickets_are_none(&r->handed) || !is_ordered(r->settings))
            do_waiting(r, UINT64_MAX);
    }
    return 0;
}

static int result_came(void *ctx, const decant_result *result)
{
    run *r = ctx;
    dc_ticket t;
    if (dc_interrupt_came())
        return 1; // what was cut off by the stop is no failure of the page
    do_waiting(r, result->index);
    if (r->is_stopped || !dc_tickets_take(&r->handed, result->index, &t))
        return 1;
    if (!dc_request_is_kept(&r->request))
        r->is_stopped = true;
    r->outcome.bytes += result->bytes;
    if (result->error)
        report_failure(r, &t, result->url, result->error);
    else if (r->settings->is_fetch)
        report_bytes(r, &t, result);
    else
        report_page(r, &t, result->page);
    dc_ticket_free(&t);
    show(r);
    return r->is_stopped;
}

static int tick(void *ctx)
{
    run *r = ctx;
    show(r);
    return r->is_stopped || dc_interrupt_came();
}

// Text is printed without the metadata.
static bool is_text_alone(const dc_settings *s)
{
    return s->to == DECANT_TEXT && !s->with_front && !s->is_explain;
}

static decant_status run_batch(run *r, decant_error *error)
{
    dc_request_fill(&r->request, r->settings, &r->voice);
    r->request.extract.no_meta = is_text_alone(r->settings);
    if (!dc_request_open(&r->request, r->settings, &r->voice)) {
        r->is_stopped = true;
        return DECANT_OK;
    }
    r->request.batch.is_ordered = is_ordered(r->settings);
    r->request.batch.tick = tick;
    r->request.batch.tick_ctx = r;
    const decant_status status =
        decant_batch_run(&r->request.batch, next_input, r, result_came, r, error);
    if (!dc_request_close(&r->request, &r->voice))
        r->is_stopped = true;
    return status;
}

// explain --diff: one page after the other, each under its own settings.
static decant_status run_pair(run *r, decant_error *error)
{
    const dc_settings *both = r->settings;
    decant_status status = DECANT_OK;
    for (size_t side = 0; side < 2 && status == DECANT_OK && !dc_interrupt_came(); side++) {
        dc_settings own = *both;
        if (side && !dc_settings_versus(both, &own))
            return DECANT_E_INVALID; // was checked
        own.inputs += side && both->n_inputs > 1;
        own.n_inputs = 1;
        r->settings = &own;
        r->sources = dc_sources_of(&own);
        r->n_handed = 0;
        status = run_batch(r, error);
        if (status == DECANT_OK && !dc_interrupt_came())
            do_waiting(r, UINT64_MAX);
        const uint64_t n = r->sources.n;
        dc_sources_end(&r->sources);
        r->sources = (dc_sources){.n = n};
        r->settings = both;
    }
    return status;
}

static int end_of(run *r, decant_status status, const decant_error *error)
{
    const dc_outcome *o = &r->outcome;
    const uint64_t lost = dc_outcome_lost(o);
    const bool is_whole = status == DECANT_OK && !r->is_stopped && !dc_interrupt_came();
    dc_progress_clear(&r->progress);
    if (!dc_output_close(&r->output, is_whole))
        return DC_EXIT_SOME;
    if (status != DECANT_OK && status != DECANT_E_CANCELLED) {
        dc_say_error(&r->voice, NULL, "%s", error->message);
        return status == DECANT_E_INVALID ? DC_EXIT_USAGE : DC_EXIT_SOME;
    }
    if (r->is_stopped)
        return DC_EXIT_SOME;
    if (is_whole && r->sources.n == 0)
        dc_say_error(&r->voice, NULL, "the list names no inputs");
    dc_say_note(&r->voice, 1, NULL, "%llu of %llu inputs gave text, %llu bytes, %.3f s",
                (unsigned long long)o->n_ok, (unsigned long long)(o->n_ok + lost),
                (unsigned long long)o->bytes, (double)dc_progress_ms(&r->progress) / 1000);
    return dc_outcome_exit(o);
}

// A document of HTML or XML ends with its page: a second one needs a file of its own.
static bool is_one_document(const dc_settings *s)
{
    const bool is_document = s->to == DECANT_HTML || s->to == DECANT_XML || s->to == DECANT_TEI;
    if (!is_document || !dc_sources_are_many(s) || dc_output_is_directory(s))
        return true;
    dc_usage_error("--to html, xml and tei give one document for each input: "
                   "name a directory with --output DIR/");
    return false;
}

int dc_run(const dc_settings *settings)
{
    run r = {.settings = settings,
             .voice = dc_voice_of(settings),
             .sources = dc_sources_of(settings),
             .render = dc_request_render(settings),
             .is_exact = dc_settings_are_exact(settings)};
    r.progress = dc_progress_begin(&r.voice);
    if (!is_one_document(settings))
        return DC_EXIT_USAGE;
    if (!dc_output_open(&r.output, settings, dc_sources_are_many(settings), &r.voice, &r.progress))
        return DC_EXIT_SOME;
    if (!dc_removals_open(&r.removals, settings->report, &r.voice))
        return DC_EXIT_SOME;
    decant_error error = {0};
    const bool is_pair = settings->is_explain && settings->is_diff;
    const decant_status status = is_pair ? run_pair(&r, &error) : run_batch(&r, &error);
    if (status == DECANT_OK && !r.is_stopped && !dc_interrupt_came())
        do_waiting(&r, UINT64_MAX);
    if (r.compare.n_sides == 2) {
        dc_output_begin(&r.output, NULL);
        dc_compare_write(&r.compare, dc_output_write, &r.output);
        end_record(&r);
    }
    dc_compare_free(&r.compare);
    int code = end_of(&r, status, &error);
    if (!dc_removals_close(&r.removals, &r.voice))
        code = DC_EXIT_SOME;
    dc_sources_end(&r.sources);
    dc_stems_free(&r.stems);
    dc_tickets_free(&r.handed);
    dc_tickets_free(&r.waiting);
    if (dc_output_is_unread(&r.output))
        dc_interrupt_by_pipe();
    if (dc_interrupt_came())
        dc_interrupt_obey();
    return code;
}
