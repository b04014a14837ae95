// A prompt at the end of a line of prose: "The end. You must be logged in to post a comment".
#ifndef DC_CLEAN_TAIL_H
#define DC_CLEAN_TAIL_H

#include "clean/lexicon.h"

// Most characters at the end of a line that are looked at.
enum { DC_TAIL_MAX = 260 };

// Where the prompt at the end of s begins, right behind the sentence before it; DC_STR_NPOS when
// there is none. s: the end of a line, in UTF-8. own: phrases of the user, or NULL.
size_t dc_tail_find(const dc_phrase_table *own, dc_str s, dc_phrase *phrase);

// True if s is more than one sentence.
bool dc_has_sentences(dc_str s);

// True if s is not said to the reader but shown to him: in quotation marks, or as a line of code.
bool dc_is_shown(dc_str s);

#endif
