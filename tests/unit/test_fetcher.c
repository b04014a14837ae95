// Fetching from a loopback server that misbehaves on purpose: what each fault is called.
#include "fetch/fetcher.h"
#include "support/server.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

typedef struct got {
    unsigned n; // how often it was reported
    decant_status code;
    int http_status;
    unsigned redirects;
    char message[DECANT_MESSAGE_SIZE];
    char url[1024];
    char type[128];
    char body[4096];
    size_t body_len;
} got;

static server *the_server(void **state)
{
    return *state;
}

static int set_up(void **state)
{
    *state = server_start(NULL);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    server_stop(*state);
    return 0;
}

// Loopback is private; limits are small so that no test waits for long.
static decant_fetch_options quick_options(void)
{
    decant_fetch_options o = DECANT_FETCH_OPTIONS_INIT;
    o.allow_private = 1;
    o.max_time_ms = 5000;
    o.delay_ms = UINT32_MAX;
    o.max_retries = UINT32_MAX;
    o.robots = DECANT_ROBOTS_IGNORE;
    return o;
}

static int keep(void *ctx, size_t index, const decant_response *response, const decant_error *error)
{
    got *g = (got *)ctx + index;
    g->n++;
    assert_true(!response != !error);
    if (error) {
        g->code = error->code;
        g->http_status = error->http_status;
        snprintf(g->message, sizeof g->message, "%s", error->message);
        return 0;
    }
    g->http_status = response->http_status;
    g->redirects = response->redirects;
    snprintf(g->url, sizeof g->url, "%s", response->url);
    snprintf(g->type, sizeof g->type, "%s", response->content_type ? response->content_type : "-");
    g->body_len = response->body_len;
    assert_int_equal(response->body[response->body_len], '\0');
    snprintf(g->body, sizeof g->body, "%s", response->body);
    return 0;
}

static got fetch(const decant_fetch_options *options, const char *url)
{
    got g = {0};
    decant_fetcher *f = NULL;
    decant_error error = {0};
    assert_int_equal(dc_fetcher_new(options, &f, &error), DECANT_OK);
    assert_int_equal(dc_fetch(f, &url, 1, keep, &g, &error), DECANT_OK);
    assert_int_equal(g.n, 1);
    dc_fetcher_free(f);
    return g;
}

static got fetch_path(void **state, const char *path)
{
    const decant_fetch_options o = quick_options();
    return fetch(&o, server_url(the_server(state), path));
}

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

// ---- the table of faults -----------------------------------------------------------------------

typedef struct expectation {
    const char *path; // under /fault/
    decant_status code;
    int http_status;
    const char *says; // part of the message, or of the body when code is DECANT_OK
} expectation;

