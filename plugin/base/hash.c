#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t dc_hash(dc_str s)
{
    return XXH3_64bits(s.p, s.len);
}
