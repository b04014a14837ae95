// Many URLs at once on one thread: a queue, connections, and a policy that all of them share.
#ifndef DC_FETCH_FETCHER_H
#define DC_FETCH_FETCHER_H

#include "fetch/config.h"

typedef struct decant_fetcher dc_fetcher;

// Receives a URL that has ended: response, or error when it failed; the other is NULL. Borrowed for
// the call.
typedef void (*dc_fetched_fn)(void *ctx, void *tag, const decant_response *response,
                              const decant_error *error);

// What decant_fetcher_new() and _free() promise. URLs still in flight are dropped without a call.
// libcurl's global set-up is counted by libcurl, and safe from any thread since 7.84.
decant_status dc_fetcher_new(const decant_fetch_options *options, dc_fetcher **out,
                             decant_error *error);
void dc_fetcher_free(dc_fetcher *fetcher);

// Queues a URL, which is copied. A URL that cannot be fetched is reported at the next step.
// Returns DECANT_OK or DECANT_E_NOMEM.
decant_status dc_fetcher_add(dc_fetcher *fetcher, const char *url, void *tag);

// Waits at most timeout_ms for something to happen, and reports what has ended. Returns the URLs
// still queued or in flight; with none it does not wait.
size_t dc_fetcher_step(dc_fetcher *fetcher, int timeout_ms, dc_fetched_fn done, void *ctx);

// A step that waits returns. From any thread.
void dc_fetcher_wakeup(dc_fetcher *fetcher);

// All that is queued or in flight has failed with DECANT_E_CANCELLED; the next step reports it.
void dc_fetcher_cancel(dc_fetcher *fetcher);

// What decant_fetch() promises.
decant_status dc_fetch(dc_fetcher *fetcher, const char *const *urls, size_t n,
                       decant_fetched_fn done, void *ctx, decant_error *error);

#endif
