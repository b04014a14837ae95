// Logarithms of counts. Features take some thousand of them a page, nearly all of small counts.
#ifndef DC_CLEAN_LOGS_H
#define DC_CLEAN_LOGS_H

#include <math.h>
#include <stdint.h>

enum { DC_N_LOGS = 1024 };

// log1pf() of each count: the same bits everywhere, as the model has learned from them.
extern const float dc_logs[DC_N_LOGS];

// log(1 + x).
static inline float dc_lg(uint32_t x)
{
    return x < DC_N_LOGS ? dc_logs[x] : log1pf((float)x);
}

#endif
