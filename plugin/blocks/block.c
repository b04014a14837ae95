#include "blocks/block.h"

uint32_t dc_box_above(const dc_blocks *blocks, uint32_t box, dc_tag tag)
{
    for (;;) {
        if (blocks->boxes[box].tag == tag)
            return box;
        if (box == 0)
            return UINT32_MAX;
        box = blocks->boxes[box].parent;
    }
}
