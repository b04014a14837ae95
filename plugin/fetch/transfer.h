// One URL on its way: a request after the other, from redirect to redirect and attempt to attempt,
// until a page or a failure.
#ifndef DC_FETCH_TRANSFER_H
#define DC_FETCH_TRANSFER_H

#include "fetch/config.h"
#include "fetch/decode.h"
#include "fetch/policy.h"
#include "fetch/sockets.h"
#include "fetch/url.h"

typedef struct dc_transfer dc_transfer;

struct dc_transfer {
    dc_transfer *next; // in its queue
    dc_transfer *previous;
    struct dc_host *at;      // whose turn it waits for, or has
    struct dc_site *asks;    // for its robots.txt; NULL: a page
    uint32_t crawl_delay_ms; // that the site asks for
    const dc_config *config;
    dc_sockets *sockets; // its connections are made there
    void *tag;
    CURL *easy;
    CURLU *first; // what was asked for
    CURLU *url;   // where it is now; NULL when it was no URL
    char *text;   // the same, of curl's memory
    char host[DC_HOST_SIZE];
    bool is_elsewhere; // has left the origin of the first URL
    bool is_downgraded;
    uint32_t redirects;
    uint64_t seen[DC_FETCH_REDIRECTS_MAX + 1]; // hashes of the URLs asked so far
    uint32_t spent_ms;                         // without the time it waited for its host
    uint32_t last_ms;                          // of the last request alone
    size_t header_bytes;                       // of all answers
    decant_error error;                        // what ended it, DECANT_OK so far

    // Of attempts.
    uint32_t retries;
    uint64_t retry_after_ms; // what the server asks for; 0: nothing
    bool is_plain;           // without content coding: the server's was broken
    bool needs_fresh;        // the last connection was no good

    // Of the request under way.
    struct curl_slist *headers; // when those of the config do not fit; NULL: they do
    bool is_conditional;
    dc_buf request; // its head, when somebody listens

    // Of the answer that comes in.
    int32_t status;
    bool is_body; // its headers are complete
    bool is_chunked;
    bool has_length;
    bool is_enough; // the body was stopped on purpose
    uint64_t length;
    size_t wire_bytes;
    bool is_sniffed;
    dc_buf head;
    dc_buf codings;
    dc_buf wire; // the body as it came, when somebody listens
    dc_buf body;
    dc_decode *decode;

    // Of the connection under it.
    bool is_connected;
    bool is_refused; // an address was refused,
    bool is_tried;   // or at least one was not
    bool is_starved; // this process has no file descriptor left
    char address[DC_ADDRESS_SIZE];
    char curl_message[CURL_ERROR_SIZE];
};

typedef enum dc_next {
    DC_NEXT_DONE,     // with a page or a failure
    DC_NEXT_REDIRECT, // another request, perhaps to another host
    DC_NEXT_RETRY     // the same once more, after a pause
} dc_next;

// A URL that cannot be fetched makes a transfer that has ended. NULL when out of memory.
dc_transfer *dc_transfer_new(const dc_config *config, const char *url, void *tag);
void dc_transfer_free(dc_transfer *t);

// For the robots.txt of an origin, "https://example.org". NULL when out of memory.
dc_transfer *dc_transfer_of_robots(const dc_config *config, const char *origin);

static inline bool dc_transfer_has_failed(const dc_transfer *t)
{
    return t->error.code != DECANT_OK;
}

// Makes the handle ready for the next request.
decant_status dc_transfer_prepare(dc_transfer *t);

// The request has ended as curl says.
dc_next dc_transfer_finish(dc_transfer *t, CURLcode code);

// After DC_NEXT_RETRY: the failure is forgotten.
void dc_transfer_again(dc_transfer *t);

#endif