static const expectation expectations[] = {
    {"ok", DECANT_OK, 200, "quick brown fox"},
    {"chunked", DECANT_OK, 200, "<p>one </p>"},
    {"interim", DECANT_OK, 200, "<p>hi</p>"},
    {"length-and-chunked", DECANT_OK, 200, "<p>hi</p>"},
    {"length-same", DECANT_OK, 200, "<p>hi</p>"},
    {"long-body", DECANT_OK, 200, "<p>exactly this long</p"},
    {"no-type", DECANT_OK, 200, "quick brown fox"},
    {"text", DECANT_OK, 200, "quick brown fox"},
    {"gzip", DECANT_OK, 200, "quick brown fox"},
    {"gzip-undeclared", DECANT_OK, 200, "quick brown fox"},
    {"deflate", DECANT_OK, 200, "quick brown fox"},
    {"deflate-raw", DECANT_OK, 200, "quick brown fox"},
    {"br", DECANT_OK, 200, "quick brown fox"},
    {"zstd", DECANT_OK, 200, "quick brown fox"},
    {"stacked", DECANT_OK, 200, "quick brown fox"},
    {"204", DECANT_OK, 204, ""},

    {"close", DECANT_E_NETWORK, 0, "closed the connection without an answer"},
    {"reset", DECANT_E_NETWORK, 0, "broke without an answer"},
    {"reset-headers", DECANT_E_NETWORK, 0, "broke without an answer"},
    {"reset-body", DECANT_E_TRUNCATED, 200, "ended early, after 7 of 5000 bytes"},
    {"short-body", DECANT_E_TRUNCATED, 200, "ended early, after 7 of 5000 bytes"},
    {"chunk-cut", DECANT_E_TRUNCATED, 200, "ended early"},
    {"chunk-bad", DECANT_E_PROTOCOL, 200, "chunks"},
    {"chunk-overflow", DECANT_E_PROTOCOL, 200, "chunks"},
    {"length-two", DECANT_E_PROTOCOL, 0, "two different Content-Lengths"},
    {"length-negative", DECANT_E_PROTOCOL, 0, "not valid HTTP"},
    {"length-words", DECANT_E_PROTOCOL, 0, "is no length"},
    {"length-huge", DECANT_E_TOO_LARGE, 200, "larger than the limit of 10485760 bytes"},
    {"endless", DECANT_E_TOO_LARGE, 200, "larger than the limit of 10485760 bytes"},
    {"http09", DECANT_E_PROTOCOL, 0, "not HTTP"},
    {"garbage", DECANT_E_PROTOCOL, 0, "not HTTP"},
    {"header-nul", DECANT_E_PROTOCOL, 0, "not valid HTTP"},
    {"header-long", DECANT_E_HEADERS, 0, "headers are larger than the limit of 262144 bytes"},
    {"headers-many", DECANT_E_HEADERS, 0, "headers are larger than the limit of 262144 bytes"},
    {"interim-endless", DECANT_E_HEADERS, 103, "headers are larger than the limit"},

    {"status/400", DECANT_E_HTTP_STATUS, 400, "HTTP 400 Bad Request"},
    {"status/404", DECANT_E_HTTP_STATUS, 404, "HTTP 404 Not Found"},
    {"status/500", DECANT_E_HTTP_STATUS, 500, "HTTP 500 Internal Server Error"},
    {"status/304", DECANT_E_HTTP_STATUS, 304, "HTTP 304 Not Modified"},
    {"status/206", DECANT_E_HTTP_STATUS, 206, "HTTP 206"},
    {"status/999", DECANT_E_HTTP_STATUS, 999, "HTTP 999"},
    {"ntlm", DECANT_E_HTTP_STATUS, 401, "HTTP 401 Unauthorized"},
    {"endless-404", DECANT_E_HTTP_STATUS, 404, "HTTP 404 Not Found"},
    {"redirect-none", DECANT_E_HTTP_STATUS, 302, "HTTP 302 Found"},
    {"redirect-empty", DECANT_E_HTTP_STATUS, 302, "HTTP 302 Found"},

    {"redirect-loop", DECANT_E_REDIRECTS, 302, "redirect loop"},
    {"redirect/6", DECANT_E_REDIRECTS, 302, "more than 5 redirects"},
    {"redirect/100", DECANT_E_REDIRECTS, 302, "more than 5 redirects"},
    {"redirect-file", DECANT_E_POLICY, 302, "redirect refused: scheme file is not fetched"},
    {"redirect-gopher", DECANT_E_POLICY, 302, "redirect refused: scheme gopher is not fetched"},
    {"redirect-mailto", DECANT_E_URL, 302, "redirect refused: not a URL"},
    {"redirect-user", DECANT_E_POLICY, 302, "redirect refused: a URL with a user name"},
    {"redirect-long", DECANT_E_URL, 302, "redirect refused: the URL has 9"},
    {"redirect-to?http://127.0.0.1:25/", DECANT_E_POLICY, 302, "redirect refused: port 25"},

    {"pdf", DECANT_E_CONTENT_TYPE, 200, "content type application/pdf is not a page"},
    {"json", DECANT_E_CONTENT_TYPE, 200, "content type application/json is not a page"},
    {"pdf-as-html", DECANT_E_CONTENT_TYPE, 200,
     "a PDF document, not a page, though declared as text/html"},
    {"png-as-html", DECANT_E_CONTENT_TYPE, 200, "a PNG image, not a page"},

    {"gzip-bomb", DECANT_E_TOO_LARGE, 200, "bomb"},
    {"br-bomb", DECANT_E_TOO_LARGE, 200, "bomb"},
    {"zstd-bomb", DECANT_E_TOO_LARGE, 200, "bomb"},
    {"gzip-undeclared-bomb", DECANT_E_TOO_LARGE, 200, "bomb"},
    {"gzip-cut", DECANT_E_TRUNCATED, 200, "the gzip data end early"},
    {"deflate-cut", DECANT_E_TRUNCATED, 200, "the deflate data end early"},
    {"br-cut", DECANT_E_TRUNCATED, 200, "the br data end early"},
    {"zstd-cut", DECANT_E_TRUNCATED, 200, "the zstd data end early"},
    {"gzip-plain", DECANT_E_DECODE, 200, "the gzip data are broken"},
    {"unknown-coding", DECANT_E_DECODE, 200, "content coding rot13 is not known"},
    {"stacked-100", DECANT_E_DECODE, 0, "too many content codings"},
};

static void each_fault_has_its_name(void **state)
{
    unsigned failed = 0;
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        const expectation *e = &expectations[i];
        char path[128];
        snprintf(path, sizeof path, "/fault/%s", e->path);
        const got g = fetch_path(state, path);
        const char *text = e->code == DECANT_OK ? g.body : g.message;
        if (g.code == e->code && g.http_status == e->http_status && strstr(text, e->says))
            continue;
        print_error("%s: got %s %d \"%s\", expected %s %d \"%s\"\n", e->path,
                    decant_status_name(g.code), g.http_status, text, decant_status_name(e->code),
                    e->http_status, e->says);
        failed++;
    }
    assert_int_equal(failed, 0);
}

// ---- limits in time ----------------------------------------------------------------------------

