// Each allocation of an extraction and its output fails once: the call says so, and loses nothing.
#include <decant/decant.h>

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HEADER = 16, MOST_ALLOCATIONS = 5000, MOST_PAGE = 1 << 20 };

// An allocator that counts, and fails: one call, or every call from one on.
typedef struct meter {
    size_t n_calls;
    size_t fail_at; // 1-based; 0: never
    int is_lasting;
    size_t n_outstanding; // bytes
} meter;

// The size stands before each piece: old_size must be what was asked for.
static size_t *size_of(void *p)
{
    return (size_t *)(void *)((char *)p - HEADER);
}

static void *resize(void *ctx, void *p, size_t old_size, size_t size)
{
    meter *m = ctx;
    if (p)
        assert_int_equal(*size_of(p), old_size);
    else
        assert_int_equal(old_size, 0);
    if (size == 0) {
        m->n_outstanding -= old_size;
        free(p ? size_of(p) : NULL);
        return NULL;
    }
    m->n_calls++;
    if (m->fail_at && (m->n_calls == m->fail_at || (m->is_lasting && m->n_calls > m->fail_at)))
        return NULL;
    size_t *raw = realloc(p ? size_of(p) : NULL, HEADER + size);
    assert_non_null(raw);
    *raw = size;
    m->n_outstanding += size - old_size;
    return (char *)raw + HEADER;
}

typedef struct sum {
    size_t len;
    uint32_t hash;
} sum;

static int add(void *ctx, const char *bytes, size_t len)
{
    sum *s = ctx;
    s->len += len;
    for (size_t i = 0; i < len; i++)
        s->hash = (s->hash ^ (unsigned char)bytes[i]) * 16777619u;
    return 0;
}

typedef struct input {
    char *bytes;
    size_t len;
    int is_text;
} input;

// All that can be had from one input. The sum is over all output.
static decant_status everything(const input *in, const decant_options *options, sum *out,
                                decant_error *error)
{
    static const int32_t prints[][2] = {{DECANT_TEXT, DECANT_COMMENTS_DROP},
                                        {DECANT_TEXT, DECANT_COMMENTS_SEPARATE},
                                        {DECANT_TEXT, DECANT_COMMENTS_INLINE},
                                        {DECANT_JSON, DECANT_COMMENTS_DROP},
                                        {DECANT_JSONL, DECANT_COMMENTS_DROP}};
    decant_page *page;
    decant_status status = in->is_text
                               ? decant_extract_text(options, in->bytes, in->len, &page, error)
                               : decant_extract(options, in->bytes, in->len, &page, error);
    if (status != DECANT_OK)
        assert_null(page);
    for (size_t i = 0; status == DECANT_OK && i < sizeof prints / sizeof *prints; i++) {
        decant_render_options render = DECANT_RENDER_OPTIONS_INIT;
        render.format = prints[i][0];
        render.comments = prints[i][1];
        status = decant_render(page, &render, add, out, error);
    }
    decant_page_free(page);
    if (status == DECANT_OK && in->is_text)
        status = decant_clean_text(options, in->bytes, in->len, add, out, error);
    return status;
}

static void check(const char *name, const input *in)
{
    meter m = {.n_calls = 0};
    const decant_allocator allocator = {resize, &m};
    decant_options options = DECANT_OPTIONS_INIT;
    options.allocator = &allocator;
    options.input = name;
    options.url = "https://example.org/page";
    options.max_time_ms = UINT32_MAX;
    decant_error error;
    sum wanted = {.len = 0};
    const decant_status success = everything(in, &options, &wanted, &error);
    const size_t n_calls = m.n_calls;
    if (success != DECANT_OK)
        fail_msg("%s: %s", name, error.message);
    assert_in_range(n_calls, 1, MOST_ALLOCATIONS);
    assert_int_equal(m.n_outstanding, 0);

    // One more than there are: then nothing fails, and the output is what it was.
    for (size_t n = 1; n <= n_calls + 1; n++)
        for (int is_lasting = 0; is_lasting < 2; is_lasting++) {
            m = (meter){.fail_at = n, .is_lasting = is_lasting};
            sum found = {.len = 0};
            memset(&error, 0, sizeof error);
            const decant_status status = everything(in, &options, &found, &error);
            const decant_status due = n <= n_calls ? DECANT_E_NOMEM : DECANT_OK;
            if (status != due || error.code != due)
                fail_msg("%s: allocation %zu of %zu fails (%s): %d \"%s\"", name, n, n_calls,
                         is_lasting ? "and all after it" : "alone", (int)status, error.message);
            if (m.n_outstanding)
                fail_msg("%s: allocation %zu of %zu fails: %zu bytes lost", name, n, n_calls,
                         m.n_outstanding);
            if (status == DECANT_OK)
                assert_memory_equal(&found, &wanted, sizeof wanted);
        }
}

static void check_html(const char *name, const char *html)
{
    const input in = {.bytes = (char *)(uintptr_t)html, .len = strlen(html)};
    check(name, &in);
}

static void test_small(void **state)
{
    (void)state;
    check_html("paragraph",
               "<title>Tides</title><p>The sea comes in twice a day and goes out again.");
    check_html("nothing", "<html>");
}

// Pages that are parsed a second time, or not parsed: memory can be short there too.
static void test_hostile(void **state)
{
    (void)state;
    check_html("assertion", "<p>Ebb</p><table><svg><select><desc><select><tr>");
    enum { N = 3000 };
    char *deep = malloc(N * 5 + 1);
    assert_non_null(deep);
    for (size_t i = 0; i < N; i++)
        memcpy(deep + i * 5, "<div>", 5);
    deep[N * 5] = '\0';
    check_html("deep", deep);
    free(deep);
}

static void *repeated(const char *piece, size_t n)
{
    const size_t len = strlen(piece);
    char *all = malloc(len * n + 1);
    assert_non_null(all);
    for (size_t i = 0; i < n; i++)
        memcpy(all + i * len, piece, len);
    all[len * n] = '\0';
    return all;
}

// Large enough that each floor needs more than its first piece of memory.
static void test_large(void **state)
{
    (void)state;
    char *html = repeated(
        "<p class=\"a b\">Ebb &amp; flow: <a href=\"/x\">the sea</a> comes in.</p>\r\n", 3000);
    check_html("large", html);
    free(html);
}

static void test_text(void **state)
{
    (void)state;
    char *text =
        repeated("High tide is at noon.\nYou must be logged in to post a comment.\n", 1000);
    const input in = {.bytes = text, .len = strlen(text), .is_text = 1};
    check("text", &in);
    free(text);
}

static int is_page(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int read_page(const char *name, input *in)
{
    char path[512];
    snprintf(path, sizeof path, DECANT_FIXTURES "/pages/%s/source.html", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    in->bytes = malloc(MOST_PAGE);
    assert_non_null(in->bytes);
    in->len = fread(in->bytes, 1, MOST_PAGE, file);
    fclose(file);
    assert_in_range(in->len, 1, MOST_PAGE - 1);
    return 1;
}

static void test_fixtures(void **state)
{
    (void)state;
    struct dirent **entries;
    size_t n_pages = 0;
    const int n = scandir(DECANT_FIXTURES "/pages", &entries, is_page, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        input in = {.len = 0};
        if (read_page(entries[i]->d_name, &in)) {
            check(entries[i]->d_name, &in);
            n_pages++;
        }
        free(in.bytes);
        free(entries[i]);
    }
    free(entries);
    assert_true(n_pages >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small), cmocka_unit_test(test_hostile),  cmocka_unit_test(test_large),
        cmocka_unit_test(test_text),  cmocka_unit_test(test_fixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
