// What libcurl is told for one request.
#ifndef DC_FETCH_REQUEST_H
#define DC_FETCH_REQUEST_H

#include "fetch/transfer.h"

// Returns DECANT_OK, DECANT_E_NOMEM or DECANT_E_INTERNAL, also in t->error.
decant_status dc_request_set(dc_transfer *t);

// The handle keeps nothing of its last request, and can be lent to another transfer.
void dc_request_unset(CURL *easy);

#endif
