// Candidates: what a page may mean by its title, author, date and so on, from where, how surely.
#ifndef DC_BLOCKS_CANDIDATE_H
#define DC_BLOCKS_CANDIDATE_H

#include "base/arena.h"

#include <decant/decant.h>

typedef struct dc_candidate {
    int32_t field; // DECANT_FIELD_*
    dc_str value;  // ends with a NUL
    const char *source;
    float confidence; // 0 a guess .. 1 certain
} dc_candidate;

// The surest of each field first, fields in the order of their numbers.
typedef struct dc_candidates {
    dc_arena *arena;
    dc_candidate *v;
    uint32_t n;
    uint32_t cap;
} dc_candidates;

// Adds one; the value is copied. The same value of a field again only makes it surer. Empty values
// and those beyond a cap are left out. source: static storage.
void dc_candidates_add(dc_candidates *all, int32_t field, dc_str value, const char *source,
                       float confidence);

// Sorts them. What was added first wins among equals.
void dc_candidates_sort(dc_candidates *all);

// The surest of a field, or NULL. After sorting.
const dc_candidate *dc_candidates_best(const dc_candidates *all, int32_t field);

// The lower-case name of a field, "author"; NULL beyond the last.
const char *dc_field_name(int32_t field);

#endif
