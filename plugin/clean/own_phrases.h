// Phrases of a user's own, in the tables that the lexicon is looked up in.
#ifndef DC_CLEAN_OWN_PHRASES_H
#define DC_CLEAN_OWN_PHRASES_H

#include "base/status.h"
#include "clean/phrase_rows.h"

#include <decant/decant.h>

// Reads decant-phrases(5). Returns DECANT_OK, DECANT_E_INVALID with the line in the message and its
// offset, _TOO_LARGE or _NOMEM.
decant_status dc_own_phrases_new(const decant_allocator *allocator, dc_str bytes,
                                 decant_phrases **out, decant_error *error);
void dc_own_phrases_free(decant_phrases *phrases);

// To look in before the lexicon's own; NULL for no phrases.
const dc_phrase_table *dc_own_phrases_table(const decant_phrases *phrases);

#endif
