#include "pipeline/batch.h"

#include "base/clock.h"
#include "base/pool.h"
#include "base/status.h"
#include "fetch/fetcher.h"
#include "fetch/url.h"
#include "pipeline/cache.h"
#include "pipeline/options.h"
#include "pipeline/task.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_JOBS = 256,
    STACK = 512 << 10,
    KEPT = 8 << 20,         // memory of pages that are done, for the next ones,
    KEPT_PER_JOB = 4 << 20, // and for each worker
    WINDOW_PER_JOB = 8,     // inputs under way for each worker, so that none waits for the caller
    QUEUED = 2,             // URLs in the fetcher for each request at once,
    MOST_QUEUED = 4096,     // or so many, to find hosts that do not pause
    LOW_PER_JOB = 4,        // inputs before each worker: time to fetch more,
    HIGH_PER_JOB = 48,      // until they are so many,
    HIGH_BYTES = 3 << 20,   // or together so large,
    TOGETHER = 4,           // results that are delivered together,
    BYTES_TOGETHER = 256 << 10, // if they are not larger: pages hold memory
    SOON_MS = 50,
    TICK_MS = 200,
};

typedef struct queue {
    dc_task *first;
    dc_task **last;
    size_t n;
} queue;

typedef struct batch {
    const decant_allocator *hook;
    dc_pool *pool; // what the hook takes from
    decant_options extract;
    const decant_batch_options *options;
    decant_result_fn done;
    void *done_ctx;
    dc_fetcher *fetcher; // made at the first URL
    decant_fetch_options fetch;
    uint64_t n_taken;     // inputs taken from the caller
    uint64_t n_delivered; // results given to the caller
    size_t window;        // of inputs that hold bytes or a page
    size_t parallel;      // requests at once
    size_t n_fetching;    // in the fetcher
    dc_task *fetching;    // calling thread only: the same, linked both ways
    uint64_t fetched_ms;  // when servers were last heard
    bool is_drained;      // no input is taken any more, no request begun
    bool is_filling;      // workers are to get more inputs before them
    queue waiting;        // calling thread only: finished, but not their turn yet
    pthread_mutex_t lock; // of what follows
    pthread_cond_t has_work;
    pthread_cond_t has_results;
    queue work;
    uint64_t work_bytes; // of what was fetched
    queue results;
    uint64_t result_bytes; // of their sources
    size_t low;            // so few inputs are before the workers when they wake the caller
    bool is_asleep;        // the caller
    bool is_over;
    pthread_t workers[MOST_JOBS];
    size_t n_workers;
} batch;

static void queue_init(queue *q)
{
    q->first = NULL;
    q->last = &q->first;
    q->n = 0;
}

static void queue_push(queue *q, dc_task *task)
{
    task->next = NULL;
    *q->last = task;
    q->last = &task->next;
    q->n++;
}

// Takes out what *at points to, NULL when that is nothing.
static dc_task *queue_take(queue *q, dc_task **at)
{
    dc_task *task = *at;
    if (!task)
        return NULL;
    *at = task->next;
    if (!*at)
        q->last = at;
    q->n--;
    return task;
}

static dc_task *queue_pop(queue *q)
{
    return queue_take(q, &q->first);
}

static void fetching_add(batch *b, dc_task *task)
{
    task->prev = NULL;
    task->next = b->fetching;
    if (task->next)
        task->next->prev = task;
    b->fetching = task;
    b->n_fetching++;
}

static void fetching_remove(batch *b, dc_task *task)
{
    if (task->prev)
        task->prev->next = task->next;
    else
        b->fetching = task->next;
    if (task->next)
        task->next->prev = task->prev;
    b->n_fetching--;
}

static void queue_free(queue *q)
{
    for (dc_task *task; (task = queue_pop(q));)
        dc_task_free(task);
}

// The caller is woken for several results at once, or when it should see to more work.
static bool is_time(const batch *b)
{
    return b->results.first &&
           (b->work.n <= b->low || b->results.n >= TOGETHER || b->result_bytes >= BYTES_TOGETHER);
}

static void wake(batch *b)
{
    if (!b->is_asleep || !is_time(b))
        return;
    b->is_asleep = false;
    pthread_cond_signal(&b->has_results);
    if (b->fetcher)
        dc_fetcher_wakeup(b->fetcher);
}

static void *work(void *ctx)
{
    batch *b = ctx;
    pthread_mutex_lock(&b->lock);
    for (;;) {
        dc_task *task = NULL;
        while (!b->is_over && !(task = queue_pop(&b->work)))
            pthread_cond_wait(&b->has_work, &b->lock);
        if (!task)
            break;
        b->work_bytes -= task->data.len;
        pthread_mutex_unlock(&b->lock);
        dc_task_work(task, &b->extract, b->options->is_raw);
        pthread_mutex_lock(&b->lock);
        queue_push(&b->results, task);
        b->result_bytes += task->n_bytes;
        wake(b);
    }
    pthread_mutex_unlock(&b->lock);
    return NULL;
}

