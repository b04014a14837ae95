#include "fetch/fetcher.h"

typedef struct round {
    decant_fetched_fn done;
    void *ctx;
    bool is_stopped;
} round;

static void pass_on(void *ctx, void *tag, const decant_response *response,
                    const decant_error *error)
{
    round *r = ctx;
    r->is_stopped |= r->done(r->ctx, (size_t)(uintptr_t)tag, response, error) != 0;
}

static void report_unfetched(round *r, size_t index, decant_status why)
{
    decant_error error;
    dc_fail(&error, why, "%s", decant_status_text(why));
    r->is_stopped |= r->done(r->ctx, index, NULL, &error) != 0;
}

decant_status dc_fetch(dc_fetcher *f, const char *const *urls, size_t n, decant_fetched_fn done,
                       void *ctx, decant_error *error)
{
    enum { LOOK_AHEAD = 8, STEP_MS = 1000 }; // beyond what runs, so that a busy host idles no other
    if (!f || (!urls && n) || !done)
        return dc_fail(error, DECANT_E_INVALID,
                       "a fetcher, URLs and a function for results are needed");
    round r = {done, ctx, false};
    if (dc_fetcher_config(f)->robots == DECANT_ROBOTS_AUTO)
        dc_fetcher_obey(f, n > 1);
    const size_t window = (size_t)dc_fetcher_config(f)->max_parallel * LOOK_AHEAD;
    size_t added = 0;
    for (size_t active = 0; (added < n || active) && !r.is_stopped;) {
        for (; added < n && active < window && !r.is_stopped; added++, active++)
            if (dc_fetcher_add(f, urls[added], (void *)(uintptr_t)added) != DECANT_OK)
                report_unfetched(&r, added, DECANT_E_NOMEM);
        active = dc_fetcher_step(f, STEP_MS, pass_on, &r);
    }
    if (!r.is_stopped)
        return DECANT_OK;
    dc_fetcher_cancel(f);
    dc_fetcher_step(f, 0, pass_on, &r);
    for (; added < n; added++)
        report_unfetched(&r, added, DECANT_E_CANCELLED);
    return dc_fail(error, DECANT_E_CANCELLED, "stopped by the caller");
}
