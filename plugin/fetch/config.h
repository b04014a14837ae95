// The options of a fetcher, checked, with their defaults, and copied.
#ifndef DC_FETCH_CONFIG_H
#define DC_FETCH_CONFIG_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/pool.h"
#include "base/status.h"

#include <curl/curl.h>
#include <decant/fetch.h>

// URLs in flight unless the options say otherwise.
enum { DC_FETCH_PARALLEL = 16, DC_FETCH_PARALLEL_MAX = 1024, DC_FETCH_REDIRECTS_MAX = 50 };

typedef struct dc_config {
    decant_allocator given; // of the options
    dc_pool *pool;          // on it: bodies of answers come and go
    decant_allocator hook;  // takes from the pool
    dc_log log;
    uint32_t max_time_ms;
    uint32_t connect_time_ms;
    uint32_t max_redirects;
    uint32_t max_parallel;
    uint32_t max_parallel_host;
    uint32_t delay_ms;
    uint32_t max_retries;
    uint32_t retry_delay_ms;
    uint32_t max_wait_ms;
    size_t max_body;
    size_t max_headers;
    bool allow_private;
    bool keep_failed;
    int32_t robots; // DECANT_ROBOTS_
    dc_clock clock;
    decant_validators_fn validators;
    void *validators_ctx;
    decant_exchange_fn exchange;
    void *exchange_ctx;
    dc_buf proxy;               // empty: none
    dc_buf ca_file;             // empty: the system's
    dc_buf agent;               // product token: what robots.txt calls us
    struct curl_slist *resolve; // as CURLOPT_RESOLVE takes them
    struct curl_slist *headers; // for the host that was asked for
    struct curl_slist
        *headers_other; // for other hosts that it redirects to: without what may be secret
} dc_config;

// The allocator that the options ask for.
decant_allocator dc_config_hook(const decant_fetch_options *options);

// Returns DECANT_OK, DECANT_E_INVALID or DECANT_E_NOMEM. dc_config_free() is due in any case.
// out must not move afterwards.
decant_status dc_config_read(const decant_fetch_options *options, dc_config *out,
                             decant_error *error);
void dc_config_free(dc_config *config);

#endif
