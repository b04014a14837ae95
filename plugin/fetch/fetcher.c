#include "fetch/fetcher.h"

#include "base/hash.h"
#include "fetch/hosts.h"
#include "fetch/request.h"
#include "fetch/retry.h"
#include "fetch/sites.h"
#include "fetch/sockets.h"

#include <sys/resource.h>

enum {
    DELAY_FACTOR = 5, // pause, in times that the host took to answer
    DELAY_MAX_MS = 30000,
    KEPT_OPEN = 256, // connections at least: many hosts take turns even when few are asked at once
    HOST_LOST = 2,   // so many URLs found no server: further ones get one attempt each
};

struct decant_fetcher {
    dc_config config;
    CURLM *multi;
    dc_sockets sockets;
    dc_hosts hosts;
    dc_sites sites;
    bool obeys;       // robots.txt
    dc_queue running; // in multi
    dc_queue ended;   // to be reported
    dc_transfer *reported;
    CURL **spare; // handles of transfers that have ended
    size_t n_spare;
    size_t places;   // for requests at once
    size_t n_places; // of them in the beginning
    size_t limit;    // of requests that are not reported
    uint64_t random;
    uint64_t n_requests;
    uint64_t n_bytes;
};

const dc_config *dc_fetcher_config(const dc_fetcher *f)
{
    return &f->config;
}

void dc_fetcher_obey(dc_fetcher *f, bool obeys)
{
    f->obeys = obeys;
}

void dc_fetcher_limit(dc_fetcher *f, size_t n)
{
    f->limit = n;
}

static uint64_t now_ms(const dc_fetcher *f)
{
    return dc_clock_ms(&f->config.clock);
}

// xorshift64*: spreads retries, hides nothing.
static uint64_t next_random(dc_fetcher *f)
{
    f->random ^= f->random >> 12;
    f->random ^= f->random << 25;
    f->random ^= f->random >> 27;
    return f->random * 0x2545f4914f6cdd1d;
}

// ---- starting ----------------------------------------------------------------------------------

static void enqueue(dc_fetcher *f, dc_transfer *t, bool is_first);

// A page is reported. The end of a question about a site concerns those who wait for the answer.
static void end(dc_fetcher *f, dc_transfer *t)
{
    t->at = NULL;
    if (!t->asks) {
        dc_queue_push(&f->ended, t);
        return;
    }
    dc_sites_learn(&f->sites, t->asks, t, now_ms(f));
    for (dc_transfer *held; (held = dc_sites_release(&f->sites, t->asks));)
        enqueue(f, held, true);
    dc_transfer_free(t);
}

// Waits for the host of its URL: behind the others, or before them.
static void enqueue(dc_fetcher *f, dc_transfer *t, bool is_first)
{
    dc_host *host = dc_hosts_get(&f->hosts, t->host, now_ms(f));
    if (!host) {
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
        end(f, t);
    } else if (is_first) {
        dc_hosts_push_front(&f->hosts, host, t);
    } else {
        dc_hosts_push(&f->hosts, host, t);
    }
}

static void lend_handle(dc_fetcher *f, dc_transfer *t)
{
    if (!t->easy && f->n_spare)
        t->easy = f->spare[--f->n_spare];
}

static void take_handle_back(dc_fetcher *f, dc_transfer *t)
{
    if (!t->easy || f->n_spare >= f->places || dc_transfer_has_failed(t))
        return;
    dc_request_unset(t->easy);
    f->spare[f->n_spare++] = t->easy;
    t->easy = NULL;
}

static void start(dc_fetcher *f, dc_transfer *t)
{
    lend_handle(f, t);
    t->sockets = &f->sockets;
    if (dc_transfer_prepare(t) == DECANT_OK) {
        if (curl_multi_add_handle(f->multi, t->easy) == CURLM_OK) {
            f->n_requests++;
            dc_queue_push(&f->running, t);
            return;
        }
        dc_fail(&t->error, DECANT_E_NOMEM, "libcurl takes no more requests");
    }
    dc_hosts_leave(&f->hosts, t->at);
    end(f, t);
}

// Takes the turn of a page to ask for the robots.txt of its site.
static void ask(dc_fetcher *f, dc_site *site, dc_transfer *page)
{
    dc_host *host = page->at;
    dc_transfer *t = dc_transfer_of_robots(&f->config, site->origin);
    if (!t) {
        dc_fail(&page->error, DECANT_E_NOMEM, "out of memory");
        dc_hosts_leave(&f->hosts, host);
        end(f, page);
        return;
    }
    t->asks = site;
    t->at = host;
    site->state = DC_SITE_ASKED;
    dc_sites_hold(&f->sites, site, page);
    start(f, t);
}

