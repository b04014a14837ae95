// Files as bytes.
#ifndef DC_PIPELINE_FILE_H
#define DC_PIPELINE_FILE_H

#include "base/buf.h"

#include <decant/decant.h>

// Appends the file's bytes to *out, at most max. Returns DECANT_OK, _NOT_FOUND, _ACCESS, _IO (also
// for a directory), _TOO_LARGE (known before reading when the file says so) or _NOMEM.
decant_status dc_file_read(const char *path, size_t max, dc_buf *out, decant_error *error);

#endif
