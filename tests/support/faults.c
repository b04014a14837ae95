// The misbehaving routes. One row each in the table at the end; `serve --list` prints it.
#include "support/pack.h"
#include "support/server.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE                                                                                       \
    "<!doctype html><html><head><title>Loopback page</title></head><body><h1>Loopback page</h1>"   \
    "<p>The quick brown fox jumps over the lazy dog, and this sentence is long enough to be a"     \
    " paragraph of its own.</p></body></html>\n"
#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

enum { DRIP_MS = 50, DRIP_MAX = 600, BOMB_MIB = 32 };

typedef struct route {
    const char *name; // ends in '/' when the rest of the path is its argument
    const char *what;
    void (*serve)(conn *c, const char *arg);
    const char *arg; // for rows that share a function
} route;

static void raw(conn *c, const char *bytes)
{
    conn_text(c, bytes);
}

static void page(conn *c, const char *type)
{
    conn_answer(c, 200, type, NULL, PAGE, sizeof PAGE - 1);
}

static void untyped(conn *c, const char *arg)
{
    (void)arg;
    page(c, NULL);
}

static void typed(conn *c, const char *arg)
{
    page(c, arg);
}

static void ok_close(conn *c, const char *arg)
{
    (void)arg;
    page(c, "text/html");
    c->stays_open = false;
}

static void pdf(conn *c, const char *type)
{
    static const char bytes[] = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n";
    conn_answer(c, 200, type, NULL, bytes, sizeof bytes - 1);
}

static void png(conn *c, const char *type)
{
    conn_answer(c, 200, type, NULL, PNG, sizeof PNG - 1);
}

static void status(conn *c, const char *arg)
{
    conn_answer(c, atoi(arg), "text/html", NULL, PAGE, sizeof PAGE - 1);
}

// first/K?LINES: status 503 with these header lines to the first K requests of the server, then a
// page. LINES may begin with another status: first/1?429,Retry-After: 2
static void first(conn *c, const char *arg)
{
    const unsigned k = (unsigned)strtoul(arg, NULL, 10);
    const char *lines = strchr(arg, '?');
    const char *comma = lines ? strchr(lines, ',') : NULL;
    char headers[256] = "";
    if (server_requests(c->server) > k) {
        page(c, "text/html");
        return;
    }
    if (comma)
        snprintf(headers, sizeof headers, "%.200s\r\n", comma + 1);
    for (char *p = headers; *p; p++)
        if (*p == '+')
            *p = ' ';
    conn_answer(c, lines ? atoi(lines + 1) : 503, "text/html", headers, "busy\n", 5);
}

static void first_close(conn *c, const char *arg)
{
    if (server_requests(c->server) > (unsigned)atoi(arg))
        page(c, "text/html");
}

static void no_content(conn *c, const char *arg)
{
    c->stays_open = conn_text(c, arg);
}

static void echo(conn *c, const char *arg)
{
    (void)arg;
    conn_answer(c, 200, "text/plain", NULL, c->head, strlen(c->head));
}

// A page that changes with nothing: the request decides what comes. The arguments are its headers.
static void keepable(conn *c, const char *headers)
{
    const char *text =
        "<p>The sea comes in twice a day and goes out again, and nobody asks why.</p>";
    if (strstr(c->head, "If-None-Match: \"tide-1\"") || strstr(c->head, "If-Modified-Since: "))
        conn_answer(c, 304, "text/html", headers, "", 0);
    else
        conn_answer(c, 200, "text/html", headers, text, strlen(text));
}

// ---- endings -----------------------------------------------------------------------------------

static void hang_up(conn *c, const char *arg)
{
    (void)c;
    (void)arg;
}

static void reset(conn *c, const char *before)
{
    conn_text(c, before);
    conn_wait(c, 30); // let the bytes out: RST drops what is still queued
    conn_reset(c);
}

static void never(conn *c, const char *arg)
{
    (void)arg;
    conn_wait(c, DRIP_MS * DRIP_MAX);
}

