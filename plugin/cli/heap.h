// Memory of the program. It does not come back without: a program that cannot allocate its few
// kilobytes says so and ends.
#ifndef DC_CLI_HEAP_H
#define DC_CLI_HEAP_H

#include <stddef.h>

// First thing in the program: pages' large blocks go back to the system when they are freed, so
// that memory stays flat over long batches. Left to itself glibc soon keeps them in its heaps (it
// raises the threshold to what was freed), which grow by what falls apart: 5 % from page 2,000 to
// 20,000.
void dc_heap_settle(void);

// realloc() to n items of that size.
void *dc_heap_resize(void *ptr, size_t n, size_t size);

// Makes room for one more item after n. *cap counts items; the room doubles.
void *dc_heap_grow(void *ptr, size_t n, size_t *cap, size_t size);

char *dc_heap_copy(const char *s); // NULL stays NULL

// a and b, and c unless it is NULL, one after the other.
char *dc_heap_join(const char *a, const char *b, const char *c);

void dc_heap_free(void *ptr);

#endif
