// What benchmarks over captured pages share: the pages, the clock, and gumbo by itself.
#ifndef BENCH_PAGES_H
#define BENCH_PAGES_H

#include "base/arena.h"

typedef struct page {
    char *p;
    size_t len;
} page;

typedef struct pages {
    page *v;
    size_t n;
    size_t bytes;
} pages;

// All files of a folder, by name, unpacked if they are gzip. Ends the program when that fails.
pages pages_load(const char *dir);
void pages_free(pages *all);

_Noreturn void die(const char *what, const char *about);

// Seconds of the thread's CPU time.
double now(void);

// gumbo on the whole page, with memory of the arena that nothing gives back. To be run guarded.
void bare_gumbo(dc_arena *arena, dc_str html);

#endif