// Whether a page may be asked for is known, and it may; otherwise it has been put elsewhere.
static bool is_allowed(dc_fetcher *f, dc_transfer *t, uint64_t now)
{
    if (!f->obeys || t->asks)
        return true;
    dc_site *site = dc_sites_get(&f->sites, t->url, now);
    if (site && site->state == DC_SITE_NEW) {
        ask(f, site, t);
        return false;
    }
    if (site && site->state != DC_SITE_ASKED && dc_site_allows(site, t->url, &t->error)) {
        t->crawl_delay_ms = site->robots ? dc_robots_delay_ms(site->robots) : 0;
        return true;
    }
    dc_hosts_leave(&f->hosts, t->at);
    if (site && site->state == DC_SITE_ASKED) {
        dc_sites_hold(&f->sites, site, t);
        return false;
    }
    if (!site)
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    end(f, t);
    return false;
}

static bool has_place(const dc_fetcher *f)
{
    return f->running.n < f->places && f->running.n + f->ended.n < f->limit;
}

static void start_waiting(dc_fetcher *f)
{
    const uint64_t now = now_ms(f);
    while (has_place(f)) {
        dc_transfer *t = dc_hosts_pop(&f->hosts, now);
        if (!t)
            return;
        if (!is_allowed(f, t, now))
            continue;
        if (f->config.max_parallel_host > 1) // otherwise the pause begins when it has ended
            dc_hosts_pause(&f->hosts, t->at, now + f->config.delay_ms);
        start(f, t);
    }
}

bool dc_fetcher_begin(dc_fetcher *f)
{
    start_waiting(f);
    return has_place(f);
}

// ---- ending ------------------------------------------------------------------------------------

static void leave_multi(dc_fetcher *f, dc_transfer *t)
{
    dc_queue_take(&f->running, t);
    curl_multi_remove_handle(f->multi, t->easy);
    f->n_bytes += t->wire_bytes;
}

// A slow answer is a busy server: its pause grows. A site may ask for more.
static void pause_host(dc_fetcher *f, dc_host *host, const dc_transfer *t)
{
    uint64_t pause = f->config.delay_ms;
    uint64_t longer = pause ? (uint64_t)t->last_ms * DELAY_FACTOR : 0;
    if (longer < t->crawl_delay_ms)
        longer = t->crawl_delay_ms;
    if (longer > DELAY_MAX_MS)
        longer = DELAY_MAX_MS;
    if (longer > pause)
        pause = longer;
    if (pause && !t->asks)
        dc_hosts_pause(&f->hosts, host, now_ms(f) + pause);
}

// The attempt may be made again, unless the host has disappointed often enough.
static void retry(dc_fetcher *f, dc_transfer *t, dc_host *host)
{
    const uint64_t pause = dc_retry_pause_ms(t, next_random(f));
    dc_log_say(&f->config.log, DECANT_LOG_INFO, "%s: %s; again in %u ms", t->host, t->error.message,
               (unsigned)pause);
    dc_hosts_pause(&f->hosts, host, now_ms(f) + pause);
    dc_transfer_again(t);
    enqueue(f, t, true);
}

static void count_loss(const dc_transfer *t, dc_host *host)
{
    if (t->error.code == DECANT_E_CONNECT)
        host->n_lost++;
    else
        host->n_lost = 0;
}

// Too many files are open in this process: no fault of the URL, which waits for one of the others.
static bool can_wait_for_files(dc_fetcher *f, const dc_transfer *t)
{
    if (!t->is_starved || f->running.n == 0)
        return false;
    f->places = f->running.n;
    return true;
}

static void finish(dc_fetcher *f, dc_transfer *t, CURLcode code)
{
    dc_host *host = t->at;
    leave_multi(f, t);
    const dc_next next = dc_transfer_finish(t, code);
    dc_hosts_leave(&f->hosts, host);
    if (next == DC_NEXT_REDIRECT) {
        enqueue(f, t, true);
    } else if (dc_transfer_has_failed(t) && can_wait_for_files(f, t)) {
        dc_error_clear(&t->error);
        enqueue(f, t, true);
    } else if (next == DC_NEXT_RETRY && host->n_lost < HOST_LOST) {
        retry(f, t, host);
    } else {
        if (t->retry_after_ms)
            dc_hosts_pause(&f->hosts, host, now_ms(f) + t->retry_after_ms);
        pause_host(f, host, t);
        count_loss(t, host);
        end(f, t);
    }
}

