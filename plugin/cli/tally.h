// How many inputs ended in which way.
#ifndef DC_CLI_TALLY_H
#define DC_CLI_TALLY_H

#include "message.h"

#include <decant/decant.h>

#include <stdint.h>

enum { DC_TALLY_ROWS = 64, DC_TALLY_VERDICTS = 8 };

typedef struct dc_tally_row {
    decant_status code;
    int32_t http_status; // 0: none
    uint64_t n;
} dc_tally_row;

typedef struct dc_tally_verdict {
    char name[DECANT_VERDICT_SIZE];
    uint64_t n;
} dc_tally_verdict;

typedef struct dc_tally {
    dc_tally_row rows[DC_TALLY_ROWS]; // the last one takes what has no room
    size_t n;
    dc_tally_verdict verdicts[DC_TALLY_VERDICTS];
    size_t n_verdicts;
    uint64_t temporary; // failures that may pass
} dc_tally;

void dc_tally_add(dc_tally *t, decant_status code, int32_t http_status, uint64_t n);

// One failure, with its verdict and whether it may pass.
void dc_tally_failure(dc_tally *t, const decant_error *failure);

// "404 HTTP 404" and the like, one line each.
void dc_tally_say(const dc_tally *t, const dc_voice *voice);

typedef struct dc_stats {
    uint64_t ok, failed;
    uint64_t earlier;              // of both, by earlier runs
    uint64_t again;                // of both, failures of earlier runs
    uint64_t twice;                // inputs that stood in the list before
    uint64_t bytes;                // read in this run
    uint64_t cached;               // answers from the cache, in this run
    uint64_t requests, wire_bytes; // of this run, over the network
    uint64_t ms;                   // of this run
    bool is_whole;                 // nothing is left to do
} dc_stats;

// One JSON object. Prints what is wrong and returns false.
bool dc_tally_save(const dc_tally *t, const dc_stats *stats, const char *path,
                   const dc_voice *voice);

#endif
