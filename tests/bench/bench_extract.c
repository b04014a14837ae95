// Whole extractions through the library, one thread, with a pool.
//
//     bench_extract DIR [ROUNDS]     DIR holds pages, plain or .gz
//
// Prints speed over the thread's CPU time and how often malloc, calloc and realloc were called, by
// whomever: in the first round, while the pool grows, and in the last one.
#include <decant/decant.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#ifdef __GLIBC__
static size_t n_calls;
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    n_calls++;
    return __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t n, size_t size)
{
    n_calls++;
    return __libc_calloc(n, size);
}

__attribute__((visibility("default"))) void *realloc(void *p, size_t size)
{
    n_calls++;
    return __libc_realloc(p, size);
}
#else
static size_t n_calls; // not counted here
#endif

typedef struct source {
    char *p;
    size_t len;
} source;

typedef struct pages {
    source *v;
    size_t n;
    size_t bytes;
} pages;

static _Noreturn void die(const char *what, const char *about)
{
    fprintf(stderr, "bench_extract: %s: %s\n", what, about);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static source slurp(const char *path)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        die("cannot be read", path);
    size_t cap = 1 << 20;
    source one = {malloc(cap), 0};
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

static pages load(const char *dir)
{
    pages all = {0};
    struct dirent **names;
    const int n = scandir(dir, &names, is_page, alphasort);
    if (n <= 0)
        die("no pages", dir);
    all.v = calloc((size_t)n, sizeof *all.v);
    for (int i = 0; all.v && i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        all.v[all.n] = slurp(path);
        all.bytes += all.v[all.n++].len;
        free(names[i]);
    }
    free(names);
    return all;
}

static void run(const pages *all, const decant_options *options, int round)
{
    size_t most = 0;
    size_t n_with = 0;
    const size_t before = n_calls;
    const double start = now();
    for (size_t i = 0; i < all->n; i++) {
        const size_t calls = n_calls;
        decant_page *page = NULL;
        decant_extract(options, all->v[i].p, all->v[i].len, &page, NULL);
        decant_page_free(page);
        n_with += n_calls > calls;
        most = n_calls - calls > most ? n_calls - calls : most;
    }
    const double seconds = now() - start;
    printf("round %d: %6.1f MB/s %6.0f pages/s; malloc %.3f a page, on %zu pages, at most %zu\n",
           round, (double)all->bytes / 1e6 / seconds, (double)all->n / seconds,
           (double)(n_calls - before) / (double)all->n, n_with, most);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_extract DIR [ROUNDS]\n");
        return 2;
    }
    const long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 3;
    const pages all = load(argv[1]);
    printf("%zu pages, %.0f MB\n", all.n, (double)all.bytes / 1e6);
    decant_pool *pool;
    if (decant_pool_new(NULL, 0, &pool) != DECANT_OK)
        die("out of memory", "pool");
    decant_options options = DECANT_OPTIONS_INIT;
    options.allocator = decant_pool_allocator(pool);
    options.max_time_ms = UINT32_MAX;
    for (int i = 1; i <= rounds; i++)
        run(&all, &options, i);
    decant_pool_free(pool);
    for (size_t i = 0; i < all.n; i++)
        free(all.v[i].p);
    free(all.v);
    return 0;
}
