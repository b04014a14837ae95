// A glance at a line that tells most prose from phrases, without bringing it into normal form.
#ifndef DC_CLEAN_GLANCE_H
#define DC_CLEAN_GLANCE_H

#include "clean/phrase_rows.h"

// False only if the line cannot be one of these phrases or of slots, nor sentences that begin with
// one.
bool dc_glance(const dc_glance_sets *sets, dc_str line);

#endif
