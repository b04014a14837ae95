#include "batch.h"

#include "exits.h"
#include "heap.h"
#include "interrupt.h"
#include "option.h"
#include "outcome.h"
#include "output.h"
#include "progress.h"
#include "request.h"
#include "slurp.h"
#include "tally.h"
#include "ticket.h"
#include "usage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FAILURES "failures.jsonl"

// The record that is being printed.
typedef struct record {
    char *p;
    size_t len, cap;
} record;

typedef struct batch {
    const dc_settings *settings;
    dc_voice voice;
    dc_progress progress;
    dc_sources sources;
    dc_tickets handed;
    decant_store *store;
    decant_render_options render;
    record record;
    uint64_t n_handed;
    uint64_t n_failed; // in this run
    uint64_t n_done;   // of this run, failures included
    uint64_t n_bad;    // lines that are no inputs
    unsigned n_ticks;
    FILE *failures;
    dc_outcome outcome; // of all runs
    dc_tally tally;
    dc_stats stats;
    bool is_broken; // the output is
} batch;

static int record_write(void *ctx, const char *bytes, size_t len)
{
    record *r = ctx;
    if (r->cap - r->len < len) {
        r->cap = (r->len + len) * 2;
        r->p = dc_heap_resize(r->p, r->cap, 1);
    }
    memcpy(r->p + r->len, bytes, len);
    r->len += len;
    return 0;
}

static void broken(batch *b, const decant_error *error)
{
    const dc_place place = {.name = b->settings->output};
    dc_progress_clear(&b->progress);
    dc_say_error(&b->voice, &place, "%s", error->message);
    b->is_broken = true;
}

static void show(batch *b)
{
    dc_progress_show(&b->progress, b->stats.earlier + b->n_done - b->n_failed, b->n_failed);
}

static void bad_input(batch *b, const dc_source *s, const char *message)
{
    const bool is_list = s->list && strcmp(s->input.name, s->list) == 0;
    const dc_place place = {s->list, s->line, is_list ? NULL : s->input.name};
    dc_say_error(&b->voice, &place, "%s", message);
    b->n_bad++;
}

// Whether the input is to be done in this run.
static bool is_due(batch *b, const dc_source *s)
{
    if (s->failure.code || s->input.kind == DECANT_INPUT_BYTES) {
        bad_input(b, s,
                  s->failure.code ? s->failure.message : "a batch takes URLs and files, no stream");
        return false;
    }
    int32_t state = DECANT_STORE_NEW;
    decant_error error;
    if (decant_store_claim(b->store, s->input.name, &state, &error) != DECANT_OK)
        broken(b, &error);
    b->stats.twice += state == DECANT_STORE_TWICE;
    return !b->is_broken && state == DECANT_STORE_NEW;
}

static int next_input(void *ctx, decant_input *out)
{
    batch *b = ctx;
    dc_source source;
    while (!b->is_broken && !dc_interrupt_came() && dc_sources_next(&b->sources, &source))
        if (is_due(b, &source)) {
            dc_tickets_add(&b->handed, b->n_handed++, &source, NULL);
            *out = source.input;
            return 1;
        }
    return 0;
}

// Prints the page. Fills *failure when there is no text.
static void print_page(batch *b, const decant_page *page, decant_error *failure)
{
    decant_error error;
    b->record.len = 0;
    if (decant_render(page, &b->render, record_write, &b->record, &error) != DECANT_OK)
        broken(b, &error);
    if (!decant_page_is_empty(page))
        return;
    char reason[512];
    dc_outcome_reason(page, reason, sizeof reason);
    dc_error_set(failure, DECANT_E_EMPTY_INPUT, "%s", reason);
}

static int result_came(void *ctx, const decant_result *result)
{
    batch *b = ctx;
    dc_ticket t;
    if (b->is_broken || !dc_tickets_take(&b->handed, result->index, &t))
        return 1;
    decant_error failure = {0};
    decant_error error;
    b->record.len = 0;
    b->stats.bytes += result->bytes;
    if (result->error)
        failure = *result->error;
    else
        print_page(b, result->page, &failure);
    const dc_place place = {t.source.list, t.source.line, t.source.input.name};
    if (failure.code)
        dc_say_note(&b->voice, 1, &place, "%s", failure.message);
    if (!b->is_broken && decant_store_put(b->store, t.source.input.name, b->record.p, b->record.len,
                                          failure.code ? &failure : NULL, &error) != DECANT_OK)
        broken(b, &error);
    b->n_done++;
    b->n_failed += failure.code != DECANT_OK;
    dc_ticket_free(&t);
    show(b);
    return b->is_broken;
}

static void commit(batch *b)
{
    decant_error error;
    if (!b->is_broken && decant_store_commit(b->store, &error) != DECANT_OK)
        broken(b, &error);
}

// A slow batch must not lose many minutes of work because its group is not full.
static int tick(void *ctx)
{
    enum { TICKS_PER_COMMIT = 10 };
    batch *b = ctx;
    if (++b->n_ticks % TICKS_PER_COMMIT == 0)
        commit(b);
    show(b);
    return b->is_broken;
}

static int write_failure(void *file, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, file) != len;
}

static int count_failure(void *ctx, const char *input, const decant_error *failure)
{
    batch *b = ctx;
    decant_render_options jsonl = DECANT_RENDER_OPTIONS_INIT;
    jsonl.format = DECANT_JSONL;
    b->outcome.lost[dc_loss_of(failure->code)]++;
    dc_tally_add(&b->tally, failure->code, failure->http_status, 1);
    return decant_render_failure(input, NULL, failure, &jsonl, write_failure, b->failures, NULL) !=
           DECANT_OK;
}

