// Tokens of comment and forum systems: what whole class and id tokens prove.
#ifndef DC_CLEAN_TOKENS_H
#define DC_CLEAN_TOKENS_H

#include "blocks/block.h"
#include "clean/word_row.h"

enum {
    DC_TOKEN_ROOT = 1 << 0,   // the root of a comment area: proof by itself
    DC_TOKEN_AREA = 1 << 1,   // may be a comment area: needs evidence
    DC_TOKEN_EMBED = 1 << 2,  // a comment system that a script fills
    DC_TOKEN_FORM = 1 << 3,   // a form to write a comment, or the prompt in its place
    DC_TOKEN_WIDGET = 1 << 4, // comments on other pages
    DC_TOKEN_ITEM = 1 << 5,   // one comment
    DC_TOKEN_BODY = 1 << 6,   // the words of one comment
    DC_TOKEN_AUTHOR = 1 << 7,
    DC_TOKEN_DATE = 1 << 8,
    DC_TOKEN_META = 1 << 9,       // author and date in one
    DC_TOKEN_ACTION = 1 << 10,    // reply, vote, report, edit
    DC_TOKEN_NAV = 1 << 11,       // older and newer comments
    DC_TOKEN_TITLE = 1 << 12,     // heading of an area
    DC_TOKEN_POST = 1 << 13,      // one post of a forum
    DC_TOKEN_FORUM = 1 << 14,     // a forum page, proof by itself
    DC_TOKEN_POST_BODY = 1 << 15, // the words of a post
    DC_TOKEN_INNER = 1 << 16,     // the words of a post, when in one
    DC_TOKEN_CHROME = 1 << 17,    // ranks, signatures, buttons of a post
    DC_TOKEN_REVIEW = 1 << 18,    // reviews of a product
    DC_TOKEN_PROFILE = 1 << 21,   // chrome that begins with the name of who wrote a post

    // Not by a whole token: see comment_word.h and shape.h.
    DC_TOKEN_HINT =
        1 << 19,            // a word in a name speaks of comments: needs more evidence than an area
    DC_TOKEN_RUN = 1 << 20, // one of a run of comments, proven by its shape
    DC_TOKEN_FOLLOW = 1 << 22 // goes with the item before it: the next row of a table, a dd
};

// For those who ask often.
void dc_token_sieve(dc_word_sieve *out);

// What id, classes, item type and element name of a box say; the same for an inline element. sieve:
// or NULL.
uint32_t dc_tokens_of(const dc_facts *facts, dc_str name, const dc_word_sieve *sieve);

#endif
