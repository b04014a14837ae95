#include "support/tls.h"

#include "support/loopback.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct tls_server {
    int listener;
    int stop[2]; // a pipe: readable at one end once the server stops
    unsigned port;
    tls_talk talk;
    const char *answer;
    SSL_CTX *context;
    pthread_t thread;
    atomic_uint accepted, requests, open;
    char authority[64];
};

// ---- certificates ------------------------------------------------------------------------------

enum { DAY_S = 86400 };

static void extend(X509 *x, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX c;
    X509V3_set_ctx(&c, issuer, x, NULL, NULL, 0);
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &c, nid, value);
    if (!e)
        abort();
    X509_add_ext(x, e, -1);
    X509_EXTENSION_free(e);
}

// issuer NULL: signs itself.
static X509 *make_certificate(EVP_PKEY *key, const char *name, long from_s, long to_s, X509 *issuer,
                              EVP_PKEY *issuer_key)
{
    static atomic_long serial = 1;
    X509 *x = X509_new();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
    X509_gmtime_adj(X509_getm_notBefore(x), from_s);
    X509_gmtime_adj(X509_getm_notAfter(x), to_s);
    X509_set_pubkey(x, key);
    X509_NAME *n = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(n, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(x, issuer ? X509_get_subject_name(issuer) : n);
    return X509_sign(x, issuer_key, EVP_sha256()) ? x : NULL;
}

static X509 *sign_again(X509 *x, EVP_PKEY *key)
{
    return X509_sign(x, key, EVP_sha256()) ? x : NULL;
}

static void save(X509 *x, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f || !PEM_write_X509(f, x))
        abort();
    fclose(f);
}

static void use_certificate(tls_server *s, tls_certificate kind)
{
    EVP_PKEY *authority_key = EVP_EC_gen("P-256");
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *authority =
        make_certificate(authority_key, "Test authority", -DAY_S, DAY_S, NULL, authority_key);
    extend(authority, authority, NID_basic_constraints, "critical,CA:TRUE");
    sign_again(authority, authority_key);
    save(authority, s->authority);

    const bool is_expired = kind == TLS_EXPIRED;
    const bool is_own = kind == TLS_SELF_SIGNED;
    X509 *x = make_certificate(key, "Test server", is_expired ? -400L * DAY_S : -DAY_S,
                               is_expired ? -35L * DAY_S : DAY_S, is_own ? NULL : authority,
                               is_own ? key : authority_key);
    extend(x, is_own ? x : authority, NID_subject_alt_name,
           kind == TLS_OTHER_HOST ? "DNS:other.example"
                                  : "DNS:localhost,DNS:a.example,IP:127.0.0.1");
    sign_again(x, is_own ? key : authority_key);
    if (SSL_CTX_use_certificate(s->context, x) != 1 || SSL_CTX_use_PrivateKey(s->context, key) != 1)
        abort();
    X509_free(x);
    X509_free(authority);
    EVP_PKEY_free(key);
    EVP_PKEY_free(authority_key);
}

// ---- HTTP/2, as little as it takes -------------------------------------------------------------

enum { H2_DATA = 0, H2_HEADERS = 1, H2_RST = 3, H2_SETTINGS = 4, H2_PING = 6, H2_GOAWAY = 7 };

static bool send_all(SSL *ssl, const void *bytes, size_t len)
{
    return SSL_write(ssl, bytes, (int)len) == (int)len;
}

static bool send_frame(SSL *ssl, int type, int flags, unsigned stream, const void *bytes,
                       size_t len)
{
    unsigned char frame[512] = {0,
                                (unsigned char)(len >> 8),
                                (unsigned char)len,
                                (unsigned char)type,
                                (unsigned char)flags,
                                (unsigned char)(stream >> 24),
                                (unsigned char)(stream >> 16),
                                (unsigned char)(stream >> 8),
                                (unsigned char)stream};
    if (len)
        memcpy(frame + 9, bytes, len);
    return send_all(ssl, frame, 9 + len);
}

static bool read_all(SSL *ssl, unsigned char *out, size_t len)
{
    for (size_t n = 0; n < len;) {
        const int got = SSL_read(ssl, out + n, (int)(len - n));
        if (got <= 0)
            return false;
        n += (size_t)got;
    }
    return true;
}

// Reads frames up to the next request; its stream, or 0.
static unsigned read_request(SSL *ssl)
{
    unsigned char head[9], body[1 << 14];
    while (read_all(ssl, head, sizeof head)) {
        const size_t len = (size_t)head[0] << 16 | (size_t)head[1] << 8 | head[2];
        if (len > sizeof body || !read_all(ssl, body, len))
            return 0;
        if (head[3] == H2_HEADERS)
            return (unsigned)head[5] << 24 | (unsigned)head[6] << 16 | (unsigned)head[7] << 8 |
                   head[8];
        if (head[3] == H2_SETTINGS && !(head[4] & 1))
            send_frame(ssl, H2_SETTINGS, 1, 0, NULL, 0);
    }
    return 0;
}

static void ping_without_end(tls_server *s, SSL *ssl)
{
    struct pollfd p = {s->stop[0], POLLIN, 0};
    const struct timespec pause = {0, 1000000};
    unsigned char drop[4096];
    while (send_frame(ssl, H2_PING, 0, 0, "abcdefgh", 8) && poll(&p, 1, 0) == 0) {
        struct pollfd in = {SSL_get_fd(ssl), POLLIN, 0};
        if (poll(&in, 1, 0) > 0 && SSL_read(ssl, drop, sizeof drop) <= 0)
            return;
        nanosleep(&pause, NULL);
    }
}

