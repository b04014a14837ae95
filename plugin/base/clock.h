// The clock of deadlines, replaceable so that tests do not wait.
#ifndef DC_BASE_CLOCK_H
#define DC_BASE_CLOCK_H

#include <decant/decant.h>

typedef struct dc_clock {
    decant_clock_fn now; // NULL: the system's monotonic clock
    void *ctx;
} dc_clock;

// Milliseconds since some fixed point.
uint64_t dc_clock_ms(const dc_clock *clock);

#endif
