// How deep the tags of a page nest: an estimate that never falls below what tree construction will
// do.
#ifndef DC_HTML_NESTING_H
#define DC_HTML_NESTING_H

#include "base/arena.h"
#include "base/tag.h"

#include <stdint.h>

typedef struct dc_nesting {
    uint32_t *open; // names of open elements
    uint32_t n;
    uint32_t limit;
    uint32_t n_dropped; // start tags that were refused and not closed since
} dc_nesting;

void dc_nesting_init(dc_nesting *nesting, dc_arena *arena, uint32_t limit);

// False when the limit is reached: leave the tag out. Elements whose end tag is optional do not
// count, but for cells and items of lists.
bool dc_nesting_open(dc_nesting *nesting, dc_tag tag, dc_str name);

// False when the end tag belongs to a start tag that was left out.
bool dc_nesting_close(dc_nesting *nesting, dc_tag tag, dc_str name);

#endif
