// A strict reader of WARC 1.1 files: every record one gzip member, nothing left over.
#ifndef SUPPORT_WARCFILE_H
#define SUPPORT_WARCFILE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct warc_record {
    const char *header; // its lines, with a NUL behind them
    char type[32];
    char url[512]; // WARC-Target-URI, or ""
    const char *block;
    size_t len;
} warc_record;

typedef void (*warc_record_fn)(void *ctx, const warc_record *record);

// Returns the number of records, or -1 with *why when anything is not as the standard says.
int warc_read(const char *path, warc_record_fn each, void *ctx, const char **why);

#endif