static void collect(dc_fetcher *f)
{
    int left;
    for (const CURLMsg *m; (m = curl_multi_info_read(f->multi, &left));) {
        if (m->msg != CURLMSG_DONE)
            continue;
        dc_transfer *t = NULL;
        const CURLcode code = m->data.result; // m is gone with its handle
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
        finish(f, t, code);
    }
}

// ---- reporting ---------------------------------------------------------------------------------

static int32_t version_of(const dc_transfer *t)
{
    static const int32_t numbers[] = {
        [CURL_HTTP_VERSION_1_0] = 10, [CURL_HTTP_VERSION_1_1] = 11, [CURL_HTTP_VERSION_2_0] = 20};
    long version = 0;
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_VERSION, &version);
    return version > 0 && version < (long)(sizeof numbers / sizeof *numbers) ? numbers[version] : 0;
}

static void report(dc_transfer *t, decant_fetch_done_fn done, void *ctx)
{
    const char *type = NULL;
    const char *address = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &address);
    const dc_str body = dc_buf_str(&t->body);
    const dc_str head = dc_buf_str(&t->head);
    const decant_response response = {.struct_size = sizeof response,
                                      .http_status = t->status,
                                      .url = t->text,
                                      .content_type = type,
                                      .body = body.p,
                                      .body_len = body.len,
                                      .redirects = t->redirects,
                                      .time_ms = t->spent_ms,
                                      .head = head.p,
                                      .head_len = head.len,
                                      .address = address ? address : "",
                                      .wire_bytes = t->wire_bytes,
                                      .http_version = version_of(t),
                                      .is_downgraded = t->is_downgraded,
                                      .retries = t->retries};
    done(ctx, t->tag, &response, dc_transfer_has_failed(t) ? &t->error : NULL);
}

static void report_end(dc_transfer *t, decant_fetch_done_fn done, void *ctx)
{
    const bool has_answer =
        !dc_transfer_has_failed(t) || (t->config->keep_failed && t->easy && t->is_body);
    if (has_answer && t->text)
        report(t, done, ctx);
    else
        done(ctx, t->tag, NULL, &t->error);
}

static int time_to_wait(const dc_fetcher *f, uint32_t timeout_ms)
{
    const uint64_t turn = has_place(f) ? dc_hosts_wait(&f->hosts, now_ms(f)) : UINT64_MAX;
    const uint64_t wait = turn < timeout_ms ? turn : timeout_ms;
    return wait < INT32_MAX ? (int)wait : INT32_MAX;
}

size_t dc_fetcher_step(dc_fetcher *f, uint32_t timeout_ms, decant_fetch_done_fn done, void *ctx)
{
    start_waiting(f);
    const bool waits = !f->ended.first && (f->running.n || f->hosts.n_waiting);
    dc_sockets_wait(&f->sockets, waits ? time_to_wait(f, timeout_ms) : 0);
    collect(f);
    start_waiting(f);
    dc_sockets_work(&f->sockets); // what is asked for now comes in during the reports
    collect(f);
    for (dc_transfer *t; (t = dc_queue_pop(&f->ended));) {
        f->reported = t;
        report_end(t, done, ctx);
        f->reported = NULL;
        take_handle_back(f, t);
        dc_transfer_free(t);
    }
    return f->hosts.n_waiting + f->sites.n_held + f->running.n;
}

dc_buf dc_fetcher_take_body(dc_fetcher *f)
{
    dc_buf *body = &f->reported->body;
    const dc_buf taken = *body;
    *body = dc_buf_on(taken.hook, taken.max);
    return taken;
}

void dc_fetcher_wakeup(dc_fetcher *f)
{
    dc_sockets_ring(&f->sockets);
}

void dc_fetcher_drain(dc_fetcher *f)
{
    dc_queue waiting = {NULL, NULL, 0};
    dc_hosts_drain(&f->hosts, &waiting);
    dc_sites_drain(&f->sites, &waiting);
    for (dc_transfer *t; (t = dc_queue_pop(&waiting));) {
        dc_fail(&t->error, DECANT_E_CANCELLED, "stopped before it was begun");
        end(f, t);
    }
}

void dc_fetcher_cancel(dc_fetcher *f)
{
    dc_fetcher_drain(f);
    for (dc_transfer *t; (t = f->running.first);) {
        dc_host *host = t->at;
        leave_multi(f, t);
        dc_hosts_leave(&f->hosts, host);
        dc_fail(&t->error, DECANT_E_CANCELLED, "stopped before it was complete");
        end(f, t);
    }
}

