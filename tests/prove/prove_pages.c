// What structure alone takes from pages: comment areas and prompts, before any score.
//
//     prove_pages [--blocks] PAGE...   a JSON line a page: input, text without what is proven to
//     go,
//                                      comments. --blocks prints every block with its verdict.
//                                      --to, --jobs and --ordered are read over, so that scorers
//                                      of the program can run it in its place.
//     prove_pages --time PAGE...       how long that takes, the best of many runs of each page.
//     prove_pages --lost FOLDER        lines of the reference texts of FOLDER/ground-truth.jsonl.gz
//                                      that go with it; exit code 1 beyond 30, 77 without the data.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/page_bytes.h"

#include "base/utf8.h"
#include "blocks/build.h"
#include "clean/proof.h"
#include "clean/reading.h"
#include "html/charset.h"
#include "html/parse.h"

#include <decant/decant.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LOST = 30, SKIPPED = 77 };

typedef struct proven {
    dc_str source;
    dc_arena *arena;
    dc_blocks blocks;
    dc_reading reading;
    dc_verdict *verdicts;
    dc_proof proof;
} proven;

static void prove(void *ctx, dc_guard *guard)
{
    (void)guard;
    proven *p = ctx;
    dc_charset charset;
    if (dc_charset_decode(p->arena, p->source, (dc_str){0}, &charset) != DECANT_OK)
        return;
    const dc_parse_options options = {.max_memory = (size_t)1 << 30, .deadline_ms = UINT64_MAX};
    dc_tree tree;
    dc_parse(p->arena, charset.utf8, &options, &tree);
    dc_blocks_build(&tree, &p->blocks);
    p->reading = dc_read(p->arena, &p->blocks, NULL);
    p->verdicts = dc_arena_zero(p->arena, (size_t)p->blocks.n + 1, sizeof *p->verdicts);
    dc_prove(p->arena, &p->blocks, p->reading.tokens, p->reading.phrases, p->verdicts, &p->proof);
}

static void prove_again(void *ctx, dc_guard *guard)
{
    (void)guard;
    proven *p = ctx;
    const dc_arena_mark mark = dc_arena_mark_now(p->arena);
    memset(p->verdicts, 0, p->blocks.n * sizeof *p->verdicts);
    dc_prove(p->arena, &p->blocks, p->reading.tokens, p->reading.phrases, p->verdicts, &p->proof);
    dc_arena_release(p->arena, mark);
}

// Milliseconds that proving takes, without reading the page.
static double time_of(proven *p)
{
    enum { RUNS = 20 };
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        dc_guard_run(prove_again, p);
        clock_gettime(CLOCK_MONOTONIC, &to);
        const double ms =
            (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best = ms < best ? ms : best;
    }
    return best;
}

// Its arena is the caller's to free.
static proven prove_page(const bytes *page)
{
    proven p = {.source = {page->p, page->len}, .arena = dc_arena_new(NULL, 0)};
    if (!p.arena || dc_guard_run(prove, &p) != DECANT_OK) {
        fputs("prove_pages: out of memory\n", stderr);
        exit(2);
    }
    return p;
}

// The text of the page: all of it, or what is left.
static bytes text_of(const proven *p, bool is_whole)
{
    bytes text = {0};
    add(&text, "", 0);
    for (uint32_t i = 0; i < p->blocks.n; i++)
        if (is_whole || p->verdicts[i].label == DECANT_CONTENT) {
            add(&text, p->blocks.v[i].text.p, p->blocks.v[i].text.len);
            add(&text, "\n", 1);
        }
    return text;
}

static json_t *json_of(dc_str s)
{
    return s.p ? json_stringn(s.p, s.len) : json_null();
}

