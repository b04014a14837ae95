// What a page shows its reader about itself: the lines around its heading that say who wrote it and
// when, and the elements that are marked as such.
#ifndef DC_META_SHOWN_H
#define DC_META_SHOWN_H

#include "blocks/candidate.h"
#include "blocks/verdict.h"
#include "meta/date.h"

typedef struct dc_shown {
    const dc_blocks *blocks;
    const dc_verdict *verdicts; // one for each block; NULL: none is dropped
    dc_day_order order;
    dc_str title;   // of the page, without the site's name
    dc_str element; // what its title element or head says, with it
} dc_shown;

// Whether a candidate comes from the words of the page or a time element among them.
bool dc_candidate_is_shown(const dc_candidate *candidate);

// The days of publication around the heading.
typedef struct dc_shown_days {
    uint32_t n;         // different ones, three at most
    bool is_at_heading; // one of them, or of a change, stands right there
    bool is_in_reach;   // or a few lines further
} dc_shown_days;

// Adds authors, dates, licence and tags. Nothing comes from comments, related articles, navigation,
// footers and the like.
dc_shown_days dc_shown_read(const dc_shown *page, dc_candidates *all);

#endif
