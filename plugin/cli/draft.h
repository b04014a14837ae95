// A file that stands under its name only when it is whole: written beside it, then renamed.
#ifndef DC_CLI_DRAFT_H
#define DC_CLI_DRAFT_H

#include <stdbool.h>
#include <stdio.h>

typedef struct dc_draft {
    FILE *file;
    char *path;  // where it will stand
    char *draft; // where it is written; NULL for devices and pipes, which are written directly
} dc_draft;

// These return 0 or an errno.
int dc_draft_open(dc_draft *d, const char *path);
int dc_draft_keep(dc_draft *d);                      // under its name
int dc_draft_keep_as(dc_draft *d, const char *path); // under another one
void dc_draft_drop(dc_draft *d);                     // gone; what stood there stays

#endif
