// Stores: what is in the journal is whole and stays, wherever the process dies.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/warcfile.h"

#include <decant/pipeline.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { INPUTS = 10, GROUP = 4 };

static char room[64];

static int make_room(void **state)
{
    (void)state;
    snprintf(room, sizeof room, "/tmp/decant-store-XXXXXX");
    return mkdtemp(room) ? 0 : -1;
}

static int remove_room(void **state)
{
    (void)state;
    const pid_t pid = fork();
    if (pid == 0) {
        execlp("rm", "rm", "-rf", room, (char *)NULL);
        _exit(127);
    }
    return waitpid(pid, NULL, 0) == pid ? 0 : -1;
}

// The death of the process at one step of one commit.
typedef struct death {
    int32_t step;
    int commit;
    int n_seen;
} death;

static void die(void *ctx, int32_t step)
{
    death *d = ctx;
    if (step == d->step && ++d->n_seen == d->commit)
        raise(SIGKILL);
}

static decant_status open_store(const char *path, const char *settings, death *d,
                                decant_store **out, decant_error *error)
{
    decant_store_options o = DECANT_STORE_OPTIONS_INIT;
    o.path = path;
    o.group = GROUP;
    o.settings = settings;
    o.ending = "txt";
    o.step = d ? die : NULL;
    o.step_ctx = d;
    return decant_store_open(&o, out, error);
}

static void name_input(char out[64], int i)
{
    snprintf(out, 64, "https://isle-%d.example/a?b=%d", i, i);
}