static uint32_t jobs_of(const decant_batch_options *options)
{
    long n = options->jobs ? (long)options->jobs : sysconf(_SC_NPROCESSORS_ONLN);
    if (n < 1)
        n = 1;
    return n > MOST_JOBS ? MOST_JOBS : (uint32_t)n;
}

// Fewer workers than asked for will do, none will not.
static decant_status start(batch *b, decant_error *error)
{
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK);
    const uint32_t jobs = jobs_of(b->options);
    while (b->n_workers < jobs && pthread_create(&b->workers[b->n_workers], &attr, work, b) == 0)
        b->n_workers++;
    pthread_attr_destroy(&attr);
    b->parallel = b->fetch.max_parallel ? b->fetch.max_parallel : DC_FETCH_PARALLEL;
    b->window = (size_t)jobs * WINDOW_PER_JOB + b->parallel;
    return b->n_workers ? DECANT_OK : dc_fail(error, DECANT_E_NOMEM, "no thread could be started");
}

static void stop(batch *b)
{
    pthread_mutex_lock(&b->lock);
    b->is_over = true;
    pthread_cond_broadcast(&b->has_work);
    pthread_mutex_unlock(&b->lock);
    for (size_t i = 0; i < b->n_workers; i++)
        pthread_join(b->workers[i], NULL);
}

static void give_work(batch *b, dc_task *task)
{
    pthread_mutex_lock(&b->lock);
    queue_push(&b->work, task);
    b->work_bytes += task->data.len;
    pthread_cond_signal(&b->has_work);
    pthread_mutex_unlock(&b->lock);
}

static dc_buf copied(const batch *b, const decant_response *response)
{
    dc_buf body = dc_buf_on(b->hook, response->body_len);
    dc_buf_append(&body, response->body, response->body_len);
    return body;
}

// Answers from the cache. Returns false when there is nothing whole.
static bool take_cached(batch *b, dc_task *task, const char *url, bool only_fresh)
{
    dc_cached cached;
    task->is_cached = dc_cache_find(b->options->cache, url, only_fresh, &cached);
    if (task->is_cached)
        dc_task_fetched(task, &cached.response, copied(b, &cached.response), NULL);
    dc_cached_free(&cached);
    return task->is_cached;
}

// Whether nobody needs to be asked for the task's URL.
static bool is_fresh(batch *b, dc_task *task)
{
    CURLU *url;
    if (!b->options->cache ||
        dc_url_new(task->name, b->fetch.allow_private != 0, &url, NULL) != DECANT_OK)
        return false;
    char *text = dc_url_text(url);
    const bool is_taken = text && take_cached(b, task, text, true);
    curl_free(text);
    curl_url_cleanup(url);
    return is_taken;
}

// Status 304. What it speaks of may have gone in the meantime: then it is fetched once more, whole.
static bool take_unmodified(batch *b, dc_task *task, const decant_response *response)
{
    if (take_cached(b, task, response->url, false)) {
        dc_cache_renew(b->options->cache, response);
        return true;
    }
    dc_cache_forget(b->options->cache, response->url);
    return dc_fetcher_add(b->fetcher, task->name, task) != DECANT_OK;
}

static void fetched(void *ctx, void *tag, const decant_response *response,
                    const decant_error *error)
{
    batch *b = ctx;
    dc_task *task = tag;
    const bool is_good = b->options->cache && response && (!error || error->code == DECANT_OK);
    if (is_good && response->http_status == 304) {
        if (!take_unmodified(b, task, response))
            return;
    } else if (is_good) {
        dc_cache_keep(b->options->cache, response);
    }
    if (!task->is_cached)
        dc_task_fetched(task, response, response ? dc_fetcher_take_body(b->fetcher) : (dc_buf){0},
                        error);
    fetching_remove(b, task);
    give_work(b, task);
}

static decant_status fetch(batch *b, dc_task *task, decant_error *error)
{
    if (is_fresh(b, task)) {
        give_work(b, task);
        return DECANT_OK;
    }
    if (!b->fetcher) {
        dc_fetcher *fetcher;
        const decant_status status = dc_fetcher_new(&b->fetch, &fetcher, error);
        if (status != DECANT_OK)
            return status;
        pthread_mutex_lock(&b->lock);
        b->fetcher = fetcher;
        pthread_mutex_unlock(&b->lock);
    }
    const decant_status status = dc_fetcher_add(b->fetcher, task->name, task);
    if (status != DECANT_OK)
        return dc_fail(error, status, "%s", decant_status_text(status));
    fetching_add(b, task);
    return DECANT_OK;
}

