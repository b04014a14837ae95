// Growing bytes with a largest size. Past it, or out of memory, writes fail once and stay failed:
// write freely and look at dc_buf_status() at the end.
#ifndef DC_BASE_BUF_H
#define DC_BASE_BUF_H

#include "base/arena.h"

typedef struct dc_buf {
    char *p;
    size_t len;
    size_t cap;
    size_t max;
    dc_arena *arena;              // memory comes from here,
    const decant_allocator *hook; // or from here: then dc_buf_free() is due
    decant_status status;
} dc_buf;

// In an arena: needs no release, and memory failures raise the guard.
dc_buf dc_buf_in(dc_arena *arena, size_t max);

// On the hook: release with dc_buf_free().
dc_buf dc_buf_on(const decant_allocator *hook, size_t max);
void dc_buf_free(dc_buf *buf);

void dc_buf_append(dc_buf *buf, const char *p, size_t len);
void dc_buf_add(dc_buf *buf, dc_str s);
void dc_buf_char(dc_buf *buf, char c);
void dc_buf_number(dc_buf *buf, uint64_t n);

// Room for len more bytes, NULL when failed. Whoever writes them adds to buf->len.
char *dc_buf_room(dc_buf *buf, size_t len);

// The bytes, with a NUL behind them (not counted). An empty or failed buffer gives "".
dc_str dc_buf_str(dc_buf *buf);

// DECANT_OK, DECANT_E_TOO_LARGE or DECANT_E_NOMEM.
decant_status dc_buf_status(const dc_buf *buf);

#endif
