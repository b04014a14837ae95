#include "base/clock.h"

#include <time.h>

uint64_t dc_clock_ms(const dc_clock *clock)
{
    if (clock && clock->now)
        return clock->now(clock->ctx);
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}
