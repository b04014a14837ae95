#include "fetch/hosts.h"

#include "base/hash.h"
#include "base/mem.h"

enum { CHAINS = 256, HEAP = 256, SWEEP = 1024 };

void dc_hosts_init(dc_hosts *hosts, const decant_allocator *hook, uint32_t max_running)
{
    *hosts = (dc_hosts){.hook = hook, .max_running = max_running, .sweep_at = SWEEP};
}

static void free_host(dc_hosts *h, dc_host *host)
{
    dc_queue_free(&host->waiting);
    dc_mem_free(h->hook, host, sizeof *host + strlen(host->name) + 1);
}

void dc_hosts_free(dc_hosts *h)
{
    for (size_t i = 0; i < h->n_chains; i++)
        for (dc_host *host; (host = h->chains[i]);) {
            h->chains[i] = host->next;
            free_host(h, host);
        }
    dc_mem_free(h->hook, h->chains, h->n_chains * sizeof(dc_host *));
    dc_mem_free(h->hook, h->heap, h->heap_cap * sizeof(dc_host *));
}

// ---- the heap: a host whose turn is earlier stands above ---------------------------------------

static bool is_before(const dc_host *a, const dc_host *b)
{
    return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->turn < b->turn;
}

static void put(dc_hosts *h, size_t place, dc_host *host)
{
    h->heap[place - 1] = host;
    host->place = place;
}

static void rise(dc_hosts *h, dc_host *host)
{
    size_t at = host->place;
    for (; at > 1 && is_before(host, h->heap[at / 2 - 1]); at /= 2)
        put(h, at, h->heap[at / 2 - 1]);
    put(h, at, host);
}

static void sink(dc_hosts *h, dc_host *host)
{
    size_t at = host->place;
    for (size_t child; (child = at * 2) <= h->n_heap; at = child) {
        if (child < h->n_heap && is_before(h->heap[child], h->heap[child - 1]))
            child++;
        if (!is_before(h->heap[child - 1], host))
            break;
        put(h, at, h->heap[child - 1]);
    }
    put(h, at, host);
}

static void heap_remove(dc_hosts *h, dc_host *host)
{
    const size_t at = host->place;
    dc_host *last = h->heap[--h->n_heap];
    host->place = 0;
    if (last == host)
        return;
    put(h, at, last);
    rise(h, last);
    sink(h, last);
}

// Who can start something stands in the heap, at its time. Those whose time is past stand in the
// order in which they came, so that no host starves another.
static void settle(dc_hosts *h, dc_host *host)
{
    const bool is_due = host->waiting.first && host->n_running < h->max_running;
    if (host->place)
        heap_remove(h, host);
    if (!is_due)
        return;
    host->due_ms = host->next_at_ms > h->now_ms ? host->next_at_ms : h->now_ms;
    host->turn = h->turns++;
    put(h, ++h->n_heap, host);
    rise(h, host);
}

// ---- the table ---------------------------------------------------------------------------------

static bool is_idle(const dc_host *host, uint64_t now_ms)
{
    return !host->waiting.first && !host->n_running && host->next_at_ms <= now_ms;
}

static void sweep(dc_hosts *h, uint64_t now_ms)
{
    for (size_t i = 0; i < h->n_chains; i++)
        for (dc_host **at = &h->chains[i], *host; (host = *at);) {
            if (!is_idle(host, now_ms)) {
                at = &host->next;
                continue;
            }
            *at = host->next;
            free_host(h, host);
            h->n--;
        }
    h->sweep_at = h->n * 2 > SWEEP ? h->n * 2 : SWEEP;
}

static bool grow_chains(dc_hosts *h)
{
    const size_t n = h->n_chains ? h->n_chains * 2 : CHAINS;
    dc_host **chains = dc_mem_zero(h->hook, n, sizeof(dc_host *));
    if (!chains)
        return false;
    for (size_t i = 0; i < h->n_chains; i++)
        for (dc_host *host; (host = h->chains[i]);) {
            h->chains[i] = host->next;
            host->next = chains[host->hash & (n - 1)];
            chains[host->hash & (n - 1)] = host;
        }
    dc_mem_free(h->hook, h->chains, h->n_chains * sizeof(dc_host *));
    h->chains = chains;
    h->n_chains = n;
    return true;
}

