// The configuration file: lines "name = value" with the long names of options.
#ifndef DC_CLI_CONFIG_FILE_H
#define DC_CLI_CONFIG_FILE_H

#include "option.h"
#include "settings.h"

// Reads the file, if there is one, into the settings; its text stays theirs. Prints what is wrong
// and returns false.
bool dc_config_read(dc_settings *out);

// Whether a default of the option may be kept: in the file, or in a variable.
bool dc_config_holds(const dc_option *option);

// Prints every setting that a file can hold, with its value and where that is from.
void dc_config_show(const dc_settings *settings);

#endif
