// Parsing speed: bare gumbo against scan, gumbo on the skeleton and page tree, in one process.
//
//     bench_parse DIR [ROUNDS [scan]]     DIR holds pages, plain or .gz
//
// Prints the machine, the data, medians over the rounds, and ratios; a ratio is taken within a
// round, so that noise hits both sides. Pages are in memory, as UTF-8, before the clock starts; the
// clock is the thread's CPU time. With "scan" only the scan runs.
#include "base/utf8.h"
#include "html/charset.h"
#include "html/parse.h"

#include <dirent.h>
#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

typedef struct page {
    char *p;
    size_t len;
    bool has_few_scripts; // less than 5 % of its bytes
} page;

typedef struct pages {
    page *v;
    size_t n;
    size_t bytes;
} pages;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void die(const char *what, const char *about)
{
    fprintf(stderr, "bench_parse: %s: %s\n", what, about);
    exit(1);
}

static char *slurp(const char *path, size_t *len)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        die("cannot be read", path);
    size_t cap = 1 << 20;
    char *p = malloc(cap);
    *len = 0;
    for (int n; p && (n = gzread(f, p + *len, (unsigned)(cap - *len))) > 0;) {
        *len += (size_t)n;
        if (*len == cap)
            p = realloc(p, cap *= 2);
    }
    gzclose(f);
    if (!p)
        die("out of memory", path);
    return p;
}

// Share of bytes between <script and </script.
static bool has_few_scripts(const char *p, size_t len)
{
    size_t inside = 0;
    dc_str rest = {p, len};
    for (size_t at; (at = dc_str_find(rest, DC_STR("<script"))) != DC_STR_NPOS;) {
        rest = dc_str_from(rest, at);
        const size_t end = dc_str_find(rest, DC_STR("</script"));
        const size_t n = end == DC_STR_NPOS ? rest.len : end;
        inside += n;
        rest = dc_str_from(rest, n);
    }
    return inside * 20 < len;
}

typedef struct decoding {
    dc_arena *arena;
    dc_str bytes;
    dc_charset charset;
} decoding;

static void decode(void *ctx, dc_guard *guard)
{
    (void)guard;
    decoding *d = ctx;
    dc_charset_decode(d->arena, d->bytes, DC_STR_NONE, &d->charset);
}

static void add_page(pages *all, const char *path)
{
    decoding d = {.arena = dc_arena_new(NULL, 0)};
    d.bytes.p = slurp(path, &d.bytes.len);
    if (dc_guard_run(decode, &d) != DECANT_OK || d.charset.utf8.len == 0)
        die("cannot be decoded", path);
    page one = {malloc(d.charset.utf8.len), d.charset.utf8.len, false};
    memcpy(one.p, d.charset.utf8.p, one.len);
    one.has_few_scripts = has_few_scripts(one.p, one.len);
    all->v = realloc(all->v, (all->n + 1) * sizeof *all->v);
    all->v[all->n++] = one;
    all->bytes += one.len;
    dc_arena_free(d.arena);
    free((char *)d.bytes.p);
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
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        add_page(&all, path);
        free(names[i]);
    }
    free(names);
    return all;
}

static void *take(void *arena, size_t size)
{
    return dc_arena_alloc(arena, size);
}

static void leave(void *arena, void *p)
{
    (void)arena, (void)p;
}

typedef struct work {
    dc_arena *arena;
    dc_arena *scratch;
    const page *page;
} work;

static void bare(void *ctx, dc_guard *guard)
{
    (void)guard;
    const work *w = ctx;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = leave;
    options.userdata = w->arena;
    options.max_errors = 0;
    gumbo_parse_with_options(&options, w->page->p, w->page->len);
}

static void ours(void *ctx, dc_guard *guard)
{
    (void)guard;
    const work *w = ctx;
    const dc_parse_options options = {
        .max_memory = (size_t)1 << 30, .scratch = w->scratch, .deadline_ms = UINT64_MAX};
    dc_tree tree;
    dc_parse(w->arena, (dc_str){w->page->p, w->page->len}, &options, &tree);
}

static void scan(void *ctx, dc_guard *guard)
{
    (void)guard;
    const work *w = ctx;
    const dc_scan_limits limits = {512, false};
    dc_skeleton skeleton;
    dc_scan(w->arena, w->scratch, (dc_str){w->page->p, w->page->len}, NULL, &limits, &skeleton);
}

enum { KEPT = 16 << 20 };

// Memory as a worker has it: taken once, used again for each page. Allocations are counted.
typedef struct counter {
    size_t n;
} counter;

static void *counted(void *ctx, void *p, size_t old_size, size_t size)
{
    (void)old_size;
    if (size == 0) {
        free(p);
        return NULL;
    }
    ((counter *)ctx)->n++;
    return realloc(p, size);
}

