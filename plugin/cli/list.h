// A list of inputs: one a line, # begins a comment, blank lines are nothing.
#ifndef DC_CLI_LIST_H
#define DC_CLI_LIST_H

#include <decant/decant.h>

#include <stdbool.h>

typedef struct dc_list dc_list;

// "-" is standard input. NULL, with *error, when it cannot be opened.
dc_list *dc_list_open(const char *path, decant_error *error);
void dc_list_close(dc_list *l);

// The next entry, which lives until the next call; NULL at the end. A line that cannot be an entry
// comes with its code in *error, else that is DECANT_OK. After a read error the list is at its end.
const char *dc_list_next(dc_list *l, decant_error *error);

uint64_t dc_list_line(const dc_list *l); // 1-based number of the last line read

#endif
