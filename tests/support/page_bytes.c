#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/page_bytes.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

void add(bytes *b, const char *p, size_t len)
{
    if (b->cap - b->len < len + 1) {
        b->cap = (b->cap + len + 1) * 2;
        b->p = realloc(b->p, b->cap);
        assert_non_null(b->p);
    }
    memcpy(b->p + b->len, p, len);
    b->len += len;
    b->p[b->len] = '\0';
}

int collect(void *ctx, const char *p, size_t len)
{
    add(ctx, p, len);
    return 0;
}

bytes read_page(const char *path)
{
    bytes b = {0};
    gzFile f = gzopen(path, "rb");
    assert_non_null(f);
    char piece[65536];
    for (int n; (n = gzread(f, piece, sizeof piece)) > 0;)
        add(&b, piece, (size_t)n);
    gzclose(f);
    return b;
}
