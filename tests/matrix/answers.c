// Rows 1 to 58: what servers answer, and do not.
#include "matrix/matrix.h"

#include <decant/decant.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RETRIED 3 // requests of a URL that is tried again twice
#define N(array) (sizeof(array) / sizeof *(array))

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static bool refuse_connect(char *seen)
{
    const decant_fetch_options o = matrix_options();
    char url[64];
    server *gone = server_start(NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", server_port(gone));
    server_stop(gone);
    dc_fetcher *f = NULL;
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK)
        abort();
    const matrix_got g = matrix_fetch_by(f, url);
    decant_fetch_progress p = DECANT_FETCH_PROGRESS_INIT;
    dc_fetcher_progress(f, &p);
    dc_fetcher_free(f);
    return matrix_say(seen, g.code == DECANT_E_CONNECT && p.requests == RETRIED,
                      "%s, %u attempts: %s", decant_status_name(g.code), (unsigned)p.requests,
                      g.message);
}

static bool reset_mid_body(char *seen)
{
    decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    const matrix_got plain = matrix_fetch(&o, server_url(s, "/fault/reset-body"));
    const unsigned requests = server_requests(s);
    o.keep_failed = 1;
    const matrix_got kept = matrix_fetch(&o, server_url(s, "/fault/reset-body"));
    server_stop(s);
    return matrix_say(seen,
                      plain.code == DECANT_E_TRUNCATED && plain.body_len == 0 &&
                          requests == RETRIED && kept.code == DECANT_E_TRUNCATED &&
                          strcmp(kept.body, "<p>some") == 0,
                      "%s, %u requests, no body; on request: \"%s\"",
                      decant_status_name(plain.code), requests, kept.body);
}

// Two URLs one after the other: how many connections it took.
static unsigned connections_for_two(const char *path, matrix_got *first)
{
    const decant_fetch_options o = matrix_options();
    dc_fetcher *f = NULL;
    server *s = server_start(NULL);
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK)
        abort();
    *first = matrix_fetch_by(f, server_url(s, path));
    matrix_fetch_by(f, server_url(s, "/fault/ok"));
    dc_fetcher_free(f);
    const unsigned accepted = server_accepted(s);
    server_stop(s);
    return accepted;
}

static bool long_body(char *seen)
{
    matrix_got g;
    const unsigned n = connections_for_two("/fault/long-body", &g);
    return matrix_say(seen, g.code == DECANT_OK && g.body_len == 23 && n == 2,
                      "%s, %zu bytes, next URL on a new connection: %s", decant_status_name(g.code),
                      g.body_len, n == 2 ? "yes" : "no");
}

static bool length_and_chunked(char *seen)
{
    matrix_got g;
    const unsigned n = connections_for_two("/fault/length-and-chunked", &g);
    return matrix_say(seen, g.code == DECANT_OK && strcmp(g.body, "<p>hi</p>") == 0 && n == 2,
                      "%s \"%s\", next URL on a new connection: %s", decant_status_name(g.code),
                      g.body, n == 2 ? "yes" : "no");
}

static bool ends_in_time(char *seen, const char *path)
{
    enum { LIMIT_MS = 300, LOADED_MS = 10000 }; // a busy machine is slow, a missing limit is slower
    decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    o.max_time_ms = LIMIT_MS;
    const uint64_t start = now_ms();
    const matrix_got g = matrix_fetch(&o, server_url(s, path));
    const unsigned took = (unsigned)(now_ms() - start);
    server_stop(s);
    return matrix_say(seen, g.code == DECANT_E_TIMEOUT && took < LOADED_MS,
                      "%s after %u ms (limit %d)", decant_status_name(g.code), took, LIMIT_MS);
}

static bool header_drips(char *seen)
{
    return ends_in_time(seen, "/fault/drip-headers");
}

static bool body_drips(char *seen)
{
    return ends_in_time(seen, "/fault/drip-body");
}

static bool never_answers(char *seen)
{
    return ends_in_time(seen, "/fault/never");
}

static bool nul_in_header(char *seen)
{
    const decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    const matrix_got g = matrix_fetch(&o, server_url(s, "/fault/header-nul"));
    server_stop(s);
    bool is_clean = true;
    for (const char *p = g.message; *p; p++)
        is_clean &= (unsigned char)*p >= ' ';
    return matrix_say(seen, g.code == DECANT_E_PROTOCOL && is_clean, "%s: %s",
                      decant_status_name(g.code), g.message);
}

