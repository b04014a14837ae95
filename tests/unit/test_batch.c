// Batches: every input is reported once, in order when asked for, whatever becomes of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/server.h"

#include <decant/pipeline.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANY = 300 };

static const char page[] =
    "<title>On tides</title><h1>On tides</h1><p>The sea comes in twice a day and goes "
    "out again, and nobody on the island has ever asked why it does.</p>";

typedef struct job {
    const char *const *names; // NULL: bytes
    size_t n;
    size_t n_given;
    char name[64];
    uint32_t n_seen[MANY];
    size_t n_done;
    size_t n_failed;
    uint64_t last;
    bool is_out_of_order;
    size_t stop_after; // 0: never
    decant_status codes[MANY];
    size_t n_ticks;
} job;

static int next(void *ctx, decant_input *out)
{
    job *j = ctx;
    if (j->n_given == j->n)
        return 0;
    if (j->names) {
        out->kind = DECANT_INPUT_FILE;
        out->name = j->names[j->n_given];
    } else {
        out->kind = DECANT_INPUT_BYTES;
        snprintf(j->name, sizeof j->name, "bytes %zu", j->n_given);
        out->name = j->name;
        out->bytes = page;
        out->len = j->n_given % 7 == 3 ? 0 : sizeof page - 1; // some are empty
    }
    j->n_given++;
    return 1;
}

static int done(void *ctx, const decant_result *result)
{
    job *j = ctx;
    assert_true(result->index < MANY);
    assert_int_equal(!result->page, result->error != NULL);
    j->n_seen[result->index]++;
    j->codes[result->index] = result->error ? result->error->code : DECANT_OK;
    j->n_failed += result->error != NULL;
    j->is_out_of_order |= j->n_done && result->index != j->last + 1;
    j->last = result->index;
    j->n_done++;
    if (!j->names) {
        char name[64];
        snprintf(name, sizeof name, "bytes %zu", (size_t)result->index);
        assert_string_equal(result->input, name);
    }
    return j->stop_after && j->n_done == j->stop_after;
}

static int tick(void *ctx)
{
    job *j = ctx;
    j->n_ticks++;
    return 1;
}

static void run_many(uint32_t jobs, bool is_ordered)
{
    job j = {.n = MANY};
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.jobs = jobs;
    options.is_ordered = is_ordered;
    assert_int_equal(decant_batch_run(&options, next, &j, done, &j, NULL), DECANT_OK);
    assert_int_equal(j.n_done, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(j.n_seen[i], 1);
        assert_int_equal(j.codes[i], i % 7 == 3 ? DECANT_E_EMPTY_INPUT : DECANT_OK);
    }
    if (is_ordered)
        assert_false(j.is_out_of_order);
}

static void test_many(void **state)
{
    (void)state;
    for (uint32_t jobs = 1; jobs <= 8; jobs *= 2) {
        run_many(jobs, false);
        run_many(jobs, true);
    }
}

static void test_nothing(void **state)
{
    (void)state;
    job j = {.n = 0};
    assert_int_equal(decant_batch_run(NULL, next, &j, done, &j, NULL), DECANT_OK);
    assert_int_equal(j.n_done, 0);
    decant_error error;
    assert_int_equal(decant_batch_run(NULL, NULL, &j, done, &j, &error), DECANT_E_INVALID);
    assert_true(strlen(error.message) > 0);
}

static void test_stop(void **state)
{
    (void)state;
    job j = {.n = MANY, .stop_after = 5};
    decant_error error;
    assert_int_equal(decant_batch_run(NULL, next, &j, done, &j, &error), DECANT_E_CANCELLED);
    assert_int_equal(j.n_done, 5);
    assert_int_equal(error.code, DECANT_E_CANCELLED);
}

static void write_file(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    fclose(f);
}

static void test_files(void **state)
{
    (void)state;
    char dir[] = "/tmp/decant-batch-XXXXXX";
    assert_non_null(mkdtemp(dir));
    assert_int_equal(chdir(dir), 0);
    write_file("good.html", page, sizeof page - 1);
    write_file("notes.TXT", "Plain <b> text.\n", 16);
    write_file("empty.html", "", 0);
    write_file("image.html", "\x89PNG\r\n\x1a\n", 8);
    write_file("large.html", page, sizeof page - 1);
    assert_int_equal(truncate("large.html", 1 << 20), 0);
    assert_int_equal(mkdir("folder.html", 0700), 0);
    static const char *const names[] = {"good.html",  "notes.TXT",   "empty.html",  "image.html",
                                        "large.html", "folder.html", "absent.html", ""};
    static const decant_status codes[] = {
        DECANT_OK,          DECANT_OK,   DECANT_E_EMPTY_INPUT, DECANT_E_NOT_HTML,
        DECANT_E_TOO_LARGE, DECANT_E_IO, DECANT_E_NOT_FOUND,   DECANT_E_NOT_FOUND};
    enum { N = sizeof names / sizeof *names };
    job j = {.names = names, .n = N};
    decant_options extract = DECANT_OPTIONS_INIT;
    extract.max_bytes = 1000;
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.extract = &extract;
    options.is_ordered = 1;
    assert_int_equal(decant_batch_run(&options, next, &j, done, &j, NULL), DECANT_OK);
    for (size_t i = 0; i < N; i++)
        if (j.codes[i] != codes[i])
            fail_msg("%s: %s, expected %s", names[i], decant_status_name(j.codes[i]),
                     decant_status_name(codes[i]));
    for (size_t i = 0; i < 5; i++)
        unlink(names[i]);
    rmdir("folder.html");
    assert_int_equal(chdir("/"), 0);
    rmdir(dir);
}

