// The exported functions on caches.
#include "pipeline/cache.h"

decant_status decant_cache_open(const decant_cache_options *options, decant_cache **out,
                                decant_error *error)
{
    return dc_cache_open(options, out, error);
}

void decant_cache_close(decant_cache *cache)
{
    dc_cache_close(cache);
}
