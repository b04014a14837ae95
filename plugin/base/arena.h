// Arena: memory that lives and dies with one page.
#ifndef DC_BASE_ARENA_H
#define DC_BASE_ARENA_H

#include "base/guard.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdint.h>

typedef struct dc_arena dc_arena;
typedef struct dc_arena_chunk dc_arena_chunk;

// A point to go back to. Valid until a mark taken before it is released.
typedef struct dc_arena_mark {
    dc_arena_chunk *chunk;
    size_t used;
    size_t spent;
} dc_arena_mark;

typedef void (*dc_cleanup_fn)(void *object);

// budget: most bytes it may take from the hook, 0 for no limit. NULL when out of memory.
dc_arena *dc_arena_new(const decant_allocator *allocator, size_t budget);

// Runs the cleanups, newest first, and gives everything back. NULL is fine.
void dc_arena_free(dc_arena *arena);

// Gives all memory back but keeps the arena; cleanups run.
void dc_arena_clear(dc_arena *arena);

// Another budget, as for dc_arena_new().
void dc_arena_limit(dc_arena *arena, size_t budget);

// From now on up to max bytes that are given back stay with the arena, for the next page.
void dc_arena_keep(dc_arena *arena, size_t max);

// Aligned for any object, not cleared, never NULL: when the hook or the budget is exhausted the
// running guard is raised with DECANT_E_NOMEM or DECANT_E_BUDGET. Must be called under
// dc_guard_run().
void *dc_arena_alloc(dc_arena *arena, size_t size);
void *dc_arena_zero(dc_arena *arena, size_t n, size_t size);

// Makes the newest allocation larger in place if it can, else copies. old may be NULL, size is at
// least old_size.
void *dc_arena_grow(dc_arena *arena, void *old, size_t old_size, size_t size);

// Gives the end of the newest allocation back.
void dc_arena_trim(dc_arena *arena, void *p, size_t old_size, size_t size);

// A copy with a NUL behind it.
char *dc_arena_copy(dc_arena *arena, dc_str s);

// object is released by fn when the arena goes, when a mark from before is released, or at once
// when no memory is left to remember it by: call this right behind the line that creates it.
void dc_arena_on_free(dc_arena *arena, dc_cleanup_fn fn, void *object);

dc_arena_mark dc_arena_mark_now(dc_arena *arena);
void dc_arena_release(dc_arena *arena, dc_arena_mark mark);

// Called about every 64 KiB of allocation, for deadlines; may raise the guard.
void dc_arena_watch(dc_arena *arena, void (*watch)(void *ctx), void *ctx);

// Bytes handed out.
size_t dc_arena_spent(const dc_arena *arena);

#endif
