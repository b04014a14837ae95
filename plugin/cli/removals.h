// The file of --report: what was taken out of plain text, a line of JSON for each removal.
#ifndef DC_CLI_REMOVALS_H
#define DC_CLI_REMOVALS_H

#include "draft.h"
#include "message.h"

#include <decant/decant.h>

typedef struct dc_removals {
    const char *path; // NULL: no report is wanted
    const char *input;
    dc_draft draft;
    int failure; // errno of the first write that failed
} dc_removals;

// Prints what is wrong and returns false.
bool dc_removals_open(dc_removals *r, const char *path, const dc_voice *voice);

// decant_removal_fn: adds a line.
int dc_removals_add(void *removals, const decant_removal *removal);

// The file stands under its name. Prints what is wrong and returns false.
bool dc_removals_close(dc_removals *r, const dc_voice *voice);

#endif
