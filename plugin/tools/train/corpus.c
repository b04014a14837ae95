#include "tools/train/corpus.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "blocks/build.h"
#include "clean/groups.h"
#include "clean/tokens.h"
#include "html/charset.h"
#include "html/parse.h"

#include <decant/decant.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include <zlib.h>

const char *const type_names[N_TYPES] = {"article", "collection", "documentation", "forum",
                                         "listing", "product",    "service"};

static void die(const char *what, const char *name)
{
    fprintf(stderr, "train: %s: %s\n", name, what);
    exit(1);
}

typedef struct bytes {
    char *p;
    size_t len;
} bytes;

static bytes read_gz(const char *path)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        die("cannot be read", path);
    size_t cap = 1 << 20;
    bytes b = {malloc(cap), 0};
    for (int n; (n = gzread(f, b.p + b.len, (unsigned)(cap - b.len))) > 0;) {
        b.len += (size_t)n;
        if (cap - b.len < 65536)
            b.p = realloc(b.p, cap *= 2);
    }
    gzclose(f);
    return b;
}

// The last two labels of the host: coarse where a country has more, which only puts more pages in
// one fold.
static char *domain_of(const char *url)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    const size_t len = strcspn(host, "/?#:");
    size_t from = len;
    for (int dots = 0; from > 0; from--) {
        dots += host[from - 1] == '.';
        if (dots == 2)
            break;
    }
    return strndup(host + from, len - from);
}

// Numbers of the words of a text, in small letters.
static void tokenize(page *p, dc_map *numbers, dc_str text, bool is_reference)
{
    const char *end = text.p + text.len;
    char word[256];
    size_t len = 0;
    bool starts_line = true;
    for (const char *q = text.p; q <= end;) {
        uint32_t c = '\n';
        if (q < end)
            q += dc_utf8_decode(q, end, &c);
        else
            q++;
        if (dc_is_word(c)) {
            if (len < sizeof word - 4)
                len += dc_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), word + len);
            continue;
        }
        if (len) {
            const uint32_t id =
                *dc_map_at(numbers, dc_hash((dc_str){word, len}), (uint32_t)numbers->n);
            if (is_reference) {
                p->line_start[p->n_reference] = starts_line;
                p->reference[p->n_reference++] = id;
            } else {
                p->tokens[p->token_at[0]++] = id;
            }
            starts_line = false;
            len = 0;
        }
        starts_line |= c == '\n';
    }
}

static void number_words(page *p, const char *text)
{
    dc_map numbers = dc_map_in(p->arena);
    const dc_blocks *b = &p->blocks;
    size_t room = 0;
    for (uint32_t i = 0; i < b->n; i++)
        room += b->v[i].text.len / 1 + 1;
    p->tokens = dc_arena_alloc(p->arena, room * sizeof *p->tokens);
    p->token_at = dc_arena_zero(p->arena, (size_t)b->n + 2, sizeof *p->token_at);
    uint32_t *at = dc_arena_zero(p->arena, (size_t)b->n + 2, sizeof *at);
    for (uint32_t i = 0; i < b->n; i++) {
        at[i] = p->token_at[0];
        tokenize(p, &numbers, b->v[i].text, false);
    }
    at[b->n] = p->token_at[0];
    p->token_at = at;
    const size_t len = strlen(text);
    p->reference = dc_arena_alloc(p->arena, (len + 1) * sizeof *p->reference);
    p->line_start = dc_arena_alloc(p->arena, len + 1);
    tokenize(p, &numbers, (dc_str){text, len}, true);
    p->n_words = (uint32_t)numbers.n;
}

typedef struct loading {
    page *p;
    bytes html;
    const char *text;
} loading;

