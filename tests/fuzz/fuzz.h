// What the fuzz targets have in common.
#ifndef FUZZ_H
#define FUZZ_H

#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

// A promise that must hold for any input. Aborts, so that the fuzzer keeps the input.
#define PROMISE(holds)                                                                             \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #holds);                    \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline int fuzz_write(void *ctx, const char *bytes, size_t len)
{
    dc_buf_append(ctx, bytes, len);
    return 0;
}

static inline int fuzz_is_utf8(const char *p, size_t len)
{
    return dc_utf8_valid((dc_str){p, len}) == len;
}

#endif
