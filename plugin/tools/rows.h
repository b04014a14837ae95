// Reads the tables in plugin/data: lines of fields parted by tabs, '#' begins a comment.
#ifndef DC_TOOLS_ROWS_H
#define DC_TOOLS_ROWS_H

#include "base/str.h"

enum { MOST_FIELDS = 4 };

typedef struct rows {
    const char *name; // of the data file
    dc_str rest;
    size_t line;
    bool has_failed;
} rows;

// Ends the program with a message when the file cannot be read. Its bytes live as long as the
// program.
rows rows_open(const char *name);

// The next line's fields; false at the end. n: how many there are.
bool rows_next(rows *r, dc_str fields[MOST_FIELDS], size_t *n);

// Says what is wrong with the line at hand and remembers it.
void rows_complain(rows *r, const char *what, dc_str s);

#endif
