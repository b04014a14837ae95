// Waits for the sockets of a multi handle, and has libcurl read and write where something happened.
#ifndef DC_FETCH_SOCKETS_H
#define DC_FETCH_SOCKETS_H

#include "base/mem.h"
#include "base/status.h"

#include <curl/curl.h>

typedef struct dc_interest dc_interest;

typedef struct dc_sockets {
    CURLM *multi; // NULL: not open
    int poll;     // descriptors of epoll,
    int bell;     // and of what wakes it
    const decant_allocator *hook;
    dc_interest *known; // by descriptor
    size_t n_known;
} dc_sockets;

decant_status dc_sockets_open(dc_sockets *sockets, CURLM *multi, const decant_allocator *hook,
                              decant_error *error);

// After the multi handle has gone: it tells of its last sockets then.
void dc_sockets_close(dc_sockets *sockets);

// A socket for a connection, or CURL_SOCKET_BAD with errno; and its end, as
// CURLOPT_CLOSESOCKETFUNCTION calls it with the sockets as its data.
curl_socket_t dc_sockets_new(dc_sockets *sockets, const struct curl_sockaddr *address);
int dc_sockets_end(void *sockets, curl_socket_t fd);

// Whether errno says that there are too many open files.
bool dc_sockets_ran_out(void);

// Sleeps until a socket is ready, libcurl has something to do, the bell rings or the time is over.
void dc_sockets_wait(dc_sockets *sockets, int timeout_ms);

// What is due now, without sleeping: that of transfers just added is.
void dc_sockets_work(dc_sockets *sockets);

// Ends a wait, or the next one. From any thread.
void dc_sockets_ring(dc_sockets *sockets);

#endif