// A URL that nothing answers: the tick runs while the batch waits, and can end it.
static int next_url(void *ctx, decant_input *out)
{
    job *j = ctx;
    if (j->n_given++ > 0)
        return 0;
    out->kind = DECANT_INPUT_URL;
    out->name = "http://127.0.0.1:9/";
    return 1;
}

static void test_url(void **state)
{
    (void)state;
    job j = {.names = (const char *const[]){""}};
    assert_int_equal(decant_batch_run(NULL, next_url, &j, done, &j, NULL), DECANT_OK);
    assert_int_equal(j.n_done, 1);
    assert_int_equal(j.codes[0], DECANT_E_POLICY); // not public, and nothing allowed it
    job stopped = {.n = MANY};
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.tick = tick;
    options.tick_ctx = &stopped;
    const decant_status status = decant_batch_run(&options, next, &stopped, done, &stopped, NULL);
    assert_true(status == DECANT_OK ? stopped.n_ticks == 0 : status == DECANT_E_CANCELLED);
}

// A page past the parser's limits says so to whoever listens.
static void listen(void *ctx, int32_t level, const char *message)
{
    assert_int_equal(level, DECANT_LOG_WARNING);
    snprintf(ctx, 128, "%s", message);
}

static void test_log(void **state)
{
    (void)state;
    char heard[128] = "";
    decant_options options = DECANT_OPTIONS_INIT;
    options.input = "a.html";
    options.log = listen;
    options.log_ctx = heard;
    decant_page *out = NULL;
    assert_int_equal(decant_extract(&options, page, sizeof page - 1, &out, NULL), DECANT_OK);
    decant_page_free(out);
    assert_string_equal(heard, "");
    static const char bad[] = "<table><svg><select><desc><select><tr>";
    assert_int_equal(decant_extract(&options, bad, sizeof bad - 1, &out, NULL), DECANT_OK);
    decant_page_free(out);
    assert_string_equal(heard, "a.html: beyond the limits of the parser: tags stripped");
}

// Bytes alone: nothing is extracted.
static int raw_done(void *ctx, const decant_result *result)
{
    assert_null(result->page);
    assert_null(result->error);
    assert_int_equal(result->body_len, sizeof page - 1);
    assert_memory_equal(result->body, page, sizeof page - 1);
    ++*(int *)ctx;
    return 0;
}

static int next_one(void *ctx, decant_input *out)
{
    *out = (decant_input)DECANT_INPUT_INIT;
    out->kind = DECANT_INPUT_BYTES;
    out->name = "bytes";
    out->bytes = page;
    out->len = sizeof page - 1;
    return ++*(int *)ctx == 1;
}

static void test_raw(void **state)
{
    (void)state;
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.is_raw = 1;
    int given = 0, n = 0;
    assert_int_equal(decant_batch_run(&options, next_one, &given, raw_done, &n, NULL), DECANT_OK);
    assert_int_equal(n, 1);
}

// Many URLs of one host, and behind them one of another, which need not wait for them. Then the
// batch is drained: what had not begun comes back.
typedef struct crowd {
    server *s;
    size_t n_given, n_ok, n_cancelled;
    bool has_other; // the URL of the other host is done
    char url[80];
    decant_fetch_progress progress;
} crowd;

enum { CROWD = 500 };

static int next_of_crowd(void *ctx, decant_input *out)
{
    crowd *c = ctx;
    const char *host = c->n_given == CROWD - 1 ? "other.example" : "busy.example";
    if (c->n_given == CROWD)
        return 0;
    snprintf(c->url, sizeof c->url, "http://%s:%u/fault/ok?%zu", host, server_port(c->s),
             c->n_given++);
    out->kind = DECANT_INPUT_URL;
    out->name = c->url;
    return 1;
}

static int crowd_done(void *ctx, const decant_result *result)
{
    crowd *c = ctx;
    const decant_status code = result->error ? result->error->code : DECANT_OK;
    c->n_ok += code == DECANT_OK;
    c->n_cancelled += code == DECANT_E_CANCELLED;
    c->has_other |= code == DECANT_OK && strstr(result->input, "other.example");
    return 0;
}

static int crowd_tick(void *ctx)
{
    const crowd *c = ctx;
    return c->has_other ? DECANT_BATCH_DRAIN : 0;
}

static void test_crowd(void **state)
{
    (void)state;
    crowd c = {.s = server_start(NULL), .progress = DECANT_FETCH_PROGRESS_INIT};
    assert_non_null(c.s);
    char line[40];
    snprintf(line, sizeof line, "*:%u:127.0.0.1", server_port(c.s));
    const char *const lines[] = {line};
    decant_fetch_options fetch = DECANT_FETCH_OPTIONS_INIT;
    fetch.allow_private = 1;
    fetch.robots = DECANT_ROBOTS_IGNORE;
    fetch.resolve = lines;
    fetch.n_resolve = 1;
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.fetch = &fetch;
    options.tick = crowd_tick;
    options.tick_ctx = &c;
    options.progress = &c.progress;
    assert_int_equal(decant_batch_run(&options, next_of_crowd, &c, crowd_done, &c, NULL),
                     DECANT_OK);
    assert_true(c.has_other);
    assert_int_equal(c.n_ok + c.n_cancelled, CROWD);
    assert_true(c.n_cancelled > CROWD / 2);
    assert_true(c.progress.requests >= 2 && c.progress.bytes > 0);
    server_stop(c.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many),  cmocka_unit_test(test_nothing), cmocka_unit_test(test_stop),
        cmocka_unit_test(test_files), cmocka_unit_test(test_url),     cmocka_unit_test(test_log),
        cmocka_unit_test(test_raw),   cmocka_unit_test(test_crowd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