static decant_archive *open_archive(const char *path, decant_store *s)
{
    char name[160];
    decant_archive *a;
    decant_error error;
    decant_archive_options o = DECANT_ARCHIVE_OPTIONS_INIT;
    snprintf(name, sizeof name, "%s.warc.gz", path);
    o.path = name;
    if (decant_archive_open(&o, &a, &error) != DECANT_OK ||
        decant_store_archive(s, a, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    return a;
}

static void archive(decant_archive *a, const char *url)
{
    static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
    const decant_exchange e = {.struct_size = sizeof e,
                               .http_status = 200,
                               .url = url,
                               .head = head,
                               .head_len = sizeof head - 1,
                               .body = "text",
                               .body_len = 4};
    decant_archive_add(a, &e);
}

static void count_response(void *ctx, const warc_record *r)
{
    *(int *)ctx += strcmp(r->type, "response") == 0;
}

// What is fetched is in the archive once for each input, whatever was done twice.
static void check_archive(const char *path)
{
    char name[160];
    const char *why;
    int n = 0;
    snprintf(name, sizeof name, "%s.warc.gz", path);
    if (warc_read(name, count_response, &n, &why) < 0)
        fail_msg("%s", why);
    assert_int_equal(n, INPUTS);
}

// Does what is to be done. Returns how many inputs that were, or -1.
static int fill(const char *path, death *d)
{
    decant_store *s;
    decant_error error;
    int n = 0;
    if (open_store(path, "a", d, &s, &error) != DECANT_OK)
        return -1;
    decant_archive *a = open_archive(path, s);
    for (int i = 0; i < INPUTS; i++) {
        char input[64];
        char text[200];
        int32_t state;
        name_input(input, i);
        if (decant_store_claim(s, input, &state, &error) != DECANT_OK)
            return -1;
        if (state != DECANT_STORE_NEW)
            continue;
        n++;
        archive(a, input);
        const decant_error failure = {
            .code = DECANT_E_HTTP_STATUS, .http_status = 404, .message = "HTTP 404 Not Found"};
        const int len = i % 4 == 1 ? 0 : snprintf(text, sizeof text, "The text of %s\n", input);
        if (decant_store_put(s, input, text, (size_t)len, len ? NULL : &failure, &error) !=
            DECANT_OK)
            return -1;
    }
    if (decant_store_commit(s, &error) != DECANT_OK)
        return -1;
    decant_store_close(s);
    decant_archive_close(a);
    return n;
}

// Files and their bytes, as one string.
static char *contents(const char *path)
{
    struct dirent **names;
    const int n = scandir(path, &names, NULL, alphasort);
    assert_true(n >= 0);
    char *all = calloc(1, 1 << 16);
    for (int i = 0; i < n; i++) {
        if (names[i]->d_name[0] != '.') {
            char file[400];
            snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
            FILE *f = fopen(file, "r");
            const size_t len = strlen(all);
            snprintf(all + len, 300, "[%s] ", names[i]->d_name);
            assert_true(fread(all + strlen(all), 1, 1000, f) < 1000);
            fclose(f);
        }
        free(names[i]);
    }
    free(names);
    return all;
}

static void dies_at(const char *whole, int32_t step, int commit)
{
    char path[128];
    snprintf(path, sizeof path, "%s/step-%d-%d", room, step, commit);
    death d = {.step = step, .commit = commit};
    const pid_t pid = fork();
    if (pid == 0) {
        fill(path, &d);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    const int kept = (step == DECANT_STORE_COMMITTED ? commit : commit - 1) * GROUP;
    assert_int_equal(fill(path, NULL), kept > INPUTS ? 0 : INPUTS - kept);
    assert_int_equal(fill(path, NULL), 0);
    check_archive(path);
    char *all = contents(path);
    assert_string_equal(all, whole);
    free(all);
}

static void test_dangerous_points(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/whole", room);
    assert_int_equal(fill(path, NULL), INPUTS);
    char *whole = contents(path);
    assert_non_null(strstr(whole, "The text of https://isle-8.example"));
    for (int32_t step = DECANT_STORE_WRITTEN; step <= DECANT_STORE_COMMITTED; step++)
        for (int commit = 1; commit <= 3; commit++)
            dies_at(whole, step, commit);
    free(whole);
}

static void test_claim(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/claim", room);
    fill(path, NULL);
    decant_store *s;
    decant_error error;
    int32_t known;
    char input[64];
    name_input(input, 3);
    assert_int_equal(open_store(path, "a", NULL, &s, &error), DECANT_OK);
    decant_store_claim(s, input, &known, &error);
    assert_int_equal(known, DECANT_STORE_DONE);
    decant_store_claim(s, input, &known, &error);
    assert_int_equal(known, DECANT_STORE_TWICE);
    decant_store_claim(s, "new", &known, &error);
    assert_int_equal(known, DECANT_STORE_NEW);
    decant_store_close(s);
}

static int one_failure(void *ctx, const char *input, const decant_error *failure)
{
    assert_non_null(strstr(input, "isle"));
    assert_int_equal(failure->code, DECANT_E_HTTP_STATUS);
    assert_int_equal(failure->http_status, 404);
    assert_string_equal(failure->message, "HTTP 404 Not Found");
    ++*(int *)ctx;
    return 0;
}

static void test_failures(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/failures", room);
    fill(path, NULL);
    decant_store *s;
    decant_error error;
    decant_store_counts counts = DECANT_STORE_COUNTS_INIT;
    int n = 0;
    assert_int_equal(open_store(path, "a", NULL, &s, &error), DECANT_OK);
    assert_int_equal(decant_store_failures(s, one_failure, &n, &error), DECANT_OK);
    assert_int_equal(n, 3);
    assert_int_equal(decant_store_count(s, &counts, &error), DECANT_OK);
    assert_int_equal(counts.done, INPUTS);
    assert_int_equal(counts.failed, 3);
    decant_store_close(s);
}

// Failures are done again when that is asked for, and what comes then counts.
static void test_again(void **state)
{
    (void)state;
    char path[128];
    char input[64];
    decant_store *s;
    decant_error error;
    int32_t known;
    snprintf(path, sizeof path, "%s/again", room);
    fill(path, NULL);
    name_input(input, 1); // failed with 404
    decant_store_options o = DECANT_STORE_OPTIONS_INIT;
    o.path = path;
    o.settings = "a";
    o.ending = "txt";
    o.retry = DECANT_STORE_RETRY_TEMPORARY;
    assert_int_equal(decant_store_open(&o, &s, &error), DECANT_OK);
    decant_store_claim(s, input, &known, &error);
    assert_int_equal(known, DECANT_STORE_DONE);
    decant_store_close(s);
    o.retry = DECANT_STORE_RETRY_ALL;
    assert_int_equal(decant_store_open(&o, &s, &error), DECANT_OK);
    decant_store_claim(s, input, &known, &error);
    assert_int_equal(known, DECANT_STORE_AGAIN);
    assert_int_equal(decant_store_put(s, input, "text\n", 5, NULL, &error), DECANT_OK);
    name_input(input, 0); // went well: not again
    decant_store_claim(s, input, &known, &error);
    assert_int_equal(known, DECANT_STORE_DONE);
    assert_int_equal(decant_store_commit(s, &error), DECANT_OK);
    decant_store_counts counts = DECANT_STORE_COUNTS_INIT;
    decant_store_count(s, &counts, &error);
    assert_int_equal(counts.done, INPUTS);
    assert_int_equal(counts.failed, 2);
    // A failure takes the file of a success along.
    const decant_error failure = {
        .code = DECANT_E_TIMEOUT, .message = "too slow", .verdict = "blocked", .evidence = "slow"};
    name_input(input, 1);
    assert_int_equal(decant_store_put(s, input, "", 0, &failure, &error), DECANT_OK);
    assert_int_equal(decant_store_commit(s, &error), DECANT_OK);
    char *all = contents(path);
    assert_null(strstr(all, "isle-1-example"));
    free(all);
    decant_store_close(s);
    o.retry = DECANT_STORE_RETRY_TEMPORARY;
    assert_int_equal(decant_store_open(&o, &s, &error), DECANT_OK);
    decant_store_claim(s, input, &known, &error);
    assert_int_equal(known, DECANT_STORE_AGAIN);
    decant_store_close(s);
}

static void test_refuses(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/refuses", room);
    decant_store *s;
    decant_store *other;
    decant_error error;
    assert_int_equal(open_store(path, "a", NULL, &s, &error), DECANT_OK);
    assert_int_equal(open_store(path, "a", NULL, &other, &error), DECANT_E_IO);
    assert_non_null(strstr(error.message, "in use by another run"));
    decant_store_close(s);
    assert_int_equal(open_store(path, "b", NULL, &s, &error), DECANT_E_INVALID);
    assert_null(s);
    assert_non_null(strstr(error.message, "begun with \"a\", not \"b\""));
    assert_int_equal(open_store("/dev/null", "a", NULL, &s, &error), DECANT_E_IO);
    assert_int_equal(open_store("", "a", NULL, &s, &error), DECANT_E_INVALID);
    assert_int_equal(decant_store_open(NULL, &s, &error), DECANT_E_INVALID);
    decant_store_close(NULL);
}

// A file that may not grow stands for a disk that is full: what was committed stays.
static void test_full(void **state)
{
    (void)state;
    static char large[200000];
    char path[128];
    snprintf(path, sizeof path, "%s/full", room);
    fill(path, NULL);
    char *before = contents(path);
    decant_store *s;
    decant_error error;
    struct rlimit old;
    getrlimit(RLIMIT_FSIZE, &old);
    const struct rlimit small = {100000, old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(open_store(path, "a", NULL, &s, &error), DECANT_OK);
    assert_int_equal(decant_store_put(s, "small", "small\n", 6, NULL, &error), DECANT_OK);
    setrlimit(RLIMIT_FSIZE, &small);
    const decant_status status = decant_store_put(s, "large", large, sizeof large, NULL, &error);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(status, DECANT_E_IO);
    assert_non_null(strstr(error.message, "larger than allowed"));
    decant_store_close(s);
    char *after = contents(path);
    assert_string_equal(after, before); // no temporary file is left either
    assert_int_equal(fill(path, NULL), 0);
    free(before);
    free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dangerous_points, make_room, remove_room),
        cmocka_unit_test_setup_teardown(test_claim, make_room, remove_room),
        cmocka_unit_test_setup_teardown(test_failures, make_room, remove_room),
        cmocka_unit_test_setup_teardown(test_again, make_room, remove_room),
        cmocka_unit_test_setup_teardown(test_refuses, make_room, remove_room),
        cmocka_unit_test_setup_teardown(test_full, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
