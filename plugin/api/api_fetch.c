// The exported functions that fetch.
#include "fetch/fetcher.h"

decant_status decant_fetcher_new(const decant_fetch_options *options, decant_fetcher **out,
                                 decant_error *error)
{
    if (!out)
        return dc_fail(error, DECANT_E_INVALID, "no place given for the fetcher");
    return dc_fetcher_new(options, out, error);
}

void decant_fetcher_free(decant_fetcher *fetcher)
{
    dc_fetcher_free(fetcher);
}

decant_status decant_fetch(decant_fetcher *fetcher, const char *const *urls, size_t n,
                           decant_fetched_fn done, void *ctx, decant_error *error)
{
    return dc_fetch(fetcher, urls, n, done, ctx, error);
}
