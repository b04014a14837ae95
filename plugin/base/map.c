#include "base/map.h"

enum { SMALLEST = 64 }; // slots

dc_map dc_map_in(dc_arena *arena)
{
    return (dc_map){.arena = arena};
}

// Key 0 marks a free slot, so it is stored as 1. Of a key that is a product the lower bits are
// poor: they know nothing of the upper bits of what was multiplied.
static dc_map_slot *slot_of(const dc_map *map, uint64_t key)
{
    size_t i = (key ^ key >> 32) & (map->cap - 1);
    while (map->slots[i].key && map->slots[i].key != key)
        i = (i + 1) & (map->cap - 1);
    return &map->slots[i];
}

static bool is_full(size_t n, size_t cap)
{
    return n * 4 >= cap * 3;
}

static void resize(dc_map *map, size_t cap)
{
    const dc_map old = *map;
    map->cap = cap;
    map->slots = dc_arena_zero(map->arena, map->cap, sizeof *map->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].key)
            *slot_of(map, old.slots[i].key) = old.slots[i];
}

void dc_map_reserve(dc_map *map, size_t n)
{
    size_t cap = map->cap ? map->cap : SMALLEST;
    while (is_full(n, cap))
        cap *= 2;
    if (cap > map->cap)
        resize(map, cap);
}

uint32_t *dc_map_at(dc_map *map, uint64_t key, uint32_t value)
{
    if (is_full(map->n, map->cap))
        resize(map, map->cap ? map->cap * 4 : SMALLEST);
    key += key == 0;
    dc_map_slot *slot = slot_of(map, key);
    if (!slot->key) {
        *slot = (dc_map_slot){key, value};
        map->n++;
    }
    return &slot->value;
}

const uint32_t *dc_map_find(const dc_map *map, uint64_t key)
{
    if (map->cap == 0)
        return NULL;
    const dc_map_slot *slot = slot_of(map, key + (key == 0));
    return slot->key ? &slot->value : NULL;
}