// One byte at a time of what follows the first part.
static void drip(conn *c, const char *first, char byte)
{
    bool goes_on = conn_text(c, first);
    for (int i = 0; goes_on && i < DRIP_MAX; i++)
        goes_on = conn_send(c, &byte, 1) && conn_wait(c, DRIP_MS);
}

static void drip_headers(conn *c, const char *arg)
{
    drip(c, arg, 'x');
}

static void drip_body(conn *c, const char *arg)
{
    drip(c, arg, '.');
}

// Repeats text until n bytes are out or the peer has enough.
static void repeat(conn *c, const char *text, size_t n)
{
    const size_t len = strlen(text);
    char block[8192];
    size_t filled = 0;
    while (filled + len <= sizeof block) {
        memcpy(block + filled, text, len);
        filled += len;
    }
    for (size_t sent = 0; sent < n && conn_send(c, block, filled); sent += filled)
        ;
}

static void endless_body(conn *c, const char *head)
{
    conn_text(c, head);
    repeat(c, "<p>more and more of it</p>\n", (size_t)1 << 30);
}

static void endless_interim(conn *c, const char *arg)
{
    repeat(c, arg, (size_t)1 << 30);
}

static void many_headers(conn *c, const char *arg)
{
    conn_text(c, OK_HTML);
    repeat(c, arg, (size_t)4 << 20);
    conn_text(c, "Content-Length: 0\r\n\r\n");
}

static void long_header(conn *c, const char *arg)
{
    conn_text(c, OK_HTML "X-Long: ");
    repeat(c, arg, (size_t)1 << 20);
    conn_text(c, "\r\nContent-Length: 0\r\n\r\n");
}

static void many_cookies(conn *c, const char *arg)
{
    char cookie[4096 + 32];
    conn_text(c, OK_HTML);
    for (int i = 0; i < 60; i++) {
        const int n = snprintf(cookie, sizeof cookie, "Set-Cookie: c%d=", i);
        memset(cookie + n, 'x', 4096);
        strcpy(cookie + n + 4096, "\r\n");
        conn_text(c, cookie);
    }
    conn_text(c, arg);
}

static void nul_header(conn *c, const char *arg)
{
    static const char bytes[] = OK_HTML "X-Nul: a\0b\r\nContent-Length: 2\r\n\r\nhi";
    (void)arg;
    conn_send(c, bytes, sizeof bytes - 1);
}

static void long_body(conn *c, const char *arg)
{
    conn_text(c, OK_HTML "Content-Length: 23\r\n\r\n<p>exactly this long</p>");
    conn_text(c, arg);
}

// ---- redirects ---------------------------------------------------------------------------------

static void redirect(conn *c, const char *to)
{
    char line[1024];
    snprintf(line, sizeof line, "Location: %.900s\r\n", to);
    conn_answer(c, 302, "text/html", line, "moved\n", 6);
}

static void redirect_chain(conn *c, const char *arg)
{
    char to[64];
    const int left = atoi(arg);
    snprintf(to, sizeof to, "/fault/redirect/%d", left - 1);
    redirect(c, left > 0 ? to : "/fault/ok");
}

static void redirect_slowly(conn *c, const char *arg)
{
    char to[64];
    const int left = atoi(arg);
    snprintf(to, sizeof to, "/fault/redirect-slow/%d", left - 1);
    conn_wait(c, 2 * DRIP_MS);
    redirect(c, left > 0 ? to : "/fault/ok");
}

static void redirect_to(conn *c, const char *arg)
{
    redirect(c, *arg == '?' ? arg + 1 : arg);
}

static void redirect_long(conn *c, const char *arg)
{
    conn_text(c, "HTTP/1.1 302 Found\r\nLocation: /");
    repeat(c, arg, 90000);
    conn_text(c, "\r\nContent-Length: 0\r\n\r\n");
}

// ---- content codings ---------------------------------------------------------------------------

typedef struct coding {
    const char *name;
    pack_coding pack;
    const char *declared;
} coding;