static bool grow_heap(dc_hosts *h)
{
    const size_t cap = h->heap_cap ? h->heap_cap * 2 : HEAP;
    dc_host **heap =
        dc_mem_resize(h->hook, h->heap, h->heap_cap * sizeof(dc_host *), cap * sizeof(dc_host *));
    if (!heap)
        return false;
    h->heap = heap;
    h->heap_cap = cap;
    return true;
}

dc_host *dc_hosts_get(dc_hosts *h, const char *name, uint64_t now_ms)
{
    const dc_str key = dc_str_of(name);
    const uint64_t hash = dc_hash(key);
    h->now_ms = now_ms;
    if (h->n_chains)
        for (dc_host *host = h->chains[hash & (h->n_chains - 1)]; host; host = host->next)
            if (host->hash == hash && strcmp(host->name, name) == 0)
                return host;
    if (h->n >= h->sweep_at)
        sweep(h, now_ms);
    if ((h->n >= h->n_chains && !grow_chains(h)) || (h->n >= h->heap_cap && !grow_heap(h)))
        return NULL;
    dc_host *host = dc_mem_zero(h->hook, 1, sizeof *host + key.len + 1);
    if (!host)
        return NULL;
    memcpy(host->name, name, key.len + 1);
    host->hash = hash;
    dc_host **chain = &h->chains[hash & (h->n_chains - 1)];
    host->next = *chain;
    *chain = host;
    h->n++;
    return host;
}

// ---- turns -------------------------------------------------------------------------------------

void dc_hosts_push(dc_hosts *h, dc_host *host, dc_transfer *t)
{
    t->at = host;
    dc_queue_push(&host->waiting, t);
    h->n_waiting++;
    if (host->waiting.n == 1)
        settle(h, host);
}

void dc_hosts_push_front(dc_hosts *h, dc_host *host, dc_transfer *t)
{
    t->at = host;
    dc_queue_push_front(&host->waiting, t);
    h->n_waiting++;
    if (host->waiting.n == 1)
        settle(h, host);
}

dc_transfer *dc_hosts_pop(dc_hosts *h, uint64_t now_ms)
{
    dc_host *host = h->n_heap ? h->heap[0] : NULL;
    h->now_ms = now_ms;
    if (!host || host->due_ms > now_ms)
        return NULL;
    dc_transfer *t = dc_queue_pop(&host->waiting);
    h->n_waiting--;
    h->n_active += host->n_running++ == 0;
    settle(h, host);
    return t;
}

void dc_hosts_leave(dc_hosts *h, dc_host *host)
{
    h->n_active -= --host->n_running == 0;
    settle(h, host);
}

void dc_hosts_pause(dc_hosts *h, dc_host *host, uint64_t until_ms)
{
    if (until_ms <= host->next_at_ms)
        return;
    host->next_at_ms = until_ms;
    settle(h, host);
}

uint64_t dc_hosts_wait(const dc_hosts *h, uint64_t now_ms)
{
    if (!h->n_heap)
        return UINT64_MAX;
    const uint64_t at = h->heap[0]->due_ms;
    return at > now_ms ? at - now_ms : 0;
}

void dc_hosts_drain(dc_hosts *h, dc_queue *out)
{
    for (size_t i = 0; i < h->n_chains; i++)
        for (dc_host *host = h->chains[i]; host; host = host->next) {
            for (dc_transfer *t; (t = dc_queue_pop(&host->waiting));)
                dc_queue_push(out, t);
            settle(h, host);
        }
    h->n_waiting = 0;
}

size_t dc_hosts_paused(const dc_hosts *h, uint64_t now_ms)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n_heap; i++)
        n += h->heap[i]->due_ms > now_ms;
    return n;
}
