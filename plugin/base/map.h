// Map from a 64-bit hash to a number, in an arena. The hash is the key: 64 bits of a good hash do
// not collide among the few thousand keys of a page; where an adversary could gain by it, compare
// the bytes.
#ifndef DC_BASE_MAP_H
#define DC_BASE_MAP_H

#include "base/arena.h"

typedef struct dc_map_slot {
    uint64_t key; // 0: free
    uint32_t value;
} dc_map_slot;

typedef struct dc_map {
    dc_arena *arena;
    dc_map_slot *slots;
    size_t n;
    size_t cap; // 0 or a power of two
} dc_map;

dc_map dc_map_in(dc_arena *arena);

// Room for n keys in all, taken at once.
void dc_map_reserve(dc_map *map, size_t n);

// The value of a key; the key is added with the given value if it is not there.
uint32_t *dc_map_at(dc_map *map, uint64_t key, uint32_t value);

// The value of a key, or NULL.
const uint32_t *dc_map_find(const dc_map *map, uint64_t key);

#endif
