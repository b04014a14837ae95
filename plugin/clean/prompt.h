// Leftover prompts among a page's blocks.
#ifndef DC_CLEAN_PROMPT_H
#define DC_CLEAN_PROMPT_H

#include "clean/clean.h"
#include "clean/lexicon.h"

// Drops blocks that are phrases of comment systems or page chrome, as far as what stands around
// them proves it. Never in pre, code or blockquote, nor what is proven to be content. May be called
// before the scores are known and again with them: more is proven by what else was dropped.
// phrases: dc_lexicon_match() of every block.
void dc_prompts(const dc_blocks *blocks, const dc_phrase *phrases, dc_page_kind kind,
                dc_verdict *verdicts);

#endif
