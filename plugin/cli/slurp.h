// All bytes of a file or of standard input.
#ifndef DC_CLI_SLURP_H
#define DC_CLI_SLURP_H

#include <decant/decant.h>

// Reads a path, or standard input for "-", up to limit bytes. Free *bytes with dc_heap_free().
// Returns DECANT_OK, or the code in *error.
decant_status dc_slurp(const char *path, size_t limit, char **bytes, size_t *len,
                       decant_error *error);

// Fills *error with the code that fits errno and a message.
decant_status dc_error_of_errno(int number, decant_error *error);
decant_status dc_error_set(decant_error *error, decant_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
