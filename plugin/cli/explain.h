// decant explain: what was decided about each block of a page, and why.
#ifndef DC_CLI_EXPLAIN_H
#define DC_CLI_EXPLAIN_H

#include "output.h"
#include "settings.h"

#include <decant/decant.h>

// Writes the explanation of a page, as a table or as JSON. Returns false, and says why, when the
// block that
// --block asks for does not exist or memory is out.
bool dc_explain(const dc_settings *settings, const decant_page *page, const char *name,
                dc_output *out);

#endif
