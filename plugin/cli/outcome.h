// What became of all inputs, and the exit code that says it.
#ifndef DC_CLI_OUTCOME_H
#define DC_CLI_OUTCOME_H

#include <decant/decant.h>

#include <stdbool.h>

// Why an input gave nothing.
typedef enum dc_loss {
    DC_LOSS_EMPTY, // no text in it
    DC_LOSS_NETWORK,
    DC_LOSS_UNREADABLE,
    DC_LOSS_LIMIT,
    DC_LOSS_OTHER,
    DC_N_LOSSES
} dc_loss;

typedef struct dc_outcome {
    uint64_t n_ok;
    uint64_t lost[DC_N_LOSSES];
    uint64_t bytes; // read
} dc_outcome;

dc_loss dc_loss_of(decant_status code);
uint64_t dc_outcome_lost(const dc_outcome *o);
int dc_outcome_exit(const dc_outcome *o);

// One sentence on why a page has no text.
void dc_outcome_reason(const decant_page *page, char *out, size_t cap);

#endif