static void load(void *ctx, dc_guard *guard)
{
    (void)guard;
    loading *l = ctx;
    page *p = l->p;
    dc_charset charset;
    if (dc_charset_decode(p->arena, (dc_str){l->html.p, l->html.len}, DC_STR_NONE, &charset) !=
        DECANT_OK)
        die("cannot be decoded", p->id);
    const dc_parse_options options = {.max_memory = (size_t)1 << 32, .deadline_ms = UINT64_MAX};
    dc_tree tree;
    dc_parse(p->arena, charset.utf8, &options, &tree);
    dc_blocks_build(&tree, &p->blocks);
    const dc_blocks *b = &p->blocks;
    uint32_t *groups = dc_arena_alloc(p->arena, b->n_boxes * sizeof *groups);
    uint32_t *tokens = dc_arena_alloc(p->arena, b->n_boxes * sizeof *tokens);
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        groups[i] = dc_groups_of(&b->boxes[i]);
        tokens[i] = dc_tokens_of(b->boxes[i].facts, b->boxes[i].name);
    }
    dc_phrase *phrases = dc_arena_zero(p->arena, (size_t)b->n + 1, sizeof *phrases);
    for (uint32_t i = 0; i < b->n; i++)
        phrases[i] = dc_lexicon_match(b->v[i].text);
    dc_view_make(p->arena, b, groups, tokens, phrases, &p->view);
    p->features = dc_features_in(p->arena, b->n);
    dc_features_fixed(&p->view, &p->features);
    p->probability = dc_arena_zero(p->arena, (size_t)b->n + 1, sizeof *p->probability);
    p->found_type = "";
    number_words(p, l->text);
    align(p);
}

static int type_of(const char *name)
{
    if (!name || strcmp(name, "category") == 0)
        return name ? 1 : 0;
    for (int i = 0; i < N_TYPES; i++)
        if (strcmp(name, type_names[i]) == 0)
            return i;
    die("unknown type", name);
    return 0;
}

static void read_page(page *p, const char *folder, json_t *row)
{
    p->id = strdup(json_string_value(json_object_get(row, "id")));
    const char *url = json_string_value(json_object_get(row, "url"));
    p->domain = domain_of(url && *url ? url : p->id);
    json_t *type = json_object_get(json_object_get(row, "_internal"), "page_type");
    p->type = type_of(json_string_value(json_object_get(type, "primary")));
    const uint64_t hash = dc_hash(dc_str_of(p->domain));
    p->fold = (int)(hash % N_FOLDS);
    p->split = (int)(hash / N_FOLDS % 2);
    char path[512];
    snprintf(path, sizeof path, "%s/html/%s.html.gz", folder, p->id);
    const char *text =
        json_string_value(json_object_get(json_object_get(row, "ground_truth"), "main_content"));
    loading l = {p, read_gz(path), text ? text : ""};
    p->arena = dc_arena_new(NULL, 0);
    if (dc_guard_run(load, &l) != DECANT_OK)
        die("cannot be read", p->id);
}

static int by_domain(const void *a, const void *b)
{
    const page *x = a;
    const page *y = b;
    const int order = strcmp(x->domain, y->domain);
    return order ? order : strcmp(x->id, y->id);
}

corpus corpus_read(const char *folder)
{
    char path[512];
    snprintf(path, sizeof path, "%s/ground-truth.jsonl.gz", folder);
    bytes truth = read_gz(path);
    corpus all = {calloc(4096, sizeof(page)), 0};
    for (char *line = truth.p, *end = truth.p + truth.len; line < end && all.n < 4096;) {
        char *next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        json_t *row = json_loadb(line, (size_t)(next - line), JSON_ALLOW_NUL, NULL);
        if (row)
            read_page(&all.v[all.n++], folder, row);
        json_decref(row);
        line = next + 1;
        if (all.n % 100 == 0)
            fprintf(stderr, "\r%zu pages", all.n);
    }
    fprintf(stderr, "\r%zu pages\n", all.n);
    qsort(all.v, all.n, sizeof *all.v, by_domain);
    for (size_t i = 0; i < all.n; i++)
        all.v[i].view.blocks = &all.v[i].blocks; // they moved
    return all;
}
