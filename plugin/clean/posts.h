// The posts of a forum or question page: its text, with the words around them told apart.
#ifndef DC_CLEAN_POSTS_H
#define DC_CLEAN_POSTS_H

#include "clean/clean.h"
#include "clean/lexicon.h"

// Marks the words of posts as content and their chrome as boilerplate; *out are the posts in
// document order. What is neither stays as it was.
void dc_posts(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_comments *out);

#endif
