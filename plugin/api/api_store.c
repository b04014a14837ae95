// The exported functions on stores.
#include "pipeline/store.h"

decant_status decant_store_open(const decant_store_options *options, decant_store **out,
                                decant_error *error)
{
    return dc_store_open(options, out, error);
}

decant_status decant_store_claim(decant_store *store, const char *input, int32_t *state,
                                 decant_error *error)
{
    return dc_store_claim(store, input, state, error);
}

decant_status decant_store_put(decant_store *store, const char *input, const char *bytes,
                               size_t len, const decant_error *failure, decant_error *error)
{
    return dc_store_put(store, input, bytes, len, failure, error);
}

decant_status decant_store_archive(decant_store *store, decant_archive *archive,
                                   decant_error *error)
{
    return dc_store_archive(store, archive, error);
}

decant_status decant_store_commit(decant_store *store, decant_error *error)
{
    return dc_store_commit(store, error);
}

decant_status decant_store_count(decant_store *store, decant_store_counts *out, decant_error *error)
{
    return dc_store_count(store, out, error);
}

decant_status decant_store_failures(decant_store *store, decant_store_failure_fn each, void *ctx,
                                    decant_error *error)
{
    return dc_store_failures(store, each, ctx, error);
}

void decant_store_close(decant_store *store)
{
    dc_store_close(store);
}
