// Hashes of bytes, the same on every machine.
#ifndef DC_BASE_HASH_H
#define DC_BASE_HASH_H

#include "base/str.h"

#include <stdint.h>

uint64_t dc_hash(dc_str s);

#endif
