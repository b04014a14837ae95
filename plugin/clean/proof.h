// What structure proves about a page's blocks, before any score: comments, posts, prompts.
#ifndef DC_CLEAN_PROOF_H
#define DC_CLEAN_PROOF_H

#include "clean/clean.h"
#include "clean/lexicon.h"

typedef struct dc_proof {
    dc_page_kind kind;
    dc_comments comments;
    dc_comments posts;
} dc_proof;

// Fills the verdicts of blocks that are proven to be a comment, boilerplate, or content whatever
// its score ("kept.forum"; "kept.remark", a comment on a question or an answer); all others keep
// the reason NULL.
// tokens: dc_tokens_of() of every box. phrases: dc_lexicon_match() of every block.
// verdicts: zeros, one for each block.
void dc_prove(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_proof *out);

// True if no score may change the verdict.
static inline bool dc_is_proven(const dc_verdict *verdict)
{
    return verdict->reason != NULL;
}

#endif