// A few URLs are enough while each request that may be made is. Further ones would lie there.
static bool wants_urls(const batch *b)
{
    return b->n_fetching < b->parallel * QUEUED ||
           (b->n_fetching < MOST_QUEUED && dc_fetcher_begin(b->fetcher));
}

// Whether the next input may be taken. In order, whoever waits for his turn holds a page.
static bool has_room(const batch *b)
{
    const uint64_t n = b->n_taken - b->n_delivered;
    if (b->options->is_ordered)
        return n < b->window;
    return n - b->n_fetching < b->window && wants_urls(b);
}

// Takes inputs until the window is full. *has_more turns false at the last one.
static decant_status take(batch *b, decant_next_fn next, void *ctx, bool *has_more,
                          decant_error *error)
{
    while (*has_more && has_room(b)) {
        decant_input input = DECANT_INPUT_INIT;
        if (!next(ctx, &input)) {
            *has_more = false;
            break;
        }
        dc_task *task = dc_task_new(b->hook, &input, b->n_taken++);
        if (!task)
            return dc_fail(error, DECANT_E_NOMEM, "out of memory");
        if (input.kind != DECANT_INPUT_URL) {
            give_work(b, task);
            continue;
        }
        const decant_status status = fetch(b, task, error);
        if (status != DECANT_OK) {
            dc_task_free(task);
            return status;
        }
    }
    return DECANT_OK;
}

static bool deliver(batch *b, dc_task *task)
{
    const dc_str body = b->options->is_raw ? dc_task_bytes(task) : DC_STR_NONE;
    const decant_result result = {.struct_size = sizeof result,
                                  .index = task->index,
                                  .input = task->name,
                                  .url = task->url,
                                  .page = task->page,
                                  .error = task->error.code ? &task->error : NULL,
                                  .bytes = task->n_bytes,
                                  .http_status = task->status,
                                  .is_cached = task->is_cached,
                                  .content_type = task->content_type,
                                  .body = body.p,
                                  .body_len = body.len};
    b->n_delivered++;
    const bool goes_on = b->done(b->done_ctx, &result) == 0;
    dc_task_free(task);
    return goes_on;
}

// Takes out the task whose turn it is, of those that wait.
static dc_task *whose_turn(batch *b)
{
    if (!b->options->is_ordered)
        return queue_pop(&b->waiting);
    for (dc_task **at = &b->waiting.first; *at; at = &(*at)->next)
        if ((*at)->index == b->n_delivered)
            return queue_take(&b->waiting, at);
    return NULL;
}

static bool deliver_all(batch *b)
{
    pthread_mutex_lock(&b->lock);
    for (dc_task *task; (task = queue_pop(&b->results));)
        queue_push(&b->waiting, task);
    b->result_bytes = 0;
    pthread_mutex_unlock(&b->lock);
    for (dc_task *task; (task = whose_turn(b));)
        if (!deliver(b, task))
            return false;
    return true;
}

// While workers have inputs before them no others are fetched. The caller would wake up for each,
// and the server with it, and every time they take a worker's place and its cache.
static bool has_enough(batch *b)
{
    if (b->work.n <= b->n_workers * LOW_PER_JOB)
        b->is_filling = true;
    else if (b->work.n >= b->n_workers * HIGH_PER_JOB || b->work_bytes >= b->n_workers * HIGH_BYTES)
        b->is_filling = false;
    return !b->is_filling;
}

static void wait_for_results(batch *b)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += SOON_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    int why = 0;
    pthread_mutex_lock(&b->lock);
    b->low = b->n_workers * LOW_PER_JOB;
    while (!is_time(b) && why != ETIMEDOUT) {
        b->is_asleep = true;
        why = pthread_cond_timedwait(&b->has_results, &b->lock, &until);
    }
    b->is_asleep = false;
    pthread_mutex_unlock(&b->lock);
}

// Requests under way and answers that wait for workers share the window: before workers that cannot
// keep up bytes would pile up.
static void fetch_some(batch *b, size_t limit)
{
    pthread_mutex_lock(&b->lock);
    b->low = 0;
    b->is_asleep = !is_time(b) && !has_enough(b);
    const uint32_t time_ms = b->is_asleep ? TICK_MS : 0;
    pthread_mutex_unlock(&b->lock);
    dc_fetcher_limit(b->fetcher, limit);
    dc_fetcher_step(b->fetcher, time_ms, fetched, b);
    b->fetched_ms = dc_clock_ms(NULL);
    pthread_mutex_lock(&b->lock);
    b->is_asleep = false;
    pthread_mutex_unlock(&b->lock);
}

