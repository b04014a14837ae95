#define _DEFAULT_SOURCE // madvise()

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void *libc_resize(void *ctx, void *p, size_t old_size, size_t size)
{
    (void)ctx;
    (void)old_size;
    if (size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, size);
}

const decant_allocator *dc_mem_hook(const decant_allocator *allocator)
{
    static const decant_allocator libc = {libc_resize, NULL};
    return allocator && allocator->resize ? allocator : &libc;
}

void *dc_mem_alloc(const decant_allocator *a, size_t size)
{
    return a->resize(a->ctx, NULL, 0, size ? size : 1);
}

void *dc_mem_resize(const decant_allocator *a, void *p, size_t old_size, size_t size)
{
    return a->resize(a->ctx, p, old_size, size ? size : 1);
}

void dc_mem_free(const decant_allocator *a, void *p, size_t size)
{
    if (p)
        a->resize(a->ctx, p, size, 0);
}

void *dc_mem_zero(const decant_allocator *a, size_t n, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(n, size, &total))
        return NULL;
    void *p = dc_mem_alloc(a, total);
    if (p)
        memset(p, 0, total);
    return p;
}

void *dc_mem_huge(const decant_allocator *a, size_t size)
{
#ifdef MADV_HUGEPAGE
    if (a == dc_mem_hook(NULL)) {
        void *p = aligned_alloc(DC_HUGE_PAGE, size);
        if (p)
            madvise(p, size, MADV_HUGEPAGE); // before it is touched
        return p;
    }
#endif
    return dc_mem_alloc(a, size);
}
