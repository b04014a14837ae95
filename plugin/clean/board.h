// A forum whose names tell nothing: its posts are comments that no text stands before.
#ifndef DC_CLEAN_BOARD_H
#define DC_CLEAN_BOARD_H

#include "clean/thread.h"

// Siblings that are posts, first and last box; first 0: there are none.
typedef struct dc_board {
    uint32_t first;
    uint32_t last;
} dc_board;

// Takes the posts apart, which are DC_TOKEN_ITEM and DC_TOKEN_FOLLOW in thread->tokens. Their words
// are kept ("kept.forum"), their actions go, and who and when is left to the score.
void dc_board_take(dc_thread *thread, const dc_board *board);

#endif
