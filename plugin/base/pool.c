#include "base/pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

// Sizes are rounded up to one of four steps to the next power of two: pages differ, and what one
// gave back should do for the next.
enum { SMALLEST_LOG = 6, STEPS = 4, N_CLASSES = (48 - SMALLEST_LOG) * STEPS };

// After so many returns a pool gives up what nobody took in the meantime: the most that was ever
// needed at once is needed seldom.
enum { SEASON = 65536 };

typedef struct block {
    size_t size; // with this head
    struct block *next;
    _Alignas(16) char data[];
} block;

struct decant_pool {
    decant_allocator hook;
    const decant_allocator *below;
    uint64_t max_bytes;
    pthread_mutex_t lock; // of what follows
    uint64_t n_bytes;
    block *kept[N_CLASSES];
    uint32_t n_kept[N_CLASSES];
    uint32_t n_idle[N_CLASSES]; // the fewest that were kept in this season
    uint32_t n_returns;         // in it
};

// The class whose blocks have at least `size` bytes, and that size.
static size_t class_of(size_t *size)
{
    size_t step = (size_t)1 << SMALLEST_LOG;
    size_t at = 0;
    while (step <= *size / 2 && at < N_CLASSES - 2 * STEPS) {
        step *= 2;
        at += STEPS;
    }
    for (size_t quarter = step / STEPS; step < *size && at < N_CLASSES - 1; at++)
        step += quarter;
    if (step > *size)
        *size = step;
    return at;
}

// A kept block that has the size, or up to twice of it.
static block *take_kept(dc_pool *pool, size_t class)
{
    block *found = NULL;
    pthread_mutex_lock(&pool->lock);
    for (size_t i = class; !found && i <= class + STEPS && i < N_CLASSES; i++) {
        found = pool->kept[i];
        if (found) {
            pool->kept[i] = found->next;
            pool->n_bytes -= found->size;
            pool->n_kept[i]--;
            if (pool->n_idle[i] > pool->n_kept[i])
                pool->n_idle[i] = pool->n_kept[i];
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return found;
}

static void *take(dc_pool *pool, size_t size)
{
    size_t total;
    if (__builtin_add_overflow(size, sizeof(block), &total))
        return NULL;
    const size_t class = class_of(&total);
    block *b = take_kept(pool, class);
    if (!b) {
        b = dc_mem_alloc(pool->below, total);
        if (!b)
            return NULL;
        b->size = total;
    }
    return b->data;
}

static block *block_of(void *p)
{
    return (block *)((char *)p - offsetof(block, data));
}

// Takes out what was idle for a season, in a list.
static block *end_season(dc_pool *pool)
{
    block *idle = NULL;
    for (size_t i = 0; i < N_CLASSES; i++) {
        for (; pool->n_idle[i]; pool->n_idle[i]--) {
            block *b = pool->kept[i];
            pool->kept[i] = b->next;
            pool->n_kept[i]--;
            pool->n_bytes -= b->size;
            b->next = idle;
            idle = b;
        }
        pool->n_idle[i] = pool->n_kept[i];
    }
    pool->n_returns = 0;
    return idle;
}

static void free_all(dc_pool *pool, block *b)
{
    while (b) {
        block *next = b->next;
        dc_mem_free(pool->below, b, b->size);
        b = next;
    }
}

static void give(dc_pool *pool, block *b)
{
    block *idle = NULL;
    size_t size = b->size;
    const size_t class = class_of(&size);
    pthread_mutex_lock(&pool->lock);
    const bool is_kept = b->size <= pool->max_bytes - pool->n_bytes;
    if (is_kept) {
        b->next = pool->kept[class];
        pool->kept[class] = b;
        pool->n_bytes += b->size;
        pool->n_kept[class]++;
    }
    if (++pool->n_returns >= SEASON)
        idle = end_season(pool);
    pthread_mutex_unlock(&pool->lock);
    if (!is_kept)
        dc_mem_free(pool->below, b, b->size);
    free_all(pool, idle);
}

static void *resize(void *ctx, void *p, size_t old_size, size_t size)
{
    dc_pool *pool = ctx;
    if (p && size && size <= block_of(p)->size - sizeof(block))
        return p;
    void *fresh = size ? take(pool, size) : NULL;
    if (!p || (size && !fresh))
        return fresh;
    if (fresh)
        memcpy(fresh, p, old_size);
    give(pool, block_of(p));
    return fresh;
}

dc_pool *dc_pool_new(const decant_allocator *allocator, uint64_t max_bytes)
{
    const decant_allocator *below = dc_mem_hook(allocator);
    dc_pool *pool = dc_mem_zero(below, 1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->hook = (decant_allocator){resize, pool};
    pool->below = below;
    pool->max_bytes = max_bytes;
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

const decant_allocator *dc_pool_hook(const dc_pool *pool)
{
    return &pool->hook;
}

void dc_pool_free(dc_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < N_CLASSES; i++)
        free_all(pool, pool->kept[i]);
    pthread_mutex_destroy(&pool->lock);
    dc_mem_free(pool->below, pool, sizeof *pool);
}
