// The hosts that a fetcher deals with: what waits for each, and when its next turn is.
#ifndef DC_FETCH_HOSTS_H
#define DC_FETCH_HOSTS_H

#include "fetch/queue.h"

typedef struct dc_host dc_host;

struct dc_host {
    dc_host *next; // in its chain of the table
    uint64_t hash;
    dc_queue waiting;
    uint32_t n_running;
    uint32_t n_lost;     // URLs in a row that found no server
    uint64_t next_at_ms; // no request before
    uint64_t due_ms;     // in the heap: when its time came, or will come
    uint64_t turn;       // of equal times: who came first
    size_t place;        // in the heap, from 1 on; 0: not there
    char name[];
};

typedef struct dc_hosts {
    const decant_allocator *hook;
    uint32_t max_running; // of each host
    dc_host **chains;
    size_t n_chains; // a power of two
    size_t n;
    size_t sweep_at; // so many hosts: those that are idle go
    dc_host **heap;  // hosts with something to start, the next one first; room for all hosts
    size_t heap_cap;
    size_t n_heap;
    uint64_t turns;
    uint64_t now_ms;  // as it was told last
    size_t n_waiting; // transfers, of all hosts
    size_t n_active;  // hosts with a transfer in flight
} dc_hosts;

void dc_hosts_init(dc_hosts *hosts, const decant_allocator *hook, uint32_t max_running);
void dc_hosts_free(dc_hosts *hosts);

// The host of that name, made when it is not there; NULL when out of memory. It stays until
// another is made and it has nothing to do.
dc_host *dc_hosts_get(dc_hosts *hosts, const char *name, uint64_t now_ms);

// A transfer waits for its turn: behind the others, or before them.
void dc_hosts_push(dc_hosts *hosts, dc_host *host, dc_transfer *t);
void dc_hosts_push_front(dc_hosts *hosts, dc_host *host, dc_transfer *t);

// The transfer whose turn it is, NULL when all must wait. Its host then has one more in flight.
dc_transfer *dc_hosts_pop(dc_hosts *hosts, uint64_t now_ms);

// A transfer of the host is no longer in flight.
void dc_hosts_leave(dc_hosts *hosts, dc_host *host);

// The host gets nothing before that time.
void dc_hosts_pause(dc_hosts *hosts, dc_host *host, uint64_t until_ms);

// Time until dc_hosts_pop() may have one; UINT64_MAX when nothing waits for time alone.
uint64_t dc_hosts_wait(const dc_hosts *hosts, uint64_t now_ms);

// All that waits, of every host, stands in out afterwards.
void dc_hosts_drain(dc_hosts *hosts, dc_queue *out);

// Hosts that have something to start and must wait for their time.
size_t dc_hosts_paused(const dc_hosts *hosts, uint64_t now_ms);

#endif
