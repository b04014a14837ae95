#include "ticket.h"

#include "heap.h"

#include <string.h>

void dc_tickets_add(dc_tickets *t, uint64_t index, const dc_source *source, char *stem)
{
    if (t->first > t->n / 2) { // what was taken makes room
        t->n -= t->first;
        memmove(t->v, t->v + t->first, t->n * sizeof *t->v);
        t->first = 0;
    }
    t->v = dc_heap_grow(t->v, t->n, &t->cap, sizeof *t->v);
    dc_ticket *ticket = &t->v[t->n++];
    *ticket = (dc_ticket){
        .index = index, .source = *source, .name = dc_heap_copy(source->input.name), .stem = stem};
    ticket->source.input.name = ticket->name;
    ticket->source.below = NULL;
}

bool dc_tickets_are_none(const dc_tickets *t)
{
    return t->first == t->n;
}

bool dc_tickets_take(dc_tickets *t, uint64_t index, dc_ticket *out)
{
    size_t i = t->first;
    while (i < t->n && t->v[i].index != index)
        i++;
    if (i == t->n)
        return false;
    *out = t->v[i];
    // The oldest one moves up: mostly it is the one that is taken.
    memmove(t->v + t->first + 1, t->v + t->first, (i - t->first) * sizeof *t->v);
    t->first++;
    return true;
}

bool dc_tickets_take_first(dc_tickets *t, uint64_t index, dc_ticket *out)
{
    if (dc_tickets_are_none(t) || t->v[t->first].index > index)
        return false;
    *out = t->v[t->first++];
    return true;
}

void dc_ticket_free(dc_ticket *ticket)
{
    dc_heap_free(ticket->name);
    dc_heap_free(ticket->stem);
}

void dc_tickets_free(dc_tickets *t)
{
    for (size_t i = t->first; i < t->n; i++)
        dc_ticket_free(&t->v[i]);
    dc_heap_free(t->v);
}