static void slow_servers_end_in_time(void **state)
{
    static const char *const paths[] = {"/fault/never", "/fault/drip-headers", "/fault/drip-body"};
    decant_fetch_options o = quick_options();
    o.max_time_ms = 300;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const uint64_t start = now_ms();
        const got g = fetch(&o, server_url(the_server(state), paths[i]));
        assert_int_equal(g.code, DECANT_E_TIMEOUT);
        assert_non_null(strstr(g.message, "took longer than 300 ms"));
        assert_in_range(now_ms() - start, 250, 1300);
    }
}

// Each of five redirects is quick enough, together they are not.
static void time_is_counted_over_redirects(void **state)
{
    decant_fetch_options o = quick_options();
    const char *url = server_url(the_server(state), "/fault/redirect-slow/4");
    assert_int_equal(fetch(&o, url).code, DECANT_OK);
    o.max_time_ms = 300;
    assert_int_equal(fetch(&o, url).code, DECANT_E_TIMEOUT);
}

// A URL that waits while its host is busy is not late: what stands behind two silent ones, each of
// which takes all the time that one URL has, still arrives.
static void waiting_for_the_host_costs_no_time(void **state)
{
    decant_fetch_options o = quick_options();
    got *g = calloc(4, sizeof *g);
    decant_fetcher *f = NULL;
    const char *never = server_url(the_server(state), "/fault/never");
    const char *good = server_url(the_server(state), "/fault/redirect/0");
    const char *const urls[4] = {never, good, never, good};
    o.max_time_ms = 300;
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, urls, 4, keep, g, NULL), DECANT_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(g[i].code, i % 2 ? DECANT_OK : DECANT_E_TIMEOUT);
    dc_fetcher_free(f);
    free(g);
}

// ---- other failures ----------------------------------------------------------------------------

static void connection_failures(void **state)
{
    char url[64];
    decant_fetch_options o = quick_options();
    server *gone = server_start(NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", server_port(gone));
    server_stop(gone);
    got g = fetch(&o, url);
    assert_int_equal(g.code, DECANT_E_CONNECT);
    assert_string_equal(g.message, "no connection to 127.0.0.1: connection refused");

    g = fetch(&o, "http://no-such-host.invalid/");
    assert_int_equal(g.code, DECANT_E_RESOLVE);
    assert_string_equal(g.message, "host name no-such-host.invalid does not resolve");

    snprintf(url, sizeof url, "https://127.0.0.1:%u/", server_port(the_server(state)));
    g = fetch(&o, url);
    assert_int_equal(g.code, DECANT_E_TLS);
    assert_non_null(strstr(g.message, "no safe connection to 127.0.0.1"));
}

static void bad_urls(void **state)
{
    static const struct {
        const char *url;
        decant_status code;
        const char *says;
    } cases[] = {
        {"", DECANT_E_URL, "empty"},
        {"   ", DECANT_E_URL, "empty"},
        {"example.org/page", DECANT_E_URL, "neither with http://"},
        {"http://", DECANT_E_URL, "not a URL"},
        {"http://exa mple.org/", DECANT_E_URL, "not a URL"},
        {"http://example.org:99999/", DECANT_E_URL, "not a URL"},
        {"http://example.org/\x01", DECANT_E_URL, "not a URL"},
        {"http://user:secret@example.org/", DECANT_E_POLICY, "user name"},
        {"http://user@example.org/", DECANT_E_POLICY, "user name"},
        {"http://example.org:22/", DECANT_E_POLICY, "port 22"},
        {"http://example.org:0/", DECANT_E_POLICY, "port 0"},
        {"ftp://example.org/", DECANT_E_POLICY, "scheme ftp"},
        {"file:///etc/passwd", DECANT_E_POLICY, "scheme file"},
    };
    (void)state;
    const decant_fetch_options o = quick_options();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const got g = fetch(&o, cases[i].url);
        if (g.code != cases[i].code || !strstr(g.message, cases[i].says))
            fail_msg("%s: %s \"%s\"", cases[i].url, decant_status_name(g.code), g.message);
        assert_null(strstr(g.message, "secret"));
    }
    char *longest = malloc(9000);
    memset(longest, 'a', 8999);
    longest[8999] = '\0';
    memcpy(longest, "http://example.org/", 19);
    const got g = fetch(&o, longest);
    assert_int_equal(g.code, DECANT_E_URL);
    assert_string_equal(g.message, "the URL has 8999 bytes, more than the limit of 8192");
    free(longest);
}

// ---- what is sent and what comes back ----------------------------------------------------------

