// When a failure deserves another attempt, and after which pause.
#ifndef DC_FETCH_RETRY_H
#define DC_FETCH_RETRY_H

#include "fetch/transfer.h"

// The failure of t may pass, and it has attempts left.
bool dc_retry_is_worth(const dc_transfer *t);

// Reads what the server asks for: Retry-After of status 429 and 503.
void dc_retry_note_wish(dc_transfer *t);

// The pause before the next attempt: exponential with jitter (random: any number), or what the
// server asks for if that is longer.
uint64_t dc_retry_pause_ms(const dc_transfer *t, uint64_t random);

#endif
