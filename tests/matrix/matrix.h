// The fault matrix: one row for each way in which a server, a name, an address or a disk
// misbehaves.
#ifndef MATRIX_H
#define MATRIX_H

#include "fetch/fetcher.h"
#include "support/server.h"

#include <stdbool.h>

enum { SEEN = 160 };

typedef struct matrix_row {
    unsigned number;
    const char *fault;
    const char *expected; // in words

    // Rows that one URL shows: fetched from a server of its own.
    const char *path;
    decant_status code;
    int status;
    const char *says;    // in the message, or in the body
    unsigned requests;   // that the server saw; 0: any
    unsigned max_rss_kb; // by which this process may grow meanwhile; 0: any

    // The others: tells what was seen, true when it is as expected.
    bool (*run)(char *seen);
} matrix_row;

extern const matrix_row matrix_answers[], matrix_policy[], matrix_secure[], matrix_local[];
extern const size_t matrix_n_answers, matrix_n_policy, matrix_n_secure, matrix_n_local;

// What came of one URL.
typedef struct matrix_got {
    unsigned n; // how often it was reported
    decant_status code;
    int status;
    unsigned redirects, retries;
    int version;
    bool is_downgraded;
    char message[DECANT_MESSAGE_SIZE];
    char url[512];
    char body[8192];
    size_t body_len;
} matrix_got;

// Loopback allowed, nothing waits, robots.txt ignored, two retries.
decant_fetch_options matrix_options(void);

// Fetches with a fetcher of its own, or with one that is there.
matrix_got matrix_fetch(const decant_fetch_options *o, const char *url);
matrix_got matrix_fetch_by(dc_fetcher *f, const char *url);

// Writes what was seen; returns is_expected.
bool matrix_say(char *seen, bool is_expected, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Memory of this process, and its largest since the last reset, in KB; 0 where it cannot be told.
unsigned matrix_rss_kb(void);
unsigned matrix_peak_kb(void);
void matrix_reset_peak(void);

#endif