void dc_fetcher_progress(const dc_fetcher *f, decant_fetch_progress *out)
{
    const uint64_t now = now_ms(f);
    const uint64_t wait = f->running.n ? 0 : dc_hosts_wait(&f->hosts, now);
    const decant_fetch_progress p = {.struct_size = out->struct_size,
                                     .active_hosts = (uint32_t)f->hosts.n_active,
                                     .paused_hosts = (uint32_t)dc_hosts_paused(&f->hosts, now),
                                     .queued = f->hosts.n_waiting + f->sites.n_held,
                                     .in_flight = f->running.n,
                                     .requests = f->n_requests,
                                     .bytes = f->n_bytes,
                                     .wait_ms = wait == UINT64_MAX ? 0 : wait};
    memcpy(out, &p, out->struct_size < sizeof p ? out->struct_size : sizeof p);
}

decant_status dc_fetcher_add(dc_fetcher *f, const char *url, void *tag)
{
    dc_transfer *t = dc_transfer_new(&f->config, url ? url : "", tag);
    if (!t)
        return DECANT_E_NOMEM;
    if (dc_transfer_has_failed(t))
        end(f, t);
    else
        enqueue(f, t, false);
    return DECANT_OK;
}

// ---- the fetcher -------------------------------------------------------------------------------

// Each request may need three files at once (two while its name is looked up), and connections stay
// open for hosts that come again.
static size_t places_for_files(size_t wanted)
{
    enum { OTHERS = 16, EACH = 3 }; // files of the rest of the process
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return wanted;
    const size_t free = limit.rlim_cur > OTHERS ? (size_t)limit.rlim_cur - OTHERS : 0;
    const size_t most = free > EACH ? free / EACH : 1;
    return wanted < most ? wanted : most;
}

static decant_status set_up(dc_fetcher *f, const decant_fetch_options *options, decant_error *error)
{
    const decant_status status = dc_config_read(options, &f->config, error);
    if (status != DECANT_OK)
        return status;
    const dc_clock system = {NULL, NULL};
    dc_hosts_init(&f->hosts, &f->config.hook, f->config.max_parallel_host);
    f->obeys = f->config.robots != DECANT_ROBOTS_IGNORE;
    f->places = places_for_files(f->config.max_parallel);
    f->limit = SIZE_MAX;
    f->random = dc_hash((dc_str){(const char *)&f, sizeof f}) ^ dc_clock_ms(&system) ^ 1;
    f->random |= f->random == 0;
    f->n_places = f->places;
    f->spare = dc_mem_zero(&f->config.hook, f->n_places, sizeof *f->spare);
    f->multi = curl_multi_init();
    if (!f->multi || !f->spare)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    const size_t kept_open = f->places * 2 > KEPT_OPEN ? f->places * 2 : KEPT_OPEN;
    curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)places_for_files(kept_open));
    return dc_sockets_open(&f->sockets, f->multi, &f->config.hook, error);
}

decant_status dc_fetcher_new(const decant_fetch_options *options, dc_fetcher **out,
                             decant_error *error)
{
    *out = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return dc_fail(error, DECANT_E_NOMEM, "libcurl does not start");
    const decant_allocator hook = dc_config_hook(options);
    dc_fetcher *f = dc_mem_zero(&hook, 1, sizeof *f);
    if (!f) {
        curl_global_cleanup();
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
    f->hosts.hook = f->sites.hook = &f->config.hook;
    const decant_status status = set_up(f, options, error);
    if (status == DECANT_OK)
        *out = f;
    else
        dc_fetcher_free(f);
    return status;
}

void dc_fetcher_free(dc_fetcher *f)
{
    if (!f)
        return;
    for (dc_transfer *t; (t = f->running.first);) {
        leave_multi(f, t);
        dc_transfer_free(t);
    }
    dc_hosts_free(&f->hosts);
    dc_sites_free(&f->sites);
    dc_queue_free(&f->ended);
    while (f->n_spare)
        curl_easy_cleanup(f->spare[--f->n_spare]);
    dc_mem_free(&f->config.hook, f->spare, f->n_places * sizeof *f->spare);
    curl_multi_cleanup(f->multi);
    dc_sockets_close(&f->sockets);
    const decant_allocator hook = f->config.given;
    dc_config_free(&f->config);
    dc_mem_free(&hook, f, sizeof *f);
    curl_global_cleanup();
}
