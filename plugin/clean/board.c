#include "clean/board.h"

#include "clean/tokens.h"

#include <decant/decant.h>

void dc_board_take(dc_thread *t, const dc_board *board)
{
    const dc_box *boxes = t->blocks->boxes;
    for (uint32_t i = board->first; i <= board->last; i = boxes[i].end)
        if (t->tokens[i] & DC_TOKEN_ITEM)
            dc_thread_take(t, i, dc_thread_last_row(t, i), "action.reply-vote");
    for (uint32_t i = boxes[board->first].first; i < boxes[board->last].last; i++) {
        dc_verdict *v = &t->verdicts[i];
        if (v->label == DECANT_COMMENT)
            *v = (dc_verdict){DECANT_CONTENT, 0, "kept.forum"};
        else if (v->reason && strcmp(v->reason, "meta.author-date") == 0)
            *v = (dc_verdict){0};
    }
}
