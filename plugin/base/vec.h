// Growing arrays in an arena: DC_VEC(type) declares one, dc_vec_push() gives the next item to fill.
#ifndef DC_BASE_VEC_H
#define DC_BASE_VEC_H

#include "base/arena.h"

#define DC_VEC(type)                                                                               \
    struct {                                                                                       \
        type *v;                                                                                   \
        size_t n;                                                                                  \
        size_t cap;                                                                                \
    }

static inline void *dc_vec_more(dc_arena *arena, void *v, size_t *cap, size_t size)
{
    const size_t next = *cap ? *cap * 2 : 16;
    void *p = dc_arena_grow(arena, v, *cap * size, next * size);
    *cap = next;
    return p;
}

// Room for n items in all, taken at once: growing in steps leaves the old arrays behind in the
// arena.
#define dc_vec_reserve(arena, vec, count)                                                          \
    ((vec)->cap < (count)                                                                          \
         ? ((vec)->v = dc_arena_grow((arena), (vec)->v, (vec)->cap * sizeof *(vec)->v,             \
                                     (count) * sizeof *(vec)->v),                                  \
            (void)((vec)->cap = (count)))                                                          \
         : (void)0)

// Pointer to a new, not cleared item at the end.
#define dc_vec_push(arena, vec)                                                                    \
    ((vec)->n == (vec)->cap                                                                        \
         ? ((vec)->v = dc_vec_more((arena), (vec)->v, &(vec)->cap, sizeof *(vec)->v),              \
            &(vec)->v[(vec)->n++])                                                                 \
         : &(vec)->v[(vec)->n++])

#endif
