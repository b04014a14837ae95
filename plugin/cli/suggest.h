// Did you mean: the nearest of some names.
#ifndef DC_CLI_SUGGEST_H
#define DC_CLI_SUGGEST_H

#include <stddef.h>

// The name nearest to what was typed (len bytes), or NULL when none is near. name_at(i) gives
// candidate i.
typedef const char *(*dc_name_at)(const void *ctx, size_t i);
const char *dc_suggest(const char *typed, size_t len, dc_name_at name_at, const void *ctx,
                       size_t n);

#endif
