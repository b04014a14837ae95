// Lines that say the same of every writer beside their posts: place, rank, number of posts.
#ifndef DC_CLEAN_LABEL_H
#define DC_CLEAN_LABEL_H

#include "blocks/block.h"

enum { DC_MOST_LABELS = 32 };

// "Location" of "Location: North End".
typedef struct dc_label {
    uint64_t hash;
    uint32_t post; // where it was seen first
    bool is_repeated;
} dc_label;

// Cleared before use.
typedef struct dc_labels {
    dc_label v[DC_MOST_LABELS];
    uint32_t n;
} dc_labels;

// Notes the label of a line that belongs to a post; lines without one say nothing.
void dc_label_note(dc_labels *labels, const dc_block *block, uint32_t post);

// Whether the line begins with a label that stands beside more than one post.
bool dc_label_is_repeated(const dc_labels *labels, const dc_block *block);

#endif
