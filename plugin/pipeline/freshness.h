// What an answer says of being kept: RFC 9111, for a cache of one user.
#ifndef DC_PIPELINE_FRESHNESS_H
#define DC_PIPELINE_FRESHNESS_H

#include "base/str.h"

#include <stdint.h>

typedef struct dc_freshness {
    bool is_storable;
    int64_t seconds; // during which nobody needs to ask; 0: ask each time
} dc_freshness;

// head: status line and headers. now: seconds since 1970.
dc_freshness dc_freshness_of(dc_str head, int64_t now);

#endif
