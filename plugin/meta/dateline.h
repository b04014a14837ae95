// Datelines: the place and the day at the beginning of a text, as agencies and authorities write
// them.
#ifndef DC_META_DATELINE_H
#define DC_META_DATELINE_H

#include "meta/date.h"

// The day of a text that begins with one: "(3 May 2024) Today ...", "BERLIN, May 3, 2024 - Today
// ...", "Hamburg, den 3. Mai 2024" alone. A day that the text is about does not count: "On May 3,
// 2024
// ...".
bool dc_dateline_find(dc_str text, dc_day_order order, dc_date *out);

#endif
