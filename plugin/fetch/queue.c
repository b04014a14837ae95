#include "fetch/queue.h"

void dc_queue_push(dc_queue *q, dc_transfer *t)
{
    t->next = NULL;
    t->previous = q->last;
    if (q->last)
        q->last->next = t;
    else
        q->first = t;
    q->last = t;
    q->n++;
}

void dc_queue_push_front(dc_queue *q, dc_transfer *t)
{
    t->previous = NULL;
    t->next = q->first;
    if (q->first)
        q->first->previous = t;
    else
        q->last = t;
    q->first = t;
    q->n++;
}

void dc_queue_take(dc_queue *q, dc_transfer *t)
{
    if (t->previous)
        t->previous->next = t->next;
    else
        q->first = t->next;
    if (t->next)
        t->next->previous = t->previous;
    else
        q->last = t->previous;
    t->next = t->previous = NULL;
    q->n--;
}

dc_transfer *dc_queue_pop(dc_queue *q)
{
    dc_transfer *t = q->first;
    if (t)
        dc_queue_take(q, t);
    return t;
}

void dc_queue_free(dc_queue *q)
{
    for (dc_transfer *t; (t = dc_queue_pop(q));)
        dc_transfer_free(t);
}
