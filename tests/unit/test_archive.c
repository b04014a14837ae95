// Archives: what other tools expect of WARC 1.1, whole records whatever happens.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/warcfile.h"

#include <decant/pipeline.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64];

static int make_file(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/decant-archive-XXXXXX");
    const int fd = mkstemp(path);
    close(fd);
    return fd < 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static decant_archive *open_archive(void)
{
    decant_archive_options o = DECANT_ARCHIVE_OPTIONS_INIT;
    decant_archive *a = NULL;
    decant_error error;
    o.path = path;
    if (decant_archive_open(&o, &a, &error) != DECANT_OK)
        fail_msg("%s", error.message);
    return a;
}

static void add(decant_archive *a, int32_t status, const char *head, const char *body)
{
    const char *request = "GET /a HTTP/1.1\r\nHost: isle.example\r\nCookie: secret\r\n"
                          "authorization: secret\r\n\r\n";
    const decant_exchange e = {.struct_size = sizeof e,
                               .http_status = status,
                               .url = "https://isle.example/a",
                               .address = "192.0.2.7",
                               .request = request,
                               .request_len = strlen(request),
                               .head = head,
                               .head_len = strlen(head),
                               .body = body,
                               .body_len = strlen(body)};
    decant_archive_add(a, &e);
}

typedef struct seen {
    char types[200];
    char last[2000]; // header and block of the last response
} seen;

static void see(void *ctx, const warc_record *r)
{
    seen *s = ctx;
    strcat(strcat(s->types, r->type), " ");
    if (strcmp(r->type, "request") == 0)
        assert_null(strstr(r->block, "secret"));
    if (strcmp(r->type, "response") == 0 || strcmp(r->type, "revisit") == 0)
        snprintf(s->last, sizeof s->last, "%s%.*s", r->header, (int)r->len, r->block);
}

static seen read_all(void)
{
    seen s = {"", ""};
    const char *why;
    if (warc_read(path, see, &s, &why) < 0)
        fail_msg("%s", why);
    return s;
}

static void has(const seen *s, const char *text)
{
    if (!strstr(s->last, text))
        fail_msg("no \"%s\" in %s", text, s->last);
}

static void test_records(void **state)
{
    (void)state;
    decant_archive *a = open_archive();
    add(a, 200, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "<p>hi</p>");
    assert_int_equal(decant_archive_sync(a, NULL), DECANT_OK);
    seen s = read_all();
    assert_string_equal(s.types, "warcinfo response request ");
    has(&s, "WARC-Target-URI: https://isle.example/a\r\n");
    has(&s, "WARC-IP-Address: 192.0.2.7\r\n");
    has(&s, "Content-Type: application/http;msgtype=response\r\n");
    has(&s, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hi</p>");
    // What tells how it was sent is not true of what is kept.
    add(a, 200, "HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n", "<p>hi</p>");
    s = read_all();
    has(&s, "WARC-Protocol: h2\r\n");
    has(&s, "HTTP/1.1 200 \r\ncontent-type: text/html\r\n\r\n<p>hi</p>");
    add(a, 200, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "<p>hi</p>");
    s = read_all();
    has(&s, "\r\nX-Crawler-transfer-encoding: chunked\r\nContent-Length: 9\r\n\r\n<p>hi</p>");
    add(a, 304, "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", "");
    s = read_all();
    has(&s, "WARC-Type: revisit\r\n");
    has(&s, "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n");
    decant_archive_close(a);
    // Opened again it goes on, without a second beginning.
    a = open_archive();
    add(a, 200, "HTTP/1.1 200 OK\r\n\r\n", "more");
    decant_archive_close(a);
    s = read_all();
    assert_string_equal(s.types, "warcinfo response request response request response request "
                                 "revisit request response request ");
}

static void field_of(const warc_record *r, const char *name, char out[64])
{
    const char *at = strstr(r->header, name);
    const char *end = at ? strchr(at += strlen(name), '\r') : NULL;
    const size_t len = end ? (size_t)(end - at) : 0;
    assert_true(len < 64);
    memcpy(out, at ? at : "", len);
    out[len] = '\0';
}

typedef struct digests {
    char block[4][64], payload[4][64];
    size_t n;
} digests;

static void see_digests(void *ctx, const warc_record *r)
{
    digests *d = ctx;
    if (strcmp(r->type, "warcinfo") == 0)
        return;
    field_of(r, "WARC-Block-Digest: ", d->block[d->n]);
    field_of(r, "WARC-Payload-Digest: ", d->payload[d->n++]);
}

// What sha1sum and base32 make of the same bytes. The payload of a response is its body, without
// chunks.
static void test_digests(void **state)
{
    (void)state;
    digests d = {.n = 0};
    const char *why;
    decant_archive *a = open_archive();
    add(a, 200, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "<p>hi</p>");
    add(a, 304, "HTTP/1.1 304 Not Modified\r\n\r\n", "");
    decant_archive_close(a);
    assert_int_equal(warc_read(path, see_digests, &d, &why), 5);
    assert_int_equal(d.n, 4);
    assert_string_equal(d.block[0], "sha1:PLFCVYDCZLLHNKWRWD2VRYYFG6DOWCC4");
    assert_string_equal(d.payload[0], "sha1:W3N4WQRZLF5DWDHQ4HCTGEQSOELIOZM2");
    assert_string_equal(d.block[1], "sha1:OX3LE2D3WKLNHYSE4U7UMWNWGWN3QRHJ");
    assert_string_equal(d.payload[1], "");
    assert_string_equal(d.block[2], "sha1:7BHPGNOCWY7BDNRRIRFD3BSMBHT3WHDJ");
    assert_string_equal(d.payload[2], "");
}

// Wherever a run dies, the next one takes off what is no whole record.
static void test_torn(void **state)
{
    (void)state;
    decant_archive *a = open_archive();
    add(a, 200, "HTTP/1.1 200 OK\r\n\r\n", "<p>hi</p>");
    decant_archive_close(a);
    char bytes[4096];
    FILE *f = fopen(path, "rb");
    const size_t len = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    for (size_t n = 0; n <= len; n += n < 40 || n + 40 > len ? 1 : 7) {
        f = fopen(path, "wb");
        fwrite(bytes, 1, n, f);
        fclose(f);
        a = open_archive();
        const char *why;
        if (n && warc_read(path, NULL, NULL, &why) < 0)
            fail_msg("after %zu of %zu bytes: %s", n, len, why);
        add(a, 200, "HTTP/1.1 200 OK\r\n\r\n", "<p>hi</p>");
        decant_archive_close(a);
        assert_true(warc_read(path, NULL, NULL, &why) >= 3);
    }
}

static void test_refused(void **state)
{
    (void)state;
    decant_archive_options o = DECANT_ARCHIVE_OPTIONS_INIT;
    decant_archive *a;
    decant_error error;
    o.path = path;
    FILE *f = fopen(path, "wb");
    fputs("something else", f);
    fclose(f);
    assert_int_equal(decant_archive_open(&o, &a, &error), DECANT_E_INVALID);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 14);
    o.path = "/no/such/a.warc.gz";
    assert_int_equal(decant_archive_open(&o, &a, &error), DECANT_E_NOT_FOUND);
    o.path = "/tmp";
    assert_int_not_equal(decant_archive_open(&o, &a, &error), DECANT_OK);
    assert_int_equal(decant_archive_open(NULL, &a, &error), DECANT_E_INVALID);
    assert_int_equal(truncate(path, 0), 0);
    decant_archive *first = open_archive();
    o.path = path;
    assert_int_equal(decant_archive_open(&o, &a, &error), DECANT_E_IO); // in use
    decant_archive_close(first);
}

// A full disk: the failure is told, and the file ends behind a whole record.
static void test_full(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    decant_archive *a = open_archive();
    add(a, 200, "HTTP/1.1 200 OK\r\n\r\n", "<p>hi</p>");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    small = old;
    small.rlim_cur = (rlim_t)st.st_size + 100;
    setrlimit(RLIMIT_FSIZE, &small);
    add(a, 200, "HTTP/1.1 200 OK\r\n\r\n", "<p>hi</p>");
    setrlimit(RLIMIT_FSIZE, &old);
    decant_error error;
    assert_int_equal(decant_archive_status(a, &error), DECANT_E_IO);
    assert_non_null(strstr(error.message, path));
    add(a, 200, "HTTP/1.1 200 OK\r\n\r\n", "<p>hi</p>"); // nothing any more
    decant_archive_close(a);
    const seen s = read_all();
    assert_string_equal(s.types, "warcinfo response request ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_records, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_digests, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_torn, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_refused, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_full, make_file, remove_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
