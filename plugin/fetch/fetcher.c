#include "fetch/fetcher.h"

#include "fetch/transfer.h"

typedef struct queue {
    dc_transfer *first;
    dc_transfer **last;
} queue;

struct decant_fetcher {
    dc_config config;
    CURLM *multi;
    queue waiting; // for their host, or for one of the places
    queue running; // in multi
    queue ended;   // to be reported
    size_t n_waiting;
    size_t n_running;
};

static void queue_init(queue *q)
{
    q->first = NULL;
    q->last = &q->first;
}

static void queue_push(queue *q, dc_transfer *t)
{
    t->next = NULL;
    *q->last = t;
    q->last = &t->next;
}

static void queue_push_front(queue *q, dc_transfer *t)
{
    t->next = q->first;
    q->first = t;
    if (!t->next)
        q->last = &t->next;
}

// Takes out what *at points to.
static dc_transfer *queue_take(queue *q, dc_transfer **at)
{
    dc_transfer *t = *at;
    if (!t)
        return NULL;
    *at = t->next;
    if (!*at)
        q->last = at;
    return t;
}

static void queue_free(queue *q)
{
    for (dc_transfer *t; (t = queue_take(q, &q->first));)
        dc_transfer_free(t);
}

// ---- starting ----------------------------------------------------------------------------------

static size_t running_on(const dc_fetcher *f, const char *host)
{
    size_t n = 0;
    for (const dc_transfer *t = f->running.first; t; t = t->next)
        n += strcmp(t->host, host) == 0;
    return n;
}

static void start(dc_fetcher *f, dc_transfer *t)
{
    if (dc_transfer_prepare(t) == DECANT_OK) {
        if (curl_multi_add_handle(f->multi, t->easy) == CURLM_OK) {
            queue_push(&f->running, t);
            f->n_running++;
            return;
        }
        dc_fail(&t->error, DECANT_E_NOMEM, "libcurl takes no more requests");
    }
    queue_push(&f->ended, t);
}

// In the order in which they came, but a host that is busy holds up its own URLs only.
static void start_waiting(dc_fetcher *f)
{
    dc_transfer **at = &f->waiting.first;
    while (*at && f->n_running < f->config.max_parallel) {
        if (running_on(f, (*at)->host) >= f->config.max_parallel_host) {
            at = &(*at)->next;
            continue;
        }
        f->n_waiting--;
        start(f, queue_take(&f->waiting, at));
    }
}

// ---- ending ------------------------------------------------------------------------------------

static void leave_multi(dc_fetcher *f, dc_transfer *t)
{
    dc_transfer **at = &f->running.first;
    while (*at != t)
        at = &(*at)->next;
    queue_take(&f->running, at);
    f->n_running--;
    curl_multi_remove_handle(f->multi, t->easy);
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
        leave_multi(f, t);
        if (dc_transfer_finish(t, code)) {
            queue_push_front(&f->waiting, t);
            f->n_waiting++;
        } else {
            queue_push(&f->ended, t);
        }
    }
}

static void advance(dc_fetcher *f)
{
    int running;
    start_waiting(f);
    curl_multi_perform(f->multi, &running);
    collect(f);
    start_waiting(f);
}

static void report(dc_transfer *t, dc_fetched_fn done, void *ctx)
{
    char *url = t->url && !dc_transfer_has_failed(t) ? dc_url_text(t->url) : NULL;
    if (!url && !dc_transfer_has_failed(t))
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    if (dc_transfer_has_failed(t)) {
        done(ctx, t->tag, NULL, &t->error);
        return;
    }
    const char *type = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    const dc_str body = dc_buf_str(&t->body);
    const decant_response response = {.struct_size = sizeof response,
                                      .http_status = t->status,
                                      .url = url,
                                      .content_type = type,
                                      .body = body.p,
                                      .body_len = body.len,
                                      .redirects = t->redirects,
                                      .time_ms = t->spent_ms};
    done(ctx, t->tag, &response, NULL);
    curl_free(url);
}

