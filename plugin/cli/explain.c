#include "explain.h"

#include "heap.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Columns of the path and of the words, and most features that are listed.
enum { PATH = 34, WORDS = 60, MOST_INFLUENCES = 512, SHOWN_INFLUENCES = 15 };

typedef struct printer {
    const dc_settings *settings;
    const decant_page *page;
    dc_output *out;
    bool has_color;
    size_t block; // when settings->block is given
} printer;

static void put(const printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(const printer *p, const char *format, ...)
{
    char line[2048];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n > 0)
        dc_output_write(p->out, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

static const char *color_of(const printer *p, int32_t label)
{
    static const char *const colors[] = {"\033[32m", "\033[36m", "\033[90m"};
    return p->has_color ? colors[label] : "";
}

static const char *end_color(const printer *p)
{
    return p->has_color ? "\033[0m" : "";
}

// The first characters of a text on one line. Nothing of the page may speak to the terminal.
static void shorten(const char *text, size_t len, size_t most, char *out, size_t cap)
{
    size_t n = 0;
    size_t chars = 0;
    for (size_t i = 0; i < len && n + 8 < cap; i++) {
        const unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) != 0x80 && chars++ == most) {
            memcpy(out + n, "…", strlen("…"));
            n += strlen("…");
            break;
        }
        out[n++] = c < ' ' || c == 0x7F ? ' ' : (char)c;
    }
    out[n] = '\0';
}

// The last part of a path: what is nearest to the block says most.
static void path_of(const printer *p, size_t i, char out[PATH + 8])
{
    char path[4096];
    const size_t len = decant_page_block_path(p->page, i, path, sizeof path);
    const size_t here = len < sizeof path ? len : sizeof path - 1;
    if (here <= PATH) {
        memcpy(out, path, here + 1);
        return;
    }
    const char *tail = path + here - PATH + 1;
    while (((unsigned char)*tail & 0xC0) == 0x80)
        tail++;
    memcpy(out, "…", strlen("…"));
    memcpy(out + strlen("…"), tail, strlen(tail) + 1);
}

static void put_block(const printer *p, size_t i)
{
    static const char marks[] = {'+', 'c', '-'};
    decant_block block = DECANT_BLOCK_INIT;
    char words[4 * WORDS + 16];
    char path[PATH + 8];
    decant_page_block(p->page, i, &block);
    shorten(block.text, block.text_len, WORDS, words, sizeof words);
    path_of(p, i, path);
    put(p, "%s%5zu %c %4.2f %-20s %-*s %4u  %s%s\n", color_of(p, block.label), i,
        marks[block.label], (double)block.score, block.reason, PATH, path, (unsigned)block.words,
        words, end_color(p));
}

static bool influences_of(const printer *p, decant_influence *v, size_t *n)
{
    decant_error error = {0};
    if (decant_page_block_influences(p->page, p->block, v, MOST_INFLUENCES, n, &error) == DECANT_OK)
        return true;
    dc_say_error(p->out->voice, NULL, "%s", error.message);
    return false;
}

static bool put_table(const printer *p, const char *name)
{
    const size_t n = decant_page_block_count(p->page);
    const char *type = decant_page_type(p->page);
    put(p, "%s: %s, confidence %.2f, %zu blocks\n", name, type ? type : "plain text",
        decant_page_confidence(p->page), n);
    put(p, "block   p    reason               %-*s words  text\n", PATH, "path");
    if (!p->settings->block) {
        for (size_t i = 0; i < n; i++)
            put_block(p, i);
        return true;
    }
    decant_influence v[MOST_INFLUENCES];
    size_t n_influences = 0;
    if (!influences_of(p, v, &n_influences))
        return false;
    put_block(p, p->block);
    put(p, "\nfeature              value  typical   moves the score by\n");
    for (size_t i = 0; i < n_influences && i < SHOWN_INFLUENCES; i++)
        put(p, "%-16s %9.3f %8.3f %+9.2f\n", v[i].feature, v[i].value, v[i].typical, v[i].change);
    return true;
}

static json_t *json_of_influences(const decant_influence *v, size_t n)
{
    json_t *all = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_pack("{s:s, s:f, s:f, s:f}", "feature", v[i].feature,
                                             "value", v[i].value, "typical", v[i].typical, "change",
                                             v[i].change));
    return all;
}

static json_t *json_of_block(const printer *p, size_t i)
{
    static const char *const labels[] = {"content", "comment", "boilerplate"};
    decant_block block = DECANT_BLOCK_INIT;
    decant_page_block(p->page, i, &block);
    const size_t len = decant_page_block_path(p->page, i, NULL, 0);
    char *path = dc_heap_resize(NULL, len + 1, 1);
    decant_page_block_path(p->page, i, path, len + 1);
    json_t *row = json_pack("{s:I, s:s, s:s, s:f, s:I, s:s, s:s%}", "block", (json_int_t)i, "label",
                            labels[block.label], "reason", block.reason, "score",
                            (double)block.score, "words", (json_int_t)block.words, "path", path,
                            "text", block.text, block.text_len);
    dc_heap_free(path);
    return row;
}

static int write_json(const char *bytes, size_t len, void *out)
{
    return dc_output_write(out, bytes, len) ? -1 : 0;
}

static bool put_json(const printer *p, const char *name)
{
    const size_t n = decant_page_block_count(p->page);
    const char *type = decant_page_type(p->page);
    json_t *blocks = json_array();
    json_t *root = json_pack("{s:s, s:s?, s:f, s:o}", "input", name, "page_type", type,
                             "confidence", decant_page_confidence(p->page), "blocks", blocks);
    bool is_fine = true;
    for (size_t i = 0; i < n; i++)
        if (!p->settings->block || i == p->block)
            json_array_append_new(blocks, json_of_block(p, i));
    if (p->settings->block) {
        decant_influence v[MOST_INFLUENCES];
        size_t n_influences = 0;
        is_fine = influences_of(p, v, &n_influences);
        json_object_set_new(root, "influences", json_of_influences(v, n_influences));
    }
    if (is_fine) {
        json_dump_callback(root, write_json, p->out, JSON_COMPACT | JSON_REAL_PRECISION(6));
        dc_output_write(p->out, "\n", 1);
    }
    json_decref(root);
    return is_fine;
}

bool dc_explain(const dc_settings *settings, const decant_page *page, const char *name,
                dc_output *out)
{
    const bool is_terminal = out->kind == DC_OUTPUT_STDOUT && isatty(STDOUT_FILENO);
    const printer p = {.settings = settings,
                       .page = page,
                       .out = out,
                       .block = settings->block ? strtoul(settings->block, NULL, 10) : 0,
                       .has_color = settings->color == DC_WHEN_ALWAYS ||
                                    (settings->color == DC_WHEN_AUTO && is_terminal)};
    return settings->is_json ? put_json(&p, name) : put_table(&p, name);
}
