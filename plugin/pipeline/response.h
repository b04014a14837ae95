// What an HTTP answer says of the page it brought: that it is another one than was asked for.
#ifndef DC_PIPELINE_RESPONSE_H
#define DC_PIPELINE_RESPONSE_H

#include "base/arena.h"
#include "clean/wall.h"
#include "html/tree.h"

typedef struct dc_response {
    int32_t status; // 0: not known
    dc_str head;    // status line and headers; p NULL when not known
    dc_str asked;   // the URL that was asked for, or p NULL
    dc_str url;     // where it led, or p NULL
} dc_response;

// What was seen of the page itself.
typedef struct dc_response_page {
    const dc_tree *tree;
    dc_str source;       // the decoded page
    uint32_t words;      // of all blocks
    uint32_t text_words; // of those that are text
    dc_wall wall;        // found in the words
} dc_response_page;

// The verdict of answer and page together; verdict NULL when nothing speaks against the page.
// Evidence is in the arena or in the page.
dc_wall dc_response_judge(dc_arena *arena, const dc_response *answer, const dc_response_page *page);

// The same of an answer whose page cannot be read. Returns DECANT_OK or DECANT_E_BUDGET, _NOMEM.
decant_status dc_response_judge_alone(dc_arena *arena, const dc_response *response, dc_wall *out);

#endif
