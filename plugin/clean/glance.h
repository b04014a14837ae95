// A glance at a line in normal form, or at the start of one, that tells most prose from phrases.
#ifndef DC_CLEAN_GLANCE_H
#define DC_CLEAN_GLANCE_H

#include "clean/phrase_rows.h"

// DC_GLANCE_YES if not: no line that begins so is one of these phrases or of slots, nor sentences
// of which the first is one; but for phrases that begin with a name and, where it is
// DC_GLANCE_FIRST, what has the text of a link behind it. is_all: nothing follows.
dc_glance dc_glance_start(const dc_phrase_table *t, dc_glance_for what, dc_str start, bool is_all);

// False only if the line is no phrase that begins with a name, nor is its first sentence one.
bool dc_glance_ends(const dc_phrase_table *t, dc_glance_for what, dc_str line);

// The same for a line that is not in normal form; true where that is not easily told. *is_one is
// set where nothing that may end a sentence stands before its last letter.
bool dc_glance_raw_ends(const dc_phrase_table *t, dc_glance_for what, dc_str line, bool *is_one);

#endif
