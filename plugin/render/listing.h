// What a code listing says of itself.
#ifndef DC_RENDER_LISTING_H
#define DC_RENDER_LISTING_H

#include "render/plan.h"

// The programming language that pre, the code in it, or one of two boxes around it name; p NULL
// when they name none.
dc_str dc_listing_language(const dc_plan *plan, uint32_t pre);

#endif
