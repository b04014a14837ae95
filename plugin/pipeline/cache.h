// Answers of earlier runs: facts in SQLite, bodies in files. Nothing in it is believed that does
// not fit together, and nothing in it is needed: what is broken is fetched again.
#ifndef DC_PIPELINE_CACHE_H
#define DC_PIPELINE_CACHE_H

#include "base/buf.h"
#include "base/log.h"

#include <decant/pipeline.h>

#include <stdbool.h>

// What decant_cache_open() and _close() promise.
decant_status dc_cache_open(const decant_cache_options *options, decant_cache **out,
                            decant_error *error);
void dc_cache_close(decant_cache *cache);

// What answers depend on beside their URL: the options a fetcher is made with. Messages go to its
// log.
void dc_cache_use(decant_cache *cache, const decant_fetch_options *fetch);

typedef struct dc_cached {
    dc_buf head, body, type;
    decant_response response; // of these; struct_size 0: none
} dc_cached;

// Finds what was kept for a URL, normalised. only_fresh: only if nobody needs to ask the server.
// Returns false when there is nothing whole. dc_cached_free() is due in both cases.
bool dc_cache_find(decant_cache *cache, const char *url, bool only_fresh, dc_cached *out);
void dc_cached_free(dc_cached *cached);

// For decant_fetch_options.validators.
int dc_cache_validators(void *cache, const char *url, decant_validators *out);

// Keeps a complete answer with status 200, if it may be kept.
void dc_cache_keep(decant_cache *cache, const decant_response *response);

// Status 304: what is kept is good for some more time.
void dc_cache_renew(decant_cache *cache, const decant_response *response);

void dc_cache_forget(decant_cache *cache, const char *url);

#endif
