#include "fetch/sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef __linux__

#include <sys/epoll.h>
#include <sys/eventfd.h>

// Of a hundred sockets few are ready at once. curl_multi_perform() would ask the system about each.
// Few are taken at a time, and what they complete is reported: buffers come back while they are in
// the cache still.
enum { MOST_EVENTS = 8, KNOWN = 64 };

// libcurl wants to hear of a socket during a request alone. Of one that we opened, and will see
// closed, the system goes on telling in between: it stays silent, and each request saves three
// calls.
struct dc_interest {
    uint8_t wanted; // CURL_POLL_, by libcurl
    uint8_t told;   // by the system
    bool is_ours;
};

static bool known_grow(dc_sockets *s, size_t fd)
{
    size_t n = s->n_known ? s->n_known : KNOWN;
    while (n <= fd)
        n *= 2;
    dc_interest *known =
        dc_mem_resize(s->hook, s->known, s->n_known * sizeof *known, n * sizeof *known);
    if (!known)
        return false;
    memset(known + s->n_known, 0, (n - s->n_known) * sizeof *known);
    s->known = known;
    s->n_known = n;
    return true;
}

static dc_interest *interest_of(const dc_sockets *s, curl_socket_t fd)
{
    return (size_t)fd < s->n_known ? &s->known[fd] : NULL;
}

static int tell(const dc_sockets *s, int how, curl_socket_t fd, int what)
{
    struct epoll_event e = {.data.fd = fd};
    e.events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
               (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
    return epoll_ctl(s->poll, how, fd, &e);
}

// Of a socket of libcurl's own. A number that is closed and open again may be known or not.
static int on_strange_interest(const dc_sockets *s, curl_socket_t fd, int what)
{
    if (what == CURL_POLL_REMOVE) {
        tell(s, EPOLL_CTL_DEL, fd, 0);
        return 0;
    }
    return tell(s, EPOLL_CTL_MOD, fd, what) == 0 ? 0 : tell(s, EPOLL_CTL_ADD, fd, what);
}

static int on_interest(CURL *easy, curl_socket_t fd, int what, void *ctx, void *of_socket)
{
    dc_sockets *s = ctx;
    dc_interest *of = interest_of(s, fd);
    (void)easy;
    (void)of_socket;
    if (!of || !of->is_ours)
        return on_strange_interest(s, fd, what);
    of->wanted = (uint8_t)(what & CURL_POLL_INOUT);
    if (what == CURL_POLL_REMOVE)
        of->wanted = 0;
    if (!of->wanted || of->wanted == of->told)
        return 0;
    if (tell(s, of->told ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, of->wanted) != 0)
        return -1;
    of->told = of->wanted;
    return 0;
}

// Something happened where nothing is waited for: a server closed its idle connection.
static bool is_unwanted(const dc_sockets *s, int fd)
{
    dc_interest *of = interest_of(s, fd);
    if (!of || !of->is_ours || of->wanted)
        return false;
    tell(s, EPOLL_CTL_DEL, fd, 0);
    of->told = 0;
    return true;
}

static void note_opened(dc_sockets *s, curl_socket_t fd)
{
    if ((size_t)fd < s->n_known || known_grow(s, (size_t)fd))
        s->known[fd] = (dc_interest){.is_ours = true};
}

static void note_closed(dc_sockets *s, curl_socket_t fd)
{
    if ((size_t)fd < s->n_known)
        s->known[fd] = (dc_interest){0};
}

static int what_happened(uint32_t events)
{
    return (events & (EPOLLIN | EPOLLHUP | EPOLLERR) ? CURL_CSELECT_IN : 0) |
           (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) | (events & EPOLLERR ? CURL_CSELECT_ERR : 0);
}

decant_status dc_sockets_open(dc_sockets *s, CURLM *multi, const decant_allocator *hook,
                              decant_error *error)
{
    *s = (dc_sockets){.multi = multi,
                      .poll = epoll_create1(EPOLL_CLOEXEC),
                      .bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                      .hook = hook};
    struct epoll_event e = {.events = EPOLLIN, .data.fd = s->bell};
    if (s->poll < 0 || s->bell < 0 || epoll_ctl(s->poll, EPOLL_CTL_ADD, s->bell, &e) != 0) {
        const bool ran_out = dc_sockets_ran_out();
        dc_sockets_close(s);
        return ran_out ? dc_fail(error, DECANT_E_IO, "too many open files")
                       : dc_fail(error, DECANT_E_NOMEM, "out of memory");
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
    dc_mem_free(s->hook, s->known, s->n_known * sizeof *s->known);
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
        else if (!is_unwanted(s, events[i].data.fd))
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

static void note_opened(dc_sockets *s, curl_socket_t fd)
{
    (void)s;
    (void)fd;
}

static void note_closed(dc_sockets *s, curl_socket_t fd)
{
    (void)s;
    (void)fd;
}

decant_status dc_sockets_open(dc_sockets *s, CURLM *multi, const decant_allocator *hook,
                              decant_error *error)
{
    (void)hook;
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

curl_socket_t dc_sockets_new(dc_sockets *s, const struct curl_sockaddr *address)
{
    const int fd = socket(address->family, address->socktype, address->protocol);
    if (fd < 0)
        return CURL_SOCKET_BAD;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    note_opened(s, fd);
    return fd;
}

int dc_sockets_end(void *sockets, curl_socket_t fd)
{
    note_closed(sockets, fd);
    return close(fd);
}

bool dc_sockets_ran_out(void)
{
    return errno == EMFILE || errno == ENFILE;
}
