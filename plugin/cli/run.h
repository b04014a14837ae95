// One run: all inputs through the batch, every result to its place.
#ifndef DC_CLI_RUN_H
#define DC_CLI_RUN_H

#include "settings.h"

// Returns the exit code.
int dc_run(const dc_settings *settings);

#endif
