#include "tools/rows.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_FILE = 4 << 20, MOST_FILES = 4 };

// What is read points into them until the program ends.
static char files[MOST_FILES][MOST_FILE];
static size_t n_files;

rows rows_open(const char *name)
{
    FILE *file = n_files < MOST_FILES ? fopen(name, "rb") : NULL;
    const size_t len = file ? fread(files[n_files], 1, MOST_FILE, file) : 0;
    if (len == 0 || len == MOST_FILE) {
        fprintf(stderr, "%s: cannot be read, is empty or too long\n", name);
        exit(1);
    }
    fclose(file);
    return (rows){.name = name, .rest = {files[n_files++], len}};
}

static size_t split(dc_str line, dc_str fields[MOST_FIELDS])
{
    size_t n = 0;
    while (n < MOST_FIELDS) {
        const char *tab = memchr(line.p, '\t', line.len);
        const size_t len = tab ? (size_t)(tab - line.p) : line.len;
        fields[n++] = (dc_str){line.p, len};
        if (!tab)
            break;
        line = dc_str_from(line, len + 1);
    }
    return n;
}

bool rows_next(rows *r, dc_str fields[MOST_FIELDS], size_t *n)
{
    while (r->rest.len) {
        const char *end = memchr(r->rest.p, '\n', r->rest.len);
        const dc_str line = {r->rest.p, end ? (size_t)(end - r->rest.p) : r->rest.len};
        r->rest = dc_str_from(r->rest, end ? line.len + 1 : line.len);
        r->line++;
        if (line.len && line.p[0] != '#') {
            *n = split(line, fields);
            return true;
        }
    }
    return false;
}

void rows_complain(rows *r, const char *what, dc_str s)
{
    fprintf(stderr, "%s:%zu: %s: %.*s\n", r->name, r->line, what, (int)s.len, s.p);
    r->has_failed = true;
}
