// A loopback TLS server for tests, with certificates that it makes itself: good ones and all kinds
// of bad ones; over it HTTP/1.1, or HTTP/2 that misbehaves.
#ifndef SUPPORT_TLS_H
#define SUPPORT_TLS_H

#include <stddef.h>

typedef enum tls_certificate {
    TLS_GOOD,       // for localhost and a.example, signed by the authority
    TLS_EXPIRED,    // the same, of last year
    TLS_OTHER_HOST, // for other.example
    TLS_SELF_SIGNED,
    TLS_OLD, // good, but the server knows TLS 1.0 alone
} tls_certificate;

typedef enum tls_talk {
    TLS_HTTP1,       // answers with the bytes given, then closes
    TLS_H2,          // a good answer
    TLS_H2_RST_ONCE, // the first connection resets its stream, further ones are good
    TLS_H2_RST,      // all reset it
    TLS_H2_GOAWAY,   // the first connection goes away, further ones are good
    TLS_H2_PING,     // PINGs without end, and no answer
} tls_talk;

typedef struct tls_server tls_server;

// answer: for TLS_HTTP1; borrowed. NULL when it cannot.
tls_server *tls_start(tls_certificate certificate, tls_talk talk, const char *answer);
void tls_stop(tls_server *s);

unsigned tls_port(const tls_server *s);
unsigned tls_accepted(tls_server *s);
unsigned tls_requests(tls_server *s);

// The certificate of the authority, as a file in PEM; removed with the server.
const char *tls_authority(const tls_server *s);

#endif