static const coding codings[] = {
    {"gzip", PACK_GZIP, "gzip"},
    {"deflate", PACK_ZLIB, "deflate"},
    {"deflate-raw", PACK_DEFLATE, "deflate"},
    {"br", PACK_BROTLI, "br"},
    {"zstd", PACK_ZSTD, "zstd"},
};

static const coding *coding_of(const char *name)
{
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        if (strcmp(name, codings[i].name) == 0)
            return &codings[i];
    return &codings[0];
}

static void send_coded(conn *c, const char *declared, const unsigned char *bytes, size_t len)
{
    char line[128] = "";
    if (declared)
        snprintf(line, sizeof line, "Content-Encoding: %s\r\n", declared);
    conn_answer(c, 200, "text/html", line, bytes, len);
}

static void coded(conn *c, const char *name)
{
    const coding *k = coding_of(name);
    size_t len;
    unsigned char *bytes = pack(k->pack, PAGE, sizeof PAGE - 1, &len);
    send_coded(c, k->declared, bytes, len);
    free(bytes);
}

static void coded_cut(conn *c, const char *name)
{
    const coding *k = coding_of(name);
    size_t len;
    unsigned char *bytes = pack(k->pack, PAGE, sizeof PAGE - 1, &len);
    send_coded(c, k->declared, bytes, len * 2 / 3);
    free(bytes);
}

static void coded_bomb(conn *c, const char *name)
{
    const coding *k = coding_of(name);
    size_t len;
    unsigned char *bytes = pack_blank(k->pack, BOMB_MIB, &len);
    send_coded(c, k->declared, bytes, len);
    free(bytes);
}

static void undeclared(conn *c, const char *arg)
{
    size_t len;
    unsigned char *bytes = pack(PACK_GZIP, PAGE, sizeof PAGE - 1, &len);
    (void)arg;
    send_coded(c, NULL, bytes, len);
    free(bytes);
}

static void undeclared_bomb(conn *c, const char *arg)
{
    size_t len;
    unsigned char *bytes = pack_blank(PACK_GZIP, BOMB_MIB, &len);
    (void)arg;
    send_coded(c, NULL, bytes, len);
    free(bytes);
}

static void stacked(conn *c, const char *declared)
{
    size_t inner_len, len;
    unsigned char *inner = pack(PACK_GZIP, PAGE, sizeof PAGE - 1, &inner_len);
    unsigned char *bytes = pack(PACK_BROTLI, inner, inner_len, &len);
    send_coded(c, declared, bytes, len);
    free(inner);
    free(bytes);
}

static void stacked_many(conn *c, const char *arg)
{
    conn_text(c, OK_HTML "Content-Length: 3\r\n");
    for (int i = 0; i < 100; i++)
        conn_text(c, arg);
    conn_text(c, "\r\nabc");
}

static void miscoded(conn *c, const char *declared)
{
    send_coded(c, declared, (const unsigned char *)PAGE, sizeof PAGE - 1);
}

// ---- the table ---------------------------------------------------------------------------------

