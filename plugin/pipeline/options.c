#include "pipeline/options.h"

size_t dc_memory_budget(const decant_options *options, size_t len)
{
    if (options->max_memory)
        return options->max_memory > SIZE_MAX ? SIZE_MAX : (size_t)options->max_memory;
    return ((size_t)32 << 20) + len * 64;
}

size_t dc_input_limit(const decant_options *options)
{
    if (options->max_bytes > DC_MAX_INPUT)
        return DC_MAX_INPUT;
    return options->max_bytes ? (size_t)options->max_bytes : DC_DEFAULT_MAX_INPUT;
}

// A caller compiled with an older header has a smaller struct: what it does not have is the
// default.
decant_status dc_options_read(const decant_options *options, const char *bytes, size_t len,
                              decant_page **page, decant_options *out, decant_error *error)
{
    if (page)
        *page = NULL;
    memset(out, 0, sizeof *out);
    if (options && options->struct_size < sizeof out->struct_size)
        return dc_fail(error, DECANT_E_INVALID,
                       "struct_size of the options is %u: use DECANT_OPTIONS_INIT",
                       (unsigned)options->struct_size);
    if (options)
        memcpy(out, options,
               options->struct_size < sizeof *out ? options->struct_size : sizeof *out);
    out->struct_size = sizeof *out;
    if (out->focus < DECANT_FOCUS_BALANCED || out->focus > DECANT_FOCUS_RECALL)
        return dc_fail(error, DECANT_E_INVALID,
                       "focus is %d: use DECANT_FOCUS_BALANCED, _PRECISION or _RECALL",
                       (int)out->focus);
    if (out->max_date && strlen(out->max_date) != strlen("YYYY-MM-DD"))
        return dc_fail(error, DECANT_E_INVALID, "max_date is '%s': use YYYY-MM-DD", out->max_date);
    if (!bytes && len)
        return dc_fail(error, DECANT_E_INVALID, "no bytes given, but a length of %zu", len);
    const size_t limit = dc_input_limit(out);
    if (len > limit)
        return dc_fail(error, DECANT_E_TOO_LARGE, "%zu bytes are more than the limit of %zu", len,
                       limit);
    return DECANT_OK;
}
