// Bytes that grow: captured pages, and what is printed of them. For cmocka tests.
#ifndef SUPPORT_PAGE_BYTES_H
#define SUPPORT_PAGE_BYTES_H

#include <stddef.h>

// A NUL stands behind the bytes. free() p.
typedef struct bytes {
    char *p;
    size_t len;
    size_t cap;
} bytes;

void add(bytes *b, const char *p, size_t len);

// A decant_write_fn on bytes.
int collect(void *ctx, const char *p, size_t len);

// A file, unpacked if it is gzip.
bytes read_page(const char *path);

#endif
