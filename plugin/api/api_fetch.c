// The exported functions that fetch.
#include "fetch/fetcher.h"
#include "fetch/header.h"

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

decant_status decant_fetcher_add(decant_fetcher *fetcher, const char *url, void *tag,
                                 decant_error *error)
{
    if (!fetcher || !url)
        return dc_fail(error, DECANT_E_INVALID, "a fetcher and a URL are needed");
    const decant_status status = dc_fetcher_add(fetcher, url, tag);
    return status == DECANT_OK ? status : dc_fail(error, status, "%s", decant_status_text(status));
}

size_t decant_fetcher_step(decant_fetcher *fetcher, uint32_t timeout_ms, decant_fetch_done_fn done,
                           void *ctx)
{
    return fetcher && done ? dc_fetcher_step(fetcher, timeout_ms, done, ctx) : 0;
}

void decant_fetcher_wakeup(decant_fetcher *fetcher)
{
    if (fetcher)
        dc_fetcher_wakeup(fetcher);
}

void decant_fetcher_cancel(decant_fetcher *fetcher)
{
    if (fetcher)
        dc_fetcher_cancel(fetcher);
}

void decant_fetcher_drain(decant_fetcher *fetcher)
{
    if (fetcher)
        dc_fetcher_drain(fetcher);
}

decant_status decant_fetcher_progress(const decant_fetcher *fetcher, decant_fetch_progress *out)
{
    if (!fetcher || !out || out->struct_size < sizeof out->struct_size)
        return DECANT_E_INVALID;
    dc_fetcher_progress(fetcher, out);
    return DECANT_OK;
}

const char *decant_response_header(const decant_response *response, const char *name, size_t *len)
{
    const dc_str head = response ? (dc_str){response->head, response->head_len} : DC_STR_NONE;
    const dc_str value = dc_header_of(head, dc_str_of(name));
    if (len)
        *len = value.len;
    return value.p;
}
