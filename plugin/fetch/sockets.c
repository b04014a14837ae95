#include "fetch/sockets.h"

#ifdef __linux__

#include <unistd.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>

// Of a hundred sockets few are ready at once. curl_multi_perform() would ask the system about each.
enum { MOST_EVENTS = 64 };

// libcurl tells what it waits for. A number that is closed and open again may be known or not.
static int on_interest(CURL *easy, curl_socket_t fd, int what, void *ctx, void *of_socket)
{
    const dc_sockets *s = ctx;
    (void)easy;
    (void)of_socket;
    struct epoll_event e = {.data.fd = fd};
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(s->poll, EPOLL_CTL_DEL, fd, &e);
        return 0;
    }
    e.events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
               (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
    if (epoll_ctl(s->poll, EPOLL_CTL_MOD, fd, &e) == 0)
        return 0;
    return epoll_ctl(s->poll, EPOLL_CTL_ADD, fd, &e);
}

static int what_happened(uint32_t events)
{
    return (events & (EPOLLIN | EPOLLHUP | EPOLLERR) ? CURL_CSELECT_IN : 0) |
           (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) | (events & EPOLLERR ? CURL_CSELECT_ERR : 0);
}

decant_status dc_sockets_open(dc_sockets *s, CURLM *multi, decant_error *error)
{
    *s = (dc_sockets){multi, epoll_create1(EPOLL_CLOEXEC), eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    struct epoll_event e = {.events = EPOLLIN, .data.fd = s->bell};
    if (s->poll < 0 || s->bell < 0 || epoll_ctl(s->poll, EPOLL_CTL_ADD, s->bell, &e) != 0) {
        dc_sockets_close(s);
        return dc_fail(error, DECANT_E_IO, "too many open files");
    }
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, s);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_interest);
    return DECANT_OK;
}

void dc_sockets_close(dc_sockets *s)
{
    if (!s->multi)
        return;
    if (s->poll >= 0)
        close(s->poll);
    if (s->bell >= 0)
        close(s->bell);
    s->multi = NULL;
}

void dc_sockets_work(dc_sockets *s)
{
    int running;
    long due_ms = -1;
    if (curl_multi_timeout(s->multi, &due_ms) == CURLM_OK && due_ms == 0)
        curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

static void quieten(const dc_sockets *s)
{
    uint64_t rings;
    while (read(s->bell, &rings, sizeof rings) > 0)
        continue;
}

void dc_sockets_wait(dc_sockets *s, int timeout_ms)
{
    struct epoll_event events[MOST_EVENTS];
    int running;
    long due_ms = -1;
    curl_multi_timeout(s->multi, &due_ms);
    if (due_ms >= 0 && due_ms < timeout_ms)
        timeout_ms = (int)due_ms;
    const int n = epoll_wait(s->poll, events, MOST_EVENTS, timeout_ms);
    for (int i = 0; i < n; i++) {
        if (events[i].data.fd == s->bell)
            quieten(s);
        else
            curl_multi_socket_action(s->multi, events[i].data.fd, what_happened(events[i].events),
                                     &running);
    }
    dc_sockets_work(s);
}

void dc_sockets_ring(dc_sockets *s)
{
    const uint64_t one = 1;
    const ssize_t n = write(s->bell, &one, sizeof one);
    (void)n; // full: it rings already
}

#else

decant_status dc_sockets_open(dc_sockets *s, CURLM *multi, decant_error *error)
{
    (void)error;
    s->multi = multi;
    return DECANT_OK;
}

void dc_sockets_close(dc_sockets *s)
{
    s->multi = NULL;
}

void dc_sockets_work(dc_sockets *s)
{
    int running;
    curl_multi_perform(s->multi, &running);
}

void dc_sockets_wait(dc_sockets *s, int timeout_ms)
{
    curl_multi_poll(s->multi, NULL, 0, timeout_ms, NULL);
    dc_sockets_work(s);
}

void dc_sockets_ring(dc_sockets *s)
{
    curl_multi_wakeup(s->multi);
}

#endif
