// Rows 30 to 38, 67 to 86: addresses, names, URLs, robots.txt.
#include "matrix/matrix.h"
#include "support/names.h"

#include "fetch/url.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N(array) (sizeof(array) / sizeof *(array))

// The policy as it is by default: only what takes itself for public.
static decant_fetch_options strict(void)
{
    decant_fetch_options o = matrix_options();
    o.allow_private = 0;
    return o;
}

static void url_of(char *out, size_t cap, const char *host, const server *s, const char *path)
{
    snprintf(out, cap, "http://%s:%u%s", host, server_port(s), path);
}

static bool leads_inside(char *seen)
{
    const decant_fetch_options o = strict();
    char url[256], location[128];
    server *outer = server_start(NULL), *inner = server_start(NULL);
    static const char *const hosts[] = {"127.0.0.1", "private.example", "[::1]", "localhost",
                                        "2130706433"};
    unsigned n = 0;
    for (size_t i = 0; i < N(hosts); i++) {
        url_of(location, sizeof location, hosts[i], inner, "/");
        snprintf(url, sizeof url, "http://a.example:%u/fault/redirect-to?%s", server_port(outer),
                 location);
        const matrix_got g = matrix_fetch(&o, url);
        n += g.code == DECANT_E_POLICY;
    }
    const unsigned asked = server_requests(outer), reached = server_accepted(inner);
    const unsigned intruders = names_intruders();
    server_stop(outer);
    server_stop(inner);
    return matrix_say(seen, n == N(hosts) && asked == N(hosts) && reached == 0 && intruders == 0,
                      "%u of %zu POLICY after a redirect, %u connects", n, N(hosts),
                      reached + intruders);
}

static bool unknown_name(char *seen)
{
    const decant_fetch_options o = strict();
    const matrix_got g = matrix_fetch(&o, "http://nothing.example/");
    return matrix_say(seen, g.code == DECANT_E_RESOLVE && names_connects() == 0, "%s: %s",
                      decant_status_name(g.code), g.message);
}

static void note(void *ctx, void *tag, const decant_response *response, const decant_error *error)
{
    (void)ctx;
    (void)response;
    *(decant_status *)tag = error ? error->code : 1;
}

static bool silent_name_server(char *seen)
{
    decant_fetch_options o = strict();
    decant_status silent = 0, other = 0;
    bool came_first = false;
    char url[128];
    dc_fetcher *f = NULL;
    server *s = server_start(NULL);
    o.connect_time_ms = 300;
    url_of(url, sizeof url, "a.example", s, "/fault/ok");
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK ||
        dc_fetcher_add(f, "http://silent.example/", &silent) != DECANT_OK ||
        dc_fetcher_add(f, url, &other) != DECANT_OK)
        abort();
    while (dc_fetcher_step(f, 1000, note, NULL))
        came_first |= other && !silent;
    dc_fetcher_free(f);
    names_end_silence();
    server_stop(s);
    return matrix_say(seen, silent == DECANT_E_TIMEOUT && other == 1, "%s%s",
                      decant_status_name(silent),
                      came_first ? "; the other URL came meanwhile" : "");
}

static bool rebinding(char *seen)
{
    const decant_fetch_options o = strict();
    char url[128];
    server *s = server_start(NULL);
    url_of(url, sizeof url, "rebind.example", s, "/fault/ok");
    const matrix_got before = matrix_fetch(&o, url);
    const matrix_got after = matrix_fetch(&o, url);
    const unsigned accepted = server_accepted(s), intruders = names_intruders();
    server_stop(s);
    return matrix_say(seen,
                      before.code == DECANT_OK && after.code == DECANT_E_POLICY && accepted == 1 &&
                          intruders == 0,
                      "%s, then %s; %u connects to the private address",
                      decant_status_name(before.code), decant_status_name(after.code), intruders);
}

static bool mixed_answers(char *seen)
{
    const decant_fetch_options o = strict();
    char url[128];
    server *s = server_start(NULL);
    url_of(url, sizeof url, "mixed.example", s, "/fault/ok");
    const matrix_got g = matrix_fetch(&o, url);
    server_stop(s);
    return matrix_say(seen, g.code == DECANT_OK && names_connects() == 1 && names_intruders() == 0,
                      "%s; connects: %u public, %u private", decant_status_name(g.code),
                      names_connects(), names_intruders());
}

