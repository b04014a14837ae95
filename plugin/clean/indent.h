// How far a comment or post is moved to the right: for systems whose answers stand beside what they
// answer, not in it.
#ifndef DC_CLEAN_INDENT_H
#define DC_CLEAN_INDENT_H

#include "blocks/block.h"

enum { DC_MOST_RUNGS = 32 };

// The indents of a comment and of all that it answers.
typedef struct dc_ladder {
    uint32_t rungs[DC_MOST_RUNGS];
    uint32_t n;
} dc_ladder;

// The level that a box tells in an attribute or class; -1: none.
int32_t dc_level_of(const dc_blocks *blocks, uint32_t box);

// The width of its margin or padding in whatever unit; -1: none.
int32_t dc_margin_of(const dc_blocks *blocks, uint32_t box);

// A box that holds the answers to the comment before it, by its name.
bool dc_holds_answers(const dc_facts *facts);

// The comments of a page in order: how many it answers.
uint32_t dc_ladder_climb(dc_ladder *ladder, uint32_t indent);

#endif
