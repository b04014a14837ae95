// Messages of one line.
#ifndef DC_BASE_FORMAT_H
#define DC_BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// Writes at most cap bytes, at least 4, the NUL included; a longer message is cut at a character
// and ends in "...". Knows %s (C string), %u (unsigned), %zu (size_t), %d (int), %c. Controls and
// what is not UTF-8 become '?': nothing that came from outside can break the line or drive a
// terminal.
void dc_format(char *out, size_t cap, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

// The number in small hexadecimal digits, leading zeros included, without a NUL.
enum { DC_HEX_LEN = 16 };
void dc_format_hex(uint64_t n, char out[DC_HEX_LEN]);

#endif
