// One URL on its way: a request after the other, from redirect to redirect, until a page or a
// failure.
#ifndef DC_FETCH_TRANSFER_H
#define DC_FETCH_TRANSFER_H

#include "fetch/config.h"
#include "fetch/decode.h"
#include "fetch/policy.h"
#include "fetch/url.h"

typedef struct dc_transfer dc_transfer;

struct dc_transfer {
    dc_transfer *next; // in the fetcher's queue
    const dc_config *config;
    void *tag;
    CURL *easy;
    CURLU *first; // what was asked for
    CURLU *url;   // where it is now; NULL when it was no URL
    char host[DC_HOST_SIZE];
    bool is_elsewhere; // has left the origin of the first URL
    uint32_t redirects;
    uint64_t seen[DC_FETCH_REDIRECTS_MAX + 1]; // hashes of the URLs asked so far
    uint32_t spent_ms;                         // without the time it waited for its host
    size_t header_bytes;                       // of all answers
    decant_error error;                        // what ended it, DECANT_OK so far

    // Of the answer that comes in.
    int32_t status;
    bool is_body; // its headers are complete
    bool is_chunked;
    bool has_length;
    uint64_t length;
    size_t wire_bytes;
    bool is_sniffed;
    dc_buf codings;
    dc_buf body;
    dc_decode *decode;

    // Of the connection under it.
    bool is_connected;
    bool is_refused; // an address was refused,
    bool is_tried;   // or at least one was not
    char address[DC_ADDRESS_SIZE];
    char curl_message[CURL_ERROR_SIZE];
};

// A URL that cannot be fetched makes a transfer that has ended. NULL when out of memory.
dc_transfer *dc_transfer_new(const dc_config *config, const char *url, void *tag);
void dc_transfer_free(dc_transfer *t);

static inline bool dc_transfer_has_failed(const dc_transfer *t)
{
    return t->error.code != DECANT_OK;
}

// Makes the handle ready for the next request.
decant_status dc_transfer_prepare(dc_transfer *t);

// The request has ended as curl says. True when another must follow: a redirect.
bool dc_transfer_finish(dc_transfer *t, CURLcode code);

#endif
