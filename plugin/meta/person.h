// Names of authors: what stands around them in a byline, and what is no name at all.
#ifndef DC_META_PERSON_H
#define DC_META_PERSON_H

#include "base/str.h"

// Words before a name, "By ", "Geschrieben von ": the rest behind them; p NULL when it begins with
// none.
dc_str dc_person_behind(dc_str text);

// A label that stands before a name on a line of its own: "Written by", "Autor:".
bool dc_person_is_label(dc_str text);

// The name at the beginning of a text, up to a date, a mark or a word such as "on"; what leads to
// it goes. p NULL when it cannot be a name: a URL, an address, "admin", a template's placeholder.
dc_str dc_person_name(dc_str text);

// Whether it looks like the name of a person: two to five words that begin with capitals.
bool dc_person_is_likely(dc_str name);

// Whether it looks like what somebody logs in with: "jdoe", "ann.lee".
bool dc_person_is_handle(dc_str name);

#endif
