#include "heap.h"

#include "exits.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void dc_heap_settle(void)
{
#ifdef __GLIBC__
    enum { LARGE = 256 << 10 };
    mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

void *dc_heap_resize(void *ptr, size_t n, size_t size)
{
    void *more = n > SIZE_MAX / size ? NULL : realloc(ptr, n * size);
    if (!more) {
        fputs("decant: out of memory\n", stderr);
        exit(DC_EXIT_LIMIT);
    }
    return more;
}

void *dc_heap_grow(void *ptr, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return ptr;
    *cap = *cap ? *cap * 2 : 16;
    return dc_heap_resize(ptr, *cap, size);
}

char *dc_heap_join(const char *a, const char *b, const char *c)
{
    const size_t a_len = strlen(a);
    const size_t b_len = strlen(b);
    const size_t c_len = c ? strlen(c) : 0;
    char *out = dc_heap_resize(NULL, a_len + b_len + c_len + 1, 1);
    memcpy(out, a, a_len);
    memcpy(out + a_len, b, b_len);
    if (c)
        memcpy(out + a_len + b_len, c, c_len);
    out[a_len + b_len + c_len] = '\0';
    return out;
}

char *dc_heap_copy(const char *s)
{
    return s ? dc_heap_join(s, "", NULL) : NULL;
}

void dc_heap_free(void *ptr)
{
    free(ptr);
}