// ---- what servers ask for ----------------------------------------------------------------------

typedef struct waiter {
    uint64_t now;
    unsigned n;
    decant_status code;
} waiter;

static uint64_t told_time(void *ctx)
{
    return ((waiter *)ctx)->now;
}

static void note(void *ctx, void *tag, const decant_response *response, const decant_error *error)
{
    (void)ctx;
    (void)response;
    waiter *w = tag;
    w->n++;
    w->code = error ? error->code : DECANT_OK;
}

// Waits on a clock of its own: how long, in ms.
static uint64_t wait_for(const char *path, decant_status *code)
{
    waiter w = {.now = 1000};
    decant_fetch_options o = matrix_options();
    dc_fetcher *f = NULL;
    server *s = server_start(NULL);
    o.clock = told_time;
    o.clock_ctx = &w;
    o.retry_delay_ms = 1000;
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK ||
        dc_fetcher_add(f, server_url(s, path), &w) != DECANT_OK)
        abort();
    while (dc_fetcher_step(f, 1, note, &w)) {
        decant_fetch_progress p = DECANT_FETCH_PROGRESS_INIT;
        dc_fetcher_progress(f, &p);
        w.now += p.wait_ms;
    }
    dc_fetcher_free(f);
    server_stop(s);
    *code = w.code;
    return w.now - 1000;
}

static bool asks_for_two_seconds(char *seen)
{
    decant_status code;
    const uint64_t ms = wait_for("/fault/first/1?429,Retry-After:+2", &code);
    return matrix_say(seen, code == DECANT_OK && ms >= 2000 && ms < 3000, "%s after %u ms",
                      decant_status_name(code), (unsigned)ms);
}

static bool asks_for_minus_five(char *seen)
{
    decant_status code;
    const uint64_t ms = wait_for("/fault/first/1?503,Retry-After:+-5", &code);
    return matrix_say(seen, code == DECANT_OK && ms >= 500 && ms <= 1500,
                      "%s after the usual back-off, %u ms", decant_status_name(code), (unsigned)ms);
}

static bool asks_for_ever(char *seen)
{
    waiter parked = {0}, other = {0};
    const decant_fetch_options o = matrix_options();
    dc_fetcher *f = NULL;
    char url[128];
    decant_status code;
    server *s = server_start(NULL), *quick = server_start(NULL);
    snprintf(url, sizeof url, "http://localhost:%u/fault/ok", server_port(quick));
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK ||
        dc_fetcher_add(
            f, server_url(s, "/fault/first/9?429,Retry-After:+Fri,+31+Dec+9999+23:59:59+GMT"),
            &parked) != DECANT_OK ||
        dc_fetcher_add(f, url, &other) != DECANT_OK)
        abort();
    while (!other.n || !server_requests(s))
        dc_fetcher_step(f, 10, note, NULL);
    const bool is_parked = parked.n == 0;
    dc_fetcher_free(f);
    server_stop(s);
    server_stop(quick);
    const uint64_t ms =
        wait_for("/fault/first/1?429,Retry-After:+Fri,+31+Dec+9999+23:59:59+GMT", &code);
    return matrix_say(seen, is_parked && other.code == DECANT_OK && ms == 3600000,
                      "parked; the other host: %s; tried again after %u s",
                      decant_status_name(other.code), (unsigned)(ms / 1000));
}

// ---- redirects ---------------------------------------------------------------------------------

static bool location_with_crlf(char *seen)
{
    const decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    const matrix_got g = matrix_fetch(&o, server_url(s, "/fault/redirect-crlf"));
    server_stop(s);
    return matrix_say(seen, g.code == DECANT_OK && !strstr(g.body, "\nX-Injected"),
                      "%s, no header in the request: %.40s", decant_status_name(g.code), g.body);
}

