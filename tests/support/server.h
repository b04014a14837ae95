// A loopback HTTP server for tests. It serves files, answers that a test writes byte by byte, and
// the misbehaving routes of faults.c under /fault/. `serve --list` prints those with one line each.
#ifndef SUPPORT_SERVER_H
#define SUPPORT_SERVER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct server server;

// Listens on a free port of 127.0.0.1. root: directory to serve, or NULL. NULL when it cannot.
server *server_start(const char *root);

// Ends all connections, whatever they are doing, and frees the server.
void server_stop(server *s);

unsigned server_port(const server *s);

// "http://127.0.0.1:PORT" and the path. One of eight buffers in the server, used in turn.
const char *server_url(server *s, const char *path);

// Answers a path with these bytes, status line included, then closes. Borrowed; before the first
// request.
void server_answer(server *s, const char *path, const char *bytes, size_t len);

unsigned server_accepted(server *s); // connections so far
unsigned server_requests(server *s); // requests so far

// The last request's head, cut to cap - 1 bytes, with a NUL.
void server_last_request(server *s, char *out, size_t cap);

// ---- for faults.c ------------------------------------------------------------------------------

typedef struct conn {
    int fd;
    server *server;
    const char *path; // with its query
    const char *head; // the whole request head
    bool stays_open;  // set by a route whose answer allows another request
    struct conn *next;
} conn;

// False when the peer has gone or the server stops.
bool conn_send(conn *c, const void *bytes, size_t len);
bool conn_text(conn *c, const char *text);

// Waits. False when the peer has gone or the server stops.
bool conn_wait(conn *c, int ms);

// The connection will end with RST instead of FIN.
void conn_reset(conn *c);

// A complete, well-formed answer. headers: further lines, each with its CRLF.
bool conn_answer(conn *c, int status, const char *type, const char *headers, const void *body,
                 size_t len);

// Serves /fault/NAME. False when there is no such route.
bool fault_serve(conn *c, const char *name);

// Calls line() for each route.
void fault_list(void (*line)(const char *name, const char *what));

#endif
