#include "base/buf.h"

#include <string.h>

enum { SMALLEST = 256 };

dc_buf dc_buf_in(dc_arena *arena, size_t max)
{
    return (dc_buf){.max = max, .arena = arena};
}

dc_buf dc_buf_on(const decant_allocator *hook, size_t max)
{
    return (dc_buf){.max = max, .hook = hook};
}

void dc_buf_free(dc_buf *buf)
{
    if (buf->hook)
        dc_mem_free(buf->hook, buf->p, buf->cap);
    buf->p = NULL;
    buf->len = buf->cap = 0;
}

static char *fail(dc_buf *buf, decant_status why)
{
    buf->status = why;
    return NULL;
}

char *dc_buf_room(dc_buf *buf, size_t len)
{
    if (buf->status != DECANT_OK)
        return NULL;
    if (len > buf->max - buf->len)
        return fail(buf, DECANT_E_TOO_LARGE);
    const size_t need = buf->len + len + 1; // the NUL of dc_buf_str() always fits
    if (need <= buf->cap)
        return buf->p + buf->len;
    size_t cap = buf->cap ? buf->cap * 2 : SMALLEST;
    if (cap < need)
        cap = need;
    if (cap > buf->max && buf->max + 1 >= need)
        cap = buf->max + 1;
    char *p = buf->arena ? dc_arena_grow(buf->arena, buf->p, buf->cap, cap)
                         : dc_mem_resize(buf->hook, buf->p, buf->cap, cap);
    if (!p)
        return fail(buf, DECANT_E_NOMEM);
    buf->p = p;
    buf->cap = cap;
    return p + buf->len;
}

void dc_buf_append(dc_buf *buf, const char *p, size_t len)
{
    char *to = dc_buf_room(buf, len);
    if (!to || len == 0)
        return;
    memcpy(to, p, len);
    buf->len += len;
}

void dc_buf_add(dc_buf *buf, dc_str s)
{
    dc_buf_append(buf, s.p, s.len);
}

void dc_buf_char(dc_buf *buf, char c)
{
    dc_buf_append(buf, &c, 1);
}

void dc_buf_number(dc_buf *buf, uint64_t n)
{
    char digits[20];
    size_t i = sizeof digits;
    do
        digits[--i] = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    dc_buf_append(buf, digits + i, sizeof digits - i);
}

dc_str dc_buf_str(dc_buf *buf)
{
    if (!buf->p || buf->status != DECANT_OK)
        return DC_STR("");
    buf->p[buf->len] = '\0';
    return (dc_str){buf->p, buf->len};
}

decant_status dc_buf_status(const dc_buf *buf)
{
    return buf->status;
}
