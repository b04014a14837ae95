// Why a block is no text, in words that people know: what it stands in.
#ifndef DC_CLEAN_REASON_H
#define DC_CLEAN_REASON_H

#include "blocks/block.h"

// The code for the nearest telling box at or above `box`, "chrome.navigation"; NULL when none
// tells. groups: dc_groups_of() of every box.
const char *dc_reason_of(const dc_blocks *blocks, const uint32_t *groups, uint32_t box);

#endif
