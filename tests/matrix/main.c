#include "matrix/matrix.h"
#include "support/names.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false // memory is what it seems
#endif

// ---- fetching ----------------------------------------------------------------------------------

decant_fetch_options matrix_options(void)
{
    decant_fetch_options o = DECANT_FETCH_OPTIONS_INIT;
    o.allow_private = 1;
    o.max_time_ms = 20000;
    o.delay_ms = UINT32_MAX;
    o.retry_delay_ms = 1;
    o.robots = DECANT_ROBOTS_IGNORE;
    return o;
}

static void keep(void *ctx, void *tag, const decant_response *response, const decant_error *error)
{
    matrix_got *g = tag;
    (void)ctx;
    g->n++;
    if (error) {
        g->code = error->code;
        g->status = error->http_status;
        snprintf(g->message, sizeof g->message, "%s", error->message);
    }
    if (!response)
        return;
    g->status = response->http_status;
    g->redirects = response->redirects;
    g->retries = response->retries;
    g->version = response->http_version;
    g->is_downgraded = response->is_downgraded;
    snprintf(g->url, sizeof g->url, "%s", response->url);
    g->body_len = response->body_len;
    snprintf(g->body, sizeof g->body, "%s", response->body);
}

matrix_got matrix_fetch_by(dc_fetcher *f, const char *url)
{
    matrix_got g = {0};
    if (dc_fetcher_add(f, url, &g) != DECANT_OK)
        abort();
    while (dc_fetcher_step(f, 1000, keep, NULL))
        ;
    return g;
}

matrix_got matrix_fetch(const decant_fetch_options *o, const char *url)
{
    dc_fetcher *f = NULL;
    if (dc_fetcher_new(o, &f, NULL) != DECANT_OK)
        abort();
    const matrix_got g = matrix_fetch_by(f, url);
    dc_fetcher_free(f);
    return g;
}

bool matrix_say(char *seen, bool is_expected, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(seen, SEEN, format, args);
    va_end(args);
    return is_expected;
}

// ---- memory ------------------------------------------------------------------------------------

static unsigned status_kb(const char *name)
{
    char line[256];
    unsigned kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, strlen(name)) == 0)
            kb = (unsigned)strtoul(line + strlen(name) + 1, NULL, 10);
    if (f)
        fclose(f);
    return kb;
}

unsigned matrix_rss_kb(void)
{
    return status_kb("VmRSS");
}

unsigned matrix_peak_kb(void)
{
    return status_kb("VmHWM");
}

void matrix_reset_peak(void)
{
    FILE *f = fopen("/proc/self/clear_refs", "w");
    if (!f)
        return;
    fputs("5", f);
    fclose(f);
}

// ---- the table ---------------------------------------------------------------------------------

static bool run_path(const matrix_row *r, char *seen)
{
    const decant_fetch_options o = matrix_options();
    char path[128];
    server *s = server_start(NULL);
    snprintf(path, sizeof path, "/fault/%s", r->path);
    matrix_reset_peak();
    const unsigned before = matrix_rss_kb();
    const matrix_got g = matrix_fetch(&o, server_url(s, path));
    const unsigned peak = matrix_peak_kb();
    const unsigned requests = server_requests(s);
    const unsigned grown = peak > before ? peak - before : 0;
    server_stop(s);
    const char *text = g.code == DECANT_OK ? g.body : g.message;
    const bool is_small = !r->max_rss_kb || IS_SANITIZED || grown <= r->max_rss_kb;
    const bool is_good = g.n == 1 && g.code == r->code && g.status == r->status &&
                         strstr(text, r->says) && (!r->requests || requests == r->requests);
    char more[48] = "";
    if (r->max_rss_kb)
        snprintf(more, sizeof more, ", +%u KB", grown);
    return matrix_say(seen, is_good && is_small, "%s %d, %u request%s%s: %.70s",
                      decant_status_name(g.code), g.status, requests, requests == 1 ? "" : "s",
                      more, text);
}

static void print_clean(const char *text)
{
    for (; *text; text++)
        putchar((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text);
}

// Returns how many rows are not as expected.
static unsigned run_rows(const matrix_row *rows, size_t n, int argc, char **argv)
{
    unsigned failed = 0;
    for (size_t i = 0; i < n; i++) {
        const matrix_row *r = &rows[i];
        char seen[SEEN] = "";
        bool is_asked = argc < 2;
        for (int k = 1; k < argc; k++)
            is_asked |= (unsigned)strtoul(argv[k], NULL, 10) == r->number;
        if (!is_asked)
            continue;
        names_reset();
        const bool is_good = r->run ? r->run(seen) : run_path(r, seen);
        failed += !is_good;
        printf("%s %2u | %-34s | %-52s | ", is_good ? "ok  " : "FAIL", r->number, r->fault,
               r->expected);
        print_clean(seen);
        putchar('\n');
        fflush(stdout);
    }
    return failed;
}

// matrix [ROW...]
int main(int argc, char **argv)
{
    unsigned failed = 0;
    printf("     # | %-34s | %-52s | seen\n", "fault", "expected");
    failed += run_rows(matrix_answers, matrix_n_answers, argc, argv);
    failed += run_rows(matrix_policy, matrix_n_policy, argc, argv);
    failed += run_rows(matrix_secure, matrix_n_secure, argc, argv);
    failed += run_rows(matrix_local, matrix_n_local, argc, argv);
    printf("%u rows are not as expected\n", failed);
    return failed != 0;
}
