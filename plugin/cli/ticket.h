// What has to be remembered of an input until its result comes.
#ifndef DC_CLI_TICKET_H
#define DC_CLI_TICKET_H

#include "source.h"

typedef struct dc_ticket {
    uint64_t index;   // its place among the inputs handed to the batch, or how many were before it
    dc_source source; // input.name and list are usable; below is not
    char *name;       // what input.name points to
    char *stem;       // of its output file, or NULL
} dc_ticket;

typedef struct dc_tickets {
    dc_ticket *v;
    size_t first, n, cap; // v[first] to v[n - 1]
} dc_tickets;

bool dc_tickets_are_none(const dc_tickets *t);

// Copies what does not live long enough. Owns the stem.
void dc_tickets_add(dc_tickets *t, uint64_t index, const dc_source *source, char *stem);

// Takes out the ticket with this index. Returns false if there is none.
bool dc_tickets_take(dc_tickets *t, uint64_t index, dc_ticket *out);

// Takes out the oldest one if it has at most this index.
bool dc_tickets_take_first(dc_tickets *t, uint64_t index, dc_ticket *out);

void dc_ticket_free(dc_ticket *ticket);
void dc_tickets_free(dc_tickets *t);

#endif
