#include "pages.h"

#include <dirent.h>
#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

_Noreturn void die(const char *what, const char *about)
{
    fprintf(stderr, "%s: %s\n", about, what);
    exit(1);
}

static page slurp(const char *path)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        die("cannot be read", path);
    size_t cap = 1 << 20;
    page one = {malloc(cap), 0};
    for (int n; one.p && (n = gzread(f, one.p + one.len, (unsigned)(cap - one.len))) > 0;) {
        one.len += (size_t)n;
        if (one.len == cap)
            one.p = realloc(one.p, cap *= 2);
    }
    gzclose(f);
    if (!one.p)
        die("out of memory", path);
    return one;
}

static int is_page(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

pages pages_load(const char *dir)
{
    pages all = {0};
    struct dirent **names;
    const int n = scandir(dir, &names, is_page, alphasort);
    if (n <= 0)
        die("no pages", dir);
    all.v = calloc((size_t)n, sizeof *all.v);
    if (!all.v)
        die("out of memory", dir);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        all.v[all.n] = slurp(path);
        all.bytes += all.v[all.n++].len;
        free(names[i]);
    }
    free(names);
    return all;
}

void pages_free(pages *all)
{
    for (size_t i = 0; i < all->n; i++)
        free(all->v[i].p);
    free(all->v);
}

static void *take(void *arena, size_t size)
{
    return dc_arena_alloc(arena, size);
}

static void leave(void *arena, void *p)
{
    (void)arena, (void)p;
}

void bare_gumbo(dc_arena *arena, dc_str html)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = leave;
    options.userdata = arena;
    options.max_errors = 0;
    gumbo_parse_with_options(&options, html.p, html.len);
}
