// Whether a short line says when something was written: the mark of a comment's head.
#ifndef DC_CLEAN_WHEN_H
#define DC_CLEAN_WHEN_H

#include "base/str.h"

// True for a line that holds a date or time: "May 3, 2024", "3.5.24", "2024-05-03", "14:05 Uhr",
// "3 hours ago", "vor 3 Tagen", "3日前". At most 160 bytes are a line. The languages are those of
// large comment systems; no calendar is checked.
bool dc_says_when(dc_str line);

// "Wed,", "Mittwoch": a day of the week, which is no name.
bool dc_is_weekday(dc_str word);

#endif
