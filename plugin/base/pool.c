#include "base/pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

// Most blocks are runs of units in slabs, always the first that is free: what is in use stays
// together at the front, and slabs at the end become empty and go back. (In a heap, blocks of all
// sizes and lives spread, and it grows with the number of pages.) Small blocks, and those larger
// than a slab, are kept in lists, one for each size: sizes are rounded up to one of four steps to
// the next power of two.
enum {
    SMALLEST = 64,
    STEPS = 4,
    N_CLASSES = 42 * STEPS, // of lists
    UNIT = 16 << 10,
    SLAB = 2 * DC_HUGE_PAGE, // comes and goes as a whole
    UNITS = SLAB / UNIT - 1, // its head takes the place of one
    WORD = 64,               // bits
    WORDS = UNITS / WORD + 1,
};

typedef struct slab {
    struct slab *next;
    uint32_t n_used; // units
    uint64_t used[WORDS];
    _Alignas(16) char data[];
} slab;

typedef struct block {
    size_t size; // with this head
    union {
        struct block *next; // of those kept
        slab *slab;         // that has it
    };
    _Alignas(16) char data[];
} block;

struct decant_pool {
    decant_allocator hook;
    const decant_allocator *below;
    uint64_t max_kept;    // bytes in lists
    uint64_t max_slabs;   // an empty one is kept unless there are more
    pthread_mutex_t lock; // of what follows
    uint64_t n_kept;      // bytes
    block *kept[N_CLASSES];
    uint64_t n_slabs;
    slab *slabs; // the first are filled first
};

// The class whose blocks have at least `size` bytes, and that size.
static size_t class_of(size_t *size)
{
    size_t step = SMALLEST;
    size_t at = 0;
    for (; step <= *size / 2 && at < N_CLASSES - 2 * STEPS; step *= 2)
        at += STEPS;
    for (const size_t quarter = step / STEPS; step < *size && at < N_CLASSES - 1; at++)
        step += quarter;
    if (step > *size)
        *size = step;
    return at;
}

static block *take_listed(dc_pool *pool, size_t total)
{
    const size_t class = class_of(&total);
    pthread_mutex_lock(&pool->lock);
    block *b = pool->kept[class];
    if (b) {
        pool->kept[class] = b->next;
        pool->n_kept -= b->size;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!b && (b = dc_mem_alloc(pool->below, total)))
        b->size = total;
    return b;
}

static void give_listed(dc_pool *pool, block *b)
{
    size_t size = b->size;
    const size_t class = class_of(&size);
    pthread_mutex_lock(&pool->lock);
    const bool is_kept = size <= pool->max_kept - pool->n_kept;
    if (is_kept) {
        b->next = pool->kept[class];
        pool->kept[class] = b;
        pool->n_kept += size;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!is_kept)
        dc_mem_free(pool->below, b, size);
}

// The first bit from `from` on that is as wanted, or UNITS.
static uint32_t find_bit(const slab *s, uint32_t from, bool is_used)
{
    while (from < UNITS) {
        const uint64_t word = is_used ? s->used[from / WORD] : ~s->used[from / WORD];
        const uint64_t rest = word >> from % WORD;
        if (rest)
            return from + (uint32_t)__builtin_ctzll(rest);
        from = (from / WORD + 1) * WORD;
    }
    return UNITS;
}

static void flip_bits(slab *s, uint32_t from, uint32_t n)
{
    for (uint32_t i = from; i < from + n; i++)
        s->used[i / WORD] ^= (uint64_t)1 << i % WORD;
}

// The first of n units in a row that are free, or UNITS.
static uint32_t find_run(const slab *s, uint32_t n)
{
    if (UNITS - s->n_used < n)
        return UNITS;
    for (uint32_t at = 0; (at = find_bit(s, at, false)) < UNITS;) {
        const uint32_t end = find_bit(s, at, true);
        if (end - at >= n)
            return at;
        at = end;
    }
    return UNITS;
}

// Adds a slab behind the others. False when out of memory.
static bool add_slab(dc_pool *pool)
{
    slab *s = dc_mem_huge(pool->below, SLAB);
    if (!s)
        return false;
    *s = (slab){.next = NULL};
    slab **last = &pool->slabs;
    while (*last)
        last = &(*last)->next;
    *last = s;
    pool->n_slabs++;
    return true;
}

static block *take_first(dc_pool *pool, uint32_t n)
{
    for (slab *s = pool->slabs; s; s = s->next) {
        const uint32_t at = find_run(s, n);
        if (at == UNITS)
            continue;
        flip_bits(s, at, n);
        s->n_used += n;
        block *b = (block *)(s->data + (size_t)at * UNIT);
        *b = (block){.size = (size_t)n * UNIT, .slab = s};
        return b;
    }
    return NULL;
}

static block *take_run(dc_pool *pool, size_t total)
{
    const uint32_t n = (uint32_t)((total + UNIT - 1) / UNIT);
    pthread_mutex_lock(&pool->lock);
    block *b = take_first(pool, n);
    if (!b && add_slab(pool))
        b = take_first(pool, n);
    pthread_mutex_unlock(&pool->lock);
    return b;
}

static void take_out(dc_pool *pool, const slab *s)
{
    slab **at = &pool->slabs;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    pool->n_slabs--;
}

static void give_run(dc_pool *pool, block *b)
{
    slab *s = b->slab;
    const uint32_t at = (uint32_t)((size_t)((char *)b - s->data) / UNIT);
    const uint32_t n = (uint32_t)(b->size / UNIT);
    pthread_mutex_lock(&pool->lock);
    flip_bits(s, at, n);
    s->n_used -= n;
    const bool goes = s->n_used == 0 && pool->n_slabs > pool->max_slabs;
    if (goes)
        take_out(pool, s);
    pthread_mutex_unlock(&pool->lock);
    if (goes)
        dc_mem_free(pool->below, s, SLAB);
}

static bool is_for_slabs(size_t total)
{
    return total > UNIT / 2 && total <= (size_t)UNITS * UNIT;
}

static void *take(dc_pool *pool, size_t size)
{
    size_t total;
    if (__builtin_add_overflow(size, sizeof(block), &total))
        return NULL;
    block *b = is_for_slabs(total) ? take_run(pool, total) : take_listed(pool, total);
    return b ? b->data : NULL;
}

static void give(dc_pool *pool, block *b)
{
    if (is_for_slabs(b->size))
        give_run(pool, b);
    else
        give_listed(pool, b);
}

static block *block_of(void *p)
{
    return (block *)((char *)p - offsetof(block, data));
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
    pool->max_kept = max_bytes / 4;
    pool->max_slabs = (max_bytes - pool->max_kept) / SLAB;
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
        for (block *b; (b = pool->kept[i]);) {
            pool->kept[i] = b->next;
            dc_mem_free(pool->below, b, b->size);
        }
    for (slab *s; (s = pool->slabs);) {
        pool->slabs = s->next;
        dc_mem_free(pool->below, s, SLAB);
    }
    pthread_mutex_destroy(&pool->lock);
    dc_mem_free(pool->below, pool, sizeof *pool);
}