static const route routes[] = {
    {"204", "204 No Content", no_content, "HTTP/1.1 204 No Content\r\n\r\n"},
    {"101", "101 Switching Protocols", raw,
     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n"},
    {"br", "br coded page", coded, "br"},
    {"br-bomb", "br, 32 MiB of blanks", coded_bomb, "br"},
    {"br-cut", "br data that ends early", coded_cut, "br"},
    {"challenge", "a test for humans, status 403", raw,
     "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nCF-Mitigated: challenge\r\n"
     "Content-Length: 47\r\n\r\n<title>Just a moment...</title><p>One second.</p>"},
    {"challenge-ok", "the same with status 200", raw,
     OK_HTML "Content-Length: 67\r\n\r\n<title>Tides</title><p>One second.</p><script>_cf_chl_opt=1"
             "</script>"},
    {"chunk-bad", "a chunk size that is no number", raw,
     OK_HTML "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"},
    {"chunk-cut", "ends within a chunk", raw,
     OK_HTML "Transfer-Encoding: chunked\r\n\r\n40\r\n<p>The start of a chunk"},
    {"chunk-overflow", "a chunk size past 64 bits", raw,
     OK_HTML "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n0\r\n\r\n"},
    {"chunked", "a good chunked page", raw,
     OK_HTML "Transfer-Encoding: chunked\r\n\r\na\r\n<p>one </p\r\n1\r\n>\r\n0\r\n\r\n"},
    {"close", "closes without an answer", hang_up, NULL},
    {"cookies", "a page that sets a cookie", raw,
     OK_HTML "Set-Cookie: a=b\r\nContent-Length: 9\r\n\r\n<p>hi</p>"},
    {"cookies-many", "60 cookies of 4 KB", many_cookies, "Content-Length: 9\r\n\r\n<p>hi</p>"},
    {"deflate", "zlib coded page", coded, "deflate"},
    {"deflate-cut", "zlib data that ends early", coded_cut, "deflate"},
    {"deflate-raw", "raw deflate declared as deflate", coded, "deflate-raw"},
    {"drip-body", "a body at one byte each 50 ms, 30 s at most", drip_body, OK_HTML "\r\n"},
    {"drip-headers", "a header at one byte each 50 ms, 30 s at most", drip_headers,
     OK_HTML "X-Drip: "},
    {"echo", "the request head as text/plain", echo, NULL},
    {"endless", "a body without end", endless_body, OK_HTML "\r\n"},
    {"endless-404", "a 404 without end", endless_body,
     "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"},
    {"first-close/", "first-close/K: closes on the first K requests, then a good page", first_close,
     NULL},
    {"first/", "first/K?STATUS,HEADER: that to the first K requests, then a good page", first,
     NULL},
    {"garbage", "bytes that are not HTTP", raw, "\x16\x03\x01\x02garbage\n\x7f\x01 and more\n"},
    {"gzip", "gzip coded page", coded, "gzip"},
    {"gzip-bomb", "gzip, 32 MiB of blanks", coded_bomb, "gzip"},
    {"gzip-cut", "gzip data that ends early", coded_cut, "gzip"},
    {"gzip-plain", "declared gzip, but plain", miscoded, "gzip"},
    {"gzip-undeclared", "gzip without a Content-Encoding", undeclared, NULL},
    {"gzip-undeclared-bomb", "the bomb without a Content-Encoding", undeclared_bomb, NULL},
    {"header-long", "a header line of 1 MiB", long_header, "xxxxxxxx"},
    {"header-nul", "a NUL in a header", nul_header, NULL},
    {"headers-many", "4 MiB of headers", many_headers, "X-Many: of them\r\n"},
    {"http09", "a body without status line", raw, PAGE},
    {"interim-endless", "103 answers without end", endless_interim,
     "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"},
    {"interim", "a 103, then a good page", raw,
     "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" OK_HTML "Content-Length: 9\r\n\r\n<p>hi</p>"},
    {"json", "application/json", typed, "application/json"},
    {"keep-etag", "a page with an ETag, and 304 for who has it", keepable, "ETag: \"tide-1\"\r\n"},
    {"keep-fresh", "a page that is good for an hour", keepable, "Cache-Control: max-age=3600\r\n"},
    {"keep-modified", "a page with a date, and 304 for who has it", keepable,
     "Last-Modified: Tue, 05 Mar 2024 10:00:00 GMT\r\n"},
    {"keep-not", "the same that may not be kept", keepable,
     "ETag: \"tide-1\"\r\nCache-Control: no-store\r\n"},
    {"keep-vary", "the same that may vary with anything", keepable,
     "ETag: \"tide-1\"\r\nVary: Accept, *\r\n"},
    {"length-and-chunked", "a Content-Length beside chunks", raw,
     OK_HTML "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<p>hi</p>\r\n0\r\n\r\n"},
    {"length-huge", "a Content-Length of 2^62", raw,
     OK_HTML "Content-Length: 4611686018427387904\r\n\r\nabc"},
    {"length-negative", "a Content-Length of -5", raw, OK_HTML "Content-Length: -5\r\n\r\nabc"},
    {"length-same", "the same Content-Length twice", raw,
     OK_HTML "Content-Length: 9\r\nContent-Length: 9\r\n\r\n<p>hi</p>"},
    {"length-two", "two Content-Lengths that differ", raw,
     OK_HTML "Content-Length: 126\r\nContent-Length: 5\r\n\r\n<p>hi</p>"},
    {"length-words", "a Content-Length that begins with a number", raw,
     OK_HTML "Content-Length: 9 or so\r\n\r\n<p>hi</p>"},
    {"long-body", "more bytes than the Content-Length says", long_body, "and more"},
    {"never", "reads the request and stays silent for 30 s", never, NULL},
    {"no-type", "a page without Content-Type", untyped, NULL},
    {"no-status", "headers without a status line", raw, "Content-Type: text/html\r\n\r\n" PAGE},
    {"ntlm", "401 that asks for NTLM", raw,
     "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"},
    {"ok", "a good page", typed, "text/html; charset=utf-8"},
    {"ok-close", "a good page that may be followed by another, but the server closes", ok_close,
     NULL},
    {"pdf", "a PDF", pdf, "application/pdf"},
    {"pdf-as-html", "a PDF that claims to be HTML", pdf, "text/html"},
    {"png-as-html", "a PNG that claims to be HTML", png, "text/html"},
    {"redirect-crlf", "Location with coded CR LF", redirect, "/fault/echo?a%0d%0aX-Injected:%201"},
    {"redirect-empty", "302 with an empty Location", redirect, ""},
    {"redirect-file", "Location file:", redirect, "file:///etc/passwd"},
    {"redirect-gopher", "Location gopher:", redirect, "gopher://127.0.0.1/"},
    {"redirect-long", "a Location of 90,000 bytes", redirect_long, "aaaaaaaaaa"},
    {"redirect-loop", "leads to itself", redirect, "/fault/redirect-loop"},
    {"redirect-mailto", "Location mailto:", redirect, "mailto:someone@example.org"},
    {"redirect-none", "302 without Location", status, "302"},
    {"redirect-private", "Location http://169.254.169.254/", redirect, "http://169.254.169.254/"},
    {"redirect-slow/", "redirect-slow/N: the same, 100 ms each", redirect_slowly, NULL},
    {"redirect-to", "Location as the query says: redirect-to?URL", redirect_to, NULL},
    {"redirect-user", "Location with user and password", redirect, "http://u:p@127.0.0.1/"},
    {"redirect/", "redirect/N: a chain of N redirects more, then a page", redirect_chain, NULL},
    {"reset", "RST without an answer", reset, ""},
    {"reset-body", "RST within the body", reset, OK_HTML "Content-Length: 5000\r\n\r\n<p>some"},
    {"reset-headers", "RST within the headers", reset, "HTTP/1.1 200 OK\r\nContent-Ty"},
    {"short-body", "fewer bytes than the Content-Length says", raw,
     OK_HTML "Content-Length: 5000\r\n\r\n<p>some"},
    {"stacked", "gzip within br", stacked, "gzip, br"},
    {"stacked-100", "a hundred Content-Encodings", stacked_many, "Content-Encoding: gzip\r\n"},
    {"status/", "status/N: a page with status N", status, NULL},
    {"text", "text/plain", typed, "text/plain"},
    {"unknown-coding", "a Content-Encoding nobody knows", miscoded, "rot13"},
    {"zstd", "zstd coded page", coded, "zstd"},
    {"zstd-bomb", "zstd, 32 MiB of blanks", coded_bomb, "zstd"},
    {"zstd-cut", "zstd data that ends early", coded_cut, "zstd"},
};

bool fault_serve(conn *c, const char *name)
{
    const size_t len = strcspn(name, "?");
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        const route *r = &routes[i];
        const size_t n = strlen(r->name);
        const bool has_arg = r->name[n - 1] == '/';
        if (has_arg ? strncmp(name, r->name, n) == 0 : n == len && memcmp(name, r->name, n) == 0) {
            r->serve(c, r->arg ? r->arg : name + n);
            return true;
        }
    }
    return false;
}

void fault_list(void (*line)(const char *name, const char *what))
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        line(routes[i].name, routes[i].what);
}
