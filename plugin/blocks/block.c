#include "blocks/block.h"

bool dc_facts_has_class(const dc_facts *facts, dc_str token)
{
    for (uint32_t i = 0; i < facts->n_classes; i++)
        if (dc_str_ieq(facts->classes[i], token))
            return true;
    return false;
}

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
