// Many URLs at once on one thread: queues of hosts, connections, and a policy that all share.
#ifndef DC_FETCH_FETCHER_H
#define DC_FETCH_FETCHER_H

#include "fetch/config.h"

typedef struct decant_fetcher dc_fetcher;

// What decant_fetcher_new() and _free() promise. URLs still in flight are dropped without a call.
// libcurl's global set-up is counted by libcurl, and safe from any thread since 7.84.
decant_status dc_fetcher_new(const decant_fetch_options *options, dc_fetcher **out,
                             decant_error *error);
void dc_fetcher_free(dc_fetcher *fetcher);

const dc_config *dc_fetcher_config(const dc_fetcher *fetcher);

// From now on robots.txt is obeyed, or not.
void dc_fetcher_obey(dc_fetcher *fetcher, bool obeys);

// From now on a request begins only while fewer than n, at least 1, are under way or have ended and
// are to be reported.
void dc_fetcher_limit(dc_fetcher *fetcher, size_t n);

// Begins what may be begun now. Returns true when there is a place for one more.
bool dc_fetcher_begin(dc_fetcher *fetcher);

// What decant_fetcher_add(), _step(), _wakeup(), _cancel(), _drain() and _progress() promise.
decant_status dc_fetcher_add(dc_fetcher *fetcher, const char *url, void *tag);
size_t dc_fetcher_step(dc_fetcher *fetcher, uint32_t timeout_ms, decant_fetch_done_fn done,
                       void *ctx);
void dc_fetcher_wakeup(dc_fetcher *fetcher);
void dc_fetcher_cancel(dc_fetcher *fetcher);
void dc_fetcher_drain(dc_fetcher *fetcher);
void dc_fetcher_progress(const dc_fetcher *fetcher, decant_fetch_progress *out);

// The body of the response that is being reported. Whoever takes it frees it, before the fetcher,
// in any thread.
dc_buf dc_fetcher_take_body(dc_fetcher *fetcher);

// What decant_fetch() promises.
decant_status dc_fetch(dc_fetcher *fetcher, const char *const *urls, size_t n,
                       decant_fetched_fn done, void *ctx, decant_error *error);

#endif
