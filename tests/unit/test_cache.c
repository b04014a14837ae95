// The size of a cache: what was not used for the longest time goes, whoever is killed when.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipeline/cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096 };

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/decant-cache-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) != 0;
}

static decant_cache *open_cache(uint64_t max_bytes)
{
    decant_cache_options o = DECANT_CACHE_OPTIONS_INIT;
    decant_cache *c = NULL;
    decant_error error;
    o.path = folder;
    o.max_bytes = max_bytes;
    if (dc_cache_open(&o, &c, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    return c;
}

static const char *url_of(unsigned i, char out[64])
{
    snprintf(out, 64, "http://isle.example/%u", i);
    return out;
}

// A page of a length, which says whose it is.
static void keep(decant_cache *c, unsigned i, size_t len)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\n\r\n";
    char url[64];
    char *body = malloc(len);
    memset(body, 'a' + (int)(i % 26), len);
    const decant_response r = {.struct_size = sizeof r,
                               .http_status = 200,
                               .url = url_of(i, url),
                               .content_type = "text/html",
                               .head = head,
                               .head_len = sizeof head - 1,
                               .body = body,
                               .body_len = len};
    dc_cache_keep(c, &r);
    free(body);
}

static bool has(decant_cache *c, unsigned i)
{
    char url[64];
    dc_cached cached;
    const bool is_there = dc_cache_find(c, url_of(i, url), true, &cached);
    for (size_t n = 0; is_there && n < cached.response.body_len; n++)
        assert_int_equal(cached.response.body[n], 'a' + i % 26);
    dc_cached_free(&cached);
    return is_there;
}

typedef struct files {
    unsigned bodies, others;
    uint64_t bytes;
} files;

static files look(void)
{
    files f = {0};
    DIR *d = opendir(folder);
    for (const struct dirent *e; (e = readdir(d));) {
        char path[400];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || strncmp(e->d_name, "cache.db", 8) == 0)
            continue;
        if (strstr(e->d_name, ".body"))
            f.bodies++;
        else
            f.others++;
        f.bytes += (uint64_t)st.st_size;
    }
    closedir(d);
    return f;
}

static void put_file(const char *name, int64_t seconds)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    const int fd = open(path, O_WRONLY | O_CREAT, 0600);
    const struct timespec times[2] = {{.tv_sec = (time_t)seconds}, {.tv_sec = (time_t)seconds}};
    assert_true(fd >= 0);
    assert_int_equal(futimens(fd, times), 0);
    close(fd);
}

// Room for three pages, each in a block with some bytes of headers beside it.
static void test_order(void **state)
{
    (void)state;
    decant_cache *c = open_cache(4 * BLOCK);
    for (unsigned i = 0; i < 3; i++)
        keep(c, i, 1000);
    assert_true(has(c, 1) && has(c, 2) && has(c, 0));
    keep(c, 3, 1000);
    assert_false(has(c, 1)); // 0 was looked at after it
    assert_true(has(c, 0) && has(c, 2) && has(c, 3));
    keep(c, 2, 900); // in place of itself
    assert_true(has(c, 0) && has(c, 2) && has(c, 3));
    keep(c, 4, 2 * BLOCK); // three blocks: all others go
    assert_true(has(c, 4));
    assert_int_equal(look().bodies, 1);
    keep(c, 5, 4 * BLOCK); // would not fit into an empty one
    assert_false(has(c, 5));
    assert_true(has(c, 4));
    keep(c, 4, 4 * BLOCK); // nor does its old version stay
    assert_false(has(c, 4));
    assert_int_equal(look().bodies, 0);
    dc_cache_close(c);
}

static void test_sizes(void **state)
{
    (void)state;
    decant_cache *c = open_cache(UINT64_MAX);
    for (unsigned i = 0; i < 40; i++)
        keep(c, i, 100);
    assert_int_equal(look().bodies, 40);
    dc_cache_close(c);
    dc_cache_close(open_cache(0)); // the default is far from that
    assert_int_equal(look().bodies, 40);
    c = open_cache(10 * BLOCK); // a smaller one holds at once
    assert_in_range(look().bodies, 8, 9);
    assert_true(has(c, 39) && has(c, 33));
    assert_false(has(c, 29));
    dc_cache_close(c);
    c = open_cache(1);
    assert_int_equal(look().bodies, 0);
    keep(c, 1, 100);
    assert_int_equal(look().bodies, 0);
    dc_cache_close(c);
}

// What dead runs left goes when room is needed, or nothing is known; other files stay.
static void test_lost(void **state)
{
    (void)state;
    const int64_t now = (int64_t)time(NULL);
    decant_cache *c = open_cache(2 * BLOCK);
    put_file("0123456789abcdef.body", now);
    put_file("0123456789abcdef.part77", now - 4000);
    put_file("0123456789abcdef.part78", now); // somebody may be at it
    put_file("notes.body", now - 4000);
    keep(c, 1, 100);
    assert_int_equal(look().bodies, 3);
    keep(c, 2, 100);
    assert_int_equal(look().bodies, 2); // of 2, and notes
    assert_int_equal(look().others, 1);
    assert_true(has(c, 2));
    dc_cache_close(c);
    char path[128];
    snprintf(path, sizeof path, "%s/cache.db", folder);
    assert_int_equal(truncate(path, 10), 0);
    dc_cache_close(open_cache(2 * BLOCK));
    assert_int_equal(look().bodies, 1);
}

// Keeps pages until it is killed, and tells of each.
static void keep_on(int out, unsigned from)
{
    decant_cache *c = open_cache(16 * BLOCK);
    for (unsigned i = from;; i++) {
        keep(c, i % 40, 500 + (size_t)i * 937 % 12000);
        if (write(out, "x", 1) != 1)
            _exit(1);
    }
}

static void kill_after(unsigned n, unsigned from)
{
    int ends[2];
    char c;
    assert_int_equal(pipe(ends), 0);
    const pid_t pid = fork();
    if (pid == 0)
        keep_on(ends[1], from);
    close(ends[1]);
    while (n-- && read(ends[0], &c, 1) == 1)
        continue;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(ends[0]);
}

static void test_killed(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 30; round++) {
        kill_after(5 + round * 7 % 40, round * 13);
        // A half beside what is whole, of the one that was being written.
        assert_true(look().bytes <= 16 * BLOCK + (round + 1) * 3 * BLOCK);
        decant_cache *c = open_cache(16 * BLOCK);
        unsigned n = 0;
        for (unsigned i = 0; i < 40; i++)
            n += has(c, i);
        assert_in_range(n, look().bodies > 1 ? look().bodies - 1 : 0, look().bodies);
        dc_cache_close(c);
    }
    dc_cache_close(open_cache(1)); // rows and files go together
    assert_int_equal(look().bodies, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_sizes, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_lost, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_killed, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
