// The answer to a request, as it comes in: head line by line, body piece by piece, under limits.
#ifndef DC_FETCH_ANSWER_H
#define DC_FETCH_ANSWER_H

#include "fetch/transfer.h"

// robots.txt is read so far, its rest is left (RFC 9309, section 2.5, asks for 500 KiB).
enum { DC_ROBOTS_MAX = 512 << 10 };

void dc_answer_begin(dc_transfer *t);

// False when the request is to end: t->error says why, unless the rest is not wanted.
bool dc_answer_header(dc_transfer *t, dc_str line);
bool dc_answer_body(dc_transfer *t, dc_str bytes);

// After the last byte of a good answer.
void dc_answer_end(dc_transfer *t);

// A page came, or may come.
bool dc_answer_is_good(const dc_transfer *t);

#endif
