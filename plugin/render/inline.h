// The inside of one block as pieces: links, emphasis, code, formulas, images, line breaks.
#ifndef DC_RENDER_INLINE_H
#define DC_RENDER_INLINE_H

#include "render/link.h"
#include "render/plan.h"

typedef struct dc_inliner {
    const dc_doc *doc;
    const dc_plan *plan;
    const dc_writer *writer;
    void *ctx;
    dc_linker linker;
    dc_buf alt;          // alternative text made last
    uint64_t last_image; // hash of its address
} dc_inliner;

// The texts and marks of a kept block. in_note: links back to the text are left out.
void dc_inline_write(dc_inliner *in, uint32_t block, bool in_note);

// The text of a block alone, with its line breaks.
void dc_inline_text(dc_inliner *in, dc_str text);

// The LaTeX of a formula, without the delimiters that a page's own text has around it.
dc_str dc_inline_tex(dc_str formula);

// Fills in an image if it is one to be shown, and not the one shown last.
bool dc_inline_image(dc_inliner *in, uint32_t mark, dc_piece *out);

#endif
