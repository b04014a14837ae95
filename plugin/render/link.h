// Addresses in a page: made absolute, and let through only if they are safe to click.
#ifndef DC_RENDER_LINK_H
#define DC_RENDER_LINK_H

#include "base/buf.h"
#include "blocks/mark.h"

#include <curl/curl.h>

typedef struct dc_linker {
    const dc_blocks *blocks;
    CURLU *base; // NULL: relative addresses lead nowhere
    dc_buf url;  // the address made last
} dc_linker;

// Release with dc_linker_end().
void dc_linker_begin(dc_linker *l, const dc_blocks *blocks, const decant_allocator *hook);
void dc_linker_end(dc_linker *l);

// The absolute http, https or mailto address that is meant; p NULL when there is none. Lives until
// the next call.
dc_str dc_linker_url(dc_linker *l, dc_str reference);

// The address of an image mark: what lazy loading would load, its src, the largest of its srcset or
// of its picture's sources. p NULL for none, and for pixels that only count readers.
dc_str dc_linker_image(dc_linker *l, uint32_t mark);

#endif
