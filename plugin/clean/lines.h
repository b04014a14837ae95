// Plain text as lines, in the encoding it came in: where each begins and ends, and what it says.
#ifndef DC_CLEAN_LINES_H
#define DC_CLEAN_LINES_H

#include "base/str.h"

#include <stdint.h>

typedef enum dc_units {
    DC_UNITS_BYTES, // UTF-8, or anything that has ASCII in it
    DC_UNITS_16LE,
    DC_UNITS_16BE
} dc_units;

typedef struct dc_lines {
    dc_str text;
    dc_units units;
    bool is_open; // more may come behind the text
    size_t at;    // where the next line begins
    size_t seen;  // up to here it has no end
} dc_lines;

// A line and its terminator: LF, CR LF, CR, U+2028 or U+2029; none at the end of a text.
typedef struct dc_line {
    size_t at;
    size_t end;  // of what it says
    size_t next; // behind its terminator
} dc_line;

// Longest part of a line, in bytes of UTF-8, that dc_lines_utf8() gives.
enum { DC_LINE_ROOM = 4096 };

// A byte order mark tells the encoding and belongs to no line.
dc_lines dc_lines_of(dc_str text);

// The text has grown, or lost n bytes at its start that belong to lines already read or to the
// beginning of the next.
void dc_lines_move(dc_lines *lines, dc_str text, size_t n, bool is_open);

// False when there are no more, or none whose end is certain yet.
bool dc_lines_next(dc_lines *lines, dc_line *line);

// The code point at `at` < end; ill-formed ones are U+FFFD. Returns its length in bytes, at
// least 1.
size_t dc_lines_code(const dc_lines *lines, size_t at, size_t end, uint32_t *code);

dc_str dc_lines_convert(const dc_lines *lines, size_t at, size_t end, char room[DC_LINE_ROOM]);

// The bytes [at, end) in UTF-8, or as they are where units are bytes; p NULL when they are too
// long.
static inline dc_str dc_lines_utf8(const dc_lines *lines, size_t at, size_t end,
                                   char room[DC_LINE_ROOM])
{
    return lines->units == DC_UNITS_BYTES ? (dc_str){lines->text.p + at, end - at}
                                          : dc_lines_convert(lines, at, end, room);
}

// Where byte `offset` of what dc_lines_utf8() gave for [at, end) is in the text.
size_t dc_lines_place(const dc_lines *lines, size_t at, size_t end, size_t offset);

// Where the last n characters of [at, end) begin.
size_t dc_lines_tail(const dc_lines *lines, size_t at, size_t end, size_t n);

#endif
