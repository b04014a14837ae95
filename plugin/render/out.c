#include "render/out.h"

decant_status dc_out(decant_write_fn write, void *ctx, dc_str bytes, decant_error *error)
{
    if (!write)
        return dc_fail(error, DECANT_E_INVALID, "no write function given");
    if (bytes.len && write(ctx, bytes.p, bytes.len) != 0)
        return dc_fail(error, DECANT_E_SINK, "%s", decant_status_text(DECANT_E_SINK));
    return DECANT_OK;
}
