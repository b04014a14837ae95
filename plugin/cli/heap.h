// Memory of the program. It does not come back without: a program that cannot allocate its few
// kilobytes says so and ends.
#ifndef DC_CLI_HEAP_H
#define DC_CLI_HEAP_H

#include <stddef.h>

// realloc() to n items of that size.
void *dc_heap_resize(void *ptr, size_t n, size_t size);

// Makes room for one more item after n. *cap counts items; the room doubles.
void *dc_heap_grow(void *ptr, size_t n, size_t *cap, size_t size);

char *dc_heap_copy(const char *s); // NULL stays NULL

// a and b, and c unless it is NULL, one after the other.
char *dc_heap_join(const char *a, const char *b, const char *c);

void dc_heap_free(void *ptr);

#endif
