// The exported function on plain text.
#include "clean/plain.h"
#include "pipeline/options.h"
#include "render/out.h"

typedef struct sink {
    const char *text;
    size_t done; // bytes of the text dealt with
    decant_write_fn write;
    void *ctx;
    decant_error *error;
    decant_status status;
} sink;

static void keep_until(sink *s, size_t at)
{
    s->status = dc_out(s->write, s->ctx, (dc_str){s->text + s->done, at - s->done}, s->error);
}

static bool leave_out(void *ctx, const dc_removal *removal)
{
    sink *s = ctx;
    if (removal->at > s->done)
        keep_until(s, removal->at);
    s->done = removal->at + removal->len;
    return s->status == DECANT_OK;
}

decant_status decant_clean_text(const decant_options *options, const char *text, size_t len,
                                decant_write_fn write, void *ctx, decant_error *error)
{
    decant_options o;
    const decant_status status = dc_options_read(options, text, len, NULL, &o, error);
    if (status != DECANT_OK)
        return status;
    if (!write)
        return dc_fail(error, DECANT_E_INVALID, "no write function given");
    if (len == 0)
        return DECANT_OK;
    sink s = {.text = text, .write = write, .ctx = ctx, .error = error};
    if (dc_plain_clean((dc_str){text, len}, leave_out, &s) && s.done < len)
        keep_until(&s, len);
    return s.status;
}