static void final_url_is_clean(void **state)
{
    char asked[256], expected[256];
    const unsigned port = server_port(the_server(state));
    const decant_fetch_options o = quick_options();
    snprintf(asked, sizeof asked, " HTTP://LOCALHOST:%u/x/../fault/redirect/3?q=\xC3\xA4 b#part\n",
             port);
    const got g = fetch(&o, asked);
    assert_int_equal(g.code, DECANT_OK);
    snprintf(expected, sizeof expected, "http://localhost:%u/fault/ok", port);
    assert_string_equal(g.url, expected);
    assert_int_equal(g.redirects, 4);
    assert_string_equal(g.type, "text/html; charset=utf-8");

    snprintf(asked, sizeof asked, "http://LocalHost:%u/fault/ok?q=\xC3\xA4 b#part", port);
    snprintf(expected, sizeof expected, "http://localhost:%u/fault/ok?q=%%c3%%a4+b", port);
    assert_string_equal(fetch(&o, asked).url, expected);
}

static void request_is_ours(void **state)
{
    static const char *const headers[] = {"Accept-Language: de", "X-Key: secret"};
    decant_fetch_options o = quick_options();
    got g = fetch(&o, server_url(the_server(state), "/fault/echo"));
    assert_non_null(strstr(g.body, "GET /fault/echo HTTP/1.1\r\n"));
    assert_non_null(strstr(g.body, "Accept-Encoding: gzip, deflate, br, zstd\r\n"));
    assert_non_null(strstr(g.body, "User-Agent: decant/0.1.0\r\n"));
    assert_non_null(strstr(g.body, "Accept: text/html"));

    o.user_agent = "tester/2";
    o.headers = headers;
    o.n_headers = 2;
    g = fetch(&o, server_url(the_server(state), "/fault/redirect-to?/fault/echo"));
    assert_non_null(strstr(g.body, "User-Agent: tester/2\r\n"));
    assert_null(strstr(g.body, "decant/"));
    assert_non_null(strstr(g.body, "Accept-Language: de\r\n"));
    assert_non_null(strstr(g.body, "X-Key: secret\r\n")); // the same origin

    g = fetch(&o, server_url(the_server(state), "/fault/redirect-crlf"));
    assert_null(strstr(g.body, "\nX-Injected"));
}

static void secrets_stay_with_their_host(void **state)
{
    static const char *const headers[] = {"Accept-Language: de", "Authorization: secret",
                                          "X-Key: secret"};
    server *other = server_start(NULL);
    char path[128];
    decant_fetch_options o = quick_options();
    o.user_agent = "tester/2";
    o.headers = headers;
    o.n_headers = 3;
    snprintf(path, sizeof path, "/fault/redirect-to?http://127.0.0.1:%u/fault/echo",
             server_port(other));
    const got g = fetch(&o, server_url(the_server(state), path));
    assert_int_equal(g.code, DECANT_OK);
    assert_null(strstr(g.body, "secret"));
    assert_non_null(strstr(g.body, "Accept-Language: de\r\n"));
    assert_non_null(strstr(g.body, "User-Agent: tester/2\r\n"));

    // Not even when the other host sends it back.
    char back[256];
    snprintf(back, sizeof back, "/fault/redirect-to?http://127.0.0.1:%u/fault/redirect-to?%s",
             server_port(other), server_url(the_server(state), "/fault/echo"));
    assert_null(strstr(fetch(&o, server_url(the_server(state), back)).body, "secret"));
    server_stop(other);
}

static void cookies_are_not_kept(void **state)
{
    const decant_fetch_options o = quick_options();
    decant_fetcher *f = NULL;
    char head[4096];
    got g[2] = {{0}, {0}};
    const char *first = server_url(the_server(state), "/fault/cookies");
    const char *second = server_url(the_server(state), "/fault/echo");
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, &first, 1, keep, &g[0], NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, &second, 1, keep, &g[1], NULL), DECANT_OK);
    dc_fetcher_free(f);
    assert_int_equal(g[0].code, DECANT_OK);
    server_last_request(the_server(state), head, sizeof head);
    assert_non_null(strstr(head, "/fault/echo"));
    assert_null(strstr(head, "Cookie"));
}

static void environment_has_no_say(void **state)
{
    server *proxy = server_start(NULL);
    char address[64];
    snprintf(address, sizeof address, "http://127.0.0.1:%u", server_port(proxy));
    setenv("http_proxy", address, 1);
    setenv("all_proxy", address, 1);
    assert_int_equal(fetch_path(state, "/fault/ok").code, DECANT_OK);
    assert_int_equal(server_accepted(proxy), 0);
    unsetenv("http_proxy");
    unsetenv("all_proxy");

    setenv("no_proxy", "*", 1);
    decant_fetch_options o = quick_options();
    o.proxy = address;
    const got g = fetch(&o, server_url(the_server(state), "/fault/ok"));
    unsetenv("no_proxy");
    assert_int_equal(g.code, DECANT_E_HTTP_STATUS); // the proxy of this test has no such file
    assert_int_equal(g.http_status, 404);
    assert_int_equal(server_accepted(proxy), 1);
    server_stop(proxy);
}

