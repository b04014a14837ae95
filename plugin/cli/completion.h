// Completions for shells, and the options of the manual: both from the table of options.
#ifndef DC_CLI_COMPLETION_H
#define DC_CLI_COMPLETION_H

#include <stdint.h>

enum { DC_COMPLETE_NONE, DC_COMPLETE_BASH, DC_COMPLETE_ZSH, DC_COMPLETE_FISH, DC_COMPLETE_MAN };

// Prints it on standard output.
void dc_completion_print(int32_t shell);

#endif
