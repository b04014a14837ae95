// Plain text from a file or from standard input, cleaned as it comes.
#ifndef DC_CLI_STREAM_H
#define DC_CLI_STREAM_H

#include <decant/decant.h>

// Cleans a path, or standard input for "-", into write. limit: most bytes, 0 for any number; a file
// that is larger is not begun. *n_read: bytes read. Returns DECANT_OK, or the code in *error.
decant_status dc_stream_text(const char *path, uint64_t limit, const decant_options *options,
                             decant_write_fn write, void *ctx, uint64_t *n_read,
                             decant_error *error);

#endif
