// How far a run is, on a terminal.
#ifndef DC_CLI_PROGRESS_H
#define DC_CLI_PROGRESS_H

#include "message.h"

typedef struct dc_progress {
    const dc_voice *voice;
    uint64_t begun_ms, drawn_ms;
    bool is_drawn;
} dc_progress;

// Where a run stands. 0 in what is not known leaves it out.
typedef struct dc_standing {
    uint64_t done, failed; // of this run; done without the failures
    uint64_t earlier;      // of earlier runs
    uint64_t total;        // inputs in all
    uint64_t bytes;        // that came over the network
    uint32_t hosts;        // that have something to give
} dc_standing;

dc_progress dc_progress_begin(const dc_voice *voice);
void dc_progress_show(dc_progress *p, const dc_standing *standing); // draws a few times a second
void dc_progress_clear(dc_progress *p); // before output to the same terminal, and at the end

uint64_t dc_progress_ms(const dc_progress *p); // since the beginning

#endif
