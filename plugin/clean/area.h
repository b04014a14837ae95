// Comment areas: found by tokens, believed by evidence, taken apart into comments.
#ifndef DC_CLEAN_AREA_H
#define DC_CLEAN_AREA_H

#include "clean/clean.h"
#include "clean/lexicon.h"

// What kind of page it is. tokens: dc_tokens_of() of every box.
dc_page_kind dc_kind_of(const dc_blocks *blocks, const uint32_t *tokens);

// Marks the blocks of proven areas as comments or boilerplate and appends the comments to *out.
// phrases: dc_lexicon_match() of every block. True: the shape of the page is that of a forum, what
// is in *out are its posts, and their blocks are content.
bool dc_areas(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_comments *out);

#endif
