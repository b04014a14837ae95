#include "base/map.h"

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

static void grow(dc_map *map)
{
    const dc_map old = *map;
    map->cap = old.cap ? old.cap * 4 : 64;
    map->slots = dc_arena_zero(map->arena, map->cap, sizeof *map->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].key)
            *slot_of(map, old.slots[i].key) = old.slots[i];
}

uint32_t *dc_map_at(dc_map *map, uint64_t key, uint32_t value)
{
    if (map->n * 4 >= map->cap * 3)
        grow(map);
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
