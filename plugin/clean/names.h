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

#endif
