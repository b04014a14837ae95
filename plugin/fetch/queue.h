// Transfers in a row. A transfer stands in one queue at a time.
#ifndef DC_FETCH_QUEUE_H
#define DC_FETCH_QUEUE_H

#include "fetch/transfer.h"

typedef struct dc_queue {
    dc_transfer *first;
    dc_transfer *last;
    size_t n;
} dc_queue;

void dc_queue_push(dc_queue *q, dc_transfer *t);
void dc_queue_push_front(dc_queue *q, dc_transfer *t);

// Takes out t, which stands in q; the second form the first one, NULL when there is none.
void dc_queue_take(dc_queue *q, dc_transfer *t);
dc_transfer *dc_queue_pop(dc_queue *q);

// Frees what stands in it.
void dc_queue_free(dc_queue *q);

#endif
