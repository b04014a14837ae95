// WARC 1.1 records (ISO 28500:2017), as bytes.
#ifndef DC_PIPELINE_WARC_H
#define DC_PIPELINE_WARC_H

#include "base/buf.h"

#include <decant/fetch.h>

enum { DC_WARC_ID = 36, DC_WARC_DATE = 20 };

// What a record is called and dated, each with its NUL.
typedef struct dc_warc_stamp {
    char id[DC_WARC_ID + 1];     // a UUID
    char date[DC_WARC_DATE + 1]; // "2024-05-01T12:00:00Z"
} dc_warc_stamp;

// A UUID (version 4) of 128 random bits, and a time in seconds since 1970.
void dc_warc_stamp_make(uint64_t high, uint64_t low, int64_t seconds, dc_warc_stamp *out);

// The record that a file begins with. file: its name without folders.
void dc_warc_info(const dc_warc_stamp *stamp, const char *file, const char *software, dc_buf *out);

// The answer of an exchange: a response, or for status 304 a revisit. The head is as received, but
// for what tells how the body was sent: chunks are put together, and HTTP/2 has no status line of
// its own.
void dc_warc_response(const dc_warc_stamp *stamp, const decant_exchange *exchange, dc_buf *out);

// Its request; answer is the stamp of that record. Passwords and cookies are left out.
void dc_warc_request(const dc_warc_stamp *stamp, const dc_warc_stamp *answer,
                     const decant_exchange *exchange, dc_buf *out);

#endif
