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

/** Whether robots.txt (RFC 9309) is obeyed. */
enum {
    DECANT_ROBOTS_AUTO = 0, /**< it is, but by decant_fetch() of a single URL */
    DECANT_ROBOTS_OBEY = 1,
    DECANT_ROBOTS_IGNORE = 2
};

/** What is known of an earlier answer, for a conditional request. Empty strings: not known. */
typedef struct decant_validators {
    char etag[256];          /**< sent as If-None-Match */
    char last_modified[128]; /**< sent as If-Modified-Since */
} decant_validators;

/**
 * Asked before each request for a page, those that follow redirects included: url is as in
 * decant_response. Returns 1 when out was filled; the answer may then be 304, which comes as a
 * response without body.
 */
typedef int (*decant_validators_fn)(void *ctx, const char *url, decant_validators *out);

/** One request with its answer, as an archive keeps it. Borrowed for the call. */
typedef struct decant_exchange {
    uint32_t struct_size;
    int32_t http_status;
    const char *url;
    const char *address; /**< that answered, "192.0.2.1" */
    const char *request; /**< head as sent */
    size_t request_len;
    const char *head; /**< status line and headers as received, with the empty line at the end */
    size_t head_len;
    const char *body; /**< as received: content coding untouched, chunks put together */
    size_t body_len;
    int32_t is_truncated; /**< 1: more was to come */
} decant_exchange;

/** Receives every answer that began, redirects, errors and robots.txt included, in the thread of
 * the fetcher. Bodies are kept twice while it is set. */
typedef void (*decant_exchange_fn)(void *ctx, const decant_exchange *exchange);

/** Options of a fetcher; copied, so nothing needs to outlive decant_fetcher_new(). */
typedef struct decant_fetch_options {
    uint32_t struct_size;
    uint32_t max_time_ms;       /**< total time of one URL, redirects included; default 30,000 */
    uint32_t connect_time_ms;   /**< time to connect; default 10,000 */
    uint32_t max_redirects;     /**< default 5, at most 50; UINT32_MAX: none are followed */
    uint32_t max_parallel;      /**< URLs in flight; default 16, at most 1,024, and
                                     fewer where the process may not open as many files */
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
    int32_t robots;          /**< DECANT_ROBOTS_; default AUTO */
    uint32_t delay_ms;       /**< least pause between two URLs of one host; default 1,000. The pause
                                  is five times what the last answer took if that is more, at most
                                  30,000. UINT32_MAX: none */
    uint32_t max_retries;    /**< further attempts after a failure that may pass (no connection, a
                                  connection that broke, status 429, 500, 502, 503 or 504); default
                                  2, at most 10. UINT32_MAX: none */
    uint32_t retry_delay_ms; /**< pause before the first of them, doubled for each next one, times a
                                  random number between 0.5 and 1.5; default 1,000 */
    uint32_t max_wait_ms; /**< longest wait that a server's Retry-After gets; default 3,600,000 */
    int32_t keep_failed;  /**< 1: what came of an answer that failed (status, headers, the part of
                               the body) is given together with its error */
    const char *const *resolve; /**< n_resolve lines "HOST:PORT:ADDRESS": names that are not looked
                                     up; the host may be "*". The address policy applies */
    size_t n_resolve;
    const char *ca_file; /**< certificates to trust, PEM; default the system's */
    decant_validators_fn validators;
    void *validators_ctx;
    decant_exchange_fn exchange;
    void *exchange_ctx;
    decant_clock_fn clock; /**< for pauses; default the system's monotonic clock */
    void *clock_ctx;
} decant_fetch_options;

#define DECANT_FETCH_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(decant_fetch_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  \
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0                                                           \
    }

typedef struct decant_fetcher decant_fetcher;

/** A response, and nothing of it half: a body that ended early is an error, not a response (with
 * keep_failed it is both). */