// A proxy connects for us: addresses that are written out are refused all the same.
static void proxy_does_not_open_private_addresses(void **state)
{
    decant_fetch_options o = quick_options();
    char address[64];
    snprintf(address, sizeof address, "http://127.0.0.1:%u", server_port(the_server(state)));
    o.allow_private = 0;
    o.proxy = address;
    const unsigned before = server_accepted(the_server(state));
    assert_int_equal(fetch(&o, "http://169.254.169.254/latest/").code, DECANT_E_POLICY);
    assert_int_equal(server_accepted(the_server(state)), before);
}

static void redirects_can_be_limited(void **state)
{
    decant_fetch_options o = quick_options();
    o.max_redirects = 2;
    got g = fetch(&o, server_url(the_server(state), "/fault/redirect/1"));
    assert_int_equal(g.code, DECANT_OK);
    assert_int_equal(g.redirects, 2);
    g = fetch(&o, server_url(the_server(state), "/fault/redirect/2"));
    assert_int_equal(g.code, DECANT_E_REDIRECTS);
    o.max_redirects = UINT32_MAX;
    g = fetch(&o, server_url(the_server(state), "/fault/redirect/0"));
    assert_int_equal(g.code, DECANT_E_REDIRECTS);
    assert_string_equal(g.message, "HTTP 302: redirects are not followed");
}

static void sizes_can_be_limited(void **state)
{
    decant_fetch_options o = quick_options();
    o.max_body_bytes = 200; // a page of 200 bytes on the wire as gzip, more when decoded
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/ok")).code,
                     DECANT_E_TOO_LARGE);
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/gzip")).code,
                     DECANT_E_TOO_LARGE);
    o.max_body_bytes = 4096;
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/gzip")).code, DECANT_OK);
    o.max_header_bytes = 64;
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/ok")).code, DECANT_E_HEADERS);
}

// Headers count over all hops: each of these has some 100 bytes.
static void headers_count_over_redirects(void **state)
{
    decant_fetch_options o = quick_options();
    o.max_header_bytes = 350;
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/redirect/0")).code, DECANT_OK);
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/redirect/3")).code,
                     DECANT_E_HEADERS);
}

// ---- many at once ------------------------------------------------------------------------------

enum { MANY = 40 };

static void every_url_is_reported_once(void **state)
{
    const char *urls[MANY];
    got *g = calloc(MANY, sizeof *g);
    decant_fetch_options o = quick_options();
    decant_fetcher *f = NULL;
    const unsigned before = server_accepted(the_server(state));
    const char *good = server_url(the_server(state), "/fault/ok");
    const char *missing = server_url(the_server(state), "/fault/status/404");
    for (size_t i = 0; i < MANY; i++)
        urls[i] = i % 3 == 0 ? good : i % 3 == 1 ? missing : "nonsense";
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, urls, MANY, keep, g, NULL), DECANT_OK);
    dc_fetcher_free(f);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(g[i].n, 1);
        assert_int_equal(g[i].code, i % 3 == 0   ? DECANT_OK
                                    : i % 3 == 1 ? DECANT_E_HTTP_STATUS
                                                 : DECANT_E_URL);
    }
    // One connection for a host, used again and again.
    assert_int_equal(server_accepted(the_server(state)) - before, 1);
    free(g);
}

// However few are asked at once, the next round finds its connections open.
static void connections_outlive_turns_of_other_hosts(void **state)
{
    enum { HOSTS = 12, ROUNDS = 2 };
    const unsigned port = server_port(the_server(state));
    char text[HOSTS][64], line[64];
    const char *urls[HOSTS * ROUNDS], *resolve = line;
    got g[HOSTS * ROUNDS] = {{0}};
    decant_fetch_options o = quick_options();
    decant_fetcher *f = NULL;
    const unsigned before = server_accepted(the_server(state));
    snprintf(line, sizeof line, "*:%u:127.0.0.1", port);
    o.resolve = &resolve;
    o.n_resolve = 1;
    o.max_parallel = 1;
    for (size_t i = 0; i < HOSTS * ROUNDS; i++) {
        snprintf(text[i % HOSTS], sizeof *text, "http://h%zu.example:%u/fault/ok", i % HOSTS, port);
        urls[i] = text[i % HOSTS];
    }
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, urls, HOSTS * ROUNDS, keep, g, NULL), DECANT_OK);
    dc_fetcher_free(f);
    for (size_t i = 0; i < HOSTS * ROUNDS; i++)
        assert_int_equal(g[i].code, DECANT_OK);
    assert_int_equal(server_accepted(the_server(state)) - before, HOSTS);
}

// A busy host holds up nobody else: localhost and 127.0.0.1 are two hosts.
static void hosts_do_not_wait_for_each_other(void **state)
{
    char other[128];
    got g[3] = {{0}};
    decant_fetch_options o = quick_options();
    decant_fetcher *f = NULL;
    o.max_time_ms = 400;
    o.max_parallel = 2;
    snprintf(other, sizeof other, "http://localhost:%u/fault/ok", server_port(the_server(state)));
    const char *never = server_url(the_server(state), "/fault/never");
    const char *urls[3] = {never, never, other};
    const uint64_t start = now_ms();
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, urls, 3, keep, g, NULL), DECANT_OK);
    dc_fetcher_free(f);
    assert_int_equal(g[2].code, DECANT_OK);
    assert_in_range(now_ms() - start, 700, 2000); // the two silent ones came one after the other
}

