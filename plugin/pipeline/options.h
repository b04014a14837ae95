// Options of an extraction, read with their defaults.
#ifndef DC_PIPELINE_OPTIONS_H
#define DC_PIPELINE_OPTIONS_H

#include "base/status.h"

enum { DC_DEFAULT_TIME_MS = 10000 };

// Most bytes of any input: offsets in a page are 32 bits wide and text may grow when decoded.
#define DC_MAX_INPUT ((size_t)512 << 20)
#define DC_DEFAULT_MAX_INPUT ((size_t)64 << 20)

// Room that a read past the limit needs to notice it.
enum { DC_FILE_SLACK = 64 << 10 };

// Most bytes of an input under these options.
size_t dc_input_limit(const decant_options *options);

// Copies what the caller's struct has, checks the input against the limit and clears *page.
decant_status dc_options_read(const decant_options *options, const char *bytes, size_t len,
                              decant_page **page, decant_options *out, decant_error *error);

// Bytes that one page may take: by default 32 MiB and 64 times its input.
size_t dc_memory_budget(const decant_options *options, size_t len);

#endif