// Waits for results. Servers are not left alone for long: what they sent would be too late.
static void wait(batch *b)
{
    const uint64_t n_held = b->n_taken - b->n_delivered - b->n_fetching;
    pthread_mutex_lock(&b->lock);
    const bool can_wait = has_enough(b);
    pthread_mutex_unlock(&b->lock);
    if (b->n_fetching && n_held < b->window &&
        (!can_wait || dc_clock_ms(NULL) - b->fetched_ms >= SOON_MS))
        fetch_some(b, b->window - n_held);
    else
        wait_for_results(b);
}

static void drain(batch *b)
{
    b->is_drained = true;
    if (b->fetcher)
        dc_fetcher_drain(b->fetcher);
}

static void note_progress(const batch *b)
{
    if (b->options->progress && b->fetcher)
        dc_fetcher_progress(b->fetcher, b->options->progress);
}

// Returns false when the caller stops the batch.
static bool tick(batch *b)
{
    if (!b->options->tick)
        return true;
    note_progress(b);
    const int answer = b->options->tick(b->options->tick_ctx);
    if (answer == DECANT_BATCH_DRAIN && !b->is_drained)
        drain(b);
    return answer == 0 || answer == DECANT_BATCH_DRAIN;
}

static decant_status run(batch *b, decant_next_fn next, void *next_ctx, decant_error *error)
{
    uint64_t ticked = dc_clock_ms(NULL);
    for (bool has_more = true;;) {
        const decant_status status = take(b, next, next_ctx, &has_more, error);
        if (status != DECANT_OK)
            return status;
        if (!deliver_all(b))
            return dc_fail(error, DECANT_E_CANCELLED, "stopped by the caller");
        if (!has_more && b->n_delivered == b->n_taken)
            return DECANT_OK;
        const uint64_t now = dc_clock_ms(NULL);
        if (now - ticked >= TICK_MS) {
            ticked = now;
            if (!tick(b))
                return dc_fail(error, DECANT_E_CANCELLED, "stopped by the caller");
            has_more &= !b->is_drained;
        }
        if (!has_room(b) || !has_more)
            wait(b);
    }
}

static void clean_up(batch *b)
{
    stop(b);
    note_progress(b);
    for (dc_task *task; (task = b->fetching);) {
        fetching_remove(b, task);
        dc_task_free(task);
    }
    queue_free(&b->work);
    queue_free(&b->results);
    queue_free(&b->waiting);
    dc_fetcher_free(b->fetcher); // tasks hold bodies of its memory
    pthread_cond_destroy(&b->has_results);
    pthread_cond_destroy(&b->has_work);
    pthread_mutex_destroy(&b->lock);
}

// Verdicts go by answers that failed, too. One URL or many, a batch is a crawl.
static void read_fetch(batch *b)
{
    const decant_fetch_options *given = b->options->fetch;
    b->fetch = (decant_fetch_options)DECANT_FETCH_OPTIONS_INIT;
    if (given)
        memcpy(&b->fetch, given,
               given->struct_size < sizeof b->fetch ? given->struct_size : sizeof b->fetch);
    b->fetch.struct_size = sizeof b->fetch;
    b->fetch.keep_failed = 1;
    if (!b->options->cache)
        return;
    dc_cache_use(b->options->cache, &b->fetch);
    b->fetch.validators = dc_cache_validators;
    b->fetch.validators_ctx = b->options->cache;
}

decant_status dc_batch_run(const decant_batch_options *options, decant_next_fn next, void *next_ctx,
                           decant_result_fn done, void *done_ctx, decant_error *error)
{
    static const decant_batch_options defaults = DECANT_BATCH_OPTIONS_INIT;
    if (!next || !done)
        return dc_fail(error, DECANT_E_INVALID,
                       "a batch needs functions for its inputs and results");
    decant_batch_options own = defaults;
    if (options)
        memcpy(&own, options,
               options->struct_size < sizeof own ? options->struct_size : sizeof own);
    decant_options extract;
    decant_status status = dc_options_read(own.extract, NULL, 0, NULL, &extract, error);
    if (status != DECANT_OK)
        return status;
    const decant_allocator *hook = dc_mem_hook(extract.allocator);
    batch *b = dc_mem_zero(hook, 1, sizeof *b);
    if (!b)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    b->options = &own;
    read_fetch(b);
    b->pool = dc_pool_new(hook, KEPT + (uint64_t)KEPT_PER_JOB * jobs_of(&own));
    if (!b->pool) {
        dc_mem_free(hook, b, sizeof *b);
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
    b->hook = extract.allocator = dc_pool_hook(b->pool);
    b->extract = extract;
    b->done = done;
    b->done_ctx = done_ctx;
    queue_init(&b->work);
    queue_init(&b->results);
    queue_init(&b->waiting);
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->has_work, NULL);
    pthread_cond_init(&b->has_results, NULL);
    status = start(b, error);
    if (status == DECANT_OK)
        status = run(b, next, next_ctx, error);
    clean_up(b);
    dc_pool_free(b->pool);
    dc_mem_free(hook, b, sizeof *b);
    return status;
}
