// Marks: links, emphasis, code, images and formulas inside the text of blocks, and images between
// them. Writers of marked-up text read them; no rule of the cleaner does.
#ifndef DC_BLOCKS_MARK_H
#define DC_BLOCKS_MARK_H

#include "base/vec.h"
#include "blocks/block.h"

struct dc_mark {
    uint32_t block; // the block it lies in; of one between blocks: the block behind it
    uint32_t at;    // bytes in the block's text
    uint32_t len;   // 0 for images and rules
    uint32_t box;   // it stands in
    uint32_t list;  // of its attributes, for dc_mark_attr()
    uint16_t tag;   // dc_tag; DC_TAG_math for formulas, whose text is LaTeX
    bool is_alone;  // between blocks: an image or rule
};

#define DC_NO_MARK UINT32_MAX

// Records marks while blocks are built.
typedef struct dc_marker {
    dc_arena *arena;
    DC_VEC(dc_mark) marks;
    size_t n_old; // marks of earlier blocks
} dc_marker;

// Whether writers care for such an element.
bool dc_is_marking(dc_tag tag);

// A mark begins in the block at hand. Returns its number.
uint32_t dc_marker_open(dc_marker *m, const dc_mark *mark);

// It ends, `at` bytes into the block.
void dc_marker_close(dc_marker *m, uint32_t number, size_t at);

// The block at hand ends with `len` bytes of text; 0: it is none. Then images stand alone, and the
// rest is dropped.
void dc_marker_end_block(dc_marker *m, size_t len);

// An attribute of a mark or box by its list; p NULL when absent. name in lower case. Changes
// nothing: any number of threads may ask. JSON in data- attributes may be as in the source.
dc_str dc_list_attr(const dc_blocks *blocks, uint32_t list, dc_str name);

#endif
