#include "support/server.h"

#include "support/loopback.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { HEAD_MAX = 64 * 1024, ANSWERS_MAX = 64, URLS = 8, BACKLOG = 128 };

typedef struct answer {
    const char *path;
    const char *bytes;
    size_t len;
} answer;

struct server {
    int listener;
    int stop[2]; // a pipe: readable at one end once the server stops
    unsigned port;
    const char *root;
    pthread_t acceptor;
    answer answers[ANSWERS_MAX];
    size_t n_answers;
    char urls[URLS][2048];
    size_t next_url;

    pthread_mutex_t lock; // for all below
    pthread_cond_t closed;
    conn *open;
    unsigned n_open, accepted, requests;
    char last[HEAD_MAX];
};

static const struct {
    const char *ending, *type;
} types[] = {
    {".gif", "image/gif"},       {".htm", "text/html"},         {".html", "text/html"},
    {".jpg", "image/jpeg"},      {".json", "application/json"}, {".pdf", "application/pdf"},
    {".png", "image/png"},       {".txt", "text/plain"},        {".xhtml", "application/xhtml+xml"},
    {".xml", "application/xml"}, {".zip", "application/zip"},
};

static const char *type_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i].ending) == 0)
            return types[i].type;
    return "application/octet-stream";
}

// ---- connections -------------------------------------------------------------------------------

bool conn_send(conn *c, const void *bytes, size_t len)
{
    const char *p = bytes;
    while (len) {
        const ssize_t n = send(c->fd, p, len, MSG_NOSIGNAL);
        if (n <= 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

bool conn_text(conn *c, const char *text)
{
    return conn_send(c, text, strlen(text));
}

bool conn_wait(conn *c, int ms)
{
    struct pollfd p[2] = {{c->server->stop[0], POLLIN, 0}, {c->fd, POLLIN, 0}};
    if (poll(p, 2, ms) == 0)
        return true;
    char byte;
    const bool has_more = recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    return has_more && !p[0].revents;
}

void conn_reset(conn *c)
{
    const struct linger at_once = {1, 0};
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

bool conn_answer(conn *c, int status, const char *type, const char *headers, const void *body,
                 size_t len)
{
    char head[512];
    snprintf(head, sizeof head, "HTTP/1.1 %d Status\r\nContent-Length: %zu\r\n", status, len);
    c->stays_open = true;
    return conn_text(c, head) &&
           (!type ||
            (conn_text(c, "Content-Type: ") && conn_text(c, type) && conn_text(c, "\r\n"))) &&
           (!headers || conn_text(c, headers)) && conn_text(c, "\r\n") && conn_send(c, body, len);
}

// Reads one request head. False at the end of the connection.
static bool read_head(conn *c, char *head, size_t cap)
{
    size_t len = 0;
    while (len < cap - 1) {
        struct pollfd p[2] = {{c->server->stop[0], POLLIN, 0}, {c->fd, POLLIN, 0}};
        if (poll(p, 2, -1) < 0 && errno != EINTR)
            return false;
        if (p[0].revents)
            return false;
        const ssize_t n = recv(c->fd, head + len, cap - 1 - len, 0);
        if (n <= 0)
            return false;
        len += (size_t)n;
        head[len] = '\0';
        if (head[0] < 'A') // a TLS handshake
            return false;
        if (strstr(head, "\r\n\r\n"))
            return true;
    }
    return false;
}

// ---- files -------------------------------------------------------------------------------------

static int hex(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c | 0x20) : NULL;
    return c >= '0' && c <= '9' ? c - '0' : at ? (int)(at - digits) : -1;
}

// The file's path: decoded, without query, never above the root.
static bool file_path(const char *root, const char *path, char *out, size_t cap)
{
    const int n = snprintf(out, cap, "%s", root);
    size_t len = n < 0 ? cap : (size_t)n;
    for (; *path && *path != '?' && len + 16 < cap; path++) {
        if (path[0] == '%' && hex(path[1]) >= 0 && hex(path[2]) >= 0) {
            out[len++] = (char)(hex(path[1]) * 16 + hex(path[2]));
            path += 2;
        } else {
            out[len++] = *path;
        }
    }
    if (len + 16 >= cap)
        return false;
    out[len] = '\0';
    struct stat st;
    if (stat(out, &st) == 0 && S_ISDIR(st.st_mode))
        strcat(out, out[len - 1] == '/' ? "index.html" : "/index.html");
    return strstr(out + strlen(root), "..") == NULL;
}

static void serve_file(conn *c)
{
    char path[4096];
    struct stat st;
    int fd = -1;
    if (!c->server->root || !file_path(c->server->root, c->path, path, sizeof path) ||
        (fd = open(path, O_RDONLY)) < 0 || fstat(fd, &st) != 0) {
        conn_answer(c, 404, "text/plain", NULL, "not found\n", 10);
        return;
    }
    char *bytes = malloc((size_t)st.st_size + 1);
    size_t len = 0;
    ssize_t n = 0;
    while (bytes && len < (size_t)st.st_size &&
           (n = read(fd, bytes + len, (size_t)st.st_size - len)) > 0)
        len += (size_t)n;
    close(fd);
    conn_answer(c, 200, type_of(path), NULL, bytes, len);
    free(bytes);
}

// ---- the server --------------------------------------------------------------------------------

static void note_request(server *s, const char *head)
{
    pthread_mutex_lock(&s->lock);
    s->requests++;
    snprintf(s->last, sizeof s->last, "%s", head);
    pthread_mutex_unlock(&s->lock);
}

static void serve_request(conn *c)
{
    const server *s = c->server;
    for (size_t i = 0; i < s->n_answers; i++) {
        if (strcmp(s->answers[i].path, c->path) == 0) {
            conn_send(c, s->answers[i].bytes, s->answers[i].len);
            return;
        }
    }
    if (strncmp(c->path, "/fault/", 7) != 0 || !fault_serve(c, c->path + 7))
        serve_file(c);
}

static void end_conn(conn *c)
{
    server *s = c->server;
    // Say goodbye, then let the peer read all before the socket goes: closing with unread input is
    // a RST.
    struct linger l = {0, 0};
    socklen_t size = sizeof l;
    getsockopt(c->fd, SOL_SOCKET, SO_LINGER, &l, &size);
    if (!l.l_onoff)
        shutdown(c->fd, SHUT_WR);
    pthread_mutex_lock(&s->lock);
    for (conn **at = &s->open; *at; at = &(*at)->next) {
        if (*at == c) {
            *at = c->next;
            break;
        }
    }
    close(c->fd);
    free(c);
    if (--s->n_open == 0)
        pthread_cond_signal(&s->closed);
    pthread_mutex_unlock(&s->lock);
}

static void *run_conn(void *arg)
{
    conn *c = arg;
    char *head = malloc(HEAD_MAX), *path = malloc(HEAD_MAX);
    do {
        c->stays_open = false;
        if (!head || !path || !read_head(c, head, HEAD_MAX))
            break;
        note_request(c->server, head);
        if (sscanf(head, "%*s %65535s", path) != 1)
            break;
        c->path = path;
        c->head = head;
        serve_request(c);
    } while (c->stays_open);
    free(head);
    free(path);
    end_conn(c);
    return NULL;
}

static void start_conn(server *s, int fd)
{
    conn *c = calloc(1, sizeof *c);
    if (!c) {
        close(fd);
        return;
    }
    // A peer that reads nothing must not hold a thread for ever.
    const struct timeval patience = {10, 0};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    c->fd = fd;
    c->server = s;
    pthread_mutex_lock(&s->lock);
    c->next = s->open;
    s->open = c;
    s->accepted++;
    s->n_open++;
    pthread_mutex_unlock(&s->lock);
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_conn, c) != 0)
        end_conn(c);
    else
        pthread_detach(thread);
}

static void *run_acceptor(void *arg)
{
    server *s = arg;
    for (;;) {
        struct pollfd p[2] = {{s->stop[0], POLLIN, 0}, {s->listener, POLLIN, 0}};
        if (poll(p, 2, -1) < 0)
            continue;
        if (p[0].revents)
            return NULL;
        const int fd = accept(s->listener, NULL, NULL);
        if (fd < 0)
            continue;
        // A head and a body are two writes: the second must not wait for the first one's ACK.
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        start_conn(s, fd);
    }
}

server *server_start(const char *root)
{
    server *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->root = root;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->closed, NULL);
    s->listener = loopback_listen(BACKLOG, &s->port);
    if (pipe(s->stop) == 0 && s->listener >= 0 &&
        pthread_create(&s->acceptor, NULL, run_acceptor, s) == 0)
        return s;
    free(s);
    return NULL;
}