static void print_record(const char *path, const proven *p)
{
    bytes text = text_of(p, false);
    json_t *comments = json_array();
    for (uint32_t i = 0; i < p->proof.comments.n; i++) {
        const dc_comment *c = &p->proof.comments.v[i];
        json_array_append_new(comments,
                              json_pack("{s:o, s:o, s:i, s:o}", "author", json_of(c->author),
                                        "date", json_of(c->date), "depth", (int)c->depth, "text",
                                        json_of(c->text)));
    }
    json_t *record =
        json_pack("{s:s, s:i, s:b, s:o, s:o}", "input", path, "kind", (int)p->proof.kind,
                  "says_forum", (p->blocks.hints & DC_HINT_FORUM) != 0, "text",
                  json_stringn(text.p, text.len), "comments", comments);
    json_dumpf(record, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(record);
    free(text.p);
}

static void print_blocks(const char *path, const proven *p)
{
    static const char *const labels[] = {"content", "comment", "boilerplate"};
    printf("%s: kind %d, %u comments, %u posts\n", path, (int)p->proof.kind, p->proof.comments.n,
           p->proof.posts.n);
    for (uint32_t i = 0; i < p->blocks.n; i++) {
        char where[400];
        dc_block_path(&p->blocks, i, where, sizeof where);
        const dc_str where_end = dc_str_of(where);
        printf("%4u %-11s %-20s %-18s %-60.60s | %.110s\n", i, labels[p->verdicts[i].label],
               p->verdicts[i].reason ? p->verdicts[i].reason : "",
               dc_family_name(p->reading.phrases[i].family), p->blocks.v[i].text.p,
               dc_str_from(where_end, where_end.len > 110 ? where_end.len - 110 : 0).p);
    }
}

// Letters, marks and digits of a text, so that layout does not count.
static bytes squash(const char *text, size_t len)
{
    bytes out = {0};
    add(&out, "", 0);
    for (const char *p = text, *end = text + len; p < end;) {
        uint32_t code;
        const size_t n = dc_utf8_decode(p, end, &code);
        if (dc_is_word(code))
            add(&out, p, n);
        p += n;
    }
    return out;
}

typedef struct tally {
    size_t n_lines;
    size_t n_lost;
} tally;

static void count_lost(const char *id, const char *reference, const proven *p, tally *t)
{
    bytes all = text_of(p, true);
    bytes left = text_of(p, false);
    bytes all_words = squash(all.p, all.len);
    bytes left_words = squash(left.p, left.len);
    for (const char *line = reference; *line; line += strspn(line, "\n")) {
        const size_t len = strcspn(line, "\n");
        bytes words = squash(line, len);
        t->n_lines += words.len > 0;
        if (words.len && strstr(all_words.p, words.p) && !strstr(left_words.p, words.p)) {
            t->n_lost++;
            printf("%s %.*s\n", id, (int)len, line);
        }
        free(words.p);
        line += len;
    }
    free(all.p);
    free(left.p);
    free(all_words.p);
    free(left_words.p);
}

static int print_lost(const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/ground-truth.jsonl.gz", folder);
    if (access(path, R_OK) != 0) {
        printf("skipped: no pages at %s\n", folder);
        return SKIPPED;
    }
    bytes truth = read_page(path);
    tally t = {0};
    for (const char *line = truth.p; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        json_t *row = json_loadb(line, strcspn(line, "\n"), 0, NULL);
        const char *id = json_string_value(json_object_get(row, "file_id"));
        const char *reference = json_string_value(
            json_object_get(json_object_get(row, "ground_truth"), "main_content"));
        if (id && reference) {
            snprintf(path, sizeof path, "%s/html/%s.html.gz", folder, id);
            bytes page = read_page(path);
            const proven p = prove_page(&page);
            count_lost(id, reference, &p, &t);
            dc_arena_free(p.arena);
            free(page.p);
        }
        json_decref(row);
    }
    free(truth.p);
    printf("%zu of %zu lines lost, at most %d wanted\n", t.n_lost, t.n_lines, MOST_LOST);
    return t.n_lost > MOST_LOST;
}

int main(int argc, char **argv)
{
    bool shows_blocks = false;
    bool shows_time = false;
    double ms = 0;
    int n_timed = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lost") == 0 && i + 1 < argc)
            return print_lost(argv[i + 1]);
        if (strcmp(argv[i], "--blocks") == 0) {
            shows_blocks = true;
        } else if (strcmp(argv[i], "--time") == 0) {
            shows_time = true;
        } else if (strcmp(argv[i], "--to") == 0 || strcmp(argv[i], "--jobs") == 0) {
            i++;
        } else if (strcmp(argv[i], "--ordered") != 0) {
            bytes page = read_page(argv[i]);
            proven p = prove_page(&page);
            if (shows_time)
                ms += time_of(&p), n_timed++;
            else if (shows_blocks)
                print_blocks(argv[i], &p);
            else
                print_record(argv[i], &p);
            dc_arena_free(p.arena);
            free(page.p);
        }
    }
    if (n_timed)
        printf("%d pages, %.3f ms each\n", n_timed, ms / n_timed);
    return 0;
}
