#include "pipeline/batch.h"

#include "base/clock.h"
#include "base/pool.h"
#include "base/status.h"
#include "fetch/fetcher.h"
#include "pipeline/options.h"
#include "pipeline/task.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_JOBS = 256,
    STACK = 512 << 10,
    KEPT_PER_JOB = 16 << 20, // memory of pages that are done, for the next ones
    WINDOW_PER_JOB = 8,      // inputs under way for each worker, so that none waits for the caller
    TICK_MS = 200,
};

typedef struct queue {
    dc_task *first;
    dc_task **last;
} queue;

typedef struct batch {
    const decant_allocator *hook;
    dc_pool *pool; // what the hook takes from
    decant_options extract;
    const decant_batch_options *options;
    decant_result_fn done;
    void *done_ctx;
    dc_fetcher *fetcher;  // made at the first URL
    uint64_t n_taken;     // inputs taken from the caller
    uint64_t n_delivered; // results given to the caller
    size_t window;
    queue fetching;       // calling thread only: in the fetcher
    queue waiting;        // calling thread only: finished, but not their turn yet
    pthread_mutex_t lock; // of what follows
    pthread_cond_t has_work;
    pthread_cond_t has_results;
    queue work;
    queue results;
    bool is_over;
    pthread_t workers[MOST_JOBS];
    size_t n_workers;
} batch;

static void queue_init(queue *q)
{
    q->first = NULL;
    q->last = &q->first;
}

static void queue_push(queue *q, dc_task *task)
{
    task->next = NULL;
    *q->last = task;
    q->last = &task->next;
}

static dc_task *queue_pop(queue *q)
{
    dc_task *task = q->first;
    if (task) {
        q->first = task->next;
        if (!q->first)
            q->last = &q->first;
    }
    return task;
}

static void queue_unlink(queue *q, dc_task *task)
{
    dc_task **at = &q->first;
    while (*at != task)
        at = &(*at)->next;
    *at = task->next;
    if (!*at)
        q->last = at;
}

static void queue_free(queue *q)
{
    for (dc_task *task; (task = queue_pop(q));)
        dc_task_free(task);
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
        pthread_mutex_unlock(&b->lock);
        dc_task_work(task, &b->extract);
        pthread_mutex_lock(&b->lock);
        queue_push(&b->results, task);
        pthread_cond_signal(&b->has_results);
        if (b->fetcher)
            dc_fetcher_wakeup(b->fetcher);
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
    const uint32_t parallel = b->options->fetch ? b->options->fetch->max_parallel : 0;
    b->window = (size_t)jobs * WINDOW_PER_JOB + (parallel ? parallel : DC_FETCH_PARALLEL);
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
    pthread_cond_signal(&b->has_work);
    pthread_mutex_unlock(&b->lock);
}

static void fetched(void *ctx, void *tag, const decant_response *response,
                    const decant_error *error)
{
    batch *b = ctx;
    dc_task_fetched(tag, response, error);
    queue_unlink(&b->fetching, tag);
    give_work(b, tag);
}

static decant_status fetch(batch *b, dc_task *task, decant_error *error)
{
    if (!b->fetcher) {
        dc_fetcher *fetcher;
        const decant_status status = dc_fetcher_new(b->options->fetch, &fetcher, error);
        if (status != DECANT_OK)
            return status;
        pthread_mutex_lock(&b->lock);
        b->fetcher = fetcher;
        pthread_mutex_unlock(&b->lock);
    }
    const decant_status status = dc_fetcher_add(b->fetcher, task->name, task);
    if (status != DECANT_OK)
        return dc_fail(error, status, "%s", decant_status_text(status));
    queue_push(&b->fetching, task);
    return DECANT_OK;
}

// Takes inputs until the window is full. *has_more turns false at the last one.
static decant_status take(batch *b, decant_next_fn next, void *ctx, bool *has_more,
                          decant_error *error)
{
    while (*has_more && b->n_taken - b->n_delivered < b->window) {
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
    const decant_result result = {.struct_size = sizeof result,
                                  .index = task->index,
                                  .input = task->name,
                                  .url = task->url,
                                  .page = task->page,
                                  .error = task->page ? NULL : &task->error,
                                  .bytes = task->n_bytes};
    b->n_delivered++;
    const bool goes_on = b->done(b->done_ctx, &result) == 0;
    dc_task_free(task);
    return goes_on;
}

// Unlinks the task whose turn it is from those that wait.
static dc_task *whose_turn(batch *b)
{
    for (dc_task *task = b->waiting.first; task; task = task->next) {
        if (b->options->is_ordered && task->index != b->n_delivered)
            continue;
        queue_unlink(&b->waiting, task);
        return task;
    }
    return NULL;
}

static bool deliver_all(batch *b)
{
    pthread_mutex_lock(&b->lock);
    for (dc_task *task; (task = queue_pop(&b->results));)
        queue_push(&b->waiting, task);
    pthread_mutex_unlock(&b->lock);
    for (dc_task *task; (task = whose_turn(b));)
        if (!deliver(b, task))
            return false;
    return true;
}

// Waits for results; while URLs are fetched that is the fetcher's work, and workers wake it.
static void wait(batch *b)
{
    if (b->fetching.first) {
        dc_fetcher_step(b->fetcher, TICK_MS, fetched, b);
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&b->lock);
    int why = 0;
    while (!b->results.first && why != ETIMEDOUT)
        why = pthread_cond_timedwait(&b->has_results, &b->lock, &until);
    pthread_mutex_unlock(&b->lock);
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
        if (b->options->tick && now - ticked >= TICK_MS) {
            ticked = now;
            if (b->options->tick(b->options->tick_ctx) != 0)
                return dc_fail(error, DECANT_E_CANCELLED, "stopped by the caller");
        }
        if (b->n_taken - b->n_delivered >= b->window || !has_more)
            wait(b);
    }
}

static void clean_up(batch *b)
{
    stop(b);
    dc_fetcher_free(b->fetcher);
    queue_free(&b->fetching);
    queue_free(&b->work);
    queue_free(&b->results);
    queue_free(&b->waiting);
    pthread_cond_destroy(&b->has_results);
    pthread_cond_destroy(&b->has_work);
    pthread_mutex_destroy(&b->lock);
}

decant_status dc_batch_run(const decant_batch_options *options, decant_next_fn next, void *next_ctx,
                           decant_result_fn done, void *done_ctx, decant_error *error)
{
    static const decant_batch_options defaults = DECANT_BATCH_OPTIONS_INIT;
    if (!next || !done)
        return dc_fail(error, DECANT_E_INVALID,
                       "a batch needs functions for its inputs and results");
    options = options ? options : &defaults;
    decant_options extract;
    decant_status status = dc_options_read(options->extract, NULL, 0, NULL, &extract, error);
    if (status != DECANT_OK)
        return status;
    const decant_allocator *hook = dc_mem_hook(extract.allocator);
    batch *b = dc_mem_zero(hook, 1, sizeof *b);
    if (!b)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    b->options = options;
    b->pool = dc_pool_new(hook, (uint64_t)KEPT_PER_JOB * jobs_of(options));
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
    queue_init(&b->fetching);
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
