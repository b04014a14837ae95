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
#include "source.h"
#include "tally.h"
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
    dc_standing standing;
    decant_fetch_progress fetched;
    decant_store *store;
    dc_request request;
    decant_render_options render;
    record record;
    uint64_t n_bad; // lines that are no inputs
    unsigned n_ticks;
    FILE *failures;
    dc_outcome outcome; // of all runs
    dc_tally tally;
    dc_stats stats;
    bool is_broken;   // the output is
    bool is_draining; // an interrupt was heard
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
    b->standing.bytes = b->fetched.bytes;
    b->standing.hosts = b->fetched.active_hosts + b->fetched.paused_hosts;
    dc_progress_show(&b->progress, &b->standing);
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
    b->stats.again += state == DECANT_STORE_AGAIN;
    b->standing.earlier += state == DECANT_STORE_DONE || state == DECANT_STORE_TWICE;
    return !b->is_broken && (state == DECANT_STORE_NEW || state == DECANT_STORE_AGAIN);
}

static int next_input(void *ctx, decant_input *out)
{
    batch *b = ctx;
    dc_source source;
    while (!b->is_broken && !dc_interrupt_came() && dc_sources_next(&b->sources, &source))
        if (is_due(b, &source)) {
            *out = source.input;
            return 1;
        }
    return 0;
}

// Prints the page. Fills *failure when there is no text.
static void print_page(batch *b, const decant_page *page, decant_error *failure)
{
    decant_error error;
    const char *evidence;
    size_t len;
    if (decant_render(page, &b->render, record_write, &b->record, &error) != DECANT_OK)
        broken(b, &error);
    if (!decant_page_is_empty(page))
        return;
    char reason[512];
    dc_outcome_reason(page, reason, sizeof reason);
    dc_error_set(failure, DECANT_E_EMPTY_INPUT, "%s", reason);
    snprintf(failure->verdict, sizeof failure->verdict, "%s",
             decant_page_verdict(page, &evidence, &len));
    if (evidence)
        snprintf(failure->evidence, sizeof failure->evidence, "%.*s", (int)len, evidence);
}

// decant fetch: what came, as it came.
static void print_bytes(batch *b, const decant_result *result, decant_error *failure)
{
    record_write(&b->record, result->body, result->body_len);
    if (result->body_len == 0)
        dc_error_set(failure, DECANT_E_EMPTY_INPUT, "the answer has no body");
}

static void keep(batch *b, const char *input, const decant_error *failure)
{
    decant_error error;
    const dc_place place = {.name = input};
    const bool has_failed = failure->code != DECANT_OK;
    if (has_failed)
        dc_say_note(&b->voice, 1, &place, "%s", failure->message);
    if (!b->is_broken && decant_store_put(b->store, input, b->record.p, b->record.len,
                                          has_failed ? failure : NULL, &error) != DECANT_OK)
        broken(b, &error);
    b->standing.done += !has_failed;
    b->standing.failed += has_failed;
}

static int result_came(void *ctx, const decant_result *result)
{
    batch *b = ctx;
    decant_error failure = {0};
    if (b->is_broken)
        return 1;
    if (result->error && result->error->code == DECANT_E_CANCELLED)
        return 0; // for the next run
    b->record.len = 0;
    b->stats.bytes += result->bytes;
    b->stats.cached += result->is_cached != 0;
    if (result->error)
        failure = *result->error;
    else if (b->settings->is_fetch)
        print_bytes(b, result, &failure);
    else
        print_page(b, result->page, &failure);
    keep(b, result->input, &failure);
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
    if (b->is_broken)
        return 1;
    if (!dc_interrupt_came())
        return 0;
    if (!b->is_draining)
        dc_say(&b->voice, NULL, "finishing %llu that are in flight; once more stops at once",
               (unsigned long long)b->fetched.in_flight);
    b->is_draining = true;
    return DECANT_BATCH_DRAIN;
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
    dc_tally_failure(&b->tally, failure);
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
    b->stats.requests = b->fetched.requests;
    b->stats.wire_bytes = b->fetched.bytes;
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
    if (s->again)
        dc_say(&b->voice, NULL, "%llu of them had failed, and were done again",
               (unsigned long long)s->again);
    dc_tally_say(&b->tally, &b->voice);
    if (s->failed)
        dc_say(&b->voice, NULL, "%s/%s says why", b->settings->output, FAILURES);
    if (b->tally.temporary)
        dc_say(&b->voice, NULL, "%llu of the failures may pass: --retry-failed does them again",
               (unsigned long long)b->tally.temporary);
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
    char settings[192];
    snprintf(settings, sizeof settings, "--to %s --comments %s --focus %s%s%s%s%s%s%s%s",
             dc_choice_name("to", s->to), dc_choice_name("comments", s->comments),
             dc_choice_name("focus", s->focus), s->with_links ? " --links" : "",
             s->with_images ? " --images" : "", s->no_tables ? " --no-tables" : "",
             s->with_front ? " --meta front" : "", s->with_candidates ? " --candidates" : "",
             s->max_date ? " --max-date " : "", s->max_date ? s->max_date : "");
    decant_store_options options = DECANT_STORE_OPTIONS_INIT;
    options.path = s->output;
    options.settings = s->is_fetch ? "fetch" : settings;
    options.ending = s->is_fetch ? "html" : dc_output_ending(s->to) + 1; // without its dot
    options.retry = s->retries_failed > 1   ? DECANT_STORE_RETRY_ALL
                    : s->retries_failed > 0 ? DECANT_STORE_RETRY_TEMPORARY
                                            : DECANT_STORE_RETRY_NONE;
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

static bool open_archive(batch *b)
{
    decant_error error;
    if (!dc_request_open(&b->request, b->settings, &b->voice))
        return false;
    if (b->request.archive &&
        decant_store_archive(b->store, b->request.archive, &error) != DECANT_OK) {
        dc_say_error(&b->voice, NULL, "%s", error.message);
        return false;
    }
    return true;
}

static void clean_up(batch *b)
{
    dc_sources_end(&b->sources);
    decant_store_close(b->store);
    decant_archive_close(b->request.archive);
    decant_cache_close(b->request.cache);
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
    b.fetched = (decant_fetch_progress)DECANT_FETCH_PROGRESS_INIT;
    b.progress = dc_progress_begin(&b.voice);
    b.standing.total = b.voice.has_progress ? dc_sources_count(settings) : 0;
    int code = DC_EXIT_SOME;
    dc_request_fill(&b.request, settings, &b.voice);
    if (open_store(&b) && open_archive(&b)) {
        b.request.batch.tick = tick;
        b.request.batch.tick_ctx = &b;
        b.request.batch.progress = &b.fetched;
        decant_error error = {0};
        const decant_status status =
            decant_batch_run(&b.request.batch, next_input, &b, result_came, &b, &error);
        code = end_of(&b, status, &error);
    }
    clean_up(&b);
    if (dc_interrupt_came())
        dc_interrupt_obey();
    return code;
}
