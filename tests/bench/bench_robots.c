// bench_robots: the time of one match against robots.txt files that are made to hurt. Prints
// milliseconds: the worst of some paths, the best of some runs each.
#include "fetch/robots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SIZE = 600 << 10, PATH = 8000, RUNS = 5 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static const struct {
    const char *name;
    const char *line; // repeated to 600 KB; # is a number
} files[] = {
    {"plain prefixes", "Disallow: /some/folder/#/\n"},
    {"one star", "Disallow: /*/page-#.html\n"},
    {"short stars", "Disallow: *b#\n"},
    {"many stars", "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b#$\n"},
    {"near misses", "Disallow: *aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab#\n"},
    {"CR only", "Disallow: /*a*b#\r"},
    {"binary", "\x01\x80\xff: #\xfe\n"},
};

static char *make_file(const char *line, size_t *len)
{
    char *text = malloc(SIZE + 256);
    *len = (size_t)sprintf(text, "User-agent: *\n");
    for (unsigned n = 0; *len < SIZE; n++)
        for (const char *p = line; *p; p++)
            if (*p == '#')
                *len += (size_t)sprintf(text + *len, "%u", n);
            else
                text[(*len)++] = *p;
    return text;
}

static double match_ms(const dc_robots *r, dc_str path)
{
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        const double start = now_ms();
        dc_robots_allows(r, path);
        const double took = now_ms() - start;
        best = took < best ? took : best;
    }
    return best;
}

int main(void)
{
    char same[PATH], mixed[PATH];
    memset(same, 'a', PATH);
    for (int i = 0; i < PATH; i++)
        mixed[i] = "ab/0123456789?c="[i * 7 % 16];
    same[0] = mixed[0] = '/';
    const dc_str paths[] = {
        DC_STR("/2026/11/a-page-of-usual-length.html?id=7"), {same, PATH}, {mixed, PATH}};
    printf("%-16s %10s %12s %12s\n", "600 KB of", "parse, ms", "usual, ms", "worst, ms");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t len;
        char *text = make_file(files[i].line, &len);
        const double start = now_ms();
        dc_robots *r = dc_robots_parse(dc_mem_hook(NULL), (dc_str){text, len}, DC_STR("decant"));
        const double parsed = now_ms() - start;
        double worst = 0;
        for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
            const double ms = match_ms(r, paths[k]);
            worst = ms > worst ? ms : worst;
        }
        printf("%-16s %10.2f %12.3f %12.3f\n", files[i].name, parsed, match_ms(r, paths[0]), worst);
        dc_robots_free(r);
        free(text);
    }
    return 0;
}
