// Pages made to hurt, at 64 KB, 1 MB and 10 MB, on a thread with a stack of 64 KB.
//
//     bench_attacks [NAME]     only the attacks whose name has NAME in it
//
// Prints for each attack and size the CPU time, peak memory, how far the parser had to go, and what
// of this does not hold: 0.5 s + 1 s per MiB, time at four times the size at most five times as
// long, 64 MiB + 64 x input, the canary is in a block or the page says that it is degraded. What is
// too slow is run again, up to ten times in all, and the fastest run counts: what else the machine
// does is no property of the page. Exit code 1 if anything does not hold.
#include "support/attacks.h"

#include <decant/decant.h>

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STACK = 64 << 10, MAX_RATIO = 5, MOST_AGAIN = 9 };
static const double SHORT = 0.4; // seconds

typedef struct trial {
    const char *bytes;
    size_t len;
    decant_status status;
    double seconds;
    size_t peak;
    int32_t degraded;
    bool has_canary;
} trial;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *work(void *ctx)
{
    trial *t = ctx;
    account memory = {0};
    const decant_allocator hook = {attack_count, &memory};
    decant_options options = DECANT_OPTIONS_INIT;
    options.allocator = &hook;
    options.max_time_ms = UINT32_MAX;
    decant_page *page = NULL;
    const double start = now();
    t->status = decant_extract(&options, t->bytes, t->len, &page, NULL);
    t->seconds = now() - start;
    t->peak = memory.peak;
    if (page) {
        t->degraded = decant_page_degraded(page);
        t->has_canary = attack_canary_in(page);
    }
    decant_page_free(page);
    return NULL;
}

static trial run(const attack *a, size_t size)
{
    trial t = {0};
    char *page = attack_page(a, size, &t.len);
    t.bytes = page;
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_t thread;
    if (!page || pthread_attr_setstacksize(&attr, STACK) ||
        pthread_create(&thread, &attr, work, &t)) {
        fprintf(stderr, "bench_attacks: no thread\n");
        exit(2);
    }
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attr);
    free(page);
    return t;
}

static trial faster(trial a, trial b)
{
    return a.seconds < b.seconds ? a : b;
}

static bool is_slow(const trial *t)
{
    return t->seconds > 0.5 + (double)t->len / (1 << 20);
}

static const char *verdict(const trial *t)
{
    if (t->status != DECANT_OK)
        return decant_status_name(t->status);
    if (is_slow(t))
        return "SLOW";
    if (t->peak > ((size_t)64 << 20) + 64 * t->len)
        return "LARGE";
    if (!t->has_canary && t->degraded == DECANT_DEGRADED_NONE)
        return "LOST";
    return NULL;
}

static bool report(const attack *a, const trial *t, double ratio)
{
    static const char *const how[] = {"none", "capped", "strict", "text"};
    const char *fault = verdict(t);
    if (!fault && ratio > MAX_RATIO)
        fault = "STEEP";
    printf("%-36s %8.2f MiB %7.3f s %8.1f MiB  %-6s %-6s", a->name, (double)t->len / (1 << 20),
           t->seconds, (double)t->peak / (1 << 20), how[t->degraded],
           t->has_canary ? "canary" : "");
    if (ratio > 0)
        printf(" x%.1f", ratio);
    printf("%s%s\n", fault ? "  " : "", fault ? fault : "");
    fflush(stdout);
    return fault == NULL;
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {64 << 10, 1 << 20, 10 << 20};
#ifdef M_MMAP_THRESHOLD
    // glibc keeps freed blocks below 32 MiB for the next run and has the kernel make larger ones
    // anew. A page and a quarter of it would pay differently for the same memory.
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
#endif
    size_t n_faults = 0;
    for (size_t i = 0; i < n_attacks; i++) {
        const attack *a = &attacks[i];
        if (argc > 1 && !strstr(a->name, argv[1]))
            continue;
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            trial t = run(a, sizes[k]);
            // Short times are noise, mostly that of fresh memory.
            trial quarter = t.seconds > SHORT ? run(a, sizes[k] / 4) : (trial){0};
            // Retries are counted with the size at which they begin.
            const bool is_alike = quarter.seconds > SHORT / 8 && quarter.degraded == t.degraded;
            double ratio = is_alike ? t.seconds / quarter.seconds : 0;
            for (int again = 0; again < MOST_AGAIN && (ratio > MAX_RATIO || is_slow(&t)); again++) {
                t = faster(t, run(a, sizes[k])); // or was it the machine?
                if (is_alike)
                    quarter = faster(quarter, run(a, sizes[k] / 4));
                ratio = is_alike ? t.seconds / quarter.seconds : 0;
            }
            n_faults += !report(a, &t, ratio);
        }
    }
    printf("%zu faults\n", n_faults);
    return n_faults > 0;
}
