// decant.so as a host in C sees it: loaded by name, used through its table, unloaded.
#include <decant/plugin.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

// Sanitizers keep freed memory, so that the resident set says nothing; they find leaks by
// themselves.
enum { ROUNDS = IS_SANITIZED ? 3 : 20, CALLS = IS_SANITIZED ? 300 : 10000 };

static const char page[] =
    "<!doctype html><title>On tides</title><h1>On tides</h1>"
    "<p>The sea comes in twice a day and goes out again, and nobody on the island "
    "has ever thought of asking it why it does so.</p>";
static const char sentence[] = "The sea comes in twice a day";

// 38 bytes on which gumbo's own assertion ends the process.
static const char assertion[] = "<table><svg><select><desc><select><tr>";

typedef struct loaded {
    void *so;
    const decant_plugin *plugin;
    const decant_extractor *extractor;
} loaded;

static loaded load(void)
{
    loaded l = {.so = dlopen(DECANT_MODULE, RTLD_NOW | RTLD_LOCAL)};
    if (!l.so)
        fail_msg("%s", dlerror());
    l.plugin = dlsym(l.so, DECANT_PLUGIN_SYMBOL);
    assert_true(DECANT_PLUGIN_USABLE(l.plugin));
    l.extractor = l.plugin->get_interface(DECANT_EXTRACTOR_ID);
    assert_non_null(l.extractor);
    return l;
}

static int setup(void **state)
{
    static loaded l;
    l = load();
    *state = &l;
    return 0;
}

static int teardown(void **state)
{
    return dlclose(((loaded *)*state)->so);
}

typedef struct sink {
    char bytes[4096];
    size_t len;
    int stop; // what to answer
} sink;

static int take(void *ctx, const char *bytes, size_t len)
{
    sink *s = ctx;
    if (len > sizeof s->bytes - 1 - s->len)
        return 1;
    memcpy(s->bytes + s->len, bytes, len);
    s->len += len;
    s->bytes[s->len] = '\0';
    return s->stop;
}

static void test_entry(void **state)
{
    const loaded *l = *state;
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", DECANT_VERSION_MAJOR, DECANT_VERSION_MINOR,
             DECANT_VERSION_PATCH);
    assert_int_equal(l->plugin->struct_size, sizeof(decant_plugin));
    assert_int_equal(l->plugin->major, DECANT_PLUGIN_MAJOR);
    assert_int_equal(l->plugin->minor, DECANT_PLUGIN_MINOR);
    assert_string_equal(l->plugin->name, "decant");
    assert_string_equal(l->plugin->version, version);
    assert_int_equal(l->extractor->struct_size, sizeof(decant_extractor));
    assert_true(DECANT_HAS(l->extractor, decant_extractor, extract));
    assert_true(DECANT_HAS(l->extractor, decant_extractor, clean_text));
}

