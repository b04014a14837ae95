// Pages made to hurt a parser: one row of a table for each way, any size, the same bytes each time.
#ifndef TESTS_SUPPORT_ATTACKS_H
#define TESTS_SUPPORT_ATTACKS_H

#include <decant/decant.h>

#include <stdbool.h>
#include <stddef.h>

// A sentence that stands once in every page.
#define CANARY "The canary sang on the windowsill all morning, and nobody asked it to stop."

typedef struct attack {
    const char *name;
    const char *unit; // repeated; '@' is the number of the repetition, '\1' a random byte, '\2' NUL
    const char *tower; // 400 times in front of everything, or NULL
    const char *head;  // before the units, or NULL
    const char *tail;  // behind them, or NULL
    bool swallows;     // what follows the units is no text: the canary stands before them
} attack;

extern const attack attacks[];
extern const size_t n_attacks;

// About size bytes of the attack, for free(); NULL when memory is out.
char *attack_page(const attack *a, size_t size, size_t *len);

// Bytes that an allocator hook has given out. attack_count is its function, an account its context.
typedef struct account {
    size_t live;
    size_t peak;
} account;

void *attack_count(void *ctx, void *p, size_t old_size, size_t size);

// True if the canary is in a block of the page.
bool attack_canary_in(const decant_page *page);

#endif
