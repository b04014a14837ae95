// Where the heading of a page is among its blocks.
#ifndef DC_META_HEADING_H
#define DC_META_HEADING_H

#include "blocks/block.h"

// What a heading is known by.
typedef struct dc_heading_signs {
    const dc_blocks *blocks;
    const uint32_t *kept_words; // of the text in front of each block, and behind the last
    dc_str title;               // of the page, without the site's name
    dc_str element;             // what its title element or head says, with it
} dc_heading_signs;

// The block of the page's heading; 0 when nothing looks like one.
uint32_t dc_heading_find(const dc_heading_signs *s);

#endif