typedef struct stopper {
    unsigned n[6];
    decant_status code[6];
} stopper;

static int stop_at_first(void *ctx, size_t index, const decant_response *response,
                         const decant_error *error)
{
    stopper *s = ctx;
    (void)response;
    s->n[index]++;
    s->code[index] = error ? error->code : DECANT_OK;
    return 1;
}

static void caller_can_stop(void **state)
{
    stopper s = {{0}, {0}};
    decant_fetch_options o = quick_options();
    decant_fetcher *f = NULL;
    decant_error error;
    const char *never = server_url(the_server(state), "/fault/never");
    const char *urls[6] = {never, never, "http://no", never, never, never};
    const uint64_t start = now_ms();
    urls[2] = "nonsense";
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetch(f, urls, 6, stop_at_first, &s, &error), DECANT_E_CANCELLED);
    assert_int_equal(error.code, DECANT_E_CANCELLED);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(s.n[i], 1);
        assert_int_equal(s.code[i], i == 2 ? DECANT_E_URL : DECANT_E_CANCELLED);
    }
    assert_in_range(now_ms() - start, 0, 1000);

    // It still works afterwards.
    got g = {0};
    const char *good = server_url(the_server(state), "/fault/ok");
    assert_int_equal(dc_fetch(f, &good, 1, keep, &g, NULL), DECANT_OK);
    assert_int_equal(g.code, DECANT_OK);
    dc_fetcher_free(f);
}

// ---- steps -------------------------------------------------------------------------------------

static void count(void *ctx, void *tag, const decant_response *response, const decant_error *error)
{
    (void)response;
    (void)error;
    ++*(unsigned *)ctx;
    ++*(unsigned *)tag;
}

static void connections_to_a_host_are_limited(void **state)
{
    decant_fetch_options o = quick_options();
    dc_fetcher *f = NULL;
    unsigned n = 0, tag = 0;
    server *own = server_start(NULL);
    (void)state;
    o.max_parallel_host = 3;
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(dc_fetcher_add(f, server_url(own, "/fault/never"), &tag), DECANT_OK);
    while (server_requests(own) < 3)
        assert_int_equal(dc_fetcher_step(f, 10, count, &n), 6);
    assert_int_equal(server_accepted(own), 3);
    dc_fetcher_free(f);
    server_stop(own);
}

static void *wake(void *fetcher)
{
    dc_fetcher_wakeup(fetcher);
    return NULL;
}

static void steps_and_wakeup(void **state)
{
    const decant_fetch_options o = quick_options();
    dc_fetcher *f = NULL;
    unsigned n = 0, tag = 0;
    assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
    assert_int_equal(dc_fetcher_step(f, 10000, count, &n), 0); // nothing to wait for

    assert_int_equal(dc_fetcher_add(f, server_url(the_server(state), "/fault/never"), &tag),
                     DECANT_OK);
    const uint64_t start = now_ms();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, wake, f), 0);
    for (int i = 0; i < 4; i++) // connecting gives a step or two something to do
        assert_int_equal(dc_fetcher_step(f, i < 3 ? 20 : 0, count, &n), 1);
    pthread_join(thread, NULL);
    dc_fetcher_wakeup(f);
    assert_int_equal(dc_fetcher_step(f, 4000, count, &n), 1);
    assert_in_range(now_ms() - start, 0, 2000);
    assert_int_equal(n, 0);

    dc_fetcher_cancel(f);
    assert_int_equal(dc_fetcher_step(f, 10000, count, &n), 0);
    assert_int_equal(n, 1);
    assert_int_equal(tag, 1);
    assert_int_equal(dc_fetcher_add(f, server_url(the_server(state), "/fault/never"), &tag),
                     DECANT_OK);
    dc_fetcher_step(f, 0, count, &n);
    dc_fetcher_free(f); // in flight: dropped without a call
    assert_int_equal(tag, 1);
    dc_fetcher_free(NULL);
}

// ---- who archives, who caches ------------------------------------------------------------------

typedef struct archive {
    unsigned n;
    char urls[4][128];
    char bodies[4][64];
} archive;

static void take_exchange(void *ctx, const decant_exchange *x)
{
    archive *a = ctx;
    assert_in_range(a->n, 0, 3);
    assert_string_equal(x->address, "127.0.0.1");
    assert_true(dc_str_starts((dc_str){x->request, x->request_len}, DC_STR("GET /")));
    assert_true(dc_str_starts((dc_str){x->head, x->head_len}, DC_STR("HTTP/1.1 ")));
    assert_memory_equal(x->head + x->head_len - 4, "\r\n\r\n", 4);
    snprintf(a->urls[a->n], sizeof a->urls[0], "%s", strstr(x->url, "/fault"));
    snprintf(a->bodies[a->n], sizeof a->bodies[0], "%d %d %.*s", x->http_status, x->is_truncated,
             (int)(x->body_len < 8 ? x->body_len : 8), x->body);
    a->n++;
}

