#include "tools/train/corpus.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "blocks/build.h"
#include "clean/proof.h"
#include "clean/reading.h"
#include "clean/settled.h"
#include "html/charset.h"
#include "html/parse.h"

#include <decant/decant.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <utf8proc.h>
#include <zlib.h>

enum { MOST_PAGES = 4096 };

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

static void put_word(page *p, dc_map *numbers, dc_str word, bool is_reference, bool *starts_line)
{
    const uint32_t id = *dc_map_at(numbers, dc_hash(word), (uint32_t)numbers->n);
    if (is_reference) {
        p->line_start[p->n_reference] = *starts_line;
        p->reference[p->n_reference++] = id;
    } else {
        p->tokens[p->token_at[0]++] = id;
    }
    *starts_line = false;
}

// Numbers of the words of a text, in small letters; characters of scripts without blanks each
// count.
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
        if (dc_is_word(c) && !dc_is_unspaced(c)) {
            if (len < sizeof word - 4)
                len += dc_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), word + len);
            continue;
        }
        if (len)
            put_word(p, numbers, (dc_str){word, len}, is_reference, &starts_line);
        len = dc_is_word(c) ? dc_utf8_encode(c, word) : 0; // a word of its own
        if (len)
            put_word(p, numbers, (dc_str){word, len}, is_reference, &starts_line);
        len = 0;
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

static void read_language(page *p, const dc_tree *tree)
{
    const dc_str lang = dc_str_trim(dc_node_attr(tree, 0, DC_STR("lang")));
    size_t n = 0;
    while (n < lang.len && n < sizeof p->language - 1 && dc_is_alpha(lang.p[n])) {
        p->language[n] = dc_lower(lang.p[n]);
        n++;
    }
    p->language[n < lang.len && dc_is_alpha(lang.p[n]) ? 0 : n] = '\0';
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
    read_language(p, &tree);
    dc_blocks_build(&tree, &p->blocks);
    const dc_blocks *b = &p->blocks;
    const dc_reading reading = dc_read(p->arena, b, NULL);
    dc_verdict *verdicts = dc_arena_zero(p->arena, (size_t)b->n + 1, sizeof *verdicts);
    dc_proof proof;
    dc_prove(p->arena, b, reading.tokens, reading.phrases, verdicts, &proof);
    p->settled = dc_settle(p->arena, b, &reading, verdicts);
    dc_view_make(p->arena, b, &reading, &p->view);
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

// What stands in a ground truth, whatever its form.
typedef struct truth {
    const char *id, *url, *type, *text;
    json_t *with, *without;
} truth;

static passages passages_of(json_t *array)
{
    const size_t n = json_array_size(array);
    passages out = {malloc((n + 1) * sizeof *out.v), 0};
    for (size_t i = 0; i < n; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        if (text)
            out.v[out.n++] = dc_str_of(strdup(text));
    }
    return out;
}

static void read_page(page *p, const char *folder, const truth *t)
{
    p->id = strdup(t->id);
    p->domain = domain_of(t->url && *t->url ? t->url : t->id);
    p->type = type_of(t->type);
    const uint64_t hash = dc_hash(dc_str_of(p->domain));
    p->fold = (int)(hash % N_FOLDS);
    char path[512];
    snprintf(path, sizeof path, "%s/html/%s.html.gz", folder, p->id);
    p->with = passages_of(t->with);
    p->without = passages_of(t->without);
    loading l = {p, read_gz(path), t->text ? t->text : ""};
    p->arena = dc_arena_new(NULL, 0);
    if (dc_guard_run(load, &l) != DECANT_OK)
        die("cannot be read", p->id);
    // The bytes stay: attributes are references into them.
}

static const char *string_in(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

// A line a page, as in WCXB.
static void read_lines(corpus *all, const char *folder, bytes text)
{
    for (char *line = text.p, *end = text.p + text.len; line < end && all->n < MOST_PAGES;) {
        char *next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        json_t *row = json_loadb(line, (size_t)(next - line), JSON_ALLOW_NUL, NULL);
        json_t *type = json_object_get(json_object_get(row, "_internal"), "page_type");
        json_t *wanted = json_object_get(row, "ground_truth");
        const truth t = {string_in(row, "id"),
                         string_in(row, "url"),
                         string_in(type, "primary"),
                         string_in(wanted, "main_content"),
                         json_object_get(wanted, "with"),
                         json_object_get(wanted, "without")};
        if (t.id)
            read_page(&all->v[all->n++], folder, &t);
        json_decref(row);
        line = next + 1;
    }
}

// One object with a member a page, all of them articles; the publisher stands in front of a "_".
static void read_articles(corpus *all, const char *folder, bytes text)
{
    json_t *root = json_loadb(text.p, text.len, JSON_ALLOW_NUL, NULL);
    const char *id;
    json_t *row;
    json_object_foreach(root, id, row)
    {
        char *publisher = strndup(id, strcspn(id, "_"));
        const truth t = {id, publisher, "article", string_in(row, "text"), NULL, NULL};
        page *p = &all->v[all->n++];
        p->is_news = true;
        read_page(p, folder, &t);
        free(publisher);
    }
    json_decref(root);
}

static int by_domain(const void *a, const void *b)
{
    const page *x = a;
    const page *y = b;
    const int order = strcmp(x->domain, y->domain);
    return order ? order : strcmp(x->id, y->id);
}

void corpus_read(corpus *all, const char *folder)
{
    char path[512];
    if (!all->v)
        all->v = calloc(MOST_PAGES, sizeof *all->v);
    snprintf(path, sizeof path, "%s/ground-truth.json", folder);
    const bool is_object = access(path, R_OK) == 0;
    if (!is_object)
        snprintf(path, sizeof path, "%s/ground-truth.jsonl.gz", folder);
    const bytes text = read_gz(path);
    if (is_object)
        read_articles(all, folder, text);
    else
        read_lines(all, folder, text);
    free(text.p);
    fprintf(stderr, "%s: %zu pages so far\n", folder, all->n);
}

void corpus_sort(corpus *all)
{
    qsort(all->v, all->n, sizeof *all->v, by_domain);
    for (size_t i = 0; i < all->n; i++)
        all->v[i].view.blocks = &all->v[i].blocks; // they moved
}