// %u is the port of a server that must not be reached.
static const char *const ways_in[] = {
#include "support/ways_in.inc"
};

static bool all_ways_in(char *seen)
{
    const decant_fetch_options o = strict();
    server *s = server_start(NULL);
    unsigned n = 0;
    for (size_t i = 0; i < N(ways_in); i++) {
        char url[256];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(url, sizeof url, ways_in[i], server_port(s));
#pragma GCC diagnostic pop
        const matrix_got g = matrix_fetch(&o, url);
        n += g.code == DECANT_E_POLICY || g.code == DECANT_E_URL || g.code == DECANT_E_RESOLVE;
    }
    const unsigned reached = server_accepted(s), intruders = names_intruders();
    server_stop(s);
    return matrix_say(seen, n == N(ways_in) && reached == 0 && intruders == 0,
                      "%u of %zu refused; %u connects, %u connections", n, N(ways_in), intruders,
                      reached);
}

static bool all_refused(char *seen, const char *const *urls, size_t n)
{
    const decant_fetch_options o = matrix_options(); // even where private addresses are allowed
    unsigned refused = 0;
    matrix_got g = {0};
    for (size_t i = 0; i < n; i++) {
        g = matrix_fetch(&o, urls[i]);
        refused += g.code == DECANT_E_POLICY || g.code == DECANT_E_URL;
    }
    return matrix_say(seen, refused == n && names_intruders() + names_connects() == 0,
                      "%u of %zu refused: %s", refused, n, g.message);
}

static bool unix_socket(char *seen)
{
    static const char *const urls[] = {"unix:///run/docker.sock",
                                       "http+unix://%2Frun%2Fdocker.sock/info",
                                       "unix://localhost/run/docker.sock"};
    return all_refused(seen, urls, N(urls));
}

static bool file_url(char *seen)
{
    static const char *const urls[] = {"file:///etc/passwd", "file://localhost/etc/passwd",
                                       "FILE:/etc/passwd"};
    return all_refused(seen, urls, N(urls));
}

static bool proxy_in_environment(char *seen)
{
    const decant_fetch_options o = matrix_options();
    server *s = server_start(NULL), *proxy = server_start(NULL);
    setenv("http_proxy", server_url(proxy, "/"), 1);
    setenv("all_proxy", server_url(proxy, "/"), 1);
    const matrix_got g = matrix_fetch(&o, server_url(s, "/fault/ok"));
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    const unsigned used = server_accepted(proxy);
    server_stop(s);
    server_stop(proxy);
    return matrix_say(seen, g.code == DECANT_OK && used == 0, "%s, %u connections to the proxy",
                      decant_status_name(g.code), used);
}

// ---- robots.txt --------------------------------------------------------------------------------

// A page beside a robots.txt that is answered like this.
static matrix_got beside(const char *robots, size_t len, const char *path)
{
    decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    server_answer(s, "/robots.txt", robots, len);
    o.robots = DECANT_ROBOTS_OBEY;
    o.max_time_ms = 1000;
    const matrix_got g = matrix_fetch(&o, server_url(s, path));
    server_stop(s);
    return g;
}

#define OK_ROBOTS "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"

static bool is_ruled(char *seen, const char *robots, size_t len)
{
    const matrix_got yes = beside(robots, len, "/fault/ok"),
                     no = beside(robots, len, "/fault/text");
    return matrix_say(seen, yes.code == DECANT_OK && no.code == DECANT_E_ROBOTS,
                      "allowed: %s, forbidden: %s", decant_status_name(yes.code),
                      decant_status_name(no.code));
}

static bool robots_200(char *seen)
{
    static const char robots[] = OK_ROBOTS "User-agent: *\nDisallow: /fault/t\n";
    return is_ruled(seen, robots, sizeof robots - 1);
}

static bool robots_404(char *seen)
{
    static const char robots[] = "HTTP/1.1 404 No\r\nConnection: close\r\n\r\nDisallow: /";
    const matrix_got g = beside(robots, sizeof robots - 1, "/fault/ok");
    return matrix_say(seen, g.code == DECANT_OK, "%s", decant_status_name(g.code));
}