static void exchanges_are_told(void **state)
{
    archive a = {0};
    decant_fetch_options o = quick_options();
    o.exchange = take_exchange;
    o.exchange_ctx = &a;
    assert_int_equal(
        fetch(&o, server_url(the_server(state), "/fault/redirect-to?/fault/length-same")).code,
        DECANT_OK);
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/short-body")).code,
                     DECANT_E_TRUNCATED);
    assert_int_equal(fetch(&o, server_url(the_server(state), "/fault/gzip")).code, DECANT_OK);
    assert_int_equal(a.n, 4);
    assert_string_equal(a.urls[0], "/fault/redirect-to?/fault/length-same");
    assert_string_equal(a.bodies[0], "302 0 moved\n");
    assert_string_equal(a.urls[1], "/fault/length-same");
    assert_string_equal(a.bodies[1], "200 0 <p>hi</p");
    assert_string_equal(a.bodies[2], "200 1 <p>some");
    assert_memory_equal(a.bodies[3], "200 0 \x1f\x8b", 8); // as it came
}

static int give_validators(void *ctx, const char *url, decant_validators *out)
{
    (void)url;
    snprintf(out->etag, sizeof out->etag, "%s", (const char *)ctx);
    snprintf(out->last_modified, sizeof out->last_modified, "Thu, 01 Jan 1970 00:00:00 GMT");
    return 1;
}

static void conditions_are_sent(void **state)
{
    char etag[] = "\"a b\"";
    decant_fetch_options o = quick_options();
    o.validators = give_validators;
    o.validators_ctx = etag;
    got g = fetch(&o, server_url(the_server(state), "/fault/echo"));
    assert_non_null(strstr(g.body, "If-None-Match: \"a b\"\r\n"));
    assert_non_null(strstr(g.body, "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n"));
    assert_non_null(strstr(g.body, "User-Agent: decant/"));
    g = fetch(&o, server_url(the_server(state), "/fault/status/304"));
    assert_int_equal(g.code, DECANT_OK);
    assert_int_equal(g.http_status, 304);
    assert_int_equal(g.body_len, 0);
    etag[1] = '\n'; // from a broken cache: not sent
    g = fetch(&o, server_url(the_server(state), "/fault/echo"));
    assert_null(strstr(g.body, "If-None-Match"));
}

static void keep_both(void *ctx, void *tag, const decant_response *response,
                      const decant_error *error)
{
    got *g = ctx;
    (void)tag;
    g->n++;
    g->code = error ? error->code : DECANT_OK;
    if (response)
        snprintf(g->body, sizeof g->body, "%d %s", response->http_status, response->body);
}

// On request a failure comes with what there was of its answer.
static void failures_can_be_kept(void **state)
{
    static const struct {
        const char *path;
        decant_status code;
        const char *begins;
    } cases[] = {
        {"/fault/status/403", DECANT_E_HTTP_STATUS, "403 <!doctype"},
        {"/fault/short-body", DECANT_E_TRUNCATED, "200 <p>some"},
        {"/fault/close", DECANT_E_NETWORK, ""},
        {"/fault/ok", DECANT_OK, "200 <!doctype"},
    };
    decant_fetch_options o = quick_options();
    o.keep_failed = 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        got g = {0};
        dc_fetcher *f = NULL;
        assert_int_equal(dc_fetcher_new(&o, &f, NULL), DECANT_OK);
        assert_int_equal(dc_fetcher_add(f, server_url(the_server(state), cases[i].path), NULL),
                         DECANT_OK);
        while (dc_fetcher_step(f, 1000, keep_both, &g))
            ;
        dc_fetcher_free(f);
        assert_int_equal(g.n, 1);
        assert_int_equal(g.code, cases[i].code);
        assert_memory_equal(g.body, cases[i].begins, strlen(cases[i].begins));
    }
}

// ---- memory and threads -------------------------------------------------------------------------

typedef struct failing {
    size_t left;  // allocations that succeed
    size_t bytes; // held
} failing;

static void *resize_failing(void *ctx, void *p, size_t old_size, size_t size)
{
    failing *a = ctx;
    if (size && a->left == 0)
        return NULL;
    a->left -= size != 0;
    a->bytes += size - old_size;
    if (size)
        return realloc(p, size);
    free(p);
    return NULL;
}

