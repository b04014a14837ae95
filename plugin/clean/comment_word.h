// What the words inside class names and ids say of comments: "article-Comments__itemText" is the
// text of one. Such names are made up by every site anew, so they only hint.
#ifndef DC_CLEAN_COMMENT_WORD_H
#define DC_CLEAN_COMMENT_WORD_H

#include "blocks/block.h"

// DC_TOKEN_HINT with the role that the last telling word gives; 0 when no class and no id has a
// word for comments (in some twenty languages), or when all of them only state something about
// comments ("no-comments", "comment-count").
uint32_t dc_comment_words(const dc_facts *facts);

#endif
