#include "diff.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN = 30,    // lines
    AROUND = 2,    // equal lines before and after a difference
    LONGEST = 240, // bytes of a line that are printed
    MOST = 2000,   // lines of a text that are compared
};

typedef struct line {
    const char *p;
    size_t len;
} line;

typedef struct lines {
    line *v;
    size_t n;
} lines;

static lines split(const bytes *text)
{
    lines out = {calloc(MOST, sizeof(line)), 0};
    if (!out.v)
        die("out of memory");
    const char *end = text->p + text->len;
    for (const char *p = text->p; text->len && p < end && out.n < MOST;) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        const char *stop = nl ? nl : end;
        out.v[out.n++] = (line){p, (size_t)(stop - p)};
        p = nl ? nl + 1 : end;
    }
    return out;
}

static bool is_same(line a, line b)
{
    return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

// True inside a character of several bytes.
static bool is_inside(line l, size_t at)
{
    return ((unsigned char)l.p[at] & 0xC0) == 0x80;
}

// Bytes that do not show are named, for they are often the difference. Printing starts at `from`.
static void print_line(char mark, line l, size_t from)
{
    size_t end = l.len - from < LONGEST ? l.len : from + LONGEST;
    while (end < l.len && end > from && is_inside(l, end))
        end--; // no half characters
    printf("  %c%s", mark, from ? "..." : "");
    for (size_t i = from; i < end; i++) {
        const unsigned char c = (unsigned char)l.p[i];
        const bool is_odd_blank = c == 0xC2 && i + 1 < l.len && (unsigned char)l.p[i + 1] == 0xA0;
        if (c == '\t')
            fputs("\\t", stdout);
        else if (c < 0x20 || c == 0x7F || is_odd_blank || (i + 1 == l.len && c == ' '))
            printf("\\x%02x", c);
        else
            putchar(c);
    }
    puts(l.len > end ? "..." : "");
}

// Long lines that begin alike are shown from shortly before they part.
static size_t parting(line a, line b)
{
    size_t at = 0;
    while (at < a.len && at < b.len && a.p[at] == b.p[at])
        at++;
    if (at < LONGEST / 2)
        return 0;
    at -= LONGEST / 4;
    while (at && is_inside(a, at))
        at--;
    return at;
}

// Longest common subsequence from the end: length[i][j] of what is left at a[i], b[j].
static uint16_t *measure(const lines *a, const lines *b)
{
    const size_t width = b->n + 1;
    uint16_t *length = calloc((a->n + 1) * width, sizeof *length);
    if (!length)
        die("out of memory");
    for (size_t i = a->n; i-- > 0;)
        for (size_t j = b->n; j-- > 0;) {
            const uint16_t down = length[(i + 1) * width + j];
            const uint16_t right = length[i * width + j + 1];
            length[i * width + j] = is_same(a->v[i], b->v[j])
                                        ? (uint16_t)(length[(i + 1) * width + j + 1] + 1)
                                        : (down > right ? down : right);
        }
    return length;
}

typedef struct step {
    char mark; // ' ', '-' or '+'
    line text;
} step;

static size_t walk(const lines *a, const lines *b, step *steps)
{
    uint16_t *length = measure(a, b);
    const size_t width = b->n + 1;
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
        if (i < a->n && j < b->n && is_same(a->v[i], b->v[j])) {
            steps[n++] = (step){' ', a->v[i++]};
            j++;
        } else if (j == b->n ||
                   (i < a->n && length[(i + 1) * width + j] >= length[i * width + j + 1])) {
            steps[n++] = (step){'-', a->v[i++]};
        } else {
            steps[n++] = (step){'+', b->v[j++]};
        }
    }
    free(length);
    return n;
}

static bool is_near_change(const step *steps, size_t n, size_t at)
{
    const size_t from = at > AROUND ? at - AROUND : 0;
    for (size_t i = from; i < n && i <= at + AROUND; i++)
        if (steps[i].mark != ' ')
            return true;
    return false;
}

static void print_steps(const step *steps, size_t n)
{
    size_t n_shown = 0;
    bool is_gap = false;
    size_t from = 0;
    for (size_t i = 0; i < n && n_shown < SHOWN; i++) {
        if (!is_near_change(steps, n, i)) {
            is_gap = true;
            continue;
        }
        if (is_gap)
            puts("  @@");
        is_gap = false;
        if (i + 1 < n && steps[i].mark == '-' && steps[i + 1].mark == '+')
            from = parting(steps[i].text, steps[i + 1].text);
        print_line(steps[i].mark, steps[i].text, from);
        if (steps[i].mark == '+')
            from = 0;
        n_shown++;
    }
    if (n_shown == SHOWN)
        puts("  ...");
}

void diff_show(const bytes *expected, const bytes *actual)
{
    lines a = split(expected);
    lines b = split(actual);
    step *steps = calloc(a.n + b.n + 1, sizeof *steps);
    if (!steps)
        die("out of memory");
    const size_t n = walk(&a, &b, steps);
    bool is_any = false;
    for (size_t i = 0; i < n; i++)
        is_any |= steps[i].mark != ' ';
    if (is_any)
        print_steps(steps, n);
    else
        printf("  the lines are equal: %zu bytes expected, %zu printed\n", expected->len,
               actual->len);
    free(steps);
    free(a.v);
    free(b.v);
}
