// What of a page is written, and which of its boxes give it structure.
#ifndef DC_RENDER_PLAN_H
#define DC_RENDER_PLAN_H

#include "render/piece.h"

#define DC_NO_BOX UINT32_MAX
enum { DC_MOST_COLUMNS = 64 };

typedef struct dc_plan {
    const dc_blocks *blocks;
    const dc_verdict *verdicts;
    const bool *is_kept;     // of each block
    const uint32_t *n_kept;  // kept blocks before each block, and in all
    const uint8_t *kind;     // of each box: dc_part
    const uint32_t *holder;  // of each box: the nearest with a kind at or above, or DC_NO_BOX
    const uint32_t *columns; // of each table
    const uint32_t *marks;   // of each block: its first mark; one more for those at the end
    bool *is_cited;          // of each footnote: whether a reference to it has been written
    const uint32_t *notes;   // of each mark and then of each box: number of its footnote; or NULL
} dc_plan;

// Everything lives in the arena.
void dc_plan_make(dc_arena *arena, const dc_doc *doc, dc_plan *out);

static inline uint32_t dc_plan_kept_in(const dc_plan *plan, uint32_t first, uint32_t last)
{
    return plan->n_kept[last] - plan->n_kept[first];
}

// Number of the footnote that a mark refers to, or that a box is; 0: none.
static inline uint32_t dc_plan_note_of_mark(const dc_plan *plan, uint32_t mark)
{
    return plan->notes ? plan->notes[mark] : 0;
}

static inline uint32_t dc_plan_note_of_box(const dc_plan *plan, uint32_t box)
{
    return plan->notes ? plan->notes[plan->blocks->n_marks + box] : 0;
}

// Whether the image or rule of a mark between blocks belongs to what is kept.
bool dc_plan_keeps_alone(const dc_plan *plan, const dc_mark *mark);

// A span attribute of a cell, from 1 to most.
uint32_t dc_plan_span(const dc_blocks *blocks, uint32_t cell, dc_str name, uint32_t most);

#endif
