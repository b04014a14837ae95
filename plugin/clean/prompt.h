// Leftover prompts among a page's blocks.
#ifndef DC_CLEAN_PROMPT_H
#define DC_CLEAN_PROMPT_H

#include "clean/clean.h"

// Drops blocks that are phrases of comment systems or page chrome, as far as what stands around
// them proves it. Never in pre, code or blockquote.
void dc_prompts(const dc_blocks *blocks, dc_page_kind kind, dc_verdict *verdicts);

#endif
