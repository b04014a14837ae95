// Rows 37, 59 to 66: TLS, HTTP/2, connections that are used again.
#include "matrix/matrix.h"
#include "support/tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N(array) (sizeof(array) / sizeof *(array))
#define PAGE                                                                                       \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>This page came "    \
    "safely.</p>"

static matrix_got fetch_from(tls_server *s)
{
    decant_fetch_options o = matrix_options();
    char url[64];
    o.ca_file = tls_authority(s);
    o.max_time_ms = 3000;
    snprintf(url, sizeof url, "https://localhost:%u/", tls_port(s));
    return matrix_fetch(&o, url);
}

static bool bad_certificate(char *seen, tls_certificate kind)
{
    tls_server *good = tls_start(TLS_GOOD, TLS_HTTP1, PAGE);
    const matrix_got control = fetch_from(good);
    tls_stop(good);
    tls_server *s = tls_start(kind, TLS_HTTP1, PAGE);
    const matrix_got g = fetch_from(s);
    const unsigned accepted = tls_accepted(s), requests = tls_requests(s);
    tls_stop(s);
    return matrix_say(
        seen, control.code == DECANT_OK && g.code == DECANT_E_TLS && accepted == 1 && requests == 0,
        "%s (a good one: %s), %u requests: %.70s", decant_status_name(g.code),
        decant_status_name(control.code), requests, g.message);
}

static bool expired(char *seen)
{
    return bad_certificate(seen, TLS_EXPIRED);
}

static bool other_host(char *seen)
{
    return bad_certificate(seen, TLS_OTHER_HOST);
}

static bool self_signed(char *seen)
{
    return bad_certificate(seen, TLS_SELF_SIGNED);
}

static bool old_protocol(char *seen)
{
    return bad_certificate(seen, TLS_OLD);
}

static bool downgrade(char *seen)
{
    char answer[256];
    server *plain = server_start(NULL);
    snprintf(answer, sizeof answer,
             "HTTP/1.1 302 Found\r\nConnection: close\r\nSet-Cookie: a=b\r\nLocation: %s\r\n\r\n",
             server_url(plain, "/fault/echo"));
    tls_server *s = tls_start(TLS_GOOD, TLS_HTTP1, answer);
    const matrix_got g = fetch_from(s);
    tls_stop(s);
    server_stop(plain);
    return matrix_say(seen, g.code == DECANT_OK && g.is_downgraded && !strstr(g.body, "Cookie:"),
                      "%s, flagged: %s, %s", decant_status_name(g.code),
                      g.is_downgraded ? "yes" : "no",
                      strstr(g.body, "Cookie:") ? "cookies" : "no cookies");
}

static bool talk(char *seen, tls_talk how, decant_status code, unsigned most_connections)
{
    tls_server *s = tls_start(TLS_GOOD, how, NULL);
    const matrix_got g = fetch_from(s);
    const unsigned accepted = tls_accepted(s);
    tls_stop(s);
    const bool is_good = g.code == code && (code != DECANT_OK || g.version == 20);
    return matrix_say(seen, is_good && accepted <= most_connections, "%s, %u connection%s%s: %.50s",
                      decant_status_name(g.code), accepted, accepted == 1 ? "" : "s",
                      g.version == 20 ? ", HTTP/2" : "", g.code == DECANT_OK ? g.body : g.message);
}

static bool h2_reset(char *seen)
{
    char other[SEEN];
    bool is_good = talk(other, TLS_H2, DECANT_OK, 1);
    is_good &= talk(other, TLS_H2_RST, DECANT_E_NETWORK, 3);
    is_good &= talk(seen, TLS_H2_RST_ONCE, DECANT_OK, 2);
    const size_t n = strlen(seen);
    snprintf(seen + n, SEEN - n, "; for ever: %.60s", other);
    return is_good;
}

static bool h2_goaway(char *seen)
{
    return talk(seen, TLS_H2_GOAWAY, DECANT_OK, 2);
}

static bool h2_ping(char *seen)
{
    return talk(seen, TLS_H2_PING, DECANT_E_TIMEOUT, 1);
}

static bool idle_close(char *seen)
{
    const decant_fetch_options o = matrix_options();
    dc_fetcher *f = NULL;
    server *s = server_start(NULL);
    if (dc_fetcher_new(&o, &f, NULL) != DECANT_OK)
        abort();
    const matrix_got a = matrix_fetch_by(f, server_url(s, "/fault/ok-close"));
    const matrix_got b = matrix_fetch_by(f, server_url(s, "/fault/ok"));
    const unsigned requests = server_requests(s);
    dc_fetcher_free(f);
    server_stop(s);
    return matrix_say(seen, a.code == DECANT_OK && b.code == DECANT_OK && requests <= 3,
                      "%s, %s, %u requests", decant_status_name(a.code), decant_status_name(b.code),
                      requests);
}

#define ROW(n, f, e, r)                                                                            \
    {                                                                                              \
        .number = n, .fault = f, .expected = e, .run = r                                           \
    }

const matrix_row matrix_secure[] = {
    ROW(37, "redirect from https to http", "followed, flagged, no cookie", downgrade),
    ROW(59, "certificate expired", "TLS, not tried without checks", expired),
    ROW(60, "certificate of another host", "TLS, not tried without checks", other_host),
    ROW(61, "certificate self-signed", "TLS, not tried without checks", self_signed),
    ROW(62, "TLS 1.0", "TLS, not tried without checks", old_protocol),
    ROW(63, "HTTP/2 RST_STREAM", "tried again on a new connection", h2_reset),
    ROW(64, "HTTP/2 GOAWAY", "tried again on a new connection", h2_goaway),
    ROW(65, "HTTP/2 PING flood", "TIMEOUT", h2_ping),
    ROW(66, "idle connection closed by the server", "the next URL comes, seen twice at most",
        idle_close),
};

const size_t matrix_n_secure = N(matrix_secure);