static bool crosses_hosts(char *seen)
{
    static const char *const headers[] = {"Authorization: Bearer secret", "Cookie: a=b"};
    static const char closed[] =
        "HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\nUser-agent: *\nDisallow: /\n";
    decant_fetch_options o = matrix_options();
    server *s = server_start(NULL), *open = server_start(NULL), *shut = server_start(NULL);
    char path[2][128];
    matrix_got g[2];
    server_answer(shut, "/robots.txt", closed, sizeof closed - 1);
    o.robots = DECANT_ROBOTS_OBEY;
    o.headers = headers;
    o.n_headers = 2;
    snprintf(path[0], sizeof path[0], "/fault/redirect-to?http://localhost:%u/fault/echo",
             server_port(open));
    snprintf(path[1], sizeof path[1], "/fault/redirect-to?http://localhost:%u/fault/echo",
             server_port(shut));
    for (int i = 0; i < 2; i++)
        g[i] = matrix_fetch(&o, server_url(s, path[i]));
    server_stop(s);
    server_stop(open);
    server_stop(shut);
    return matrix_say(seen,
                      g[0].code == DECANT_OK && !strstr(g[0].body, "secret") &&
                          !strstr(g[0].body, "Cookie") && g[1].code == DECANT_E_ROBOTS,
                      "%s without secrets; where robots.txt forbids: %s",
                      decant_status_name(g[0].code), decant_status_name(g[1].code));
}

// ---- text --------------------------------------------------------------------------------------

// The text of a page as the program makes it of an answer.
static bool text_of(const char *type, const char *body, const char *expected, char *out)
{
    decant_options o = DECANT_OPTIONS_INIT;
    decant_page *page = NULL;
    o.content_type = type;
    *out = '\0';
    if (decant_extract(&o, body, strlen(body), &page, NULL) != DECANT_OK)
        return false;
    snprintf(out, 64, "%.60s", decant_page_text(page, NULL));
    decant_page_free(page);
    return strstr(out, expected) != NULL;
}

#define LINE " and this is a sentence that is long enough to be a paragraph of its own.</p>"

static bool charset_lies(char *seen)
{
    char a[64], b[64];
    const bool is_good = text_of("text/html; charset=utf-8", "<p>caf\xe9" LINE, "caf", a);
    const bool is_good2 =
        text_of("text/html; charset=shift_jis", "<p>caf\xc3\xa9 \xff\xfe" LINE, "caf", b);
    return matrix_say(seen, is_good && is_good2, "valid UTF-8: \"%.16s\"", a);
}

static bool charset_of_5000_bytes(char *seen)
{
    char type[5100] = "text/html; charset=", out[64];
    memset(type + 19, 'x', 5000);
    const bool is_good = text_of(type, "<p>caf\xc3\xa9" LINE, "caf\xc3\xa9", out);
    return matrix_say(seen, is_good, "guessed: \"%.16s\"", out);
}

static bool who_wins(char *seen)
{
    static const struct {
        const char *type, *body;
    } cases[] = {
        {"text/html; charset=latin1", "\xEF\xBB\xBF<meta charset=koi8-r><p>caf\xc3\xa9" LINE},
        {"text/html; charset=utf-8", "<meta charset=koi8-r><p>caf\xc3\xa9" LINE},
        {"text/html", "<meta charset=latin1><p>caf\xe9" LINE},
        {"text/html", "<p>caf\xc3\xa9" LINE},
    };
    char out[64];
    unsigned n = 0;
    for (size_t i = 0; i < N(cases); i++)
        n += text_of(cases[i].type, cases[i].body, "caf\xc3\xa9", out);
    return matrix_say(seen, n == N(cases), "%u of %zu orders as expected", n, N(cases));
}

static bool cookies(char *seen)
{
    const decant_fetch_options o = matrix_options();
    char head[8192];
    dc_fetcher *f = NULL;
    server *s = server_start(NULL);
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK)
        abort();
    const matrix_got g = matrix_fetch_by(f, server_url(s, "/fault/cookies-many"));
    matrix_fetch_by(f, server_url(s, "/fault/echo"));
    server_last_request(s, head, sizeof head);
    dc_fetcher_free(f);
    server_stop(s);
    return matrix_say(seen, g.code == DECANT_OK && !strstr(head, "Cookie:"), "%s; next request: %s",
                      decant_status_name(g.code),
                      strstr(head, "Cookie:") ? "cookies" : "no cookie");
}

enum { SMALL = 2048, BOMB = 64 << 10 };

