// The one walk over what is kept of a page. Every marked-up format is written by it.
#ifndef DC_RENDER_WALK_H
#define DC_RENDER_WALK_H

#include "render/piece.h"

// Calls the writer for every piece in order: kept blocks, then comments when they are asked for
// separately. Memory for the plan comes from the document's hook. Returns DECANT_OK or
// DECANT_E_NOMEM.
decant_status dc_walk(const dc_doc *doc, const dc_writer *writer, void *ctx);

#endif