static void test_unknown_interface(void **state)
{
    const loaded *l = *state;
    static const char *const ids[] = {"",
                                      "decant",
                                      "decant.extractor",
                                      "decant.extractor/",
                                      "decant.extractor/2",
                                      "decant.extractor/1x",
                                      "Decant.Extractor/1"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_null(l->plugin->get_interface(ids[i]));
    assert_null(l->plugin->get_interface(NULL));
}

// Nothing but the entry can be found, least of all gumbo, which the host may have a copy of.
static void test_nothing_else_is_visible(void **state)
{
    const loaded *l = *state;
    assert_null(dlsym(l->so, "decant_extract"));
    assert_null(dlsym(l->so, "gumbo_parse"));
    assert_null(dlsym(RTLD_DEFAULT, DECANT_PLUGIN_SYMBOL));
}

static void test_versions_of_a_plugin(void **state)
{
    const loaded *l = *state;
    struct {
        decant_plugin known;
        void *later[4];
    } larger = {.known = *l->plugin};
    larger.known.struct_size = sizeof larger;
    larger.known.minor++;
    assert_true(DECANT_PLUGIN_USABLE(&larger.known));

    decant_plugin other = *l->plugin;
    other.major++;
    assert_false(DECANT_PLUGIN_USABLE(&other));

    decant_plugin smaller = *l->plugin;
    smaller.struct_size = offsetof(decant_plugin, get_interface) + sizeof smaller.get_interface - 1;
    assert_false(DECANT_PLUGIN_USABLE(&smaller));
    assert_true(DECANT_HAS(&smaller, decant_plugin, version));

    const decant_plugin *none = NULL;
    assert_false(DECANT_PLUGIN_USABLE(none));
}

static void test_versions_of_an_interface(void **state)
{
    const loaded *l = *state;
    decant_extractor older = *l->extractor;
    older.struct_size = offsetof(decant_extractor, clean_text);
    assert_true(DECANT_HAS(&older, decant_extractor, extract));
    assert_false(DECANT_HAS(&older, decant_extractor, clean_text));
}

// A host compiled with an older header brings shorter options: on the heap, so that a read past
// their end is seen. One compiled with a later header brings longer ones.
static void test_versions_of_a_host(void **state)
{
    const loaded *l = *state;
    const decant_options init = DECANT_OPTIONS_INIT;
    for (size_t step = 0; step < 2; step++) {
        const size_t size =
            step == 0 ? offsetof(decant_options, max_bytes) : sizeof(decant_options) + 64;
        char *host = calloc(1, size);
        assert_non_null(host);
        memcpy(host, &init, size < sizeof init ? size : sizeof init);
        const uint32_t struct_size = (uint32_t)size;
        memcpy(host, &struct_size, sizeof struct_size);
        sink out = {.len = 0};
        assert_int_equal(l->extractor->extract((const decant_options *)(void *)host, page,
                                               sizeof page - 1, NULL, take, &out, NULL),
                         DECANT_OK);
        assert_non_null(strstr(out.bytes, sentence));
        free(host);
    }
}

static void test_extract(void **state)
{
    const loaded *l = *state;
    decant_options options = DECANT_OPTIONS_INIT;
    options.url = "https://example.org/tides";
    decant_error error = {.code = 7};
    sink text = {.len = 0};
    assert_int_equal(
        l->extractor->extract(&options, page, sizeof page - 1, NULL, take, &text, &error),
        DECANT_OK);
    assert_non_null(strstr(text.bytes, sentence));
    assert_null(strchr(text.bytes, '<'));

    decant_render_options render = DECANT_RENDER_OPTIONS_INIT;
    render.format = DECANT_JSONL;
    sink json = {.len = 0};
    assert_int_equal(
        l->extractor->extract(&options, page, sizeof page - 1, &render, take, &json, &error),
        DECANT_OK);
    assert_memory_equal(json.bytes, "{\"schema\":1,", 12);
    assert_non_null(strstr(json.bytes, sentence));
    assert_non_null(strstr(json.bytes, options.url));
    assert_ptr_equal(strchr(json.bytes, '\n'), json.bytes + json.len - 1);
}

static void test_the_page_that_aborts_gumbo(void **state)
{
    const loaded *l = *state;
    sink out = {.len = 0};
    assert_int_equal(sizeof assertion - 1, 38);
    assert_int_equal(
        l->extractor->extract(NULL, assertion, sizeof assertion - 1, NULL, take, &out, NULL),
        DECANT_OK);
    // The same with text: what a page has to say survives.
    char long_page[512];
    const int len = snprintf(long_page, sizeof long_page, "%s%s", page, assertion);
    assert_int_equal(l->extractor->extract(NULL, long_page, (size_t)len, NULL, take, &out, NULL),
                     DECANT_OK);
    assert_non_null(strstr(out.bytes, sentence));
}

static void test_failures(void **state)
{
    const loaded *l = *state;
    decant_error error;
    sink out = {.len = 0};
    memset(&error, 0, sizeof error);
    assert_int_equal(l->extractor->extract(NULL, "", 0, NULL, take, &out, &error),
                     DECANT_E_EMPTY_INPUT);
    assert_int_equal(error.code, DECANT_E_EMPTY_INPUT);
    assert_true(error.message[0] != '\0');
    assert_int_equal(out.len, 0);

    decant_options options = DECANT_OPTIONS_INIT;
    options.max_bytes = 16;
    assert_int_equal(
        l->extractor->extract(&options, page, sizeof page - 1, NULL, take, &out, &error),
        DECANT_E_TOO_LARGE);

    sink closed = {.stop = 1};
    assert_int_equal(
        l->extractor->extract(NULL, page, sizeof page - 1, NULL, take, &closed, &error),
        DECANT_E_SINK);
}

static void test_clean_text(void **state)
{
    const loaded *l = *state;
    static const char text[] =
        "High tide is at noon today.\nYou must be logged in to post a comment.\n";
    sink out = {.len = 0};
    assert_int_equal(l->extractor->clean_text(NULL, text, sizeof text - 1, take, &out, NULL),
                     DECANT_OK);
    assert_non_null(strstr(out.bytes, "High tide is at noon today.\n"));
    assert_null(strstr(out.bytes, "logged in"));

    sink closed = {.stop = 1};
    assert_int_equal(l->extractor->clean_text(NULL, text, sizeof text - 1, take, &closed, NULL),
                     DECANT_E_SINK);
}

typedef struct worker {
    const loaded *l;
    pthread_t thread;
    size_t n_right;
} worker;

static void *work(void *ctx)
{
    worker *w = ctx;
    for (size_t i = 0; i < 50; i++) {
        sink out = {.len = 0};
        const int is_bad = i % 2; // every other page leaves the parser by the assertion
        const char *bytes = is_bad ? assertion : page;
        const size_t len = is_bad ? sizeof assertion - 1 : sizeof page - 1;
        if (w->l->extractor->extract(NULL, bytes, len, NULL, take, &out, NULL) == DECANT_OK &&
            (is_bad || strstr(out.bytes, sentence)))
            w->n_right++;
    }
    return NULL;
}

static void test_threads(void **state)
{
    worker workers[4] = {{.l = *state}, {.l = *state}, {.l = *state}, {.l = *state}};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(workers[i].n_right, 50);
}

// Resident bytes of this process. Read without stdio, which would allocate.
static size_t resident(void)
{
    char line[128];
    const int fd = open("/proc/self/statm", O_RDONLY);
    if (fd < 0)
        return 0;
    const ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    assert_true(n > 0);
    line[n] = '\0';
    char *second = strchr(line, ' ');
    assert_non_null(second);
    return strtoul(second, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

// Three bytes lost in a call, or 30 KiB in a load, would be seen.
static void test_no_growth(void **state)
{
    (void)state;
    const size_t slack = (size_t)512 * 1024;
    size_t first = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        const loaded l = load();
        for (size_t i = 0; i < CALLS; i++) {
            sink out;
            out.len = 0;
            out.stop = 0;
            assert_int_equal(
                l.extractor->extract(NULL, page, sizeof page - 1, NULL, take, &out, NULL),
                DECANT_OK);
        }
        assert_int_equal(dlclose(l.so), 0);
        assert_null(dlopen(DECANT_MODULE, RTLD_NOW | RTLD_NOLOAD));
        if (round == 1)
            first = resident();
    }
    const size_t last = resident();
    if (!IS_SANITIZED && last > first + slack)
        fail_msg("%zu bytes resident after 2 rounds, %zu after %d", first, last, ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_entry, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unknown_interface, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_else_is_visible, setup, teardown),
        cmocka_unit_test_setup_teardown(test_versions_of_a_plugin, setup, teardown),
        cmocka_unit_test_setup_teardown(test_versions_of_an_interface, setup, teardown),
        cmocka_unit_test_setup_teardown(test_versions_of_a_host, setup, teardown),
        cmocka_unit_test_setup_teardown(test_extract, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_page_that_aborts_gumbo, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failures, setup, teardown),
        cmocka_unit_test_setup_teardown(test_clean_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_threads, setup, teardown),
        cmocka_unit_test(test_no_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