const matrix_row matrix_answers[] = {
    {.number = 1,
     .fault = "connection refused",
     .expected = "CONNECT, two retries with back-off",
     .run = refuse_connect},
    {2, "closed at once", "NETWORK, two retries", "close", DECANT_E_NETWORK, 0,
     "closed the connection", RETRIED, 0, NULL},
    {3, "RST at once", "NETWORK, two retries", "reset", DECANT_E_NETWORK, 0, "broke", RETRIED, 0,
     NULL},
    {.number = 4,
     .fault = "RST within the body",
     .expected = "TRUNCATED, retried, part of the body only on request",
     .run = reset_mid_body},
    {5, "body shorter than Content-Length", "TRUNCATED", "short-body", DECANT_E_TRUNCATED, 200,
     "7 of 5000", RETRIED, 0, NULL},
    {.number = 6,
     .fault = "body longer than Content-Length",
     .expected = "exact length, connection not used again",
     .run = long_body},
    {7, "chunks cut", "TRUNCATED", "chunk-cut", DECANT_E_TRUNCATED, 200, "ended early", RETRIED, 0,
     NULL},
    {8, "chunk size no number", "PROTOCOL", "chunk-bad", DECANT_E_PROTOCOL, 200, "chunks", 1, 0,
     NULL},
    {9, "chunk size past 64 bits", "PROTOCOL", "chunk-overflow", DECANT_E_PROTOCOL, 200, "chunks",
     1, 0, NULL},
    {10, "no status line", "PROTOCOL", "no-status", DECANT_E_PROTOCOL, 0, "not HTTP", 1, 0, NULL},
    {11, "HTTP/0.9", "PROTOCOL", "http09", DECANT_E_PROTOCOL, 0, "not HTTP", 1, 0, NULL},
    {12, "garbage", "PROTOCOL", "garbage", DECANT_E_PROTOCOL, 0, "not HTTP", 1, 0, NULL},
    {.number = 13,
     .fault = "headers drip",
     .expected = "TIMEOUT at the limit",
     .run = header_drips},
    {.number = 14, .fault = "body drips", .expected = "TIMEOUT at the limit", .run = body_drips},
    {.number = 15,
     .fault = "never answers",
     .expected = "TIMEOUT at the limit",
     .run = never_answers},
    {16, "header line of 1 MB", "HEADERS, memory grows by less than 2 MB", "header-long",
     DECANT_E_HEADERS, 0, "headers are larger", 1, SMALL, NULL},
    {17, "260,000 headers", "HEADERS, memory grows by less than 2 MB", "headers-many",
     DECANT_E_HEADERS, 0, "headers are larger", 1, SMALL, NULL},
    {18, "endless 103 answers", "HEADERS, memory grows by less than 2 MB", "interim-endless",
     DECANT_E_HEADERS, 103, "headers are larger", 1, SMALL, NULL},
    {.number = 19,
     .fault = "NUL in a header",
     .expected = "PROTOCOL, message without controls",
     .run = nul_in_header},
    {20, "status 999", "HTTP_STATUS 999", "status/999", DECANT_E_HTTP_STATUS, 999, "HTTP 999", 1, 0,
     NULL},
    {21, "status 404", "HTTP_STATUS 404", "status/404", DECANT_E_HTTP_STATUS, 404, "HTTP 404", 1, 0,
     NULL},
    {22, "status 204", "a response without body", "204", DECANT_OK, 204, "", 1, 0, NULL},
    {23, "status 101 that nobody asked for", "an error, nothing read as a page", "101",
     DECANT_E_HTTP_STATUS, 101, "HTTP 101", 1, 0, NULL},
    {24, "401 with NTLM", "HTTP_STATUS 401, one request: no attempt", "ntlm", DECANT_E_HTTP_STATUS,
     401, "HTTP 401", 1, 0, NULL},
    {.number = 25,
     .fault = "429, Retry-After: 2",
     .expected = "tried again after 2 s or more",
     .run = asks_for_two_seconds},
    {.number = 26,
     .fault = "429, Retry-After in 9999",
     .expected = "parked, 1 h at most; other hosts go on",
     .run = asks_for_ever},
    {.number = 27,
     .fault = "503, Retry-After: -5",
     .expected = "as if it were absent",
     .run = asks_for_minus_five},
    {28, "redirect loop", "REDIRECTS", "redirect-loop", DECANT_E_REDIRECTS, 302, "redirect loop", 1,
     0, NULL},
    {29, "chain of 100 redirects", "REDIRECTS after 5", "redirect/100", DECANT_E_REDIRECTS, 302,
     "more than 5", 6, 0, NULL},
    {30, "Location: file:", "POLICY", "redirect-file", DECANT_E_POLICY, 302, "scheme file", 1, 0,
     NULL},
    {31, "Location: gopher:", "POLICY", "redirect-gopher", DECANT_E_POLICY, 302, "scheme gopher", 1,
     0, NULL},
    {.number = 33,
     .fault = "Location with coded CR LF",
     .expected = "no header injected",
     .run = location_with_crlf},
    {34, "Location with user and password", "POLICY", "redirect-user", DECANT_E_POLICY, 302,
     "user name", 1, 0, NULL},
    {35, "empty Location", "the 302 is the end", "redirect-empty", DECANT_E_HTTP_STATUS, 302,
     "HTTP 302", 1, 0, NULL},
    {36, "Location of 90 KB", "URL: too long", "redirect-long", DECANT_E_URL, 302, "limit of 8192",
     1, 0, NULL},
    {.number = 38,
     .fault = "redirect to another host",
     .expected = "its robots.txt counts; no Authorization, no cookie",
     .run = crosses_hosts},
    {39, "gzip bomb", "TOO_LARGE, less than 64 MB", "gzip-bomb", DECANT_E_TOO_LARGE, 200, "bomb", 1,
     BOMB, NULL},
    {40, "br bomb", "TOO_LARGE, less than 64 MB", "br-bomb", DECANT_E_TOO_LARGE, 200, "bomb", 1,
     BOMB, NULL},
    {41, "zstd bomb", "TOO_LARGE, less than 64 MB", "zstd-bomb", DECANT_E_TOO_LARGE, 200, "bomb", 1,
     BOMB, NULL},
    {42, "gzip cut", "TRUNCATED", "gzip-cut", DECANT_E_TRUNCATED, 200, "gzip data end early",
     RETRIED, 0, NULL},
    {43, "gzip declared, but plain", "DECODE after one retry without coding", "gzip-plain",
     DECANT_E_DECODE, 200, "broken", 2, 0, NULL},
    {44, "gzip that is not declared", "decoded", "gzip-undeclared", DECANT_OK, 200,
     "quick brown fox", 1, 0, NULL},
    {44, "the bomb, not declared", "the same limits", "gzip-undeclared-bomb", DECANT_E_TOO_LARGE,
     200, "bomb", 1, BOMB, NULL},
    {45, "unknown coding", "DECODE", "unknown-coding", DECANT_E_DECODE, 200, "rot13", 2, 0, NULL},
    {46, "100 codings in one another", "DECODE", "stacked-100", DECANT_E_DECODE, 0, "too many", 1,
     0, NULL},
    {47, "endless body", "TOO_LARGE at the limit", "endless", DECANT_E_TOO_LARGE, 200, "10485760",
     1, BOMB, NULL},
    {48, "Content-Length 2^62", "TOO_LARGE, nothing allocated", "length-huge", DECANT_E_TOO_LARGE,
     200, "10485760", 1, SMALL, NULL},
    {49, "negative Content-Length", "PROTOCOL", "length-negative", DECANT_E_PROTOCOL, 0,
     "not valid HTTP", 1, 0, NULL},
    {50, "two Content-Lengths", "PROTOCOL", "length-two", DECANT_E_PROTOCOL, 0, "two different", 1,
     0, NULL},
    {.number = 51,
     .fault = "Content-Length and chunks",
     .expected = "chunks win, connection not used again",
     .run = length_and_chunked},
    {52, "application/pdf", "CONTENT_TYPE", "pdf", DECANT_E_CONTENT_TYPE, 200, "application/pdf", 1,
     0, NULL},
    {53, "PNG as text/html", "CONTENT_TYPE, sniffed", "png-as-html", DECANT_E_CONTENT_TYPE, 200,
     "PNG image", 1, 0, NULL},
    {54, "no Content-Type", "sniffed: a page", "no-type", DECANT_OK, 200, "quick brown fox", 1, 0,
     NULL},
    {.number = 55, .fault = "charset lies", .expected = "valid UTF-8 always", .run = charset_lies},
    {.number = 56,
     .fault = "charset of 5,000 bytes",
     .expected = "passed over",
     .run = charset_of_5000_bytes},
    {.number = 57,
     .fault = "BOM, header, meta, none",
     .expected = "BOM > header > meta > guess",
     .run = who_wins},
    {.number = 58,
     .fault = "60 cookies of 4 KB",
     .expected = "ignored; none in the next request",
     .run = cookies},
};

const size_t matrix_n_answers = N(matrix_answers);