static void talk_h2(tls_server *s, SSL *ssl, bool is_first)
{
    static const unsigned char ok[] = {0x88}; // HPACK: ":status: 200"
    static const char page[] = "<p>The second protocol brought this page.</p>";
    static const unsigned char internal[4] = {0, 0, 0, 2};
    static const unsigned char none_done[8] = {0};
    unsigned char preface[24];
    if (!read_all(ssl, preface, sizeof preface) || !send_frame(ssl, H2_SETTINGS, 0, 0, NULL, 0))
        return;
    for (unsigned stream; (stream = read_request(ssl));) {
        s->requests++;
        if (s->talk == TLS_H2_RST || (s->talk == TLS_H2_RST_ONCE && is_first)) {
            send_frame(ssl, H2_RST, 0, stream, internal, sizeof internal);
        } else if (s->talk == TLS_H2_GOAWAY && is_first) {
            send_frame(ssl, H2_GOAWAY, 0, 0, none_done, sizeof none_done);
            return;
        } else if (s->talk == TLS_H2_PING) {
            ping_without_end(s, ssl);
            return;
        } else {
            send_frame(ssl, H2_HEADERS, 4, stream, ok, sizeof ok);
            send_frame(ssl, H2_DATA, 1, stream, page, sizeof page - 1);
        }
    }
}

static void talk_http1(tls_server *s, SSL *ssl)
{
    char head[8192];
    size_t len = 0;
    while (len + 1 < sizeof head) {
        const int n = SSL_read(ssl, head + len, (int)(sizeof head - 1 - len));
        if (n <= 0)
            return;
        len += (size_t)n;
        head[len] = '\0';
        if (strstr(head, "\r\n\r\n"))
            break;
    }
    s->requests++;
    send_all(ssl, s->answer, strlen(s->answer));
}

// ---- the server --------------------------------------------------------------------------------

static int choose_h2(SSL *ssl, const unsigned char **out, unsigned char *out_len,
                     const unsigned char *in, unsigned in_len, void *ctx)
{
    (void)ssl;
    (void)ctx;
    static const unsigned char h2[] = "\x02h2";
    unsigned char *chosen = NULL;
    if (SSL_select_next_proto(&chosen, out_len, h2, 3, in, in_len) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

typedef struct visit {
    tls_server *s;
    int fd;
    bool is_first;
} visit;

static void *serve(void *arg)
{
    visit *v = arg;
    tls_server *s = v->s;
    const struct timeval patience = {5, 0};
    setsockopt(v->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(v->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    SSL *ssl = SSL_new(s->context);
    SSL_set_fd(ssl, v->fd);
    if (SSL_accept(ssl) == 1) {
        if (s->talk == TLS_HTTP1)
            talk_http1(s, ssl);
        else
            talk_h2(s, ssl, v->is_first);
        SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    close(v->fd);
    free(v);
    s->open--;
    return NULL;
}

static void *run(void *arg)
{
    tls_server *s = arg;
    for (;;) {
        struct pollfd p[2] = {{s->stop[0], POLLIN, 0}, {s->listener, POLLIN, 0}};
        if (poll(p, 2, -1) < 0)
            continue;
        if (p[0].revents)
            return NULL;
        visit *v = malloc(sizeof *v);
        *v = (visit){s, accept(s->listener, NULL, NULL), s->accepted++ == 0};
        pthread_t thread;
        s->open++;
        if (pthread_create(&thread, NULL, serve, v) != 0)
            abort();
        pthread_detach(thread);
    }
}

tls_server *tls_start(tls_certificate certificate, tls_talk talk, const char *answer)
{
    tls_server *s = calloc(1, sizeof *s);
    signal(SIGPIPE, SIG_IGN); // OpenSSL writes where nobody reads
    s->talk = talk;
    s->answer = answer ? answer : "";
    strcpy(s->authority, "/tmp/decant-authority-XXXXXX");
    const int fd = mkstemp(s->authority);
    if (fd < 0)
        abort();
    close(fd);
    s->context = SSL_CTX_new(TLS_server_method());
    use_certificate(s, certificate);
    if (certificate == TLS_OLD) {
        SSL_CTX_set_security_level(s->context, 0);
        SSL_CTX_set_min_proto_version(s->context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(s->context, TLS1_VERSION);
    }
    if (talk != TLS_HTTP1)
        SSL_CTX_set_alpn_select_cb(s->context, choose_h2, NULL);
    s->listener = loopback_listen(64, &s->port);
    if (pipe(s->stop) != 0 || s->listener < 0 || pthread_create(&s->thread, NULL, run, s) != 0)
        abort();
    return s;
}

void tls_stop(tls_server *s)
{
    if (!s)
        return;
    if (write(s->stop[1], "", 1) != 1)
        abort();
    pthread_join(s->thread, NULL);
    while (s->open) // its clients have gone
        nanosleep(&(const struct timespec){0, 1000000}, NULL);
    close(s->listener);
    close(s->stop[0]);
    close(s->stop[1]);
    SSL_CTX_free(s->context);
    unlink(s->authority);
    free(s);
}

unsigned tls_port(const tls_server *s)
{
    return s->port;
}

unsigned tls_accepted(tls_server *s)
{
    return s->accepted;
}

unsigned tls_requests(tls_server *s)
{
    return s->requests;
}

const char *tls_authority(const tls_server *s)
{
    return s->authority;
}
