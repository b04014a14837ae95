// Two pages, or two versions of one: which blocks came, went, or were judged anew.
#ifndef DC_CLI_COMPARE_H
#define DC_CLI_COMPARE_H

#include "settings.h"

#include <decant/decant.h>

#include <stdbool.h>

typedef struct dc_side {
    struct dc_seen *v; // its blocks
    size_t n;
    char *name;
} dc_side;

typedef struct dc_compare {
    dc_side sides[2];
    size_t n_sides;
} dc_compare;

// Keeps what is to be compared of a page. with: settings that it alone has, to be named, or NULL.
void dc_compare_take(dc_compare *c, const char *name, const dc_names *with,
                     const decant_page *page);

// Writes a line for each block that differs: "-" only in the first, "+" only in the second, "~" in
// both but judged otherwise; then the amounts. Returns what write returned.
int dc_compare_write(const dc_compare *c, decant_write_fn write, void *ctx);

void dc_compare_free(dc_compare *c);

#endif
