// What a box calls itself, as tokens: its element, its class words, the words in them and in its
// id, its role.
#ifndef DC_CLEAN_NAMES_H
#define DC_CLEAN_NAMES_H

#include "blocks/block.h"

enum { DC_NAMES_MAX = 64 };

// Writes the hashes of a box's tokens and returns their number. html and body have none: what they
// say is about the page. signature: a hash of element and class words, numbers aside and in any
// order: boxes of a list share it. Never 0.
uint32_t dc_names_of(const dc_box *box, uint32_t out[DC_NAMES_MAX], uint64_t *signature);

// Whether a word goes on at p, whose last letter is before it: a capital behind a small letter
// begins another one ("siteFooter"). Small letters have the bit 0x20.
static inline bool dc_word_goes_on(const char *p, const char *end)
{
    return p < end && dc_is_alpha(*p) && !((p[-1] & 0x20) && !(*p & 0x20));
}

#endif
