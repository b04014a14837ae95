/**
 * Decant: fetch pages from an untrusted web.
 *
 * A fetcher holds connections and policy; it fetches one URL, or many at once. Only http and https.
 * Private, loopback, link-local and translated addresses are refused at connect time unless
 * allowed. Conventions as in decant.h.
 *
 * Copyright the Decant authors. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECANT_FETCH_H
#define DECANT_FETCH_H

#include <decant/decant.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Options of a fetcher; copied, so nothing needs to outlive decant_fetcher_new(). */
typedef struct decant_fetch_options {
    uint32_t struct_size;
    uint32_t max_time_ms;       /**< total time of one URL, redirects included; default 30,000 */
    uint32_t connect_time_ms;   /**< time to connect; default 10,000 */
    uint32_t max_redirects;     /**< default 5, at most 50; UINT32_MAX: none are followed */
    uint32_t max_parallel;      /**< URLs in flight; default 16, at most 1,024 */
    uint32_t max_parallel_host; /**< connections to one host; default 1 */
    uint64_t max_body_bytes;    /**< wire and decoded body each; default 10 MiB, at most 64 MiB */
    uint64_t max_header_bytes;  /**< all headers of all hops; default 256 KiB, at most 16 MiB */
    const char *user_agent;     /**< default "decant/VERSION" */
    const char *const
        *headers; /**< n_headers lines "Name: value" to send. Once a redirect
                       has left the scheme, host and port that were asked for, only
                       Accept, Accept-* and User-Agent go along: others may be secret */
    size_t n_headers;
    const char *proxy;     /**< default none; the environment is not read. With a proxy the
                                target's address cannot be checked */
    int32_t allow_private; /**< 1: addresses that are not public may be fetched */
    decant_log_fn log;
    void *log_ctx;
    const decant_allocator *allocator;
} decant_fetch_options;

#define DECANT_FETCH_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(decant_fetch_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0                  \
    }

typedef struct decant_fetcher decant_fetcher;

/** A response, and nothing of it half: a body that ended early is an error, not a response. */
typedef struct decant_response {
    uint32_t struct_size;
    int32_t http_status;
    const char *url; /**< after redirects, normalised, host in punycode, no userinfo, no fragment */
    const char *content_type; /**< header value, or NULL */
    const char *body;         /**< decoded bytes */
    size_t body_len;
    uint32_t redirects; /**< how many were followed */
    uint32_t time_ms;
} decant_response;

/**
 * Make a fetcher. options NULL for the defaults; free with decant_fetcher_free().
 * Returns DECANT_OK, DECANT_E_INVALID or DECANT_E_NOMEM.
 * Threads: a fetcher is used by one thread at a time.
 */
DECANT_API decant_status decant_fetcher_new(const decant_fetch_options *options,
                                            decant_fetcher **out, decant_error *error);

/** Free a fetcher and close its connections. */
DECANT_API void decant_fetcher_free(decant_fetcher *fetcher);

/**
 * Receives one finished URL. response is NULL when the fetch failed, and error says why; a response
 * with an error status also comes as DECANT_E_HTTP_STATUS. Both are borrowed for the call.
 * Returns 0 to go on, anything else to stop: what is still in flight ends as DECANT_E_CANCELLED.
 */
typedef int (*decant_fetched_fn)(void *ctx, size_t index, const decant_response *response,
                                 const decant_error *error);

/**
 * Fetch URLs at once, each reported exactly once, as they finish; index is the place in urls.
 * Returns DECANT_OK when all were reported, however they ended; DECANT_E_CANCELLED, _INVALID,
 * _NOMEM.
 */
DECANT_API decant_status decant_fetch(decant_fetcher *fetcher, const char *const *urls, size_t n,
                                      decant_fetched_fn done, void *ctx, decant_error *error);

#ifdef __cplusplus
}
#endif
#endif