// One JSON line for every failure of all runs, in a file that is there whole or not at all.
static bool write_failures(batch *b)
{
    char *path = dc_heap_join(b->settings->output, "/" FAILURES, NULL);
    char *part = dc_heap_join(path, ".part", NULL);
    decant_error error;
    b->failures = fopen(part, "w");
    bool is_good = b->failures != NULL;
    if (is_good) {
        const decant_status status = decant_store_failures(b->store, count_failure, b, &error);
        is_good =
            status == DECANT_OK && fflush(b->failures) == 0 && fsync(fileno(b->failures)) == 0;
        is_good = fclose(b->failures) == 0 && is_good && rename(part, path) == 0;
    }
    if (!is_good) {
        const dc_place place = {.name = path};
        dc_say_error(&b->voice, &place, "cannot write: %s", strerror(errno));
        remove(part);
    }
    dc_heap_free(part);
    dc_heap_free(path);
    return is_good;
}

static bool sum_up(batch *b)
{
    decant_store_counts counts = DECANT_STORE_COUNTS_INIT;
    decant_error error;
    if (decant_store_count(b->store, &counts, &error) != DECANT_OK) {
        broken(b, &error);
        return false;
    }
    b->outcome.n_ok = counts.done - counts.failed;
    b->outcome.bytes = b->stats.bytes;
    b->stats.ok = b->outcome.n_ok;
    b->stats.failed = counts.failed;
    b->stats.ms = dc_progress_ms(&b->progress);
    if (b->stats.ok)
        dc_tally_add(&b->tally, DECANT_OK, 0, b->stats.ok);
    return write_failures(b);
}

static void say_summary(const batch *b)
{
    const dc_stats *s = &b->stats;
    dc_say(&b->voice, NULL, "%llu inputs done, %llu of them earlier, %llu named twice; %.1f s",
           (unsigned long long)(s->ok + s->failed), (unsigned long long)s->earlier,
           (unsigned long long)s->twice, (double)s->ms / 1000);
    dc_tally_say(&b->tally, &b->voice);
    if (s->failed)
        dc_say(&b->voice, NULL, "%s/%s says why", b->settings->output, FAILURES);
}

static int end_of(batch *b, decant_status status, const decant_error *error)
{
    dc_progress_clear(&b->progress);
    if (status != DECANT_OK && !b->is_broken)
        broken(b, error);
    commit(b);
    b->stats.is_whole = !b->is_broken && !dc_interrupt_came();
    if (!b->is_broken && sum_up(b)) {
        say_summary(b);
        const char *path = b->settings->stats;
        b->is_broken = path && !dc_tally_save(&b->tally, &b->stats, path, &b->voice);
    } else {
        b->is_broken = true;
    }
    if (!b->stats.is_whole)
        dc_say_error(&b->voice, NULL,
                     "stopped before the end; the same command goes on where it was");
    if (b->is_broken)
        return DC_EXIT_SOME;
    const int code = dc_outcome_exit(&b->outcome);
    return b->n_bad && code == DC_EXIT_OK ? DC_EXIT_SOME : code;
}

static bool open_store(batch *b)
{
    const dc_settings *s = b->settings;
    char settings[128];
    snprintf(settings, sizeof settings, "--to %s --comments %s --focus %s%s%s%s%s",
             dc_choice_name("to", s->to), dc_choice_name("comments", s->comments),
             dc_choice_name("focus", s->focus), s->with_links ? " --links" : "",
             s->with_images ? " --images" : "", s->no_tables ? " --no-tables" : "",
             s->with_front ? " --meta front" : "");
    decant_store_options options = DECANT_STORE_OPTIONS_INIT;
    options.path = s->output;
    options.settings = settings;
    options.ending = dc_output_ending(s->to) + 1; // without its dot
    decant_error error;
    if (decant_store_open(&options, &b->store, &error) != DECANT_OK) {
        broken(b, &error);
        return false;
    }
    decant_store_counts counts = DECANT_STORE_COUNTS_INIT;
    if (decant_store_count(b->store, &counts, &error) != DECANT_OK)
        broken(b, &error);
    b->stats.earlier = counts.done;
    return !b->is_broken;
}

static void clean_up(batch *b)
{
    dc_sources_end(&b->sources);
    dc_tickets_free(&b->handed);
    decant_store_close(b->store);
    dc_heap_free(b->record.p);
}

int dc_batch(const dc_settings *settings)
{
    if (!settings->output || (settings->n_inputs == 0 && settings->lists.n == 0)) {
        dc_usage_error("a batch needs inputs and a folder: decant batch -i urls.txt -o out/");
        return DC_EXIT_USAGE;
    }
    batch b = {.settings = settings,
               .voice = dc_voice_of(settings),
               .sources = dc_sources_of(settings),
               .render = dc_request_render(settings)};
    b.progress = dc_progress_begin(&b.voice);
    int code = DC_EXIT_SOME;
    if (open_store(&b)) {
        dc_request request;
        dc_request_fill(&request, settings, &b.voice);
        request.batch.tick = tick;
        request.batch.tick_ctx = &b;
        decant_error error = {0};
        const decant_status status =
            decant_batch_run(&request.batch, next_input, &b, result_came, &b, &error);
        code = end_of(&b, status, &error);
    }
    clean_up(&b);
    if (dc_interrupt_came())
        dc_interrupt_obey();
    return code;
}
