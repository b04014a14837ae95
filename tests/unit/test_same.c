// The same bytes give the same output: run after run, on any number of threads, in any locale.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <decant/pipeline.h>

#include "support/attacks.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 100, LOCALE_RUNS = 10, SIZE = 2 << 10, MOST_PAGES = 256 };

// A sanitizer takes ten times as long: there all runs only when DECANT_ALL_PAGES is set.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define IS_SLOW 1
#elif defined(__has_feature)
#define IS_SLOW (__has_feature(thread_sanitizer) || __has_feature(address_sanitizer))
#else
#define IS_SLOW 0
#endif

typedef struct text {
    char *p;
    size_t len;
} text;

// glibc loses the parts of LOCPATH each time a locale is sought there.
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:argz_add_sep\n";
}

// An article with what locales treat differently: case, numbers, dates, bytes above ASCII.
static const char article[] =
    "<html lang=tr><head><title>IĞDIR ve Iğdır | Dünya</title>"
    "<meta property=og:site_name content=Dünya><meta name=author content='İlker Işık'></head>"
    "<body><NAV CLASS=MAINMENU><ul><li><a href=/>HIGHLIGHTS</a><li><a href=/i>INDEX</a></ul></NAV>"
    "<article><h1>IĞDIR ve Iğdır</h1><p>The sea comes in twice a day, 1.234,5 metres of it, and "
    "goes out again, and nobody on the island has ever asked why it does that.</p>"
    "<p>東京は日本の首都です。人口は約1400万人です。海は一日に二度満ちて、また引いていきます。</p>"
    "<p>" CANARY "</p></article>"
    "<DIV ID=COMMENTS><h3>2 COMMENTS</h3><ol><li CLASS=COMMENT><cite>IŞIK</cite><p>I have been "
    "there, it is so.</p></ol><p>YOU MUST BE LOGGED IN TO POST A COMMENT.</p></DIV></body></html>";

typedef struct batch {
    text pages[MOST_PAGES];
    text json[MOST_PAGES]; // the first of its page
    size_t n_pages;
    size_t n_runs;
    size_t n_given;
    size_t n_different;
    size_t n_done;
} batch;

static int append(void *ctx, const char *bytes, size_t len)
{
    text *t = ctx;
    char *p = realloc(t->p, t->len + len + 1);
    if (!p)
        return 1;
    memcpy(p + t->len, bytes, len);
    t->p = p;
    t->len += len;
    p[t->len] = '\0';
    return 0;
}

static int next(void *ctx, decant_input *out)
{
    batch *b = ctx;
    if (b->n_given == b->n_pages * b->n_runs)
        return 0;
    const text *page = &b->pages[b->n_given++ % b->n_pages];
    out->kind = DECANT_INPUT_BYTES;
    out->from = DECANT_FROM_HTML;
    out->name = "page";
    out->bytes = page->p;
    out->len = page->len;
    return 1;
}

static int done(void *ctx, const decant_result *result)
{
    batch *b = ctx;
    decant_render_options options = DECANT_RENDER_OPTIONS_INIT;
    options.format = DECANT_JSON;
    text json = {NULL, 0};
    if (result->page)
        assert_int_equal(decant_render(result->page, &options, append, &json, NULL), DECANT_OK);
    else
        append(&json, result->error->message, strlen(result->error->message));
    text *first = &b->json[result->index % b->n_pages];
    b->n_done++;
    if (!first->p) {
        *first = json;
        return 0;
    }
    b->n_different += first->len != json.len || memcmp(first->p, json.p, json.len) != 0;
    free(json.p);
    return 0;
}

static int set_up(void **state)
{
    batch *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    append(&b->pages[b->n_pages++], article, sizeof article - 1);
    for (size_t i = 0; i < n_attacks && b->n_pages < MOST_PAGES; i++) {
        text *page = &b->pages[b->n_pages++];
        page->p = attack_page(&attacks[i], SIZE, &page->len);
    }
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    batch *b = *state;
    for (size_t i = 0; i < b->n_pages; i++) {
        free(b->pages[i].p);
        free(b->json[i].p);
    }
    free(b);
    return 0;
}

static void run(batch *b, size_t n_runs, uint32_t jobs)
{
    decant_options extract = DECANT_OPTIONS_INIT;
    extract.max_time_ms = UINT32_MAX;
    decant_batch_options options = DECANT_BATCH_OPTIONS_INIT;
    options.jobs = jobs;
    options.extract = &extract;
    b->n_runs = n_runs;
    b->n_given = b->n_done = b->n_different = 0;
    assert_int_equal(decant_batch_run(&options, next, b, done, b, NULL), DECANT_OK);
    assert_int_equal(b->n_done, b->n_pages * n_runs);
    assert_int_equal(b->n_different, 0);
}

static void test_threads(void **state)
{
    batch *b = *state;
    const size_t n_runs = IS_SLOW && !getenv("DECANT_ALL_PAGES") ? LOCALE_RUNS : RUNS;
    run(b, n_runs, 1);
    assert_non_null(strstr(b->json[0].p, CANARY));
    run(b, n_runs, 8);
}

static void test_locales(void **state)
{
    static const char *const locales[] = {"C", "tr_TR.UTF-8", "ja_JP.UTF-8"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        if (!setlocale(LC_ALL, locales[i])) {
            print_message("skipped: locale %s is not installed\n", locales[i]);
            continue;
        }
        run(*state, LOCALE_RUNS, 2);
    }
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_locales),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