static bool robots_500(char *seen)
{
    static const char error[] = "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n";
    static const char silent[] =
        "HTTP/1.1 302 No\r\nConnection: close\r\nLocation: /fault/never\r\n\r\n";
    const matrix_got g = beside(error, sizeof error - 1, "/fault/ok");
    const matrix_got h = beside(silent, sizeof silent - 1, "/fault/ok");
    return matrix_say(seen, g.code == DECANT_E_ROBOTS && h.code == DECANT_E_ROBOTS,
                      "500: %s, silence: %s: %.60s", decant_status_name(g.code),
                      decant_status_name(h.code), h.message);
}

// Five redirects, the last of them to the rules.
static bool robots_redirects(char *seen)
{
    static const char first[] = "HTTP/1.1 302 No\r\nConnection: close\r\nLocation: /r1\r\n\r\n";
    static const char *const hops[] = {"/r1", "/r2", "/r3", "/r4", "/r5"};
    static const char rules[] = OK_ROBOTS "User-agent: *\nDisallow: /fault/ok\n";
    char answers[4][96];
    decant_fetch_options o = matrix_options();
    server *s = server_start(NULL);
    o.robots = DECANT_ROBOTS_OBEY;
    server_answer(s, "/robots.txt", first, sizeof first - 1);
    for (size_t i = 0; i < 4; i++) {
        snprintf(answers[i], sizeof answers[i],
                 "HTTP/1.1 301 No\r\nConnection: close\r\nLocation: %s\r\n\r\n", hops[i + 1]);
        server_answer(s, hops[i], answers[i], strlen(answers[i]));
    }
    server_answer(s, hops[4], rules, sizeof rules - 1);
    const matrix_got g = matrix_fetch(&o, server_url(s, "/fault/ok"));
    server_stop(s);
    return matrix_say(seen, g.code == DECANT_E_ROBOTS, "%s: %s", decant_status_name(g.code),
                      g.message);
}

static bool robots_600_kb(char *seen)
{
    enum { SIZE = 600 << 10 };
    char *robots = malloc(SIZE + 256);
    size_t len = (size_t)sprintf(robots, OK_ROBOTS "User-agent: *\nDisallow: /fault/t\n");
    while (len < SIZE)
        len += (size_t)sprintf(robots + len, "Disallow: /some/folder/%zu/\n", len);
    len += (size_t)sprintf(robots + len, "Disallow: /\n"); // beyond the 512 KiB that are read
    const bool is_good = is_ruled(seen, robots, len);
    free(robots);
    return is_good;
}

static bool robots_binary(char *seen)
{
    static const char binary[] =
        OK_ROBOTS "\0\xff\x01\nUser-agent: *\n\x80\0: /\nDisallow: /fault/t\n";
    static const char bom[] = OK_ROBOTS "\xEF\xBB\xBFUser-agent: *\nDisallow: /fault/t\n";
    static const char cr[] = OK_ROBOTS "User-agent: *\rDisallow: /fault/t\r";
    const bool is_bom = is_ruled(seen, bom, sizeof bom - 1);
    const bool is_cr = is_ruled(seen, cr, sizeof cr - 1);
    const bool is_binary = is_ruled(seen, binary, sizeof binary - 1);
    return matrix_say(seen, is_bom && is_cr && is_binary, "BOM: %s, CR only: %s, binary: %s",
                      is_bom ? "found" : "lost", is_cr ? "found" : "lost",
                      is_binary ? "found" : "lost");
}

