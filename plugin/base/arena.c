#include "base/arena.h"

#include <assert.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define DC_HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DC_HAS_ASAN 1
#endif
#endif
#ifdef DC_HAS_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, WATCH_EVERY = 64 << 10 };

// Chunks come in few sizes, all of them powers of two with the heads of what is below: what one
// page gives back then fits the next one.
enum { FIRST_CHUNK = 64 << 10, USUAL_CHUNK = 256 << 10, LARGEST_CHUNK = 4 << 20, HEADS = 64 };

struct dc_arena_chunk {
    dc_arena_chunk *older;
    size_t size; // of data
    size_t used;
    _Alignas(ALIGN) char data[];
};

typedef struct cleanup {
    struct cleanup *older;
    dc_cleanup_fn fn;
    void *object;
    size_t spent; // at the time of registration, to know which a mark covers
} cleanup;

struct dc_arena {
    const decant_allocator *allocator;
    dc_arena_chunk *chunk;
    dc_arena_chunk *spare; // given back and kept
    size_t spare_bytes;
    size_t max_spare;
    cleanup *cleanups;
    size_t budget;
    size_t taken; // from the hook
    size_t spent; // by callers
    size_t watched_at;
    void (*watch)(void *ctx);
    void *watch_ctx;
};

static size_t aligned(size_t size)
{
    return (size + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
}

static dc_arena_chunk *chunk_new(dc_arena *arena, size_t size, decant_status *why)
{
    const size_t total = sizeof(dc_arena_chunk) + size;
    if (total < size || (arena->budget && total > arena->budget - arena->taken)) {
        *why = DECANT_E_BUDGET;
        return NULL;
    }
    dc_arena_chunk *chunk = dc_mem_alloc(arena->allocator, total);
    if (!chunk) {
        *why = DECANT_E_NOMEM;
        return NULL;
    }
    *chunk = (dc_arena_chunk){.older = arena->chunk, .size = size};
    arena->taken += total;
    arena->chunk = chunk;
    POISON(chunk->data, size);
    return chunk;
}

static void chunk_release(dc_arena *arena, dc_arena_chunk *chunk)
{
    UNPOISON(chunk->data, chunk->size);
    dc_mem_free(arena->allocator, chunk, sizeof *chunk + chunk->size);
}

static void chunk_free(dc_arena *arena)
{
    dc_arena_chunk *chunk = arena->chunk;
    arena->chunk = chunk->older;
    arena->taken -= sizeof *chunk + chunk->size;
    if (chunk->size > arena->max_spare - arena->spare_bytes) {
        chunk_release(arena, chunk);
        return;
    }
    POISON(chunk->data, chunk->size);
    arena->spare_bytes += chunk->size;
    chunk->older = arena->spare;
    arena->spare = chunk;
}

// A kept chunk with room for size, or NULL.
static dc_arena_chunk *chunk_again(dc_arena *arena, size_t size)
{
    for (dc_arena_chunk **at = &arena->spare; *at; at = &(*at)->older) {
        dc_arena_chunk *chunk = *at;
        const size_t total = sizeof *chunk + chunk->size;
        if (chunk->size < size || (arena->budget && total > arena->budget - arena->taken))
            continue;
        *at = chunk->older;
        arena->spare_bytes -= chunk->size;
        arena->taken += total;
        chunk->older = arena->chunk;
        chunk->used = 0;
        return arena->chunk = chunk;
    }
    return NULL;
}

dc_arena *dc_arena_new(const decant_allocator *allocator, size_t budget)
{
    const decant_allocator *hook = dc_mem_hook(allocator);
    dc_arena *arena = dc_mem_zero(hook, 1, sizeof *arena);
    if (!arena)
        return NULL;
    arena->allocator = hook;
    arena->budget = budget;
    arena->watched_at = WATCH_EVERY;
    return arena;
}

static void run_cleanups(dc_arena *arena, size_t spent)
{
    while (arena->cleanups && arena->cleanups->spent > spent) {
        cleanup *c = arena->cleanups;
        arena->cleanups = c->older;
        c->fn(c->object);
    }
}

void dc_arena_clear(dc_arena *arena)
{
    run_cleanups(arena, 0);
    while (arena->chunk)
        chunk_free(arena);
    arena->spent = 0;
    arena->watched_at = WATCH_EVERY;
}

void dc_arena_limit(dc_arena *arena, size_t budget)
{
    arena->budget = budget;
}

void dc_arena_keep(dc_arena *arena, size_t max)
{
    while (arena->spare && arena->spare_bytes > max) {
        dc_arena_chunk *chunk = arena->spare;
        arena->spare = chunk->older;
        arena->spare_bytes -= chunk->size;
        chunk_release(arena, chunk);
    }
    arena->max_spare = max;
}

void dc_arena_free(dc_arena *arena)
{
    if (!arena)
        return;
    dc_arena_keep(arena, 0);
    dc_arena_clear(arena);
    dc_mem_free(arena->allocator, arena, sizeof *arena);
}

static _Noreturn void give_up(decant_status why)
{
    dc_guard *guard = dc_guard_current();
    assert(guard && "arena memory is used under dc_guard_run() only");
    dc_guard_raise(guard, why);
}

// A small page takes little, a large one few chunks. A very large object gets its own.
static size_t chunk_size(const dc_arena *arena, size_t size)
{
    size_t whole = FIRST_CHUNK;
    if (size > LARGEST_CHUNK - HEADS)
        return size;
    while (whole - HEADS < size ||
           (arena->chunk && whole < USUAL_CHUNK && whole - HEADS <= arena->chunk->size))
        whole *= 2;
    return whole - HEADS;
}

static dc_arena_chunk *more(dc_arena *arena, size_t size, decant_status *why)
{
    dc_arena_chunk *kept = chunk_again(arena, size);
    if (kept)
        return kept;
    const size_t want = chunk_size(arena, size);
    dc_arena_chunk *chunk = chunk_new(arena, want, why);
    if (!chunk && *why == DECANT_E_BUDGET && want > size)
        chunk = chunk_new(arena, size, why);
    return chunk;
}

// Room in the newest chunk, or NULL.
static inline void *bump(dc_arena *arena, size_t need)
{
    dc_arena_chunk *chunk = arena->chunk;
    if (!chunk || chunk->size - chunk->used < need)
        return NULL;
    void *p = chunk->data + chunk->used;
    chunk->used += need;
    arena->spent += need;
    return p;
}

static void *take(dc_arena *arena, size_t size, decant_status *why)
{
    const size_t need = aligned(size ? size : 1);
    *why = DECANT_E_BUDGET;
    if (need < size)
        return NULL;
    void *p = bump(arena, need);
    if (!p && more(arena, need, why))
        p = bump(arena, need);
    if (p)
        UNPOISON(p, size);
    return p;
}

static void look_at_watch(dc_arena *arena)
{
    if (arena->spent < arena->watched_at)
        return;
    arena->watched_at = arena->spent + WATCH_EVERY;
    if (arena->watch)
        arena->watch(arena->watch_ctx);
}

static void *alloc_elsewhere(dc_arena *arena, size_t size)
{
    decant_status why;
    void *p = take(arena, size, &why);
    if (!p)
        give_up(why);
    look_at_watch(arena);
    return p;
}

// Ten thousand calls a page need no more than what stands here.
void *dc_arena_alloc(dc_arena *arena, size_t size)
{
    const size_t need = aligned(size); // 0: nothing, or too much
    void *p = need && arena->spent + need < arena->watched_at ? bump(arena, need) : NULL;
    if (!p)
        return alloc_elsewhere(arena, size);
    UNPOISON(p, size);
    return p;
}

void *dc_arena_zero(dc_arena *arena, size_t n, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(n, size, &total))
        give_up(DECANT_E_BUDGET);
    return memset(dc_arena_alloc(arena, total), 0, total);
}

