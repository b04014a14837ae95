// The value of one option, from text into the settings.
#ifndef DC_CLI_OPTION_VALUE_H
#define DC_CLI_OPTION_VALUE_H

#include "option.h"
#include "settings.h"

// where: how the user named it, "--jobs" or "DECANT_JOBS", for the message. value: NULL for a flag
// on the command line. Prints what is wrong and returns false.
bool dc_option_set(const dc_option *option, const char *where, const char *value, dc_settings *out);

#endif
