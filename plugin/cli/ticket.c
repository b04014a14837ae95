#include "ticket.h"

#include "heap.h"

#include <string.h>

void dc_tickets_add(dc_tickets *t, uint64_t index, const dc_source *source, char *stem)
{
    t->v = dc_heap_grow(t->v, t->n, &t->cap, sizeof *t->v);
    dc_ticket *ticket = &t->v[t->n++];
    *ticket = (dc_ticket){
        .index = index, .source = *source, .name = dc_heap_copy(source->input.name), .stem = stem};
    ticket->source.input.name = ticket->name;
    ticket->source.below = NULL;
}

static void take_at(dc_tickets *t, size_t at, dc_ticket *out)
{
    *out = t->v[at];
    t->n--;
    memmove(t->v + at, t->v + at + 1, (t->n - at) * sizeof *t->v);
}

bool dc_tickets_take(dc_tickets *t, uint64_t index, dc_ticket *out)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].index == index) {
            take_at(t, i, out);
            return true;
        }
    return false;
}

bool dc_tickets_take_first(dc_tickets *t, uint64_t index, dc_ticket *out)
{
    if (t->n == 0 || t->v[0].index > index)
        return false;
    take_at(t, 0, out);
    return true;
}

void dc_ticket_free(dc_ticket *ticket)
{
    dc_heap_free(ticket->name);
    dc_heap_free(ticket->stem);
}

void dc_tickets_free(dc_tickets *t)
{
    for (size_t i = 0; i < t->n; i++)
        dc_ticket_free(&t->v[i]);
    dc_heap_free(t->v);
}
