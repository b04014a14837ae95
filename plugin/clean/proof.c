#include "clean/proof.h"

#include "clean/area.h"
#include "clean/posts.h"
#include "clean/prompt.h"

void dc_prove(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_proof *out)
{
    *out = (dc_proof){.kind = dc_kind_of(blocks, tokens)};
    if (out->kind == DC_PAGE_FORUM) {
        dc_posts(arena, blocks, tokens, phrases, verdicts, &out->posts);
    } else if (dc_areas(arena, blocks, tokens, phrases, verdicts, &out->comments)) {
        out->kind = DC_PAGE_FORUM;
        out->posts = out->comments;
        out->comments = (dc_comments){0};
    }
    dc_prompts(blocks, phrases, out->kind, verdicts);
}
