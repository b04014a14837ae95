// Output to a caller's write function.
#ifndef DC_RENDER_OUT_H
#define DC_RENDER_OUT_H

#include "base/status.h"

#include <decant/decant.h>

// Hands bytes to the caller. Returns DECANT_OK or DECANT_E_SINK.
decant_status dc_out(decant_write_fn write, void *ctx, dc_str bytes, decant_error *error);

#endif
