// A run that is asked to stop ends its output properly first.
#ifndef DC_CLI_INTERRUPT_H
#define DC_CLI_INTERRUPT_H

#include <stdbool.h>

// The first SIGINT, SIGTERM or SIGHUP is noted, the second one ends the program at once. SIGPIPE
// becomes a write error.
void dc_interrupt_catch(void);
bool dc_interrupt_came(void);

// Ends the program as that signal, or SIGPIPE, ends programs, so that a shell sees why.
void dc_interrupt_obey(void);
void dc_interrupt_by_pipe(void);

#endif