static bool robots_bomb(char *seen)
{
    enum { SIZE = 500 << 10 };
    char *robots = malloc(SIZE + 512);
    size_t len = (size_t)sprintf(robots, OK_ROBOTS "User-agent: *\nDisallow: /fault/t\n");
    while (len < SIZE)
        len += (size_t)sprintf(robots + len, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*b%zu$\n", len);
    const bool is_good = is_ruled(seen, robots, len);
    free(robots);
    return is_good;
}

// ---- URLs --------------------------------------------------------------------------------------

static bool url_with_user(char *seen)
{
    const decant_fetch_options o = matrix_options();
    const matrix_got g = matrix_fetch(&o, "http://user:s3cret@a.example/");
    return matrix_say(seen, g.code == DECANT_E_POLICY && !strstr(g.message, "s3cret"), "%s: %s",
                      decant_status_name(g.code), g.message);
}

static bool url_with_nul(char *seen)
{
    static const char *const urls[] = {"http://a%00.example/", "http://a.example\x01/",
                                       "http://a.example%00@b.example/"};
    return all_refused(seen, urls, N(urls));
}

static bool url_with_space(char *seen)
{
    CURLU *url = NULL;
    char *text = NULL;
    const bool is_path = dc_url_new("http://a.example/a b", false, &url, NULL) == DECANT_OK &&
                         (text = dc_url_text(url)) && strcmp(text, "http://a.example/a%20b") == 0;
    curl_free(text);
    curl_url_cleanup(url);
    const bool is_host = dc_url_new("http://a .example/", false, &url, NULL) == DECANT_E_URL;
    return matrix_say(seen, is_path && is_host, "in a path: %s; in a host: %s",
                      is_path ? "%20" : "?", is_host ? "URL" : "?");
}

static bool url_homograph(char *seen)
{
    CURLU *url = NULL;
    char *text = NULL;
    if (dc_url_new("http://\xD0\xB0pple.example/", false, &url, NULL) == DECANT_OK)
        text = dc_url_text(url);
    const bool is_good = text && strcmp(text, "http://xn--pple-43d.example/") == 0;
    matrix_say(seen, is_good, "%s", text ? text : "refused");
    curl_free(text);
    curl_url_cleanup(url);
    return is_good;
}

static bool url_too_long(char *seen)
{
    const decant_fetch_options o = matrix_options();
    char *url = malloc(9001);
    memset(url, 'a', 9000);
    url[9000] = '\0';
    memcpy(url, "http://a.example/", 17);
    const matrix_got g = matrix_fetch(&o, url);
    free(url);
    return matrix_say(seen, g.code == DECANT_E_URL && names_asked() == 0, "%s: %s",
                      decant_status_name(g.code), g.message);
}

#define ROW(n, f, e, r)                                                                            \
    {                                                                                              \
        .number = n, .fault = f, .expected = e, .run = r                                           \
    }

const matrix_row matrix_policy[] = {
    ROW(32, "redirect to a private address", "POLICY, no packet", leads_inside),
    ROW(67, "name does not exist", "RESOLVE", unknown_name),
    ROW(68, "name server is silent", "TIMEOUT; other URLs go on", silent_name_server),
    ROW(69, "name is rebound to a private address", "POLICY, no packet", rebinding),
    ROW(70, "public and private addresses", "only the public one is used", mixed_answers),
    ROW(71, "all ways to write 127.0.0.1, NAT64 ...", "refused, no packet", all_ways_in),
    ROW(72, "unix socket", "refused", unix_socket),
    ROW(73, "file: URL", "refused", file_url),
    ROW(74, "http_proxy in the environment", "ignored", proxy_in_environment),
    ROW(75, "robots.txt: 200", "obeyed", robots_200),
    ROW(76, "robots.txt: 404", "all is allowed", robots_404),
    ROW(77, "robots.txt: 500, silence", "nothing is allowed", robots_500),
    ROW(78, "robots.txt: five redirects", "followed, obeyed", robots_redirects),
    ROW(79, "robots.txt: 600 KB", "the first 512 KiB count", robots_600_kb),
    ROW(80, "robots.txt: binary, BOM, CR only", "rules are found", robots_binary),
    ROW(81, "robots.txt: wildcard bomb", "matched in time (bench_robots)", robots_bomb),
    ROW(82, "URL with user and password", "refused, the password is in no message", url_with_user),
    ROW(83, "URL with NUL or control", "refused", url_with_nul),
    ROW(84, "URL with a space", "coded in a path, refused in a host", url_with_space),
    ROW(85, "IDN homograph", "shown as punycode", url_homograph),
    ROW(86, "URL of 9,000 bytes", "URL: too long", url_too_long),
};

const size_t matrix_n_policy = N(matrix_policy);