size_t dc_fetcher_step(dc_fetcher *f, int timeout_ms, dc_fetched_fn done, void *ctx)
{
    advance(f);
    if (!f->ended.first && f->n_running) {
        curl_multi_poll(f->multi, NULL, 0, timeout_ms, NULL);
        advance(f);
    }
    for (dc_transfer *t; (t = queue_take(&f->ended, &f->ended.first));) {
        report(t, done, ctx);
        dc_transfer_free(t);
    }
    return f->n_waiting + f->n_running;
}

void dc_fetcher_wakeup(dc_fetcher *f)
{
    curl_multi_wakeup(f->multi);
}

static void cancel(dc_fetcher *f, dc_transfer *t)
{
    dc_fail(&t->error, DECANT_E_CANCELLED, "stopped before it was complete");
    queue_push(&f->ended, t);
}

void dc_fetcher_cancel(dc_fetcher *f)
{
    for (dc_transfer *t; (t = queue_take(&f->waiting, &f->waiting.first));)
        cancel(f, t);
    f->n_waiting = 0;
    for (dc_transfer *t; (t = f->running.first);) {
        leave_multi(f, t);
        cancel(f, t);
    }
}

decant_status dc_fetcher_add(dc_fetcher *f, const char *url, void *tag)
{
    dc_transfer *t = dc_transfer_new(&f->config, url ? url : "", tag);
    if (!t)
        return DECANT_E_NOMEM;
    if (dc_transfer_has_failed(t)) {
        queue_push(&f->ended, t);
        return DECANT_OK;
    }
    queue_push(&f->waiting, t);
    f->n_waiting++;
    return DECANT_OK;
}

// ---- the fetcher -------------------------------------------------------------------------------

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
    queue_init(&f->waiting);
    queue_init(&f->running);
    queue_init(&f->ended);
    f->multi = curl_multi_init();
    decant_status status = dc_config_read(options, &f->config, error);
    if (status == DECANT_OK && !f->multi)
        status = dc_fail(error, DECANT_E_NOMEM, "out of memory");
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
    queue_free(&f->waiting);
    queue_free(&f->ended);
    curl_multi_cleanup(f->multi);
    const decant_allocator hook = f->config.hook;
    dc_config_free(&f->config);
    dc_mem_free(&hook, f, sizeof *f);
    curl_global_cleanup();
}

// ---- a list of URLs ----------------------------------------------------------------------------

typedef struct round {
    decant_fetched_fn done;
    void *ctx;
    bool is_stopped;
} round;

static void pass_on(void *ctx, void *tag, const decant_response *response,
                    const decant_error *error)
{
    round *r = ctx;
    r->is_stopped |= r->done(r->ctx, (size_t)(uintptr_t)tag, response, error) != 0;
}

static void report_unfetched(round *r, size_t index, decant_status why)
{
    decant_error error;
    dc_fail(&error, why, "%s", decant_status_text(why));
    r->is_stopped |= r->done(r->ctx, index, NULL, &error) != 0;
}

decant_status dc_fetch(dc_fetcher *f, const char *const *urls, size_t n, decant_fetched_fn done,
                       void *ctx, decant_error *error)
{
    enum { LOOK_AHEAD = 8, STEP_MS = 1000 }; // beyond what runs, so that a busy host idles no other
    if (!f || (!urls && n) || !done)
        return dc_fail(error, DECANT_E_INVALID,
                       "a fetcher, URLs and a function for results are needed");
    round r = {done, ctx, false};
    const size_t window = (size_t)f->config.max_parallel * LOOK_AHEAD;
    size_t added = 0;
    for (size_t active = 0; (added < n || active) && !r.is_stopped;) {
        for (; added < n && active < window && !r.is_stopped; added++, active++)
            if (dc_fetcher_add(f, urls[added], (void *)(uintptr_t)added) != DECANT_OK)
                report_unfetched(&r, added, DECANT_E_NOMEM);
        active = dc_fetcher_step(f, STEP_MS, pass_on, &r);
    }
    if (!r.is_stopped)
        return DECANT_OK;
    dc_fetcher_cancel(f);
    dc_fetcher_step(f, 0, pass_on, &r);
    for (; added < n; added++)
        report_unfetched(&r, added, DECANT_E_CANCELLED);
    return dc_fail(error, DECANT_E_CANCELLED, "stopped by the caller");
}
