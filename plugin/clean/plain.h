// Leftover prompts in plain text: which bytes to leave out, and why.
//
// A whole line goes with its own terminator when it is a phrase of the lexicon and what stands
// around it proves it; the last sentence of a line goes when it is a strong phrase about comments.
// Nothing else is touched. The text is read once, forward; what is remembered of it is bounded and
// lies on the stack: no memory is taken.
#ifndef DC_CLEAN_PLAIN_H
#define DC_CLEAN_PLAIN_H

#include "clean/family.h"

typedef struct dc_removal {
    size_t at; // bytes of the text
    size_t len;
    dc_family family;
    const char *reason;
} dc_removal;

// Returns false to stop.
typedef bool (*dc_removal_fn)(void *ctx, const dc_removal *removal);

// Reports what has to go, in order and without overlap. text: any bytes, see dc_lines. Returns
// false when fn stopped it.
bool dc_plain_clean(dc_str text, dc_removal_fn fn, void *ctx);

#endif
