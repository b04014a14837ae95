// Memory that goes from page to page instead of back to the allocator.
#ifndef DC_BASE_POOL_H
#define DC_BASE_POOL_H

#include "base/mem.h"

#include <stdint.h>

typedef struct decant_pool dc_pool;

// Keeps at most max_bytes while nothing is taken. NULL when out of memory.
dc_pool *dc_pool_new(const decant_allocator *allocator, uint64_t max_bytes);

// The hook that takes from the pool, for any number of threads. It lives as long as the pool.
const decant_allocator *dc_pool_hook(const dc_pool *pool);

// All memory that was taken must have been given back. NULL is fine.
void dc_pool_free(dc_pool *pool);

#endif