// Each allocation fails once: a clear status, nothing lost, and in the end the page.
static void memory_may_run_out_anywhere(void **state)
{
    const char *url = server_url(the_server(state), "/fault/redirect-to?/fault/gzip");
    decant_status status = DECANT_E_NOMEM;
    size_t n = 0;
    for (; status != DECANT_OK; n++) {
        failing memory = {n, 0};
        const decant_allocator hook = {resize_failing, &memory};
        decant_fetch_options o = quick_options();
        decant_fetcher *f = NULL;
        got g = {0};
        o.allocator = &hook;
        o.user_agent = "tester/2";
        o.robots = DECANT_ROBOTS_OBEY;
        assert_in_range(n, 0, 200);
        status = dc_fetcher_new(&o, &f, NULL);
        if (status == DECANT_OK) {
            assert_int_equal(dc_fetch(f, &url, 1, keep, &g, NULL), DECANT_OK);
            assert_int_equal(g.n, 1);
            status = g.code;
        }
        assert_true(status == DECANT_OK || status == DECANT_E_NOMEM);
        dc_fetcher_free(f);
        assert_int_equal(memory.bytes, 0);
    }
    assert_in_range(n, 4, 200);
}

static void *fetch_often(void *url)
{
    const decant_fetch_options o = quick_options();
    got *g = calloc(1, sizeof *g);
    for (int i = 0; i < 5; i++) {
        decant_fetcher *f = NULL;
        if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK ||
            dc_fetch(f, (const char *const *)url, 1, keep, g, NULL) != DECANT_OK ||
            g->code != DECANT_OK)
            abort();
        dc_fetcher_free(f);
    }
    free(g);
    return NULL;
}

static void threads_have_fetchers_of_their_own(void **state)
{
    const char *url = server_url(the_server(state), "/fault/br");
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, fetch_often, &url), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

// ---- options -----------------------------------------------------------------------------------

static void bad_options_are_told(void **state)
{
    static const char *const bad_headers[] = {"no colon", ": empty", "Two\nlines: x",
                                              "X: a\r\nY: b", "A b: c"};
    decant_fetch_options o = DECANT_FETCH_OPTIONS_INIT;
    dc_fetcher *f;
    decant_error error;
    (void)state;
    for (size_t i = 0; i < sizeof bad_headers / sizeof *bad_headers; i++) {
        o.headers = &bad_headers[i];
        o.n_headers = 1;
        assert_int_equal(dc_fetcher_new(&o, &f, &error), DECANT_E_INVALID);
        assert_null(f);
        assert_string_equal(error.message, "header 1 is not of the form \"Name: value\"");
    }
    o = (decant_fetch_options)DECANT_FETCH_OPTIONS_INIT;
    o.user_agent = "x\r\nY: z";
    assert_int_equal(dc_fetcher_new(&o, &f, &error), DECANT_E_INVALID);
    o = (decant_fetch_options)DECANT_FETCH_OPTIONS_INIT;
    o.max_body_bytes = (uint64_t)65 << 20;
    assert_int_equal(dc_fetcher_new(&o, &f, &error), DECANT_E_INVALID);
    o = (decant_fetch_options){0};
    assert_int_equal(dc_fetcher_new(&o, &f, &error), DECANT_E_INVALID);
    assert_int_equal(dc_fetcher_new(NULL, &f, &error), DECANT_OK);
    dc_fetcher_free(f);
}

// What a caller compiled against an older header does not have is the default.
static void smaller_options_are_read(void **state)
{
    decant_fetch_options o;
    memset(&o, 0xff, sizeof o);
    o.struct_size = offsetof(decant_fetch_options, connect_time_ms);
    o.max_time_ms = 5000;
    const got g = fetch(&o, server_url(the_server(state), "/fault/ok"));
    assert_int_equal(g.code, DECANT_E_POLICY); // allow_private is not in it
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_has_its_name),
        cmocka_unit_test(slow_servers_end_in_time),
        cmocka_unit_test(time_is_counted_over_redirects),
        cmocka_unit_test(waiting_for_the_host_costs_no_time),
        cmocka_unit_test(connection_failures),
        cmocka_unit_test(bad_urls),
        cmocka_unit_test(final_url_is_clean),
        cmocka_unit_test(request_is_ours),
        cmocka_unit_test(secrets_stay_with_their_host),
        cmocka_unit_test(cookies_are_not_kept),
        cmocka_unit_test(environment_has_no_say),
        cmocka_unit_test(proxy_does_not_open_private_addresses),
        cmocka_unit_test(redirects_can_be_limited),
        cmocka_unit_test(sizes_can_be_limited),
        cmocka_unit_test(headers_count_over_redirects),
        cmocka_unit_test(every_url_is_reported_once),
        cmocka_unit_test(connections_outlive_turns_of_other_hosts),
        cmocka_unit_test(connections_to_a_host_are_limited),
        cmocka_unit_test(hosts_do_not_wait_for_each_other),
        cmocka_unit_test(caller_can_stop),
        cmocka_unit_test(steps_and_wakeup),
        cmocka_unit_test(exchanges_are_told),
        cmocka_unit_test(conditions_are_sent),
        cmocka_unit_test(failures_can_be_kept),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(threads_have_fetchers_of_their_own),
        cmocka_unit_test(bad_options_are_told),
        cmocka_unit_test(smaller_options_are_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
