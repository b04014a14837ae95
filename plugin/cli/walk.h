// The pages below a directory, in the order of their names.
#ifndef DC_CLI_WALK_H
#define DC_CLI_WALK_H

#include <decant/decant.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct dc_walk dc_walk;

// takes_text: .txt files are pages, too.
dc_walk *dc_walk_begin(const char *path, bool takes_text);
void dc_walk_end(dc_walk *w);

// The next page, or a directory that cannot be read: then *error says why, else its code is
// DECANT_OK. Hidden files are left out, and symbolic links to directories are not followed, so
// every walk ends. NULL when there are no more. The path lives until the next call; *below is its
// part below the directory.
const char *dc_walk_next(dc_walk *w, const char **below, decant_error *error);

#endif