typedef struct decant_response {
    uint32_t struct_size;
    int32_t http_status;
    const char *url; /**< after redirects, normalised, host in punycode, no userinfo, no fragment */
    const char *content_type; /**< header value, or NULL */
    const char *body;         /**< decoded bytes */
    size_t body_len;
    uint32_t redirects; /**< how many were followed */
    uint32_t time_ms;   /**< of all requests, pauses not counted */
    const char *head;   /**< status line and headers of the last answer, as received */
    size_t head_len;
    const char *address;   /**< that answered, or "" */
    uint64_t wire_bytes;   /**< of the last answer's body, as received */
    int32_t http_version;  /**< 10, 11, 20; 0 when not known */
    int32_t is_downgraded; /**< 1: a redirect led from https to http */
    uint32_t retries;      /**< attempts that failed before */
} decant_response;

/**
 * The value of a header of a response, without white space around it; the first when there are
 * several. NULL when there is none. Lives as long as the response. Threads: any.
 */
DECANT_API const char *decant_response_header(const decant_response *response, const char *name,
                                              size_t *len);

/**
 * Make a fetcher. options NULL for the defaults; free with decant_fetcher_free().
 * Returns DECANT_OK, DECANT_E_INVALID or DECANT_E_NOMEM.
 * Threads: a fetcher is used by one thread at a time.
 */
DECANT_API decant_status decant_fetcher_new(const decant_fetch_options *options,
                                            decant_fetcher **out, decant_error *error);

/** Free a fetcher and close its connections. What it has not reported is dropped without a call. */
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

/* A stream of URLs: added at any time, reported as they finish. */

/**
 * Receives a URL that has ended: response, or error when it failed; the other is NULL, but see
 * keep_failed. Both are borrowed for the call. It may add URLs.
 */
typedef void (*decant_fetch_done_fn)(void *ctx, void *tag, const decant_response *response,
                                     const decant_error *error);

/**
 * Queue a URL, which is copied; tag comes back with its result. What is no URL, or is refused, is
 * reported by the next step. A host gets its URLs in the order in which they were added, on
 * max_parallel_host connections with pauses between them; a host that is busy, or has asked to be
 * left alone, holds up no other. Returns DECANT_OK, DECANT_E_INVALID or DECANT_E_NOMEM.
 */
DECANT_API decant_status decant_fetcher_add(decant_fetcher *fetcher, const char *url, void *tag,
                                            decant_error *error);

/**
 * Work: wait at most timeout_ms for something to happen, and report what has ended, each URL
 * exactly once. Returns how many URLs are still queued or in flight; with none it does not wait.
 */
DECANT_API size_t decant_fetcher_step(decant_fetcher *fetcher, uint32_t timeout_ms,
                                      decant_fetch_done_fn done, void *ctx);

/** Let a step that waits return at once. Threads: any. */
DECANT_API void decant_fetcher_wakeup(decant_fetcher *fetcher);

/** Give up what is queued or in flight: the next step reports it as DECANT_E_CANCELLED. */
DECANT_API void decant_fetcher_cancel(decant_fetcher *fetcher);

/** Give up what is queued and not yet begun; what is in flight goes on. */
DECANT_API void decant_fetcher_drain(decant_fetcher *fetcher);

/** Where a fetcher stands. */
typedef struct decant_fetch_progress {
    uint32_t struct_size;
    uint32_t active_hosts; /**< with a request in flight */
    uint32_t paused_hosts; /**< with URLs that wait for their time */
    uint64_t queued;       /**< URLs not in flight */
    uint64_t in_flight;
    uint64_t requests; /**< so far, robots.txt and redirects included */
    uint64_t bytes;    /**< of all bodies so far, as received */
    uint64_t wait_ms;  /**< until the next host's pause is over, when none is in flight; else 0 */
} decant_fetch_progress;

#define DECANT_FETCH_PROGRESS_INIT                                                                 \
    {                                                                                              \
        sizeof(decant_fetch_progress), 0, 0, 0, 0, 0, 0, 0                                         \
    }

/** Read the progress. Returns DECANT_OK or DECANT_E_INVALID. */
DECANT_API decant_status decant_fetcher_progress(const decant_fetcher *fetcher,
                                                 decant_fetch_progress *out);

#ifdef __cplusplus
}
#endif
#endif
