// Equal lists of attributes share one number: what is made of a list is made once.
#ifndef DC_HTML_INTERN_H
#define DC_HTML_INTERN_H

#include "base/map.h"
#include "html/skeleton.h"

typedef struct dc_intern_slot {
    uint32_t sample; // a hash of some of its bytes
    uint32_t list;   // 0: free
} dc_intern_slot;

typedef struct dc_intern {
    dc_arena *arena;
    dc_intern_slot *slots;
    size_t n;
    size_t cap;  // 0 or a power of two
    dc_map rare; // hash of all bytes -> list, where many have the same sample
} dc_intern;

dc_intern dc_intern_in(dc_arena *arena);

// The number of a list in out->lists, where it is added if it is new; 0 for the empty list. source:
// the bytes from behind a
// tag's name to the end of its last attribute.
uint32_t dc_intern_list(dc_intern *intern, dc_skeleton *out, dc_str source);

#endif