void server_stop(server *s)
{
    if (!s)
        return;
    if (write(s->stop[1], "", 1) != 1)
        abort();
    pthread_join(s->acceptor, NULL);
    pthread_mutex_lock(&s->lock);
    for (conn *c = s->open; c; c = c->next)
        shutdown(c->fd, SHUT_RDWR);
    while (s->n_open)
        pthread_cond_wait(&s->closed, &s->lock);
    pthread_mutex_unlock(&s->lock);
    close(s->listener);
    close(s->stop[0]);
    close(s->stop[1]);
    pthread_cond_destroy(&s->closed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

unsigned server_port(const server *s)
{
    return s->port;
}

const char *server_url(server *s, const char *path)
{
    char *url = s->urls[s->next_url++ % URLS];
    snprintf(url, sizeof s->urls[0], "http://127.0.0.1:%u%s", s->port, path);
    return url;
}

void server_answer(server *s, const char *path, const char *bytes, size_t len)
{
    if (s->n_answers == ANSWERS_MAX)
        abort();
    s->answers[s->n_answers++] = (answer){path, bytes, len};
}

static unsigned read_count(server *s, const unsigned *count)
{
    pthread_mutex_lock(&s->lock);
    const unsigned n = *count;
    pthread_mutex_unlock(&s->lock);
    return n;
}

unsigned server_accepted(server *s)
{
    return read_count(s, &s->accepted);
}

unsigned server_requests(server *s)
{
    return read_count(s, &s->requests);
}

void server_last_request(server *s, char *out, size_t cap)
{
    pthread_mutex_lock(&s->lock);
    snprintf(out, cap, "%s", s->last);
    pthread_mutex_unlock(&s->lock);
}
