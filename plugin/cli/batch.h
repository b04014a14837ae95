// decant batch: a long list to a folder, in as many runs as it takes.
#ifndef DC_CLI_BATCH_H
#define DC_CLI_BATCH_H

#include "settings.h"

// Returns the exit code.
int dc_batch(const dc_settings *settings);

#endif
