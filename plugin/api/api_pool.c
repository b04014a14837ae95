// The exported functions on pools.
#include "base/pool.h"

enum { KEPT = 64 << 20 };

decant_status decant_pool_new(const decant_allocator *allocator, uint64_t max_bytes,
                              decant_pool **out)
{
    if (!out)
        return DECANT_E_INVALID;
    *out = dc_pool_new(allocator, max_bytes ? max_bytes : KEPT);
    return *out ? DECANT_OK : DECANT_E_NOMEM;
}

const decant_allocator *decant_pool_allocator(const decant_pool *pool)
{
    return dc_pool_hook(pool);
}

void decant_pool_free(decant_pool *pool)
{
    dc_pool_free(pool);
}
