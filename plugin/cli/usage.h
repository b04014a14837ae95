// How the program is used: help, and what a wrong command line is told.
#ifndef DC_CLI_USAGE_H
#define DC_CLI_USAGE_H

#include <stdbool.h>

// Prints one line, "decant: ..." and where to read more.
void dc_usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

void dc_usage_help(bool is_all); // on standard output
void dc_usage_short(void);       // on standard error, for a call with nothing to do

#endif