static bool is_newest(const dc_arena *arena, const void *p, size_t size)
{
    const dc_arena_chunk *chunk = arena->chunk;
    return p && (const char *)p + aligned(size ? size : 1) == chunk->data + chunk->used;
}

void *dc_arena_grow(dc_arena *arena, void *old, size_t old_size, size_t size)
{
    assert(size >= old_size);
    if (is_newest(arena, old, old_size)) {
        dc_arena_chunk *chunk = arena->chunk;
        const size_t extra = aligned(size) - aligned(old_size ? old_size : 1);
        if (extra <= chunk->size - chunk->used) {
            chunk->used += extra;
            arena->spent += extra;
            UNPOISON(old, size);
            return old;
        }
    }
    void *p = dc_arena_alloc(arena, size);
    if (old_size)
        memcpy(p, old, old_size);
    return p;
}

void dc_arena_trim(dc_arena *arena, void *p, size_t old_size, size_t size)
{
    if (!is_newest(arena, p, old_size))
        return;
    const size_t back = aligned(old_size ? old_size : 1) - aligned(size ? size : 1);
    arena->chunk->used -= back;
    arena->spent -= back;
    POISON((char *)p + aligned(size ? size : 1), back);
}

char *dc_arena_copy(dc_arena *arena, dc_str s)
{
    char *p = dc_arena_alloc(arena, s.len + 1);
    if (s.len)
        memcpy(p, s.p, s.len);
    p[s.len] = '\0';
    return p;
}

void dc_arena_on_free(dc_arena *arena, dc_cleanup_fn fn, void *object)
{
    decant_status why;
    cleanup *c = take(arena, sizeof *c, &why);
    if (!c) {
        fn(object); // nobody else knows it
        give_up(why);
    }
    *c = (cleanup){arena->cleanups, fn, object, arena->spent};
    arena->cleanups = c;
    look_at_watch(arena);
}

dc_arena_mark dc_arena_mark_now(dc_arena *arena)
{
    return (dc_arena_mark){arena->chunk, arena->chunk ? arena->chunk->used : 0, arena->spent};
}

void dc_arena_release(dc_arena *arena, dc_arena_mark mark)
{
    run_cleanups(arena, mark.spent);
    while (arena->chunk != mark.chunk)
        chunk_free(arena);
    if (arena->chunk) {
        POISON(arena->chunk->data + mark.used, arena->chunk->used - mark.used);
        arena->chunk->used = mark.used;
    }
    arena->spent = mark.spent;
    arena->watched_at = mark.spent + WATCH_EVERY;
}

void dc_arena_watch(dc_arena *arena, void (*watch)(void *ctx), void *ctx)
{
    arena->watch = watch;
    arena->watch_ctx = ctx;
}

size_t dc_arena_spent(const dc_arena *arena)
{
    return arena->spent;
}
