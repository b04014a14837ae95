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
#include "median.h"
#include "pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

// As UTF-8.
static void recode(page *one)
{
    decoding d = {.arena = dc_arena_new(NULL, 0), .bytes = {one->p, one->len}};
    if (dc_guard_run(decode, &d) != DECANT_OK || d.charset.utf8.len == 0)
        die("a page cannot be decoded", "bench_parse");
    const dc_str utf8 = d.charset.utf8;
    char *p = malloc(utf8.len);
    if (!p)
        die("out of memory", "bench_parse");
    memcpy(p, utf8.p, utf8.len);
    free(one->p);
    *one = (page){p, utf8.len};
    dc_arena_free(d.arena);
}

static pages load(const char *dir)
{
    pages all = pages_load(dir);
    all.bytes = 0;
    for (size_t i = 0; i < all.n; i++) {
        recode(&all.v[i]);
        all.bytes += all.v[i].len;
    }
    return all;
}

// The pages with few scripts, borrowed.
static pages with_few_scripts(const pages *all)
{
    pages some = {.v = calloc(all->n, sizeof *some.v)};
    if (!some.v)
        die("out of memory", "bench_parse");
    for (size_t i = 0; i < all->n; i++)
        if (has_few_scripts(all->v[i].p, all->v[i].len)) {
            some.v[some.n++] = all->v[i];
            some.bytes += all->v[i].len;
        }
    return some;
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
    bare_gumbo(w->arena, (dc_str){w->page->p, w->page->len});
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
    const dc_scan_limits limits = {.depth = 512};
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
static double measure(const pages *all, void (*what)(void *, dc_guard *), size_t *n_allocations)
{
    counter allocations = {0};
    const decant_allocator hook = {counted, &allocations};
    dc_arena *arena = dc_arena_new(&hook, 0);
    dc_arena *scratch = dc_arena_new(&hook, 0);
    dc_arena_keep(arena, KEPT);
    dc_arena_keep(scratch, KEPT);
    const double start = now();
    for (size_t i = 0; i < all->n; i++) {
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

enum { MOST_ROUNDS = 99 };

static void compare(const char *name, const pages *all, int rounds)
{
    double gumbo_s[MOST_ROUNDS];
    double ours_s[MOST_ROUNDS];
    double scan_s[MOST_ROUNDS];
    double ratio[MOST_ROUNDS];
    size_t n_allocations = 0;
    const size_t n = all->n;
    for (int i = 0; i < rounds; i++) {
        gumbo_s[i] = measure(all, bare, NULL);
        ours_s[i] = measure(all, ours, &n_allocations);
        scan_s[i] = measure(all, scan, NULL);
        ratio[i] = gumbo_s[i] / ours_s[i];
    }
    const double mb = (double)all->bytes / 1e6;
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
    pages all = load(argv[1]);
    print_machine();
    if (argc > 3) {
        scan_alone(&all, (int)rounds);
    } else {
        pages some = with_few_scripts(&all);
        compare("all pages", &all, (int)rounds);
        compare("pages with less than 5 % scripts", &some, (int)rounds);
        free(some.v);
    }
    pages_free(&all);
    return 0;
}
