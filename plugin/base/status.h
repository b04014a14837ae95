// The one list of status codes, and the way a message gets into a decant_error.
#ifndef DC_BASE_STATUS_H
#define DC_BASE_STATUS_H

#include "base/str.h"

#include <decant/decant.h>

#include <stdbool.h>

// Fills *error, if there is one, and returns code. The format knows %s (C string), %u (unsigned),
// %zu (size_t), %d (int) and %c; control bytes in strings become '?', so that a message stays one
// line.
decant_status dc_fail(decant_error *error, decant_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Clears *error, if there is one.
void dc_error_clear(decant_error *error);

// What decant_error_is_temporary() says.
bool dc_error_is_temporary(const decant_error *error);

#endif
