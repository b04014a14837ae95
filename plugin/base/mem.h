// The allocator hook: the only way to memory that is not a page's arena.
#ifndef DC_BASE_MEM_H
#define DC_BASE_MEM_H

#include <decant/decant.h>

// The hook in use: the caller's, or the C library's when it is NULL.
const decant_allocator *dc_mem_hook(const decant_allocator *allocator);

// NULL when the hook returns NULL. Memory is not cleared.
void *dc_mem_alloc(const decant_allocator *a, size_t size);
void *dc_mem_resize(const decant_allocator *a, void *p, size_t old_size, size_t size);
void dc_mem_free(const decant_allocator *a, void *p, size_t size);

// Cleared memory for n items of a size; NULL on overflow too.
void *dc_mem_zero(const decant_allocator *a, size_t n, size_t size);

enum { DC_HUGE_PAGE = 2 << 20 }; // bytes, of x86-64 and of most others

// A multiple of DC_HUGE_PAGE, for dc_mem_free(). The C library's memory is in huge pages where the
// system has them: each comes with one page fault instead of 512.
void *dc_mem_huge(const decant_allocator *a, size_t size);

#endif
