// Why a request failed, in our words.
#ifndef DC_FETCH_FAILURE_H
#define DC_FETCH_FAILURE_H

#include "fetch/transfer.h"

// Fills t->error from what curl says and what the transfer saw. Keeps an error that is already
// there.
void dc_failure_of_curl(dc_transfer *t, CURLcode code);

// Fills t->error for an answer that is no page: "HTTP 404 Not Found".
void dc_failure_of_status(dc_transfer *t);

// More headers, or a larger body, than the limit.
void dc_failure_of_headers(dc_transfer *t);
void dc_failure_of_size(dc_transfer *t);

#endif
