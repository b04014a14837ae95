// Whole extractions through the library, one thread, with a pool.
//
//     bench_extract DIR [ROUNDS [text]]     DIR holds pages, plain or .gz; text: no metadata
//
// Prints speed over the thread's CPU time and how often malloc, calloc and realloc were called, by
// whomever: in the first round, while the pool grows, and in the last one. Each round also parses
// the same pages with nothing but gumbo, for the ratio, and takes the time of the stages that
// follow the parser one by one.
#include "blocks/build.h"
#include "clean/model.h"
#include "clean/proof.h"
#include "html/charset.h"
#include "html/parse.h"
#include "pages.h"

#include <decant/decant.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

typedef enum stage { GUMBO, PARSE, BLOCKS, READ, MODEL, PROOF, N_STAGES } stage;

typedef struct staging {
    dc_arena *arena, *scratch;
    dc_str bytes;
    double seconds[N_STAGES];
    double last;
} staging;

static void lap(staging *s, stage which)
{
    const double t = now();
    s->seconds[which] += t - s->last;
    s->last = t;
}

static void gumbo_alone(void *ctx, dc_guard *guard)
{
    (void)guard;
    staging *s = ctx;
    s->last = now();
    bare_gumbo(s->scratch, s->bytes);
    lap(s, GUMBO);
}

static void by_stages(void *ctx, dc_guard *guard)
{
    (void)guard;
    staging *s = ctx;
    dc_charset charset;
    dc_charset_decode(s->arena, s->bytes, DC_STR_NONE, &charset);
    const dc_parse_options options = {
        .max_memory = (size_t)1 << 30, .scratch = s->scratch, .deadline_ms = UINT64_MAX};
    s->last = now();
    dc_tree tree;
    dc_parse(s->arena, charset.utf8, &options, &tree);
    lap(s, PARSE);
    dc_blocks blocks;
    dc_blocks_build(&tree, &blocks);
    lap(s, BLOCKS);
    const dc_reading reading = dc_read(s->arena, &blocks, NULL);
    lap(s, READ);
    dc_view view;
    dc_view_make(s->arena, &blocks, &reading, &view);
    dc_features features = dc_features_in(s->arena, blocks.n);
    dc_features_fixed(&view, &features);
    dc_model_run(&dc_model_shipped, &view, &features);
    lap(s, MODEL);
    dc_verdict *verdicts = dc_arena_zero(s->arena, blocks.n, sizeof *verdicts);
    dc_proof proof;
    dc_prove(s->arena, &blocks, reading.tokens, reading.phrases, verdicts, &proof);
    lap(s, PROOF);
}

// The memory of s is kept from round to round, as a pool keeps that of extractions.
static void run_stages(const pages *all, staging *s, double extraction)
{
    static const char *const names[] = {[PARSE] = "scan, gumbo, tree",
                                        [BLOCKS] = "blocks",
                                        [READ] = "phrases and names",
                                        [MODEL] = "features and model",
                                        [PROOF] = "proof of comments"};
    memset(s->seconds, 0, sizeof s->seconds);
    for (size_t i = 0; i < all->n; i++) {
        s->bytes = (dc_str){all->v[i].p, all->v[i].len};
        dc_guard_run(gumbo_alone, s);
        dc_arena_clear(s->scratch);
    }
    // In a loop of their own, as extractions follow each other: what gumbo alone leaves in the
    // caches is another 9 ms of work.
    for (size_t i = 0; i < all->n; i++) {
        s->bytes = (dc_str){all->v[i].p, all->v[i].len};
        dc_guard_run(by_stages, s);
        dc_arena_clear(s->arena);
        dc_arena_clear(s->scratch);
    }
    printf("  bare gumbo %.2f ms a page: the extraction is %.2f x as fast\n",
           s->seconds[GUMBO] * 1e3 / (double)all->n, s->seconds[GUMBO] / extraction);
    for (stage k = PARSE; k < N_STAGES; k++)
        printf("  %-20s %.3f ms a page\n", names[k], s->seconds[k] * 1e3 / (double)all->n);
}

static void run(const pages *all, const decant_options *options, staging *s, int round)
{
    size_t most = 0;
    size_t n_with = 0;
    const size_t before = n_calls;
    const double start = now();
    for (size_t i = 0; i < all->n; i++) {
        const size_t calls = n_calls;
        decant_page *out = NULL;
        decant_extract(options, all->v[i].p, all->v[i].len, &out, NULL);
        decant_page_free(out);
        n_with += n_calls > calls;
        most = n_calls - calls > most ? n_calls - calls : most;
    }
    const double seconds = now() - start;
    printf("round %d: %6.1f MB/s %6.0f pages/s; malloc %.3f a page, on %zu pages, at most %zu\n",
           round, (double)all->bytes / 1e6 / seconds, (double)all->n / seconds,
           (double)(n_calls - before) / (double)all->n, n_with, most);
    run_stages(all, s, seconds);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_extract DIR [ROUNDS [text]]\n");
        return 2;
    }
    const long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 3;
    pages all = pages_load(argv[1]);
    printf("%zu pages, %.0f MB\n", all.n, (double)all.bytes / 1e6);
    decant_pool *pool;
    if (decant_pool_new(NULL, 0, &pool) != DECANT_OK)
        die("out of memory", "pool");
    decant_options options = DECANT_OPTIONS_INIT;
    options.allocator = decant_pool_allocator(pool);
    options.max_time_ms = UINT32_MAX;
    options.no_meta = argc > 3 && strcmp(argv[3], "text") == 0;
    enum { KEPT = 16 << 20 };
    staging s = {.arena = dc_arena_new(NULL, 0), .scratch = dc_arena_new(NULL, 0)};
    dc_arena_keep(s.arena, KEPT);
    dc_arena_keep(s.scratch, KEPT);
    for (int i = 1; i <= rounds; i++)
        run(&all, &options, &s, i);
    dc_arena_free(s.arena);
    dc_arena_free(s.scratch);
    decant_pool_free(pool);
    pages_free(&all);
    return 0;
}
