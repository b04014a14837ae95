// An allocator hook that keeps books: every block must come back with its size, and the n-th
// request can be refused.
#ifndef DC_TESTS_COUNTING_HOOK_H
#define DC_TESTS_COUNTING_HOOK_H

#include <decant/decant.h>

#include <stdlib.h>

typedef struct counting_hook {
    size_t live;    // bytes out
    size_t asked;   // requests for memory
    size_t refused; // the request that gets NULL, 1-based; 0: none
} counting_hook;

static inline void *counting_resize(void *ctx, void *p, size_t old_size, size_t size)
{
    counting_hook *h = ctx;
    if (size == 0) {
        free(p);
        h->live -= old_size;
        return NULL;
    }
    if (++h->asked == h->refused)
        return NULL;
    void *q = realloc(p, size);
    if (q)
        h->live += size - old_size;
    return q;
}

static inline decant_allocator counting_allocator(counting_hook *h)
{
    return (decant_allocator){counting_resize, h};
}

#endif