// Seconds for all pages.
static double measure(const pages *all, bool few_scripts_only, void (*what)(void *, dc_guard *),
                      size_t *n_allocations)
{
    counter allocations = {0};
    const decant_allocator hook = {counted, &allocations};
    dc_arena *arena = dc_arena_new(&hook, 0);
    dc_arena *scratch = dc_arena_new(&hook, 0);
    dc_arena_keep(arena, KEPT);
    dc_arena_keep(scratch, KEPT);
    const double start = now();
    for (size_t i = 0; i < all->n; i++) {
        if (few_scripts_only && !all->v[i].has_few_scripts)
            continue;
        work w = {arena, scratch, &all->v[i]};
        dc_guard_run(what, &w);
        dc_arena_clear(arena);
        dc_arena_clear(scratch);
    }
    const double seconds = now() - start;
    dc_arena_free(arena);
    dc_arena_free(scratch);
    if (n_allocations)
        *n_allocations = allocations.n;
    return seconds;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, by_value);
    return v[n / 2];
}

enum { MOST_ROUNDS = 99 };

static void compare(const char *name, const pages *all, bool few, int rounds)
{
    double gumbo_s[MOST_ROUNDS];
    double ours_s[MOST_ROUNDS];
    double scan_s[MOST_ROUNDS];
    double ratio[MOST_ROUNDS];
    size_t n_allocations = 0;
    size_t n = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < all->n; i++)
        if (!few || all->v[i].has_few_scripts) {
            n++;
            bytes += all->v[i].len;
        }
    for (int i = 0; i < rounds; i++) {
        gumbo_s[i] = measure(all, few, bare, NULL);
        ours_s[i] = measure(all, few, ours, &n_allocations);
        scan_s[i] = measure(all, few, scan, NULL);
        ratio[i] = gumbo_s[i] / ours_s[i];
    }
    const double mb = (double)bytes / 1e6;
    const double r = median(ratio, rounds);
    printf("%s: %zu pages, %.0f MB\n", name, n, mb);
    const double g = median(gumbo_s, rounds);
    const double o = median(ours_s, rounds);
    const double s = median(scan_s, rounds);
    printf("  bare gumbo          %7.1f MB/s %7.0f pages/s\n", mb / g, (double)n / g);
    printf("  scan + gumbo + tree %7.1f MB/s %7.0f pages/s   %.2f x\n", mb / o, (double)n / o, r);
    printf("  scan alone          %7.1f MB/s\n", mb / s);
    printf("  allocations         %7.3f a page\n", (double)n_allocations / (double)n);
}

// Of each page the median and the fastest of all rounds, added up: what else a shared machine does
// is in the median, and not in the fastest.
static void scan_alone(const pages *all, int rounds)
{
    dc_arena *arena = dc_arena_new(NULL, 0);
    dc_arena *scratch = dc_arena_new(NULL, 0);
    dc_arena_keep(arena, KEPT);
    dc_arena_keep(scratch, KEPT);
    double typical = 0;
    double fastest = 0;
    for (size_t i = 0; i < all->n; i++) {
        double seconds[MOST_ROUNDS];
        for (int k = 0; k < rounds; k++) {
            work w = {arena, scratch, &all->v[i]};
            const double start = now();
            dc_guard_run(scan, &w);
            seconds[k] = now() - start;
            dc_arena_clear(arena);
            dc_arena_clear(scratch);
        }
        typical += median(seconds, rounds);
        fastest += seconds[0];
    }
    dc_arena_free(arena);
    dc_arena_free(scratch);
    const double mb = (double)all->bytes / 1e6;
    printf("scan alone: %zu pages, %.0f MB\n", all->n, mb);
    printf("  median  %7.1f MB/s\n  fastest %7.1f MB/s\n", mb / typical, mb / fastest);
}

static void print_machine(void)
{
    char line[256];
    FILE *f = fopen("/proc/cpuinfo", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "model name", 10) == 0) {
            printf("machine: %s", strchr(line, ':') + 2);
            break;
        }
    if (f)
        fclose(f);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_parse DIR [ROUNDS [scan]]\n");
        return 2;
    }
    const long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 3;
    if (rounds < 1 || rounds > MOST_ROUNDS)
        die("rounds must be 1 to 99", argv[2]);
    const pages all = load(argv[1]);
    print_machine();
    if (argc > 3) {
        scan_alone(&all, (int)rounds);
    } else {
        compare("all pages", &all, false, (int)rounds);
        compare("pages with less than 5 % scripts", &all, true, (int)rounds);
    }
    for (size_t i = 0; i < all.n; i++)
        free(all.v[i].p);
    free(all.v);
    return 0;
}
