// The decision: a label, a reason and a score for every block, and the comments.
#ifndef DC_CLEAN_CLEAN_H
#define DC_CLEAN_CLEAN_H

#include "base/arena.h"
#include "blocks/verdict.h"
#include "clean/decide.h"
#include "clean/phrase_rows.h"
#include "clean/wall.h"

// What kind of page it is, as far as comments are concerned.
typedef enum dc_page_kind { DC_PAGE_OTHER, DC_PAGE_FORUM, DC_PAGE_PRODUCT } dc_page_kind;

typedef struct dc_cleaned {
    dc_verdict *verdicts; // one for each block
    dc_comments comments;
    dc_comments posts; // of a forum or question page; their words are content, too
    dc_page_kind kind;
    const char *page_type; // "article" ...; static storage
    dc_wall wall;          // whether the page is the one that was asked for
    float confidence;      // F1 that the text is expected to reach
} dc_cleaned;

// The page is a wall: when that hides its text, no block is text any more.
void dc_clean_wall(const dc_blocks *blocks, const dc_wall *wall, dc_cleaned *cleaned);

// own: phrases of the user, or NULL.
void dc_clean(dc_arena *arena, const dc_blocks *blocks, dc_focus focus, const dc_phrase_table *own,
              dc_cleaned *out);

#endif
