// Makes the tables of the prompt lexicon.
//
//     phrases phrases|slots TSV INC            writes INC
//     phrases phrases|slots TSV INC --check    compares instead: exit code 1 when INC is out of date
#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "clean/family.h"
#include "clean/normalize.h"
#include "clean/slots.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_ROWS = 20000,
    MOST_FIELDS = 4,
    MOST_FILE = 4 << 20,
    MOST_LANGUAGES = 64,
};

typedef enum shape { WHOLE, HEAD, TAIL } shape;

typedef struct phrase_row {
    uint64_t hash;
    uint64_t tail_hash;
    size_t tail_len;
    dc_family family;
    dc_strength strength;
    shape shape;
    size_t line;
} phrase_row;

typedef struct slot_row {
    dc_normal text;
    unsigned language;
    unsigned slots;
    bool is_prefix;
} slot_row;

typedef struct table {
    const char *name; // of the data file
    size_t line;
    bool has_failed;
    dc_buf out;
    phrase_row *phrases;
    slot_row *slots;
    size_t n;
    dc_str languages[MOST_LANGUAGES];
    size_t n_languages;
} table;

static void complain(table *t, const char *what, dc_str s)
{
    fprintf(stderr, "%s:%zu: %s: %.*s\n", t->name, t->line, what, (int)s.len, s.p);
    t->has_failed = true;
}

static size_t split(dc_str line, dc_str fields[MOST_FIELDS])
{
    size_t n = 0;
    while (n < MOST_FIELDS) {
        const char *tab = memchr(line.p, '\t', line.len);
        const size_t len = tab ? (size_t)(tab - line.p) : line.len;
        fields[n++] = (dc_str){line.p, len};
        if (!tab)
            break;
        line = dc_str_from(line, len + 1);
    }
    return n;
}

// ---- phrases ----------------------------------------------------------------------------------

static bool normalize(table *t, dc_str text, dc_normal *out)
{
    static const dc_str number = {"{n}", 3};
    char plain[1024];
    size_t len = 0;
    while (text.len && len < sizeof plain) {
        const bool is_number = dc_str_starts(text, number);
        plain[len++] = is_number ? '1' : text.p[0];
        text = dc_str_from(text, is_number ? number.len : 1);
    }
    if (text.len || !dc_normalize((dc_str){plain, len}, out)) {
        complain(t, "too long", text);
        return false;
    }
    return true;
}

static size_t count_words(dc_str s)
{
    size_t words = 0;
    dc_str word;
    while (dc_str_token(&s, &word))
        words++;
    return words;
}

static bool is_spaced(dc_str s)
{
    uint32_t code = 0;
    if (s.len)
        dc_utf8_decode(s.p, s.p + s.len, &code);
    return !dc_is_unspaced(code);
}

static dc_strength strength_of(table *t, dc_str name)
{
    static const struct {
        dc_str name;
        dc_strength strength;
    } names[] = {
        {DC_STR("strong"), DC_PROVES_STRONG},
        {DC_STR("medium"), DC_PROVES_MEDIUM},
        {DC_STR("weak"), DC_PROVES_WEAK},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (dc_str_eq(name, names[i].name))
            return names[i].strength;
    complain(t, "no such strength", name);
    return DC_PROVES_NOTHING;
}

static void read_phrase(table *t, dc_str line)
{
    static const dc_str name = {"{name}", 6};
    dc_str f[MOST_FIELDS];
    const size_t n = split(line, f);
    if (n < 3) {
        complain(t, "expected family, language, phrase", line);
        return;
    }
    phrase_row *row = &t->phrases[t->n];
    *row = (phrase_row){.family = dc_family_of(f[0]), .line = t->line};
    if (!row->family)
        complain(t, "no such family", f[0]);
    row->strength = n > 3 ? strength_of(t, f[3]) : dc_family_strength(row->family);

    const size_t at = dc_str_find(f[2], name);
    dc_normal head;
    dc_normal tail = {.len = 0};
    if (!normalize(t, (dc_str){f[2].p, at == DC_STR_NPOS ? f[2].len : at}, &head))
        return;
    if (at != DC_STR_NPOS && !normalize(t, dc_str_from(f[2], at + name.len), &tail))
        return;
    if (head.len + tail.len == 0) {
        complain(t, "nothing is left of the phrase", line);
        return;
    }
    // A call to action of one or two words stands in too many texts to prove anything alone.
    if (row->strength == DC_PROVES_STRONG && is_spaced(dc_normal_str(&head)) &&
        count_words(dc_normal_str(&head)) + count_words(dc_normal_str(&tail)) < 3)
        complain(t, "a strong phrase has three words or more", f[2]);
    row->shape = at == DC_STR_NPOS ? WHOLE : head.len ? HEAD : TAIL;
    row->hash = dc_hash(dc_normal_str(row->shape == TAIL ? &tail : &head));
    row->tail_len = row->shape == HEAD ? tail.len : 0;
    row->tail_hash = row->tail_len ? dc_hash(dc_normal_str(&tail)) : 0;
    t->n++;
}

static int by_hash(const void *pa, const void *pb)
{
    const phrase_row *a = pa;
    const phrase_row *b = pb;
    if (a->shape != b->shape)
        return (int)a->shape - (int)b->shape;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->tail_len != b->tail_len)
        return a->tail_len < b->tail_len ? 1 : -1; // the longer tail is the closer match
    if (a->tail_hash != b->tail_hash)
        return a->tail_hash < b->tail_hash ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static bool is_same(const phrase_row *a, const phrase_row *b)
{
    return a->shape == b->shape && a->hash == b->hash && a->tail_hash == b->tail_hash;
}

// Two languages may print the same words, but they must mean the same.
static void drop_doubles(table *t)
{
    size_t to = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (to && is_same(&t->phrases[to - 1], &t->phrases[i])) {
            t->line = t->phrases[i].line;
            if (t->phrases[to - 1].family != t->phrases[i].family)
                complain(t, "already there in another family",
                         dc_str_of(dc_family_name(t->phrases[to - 1].family)));
            continue;
        }
        t->phrases[to++] = t->phrases[i];
    }
    t->n = to;
}

static void say(table *t, const char *s)
{
    dc_buf_add(&t->out, dc_str_of(s));
}

static void write_phrases(table *t)
{
    static const char *const names[] = {"whole_row whole_rows", "open_row head_rows",
                                        "open_row tail_rows"};
    qsort(t->phrases, t->n, sizeof *t->phrases, by_hash);
    drop_doubles(t);
    say(t, "// Generated by plugin/tools/phrases.c from plugin/data/phrases.tsv: edit that.\n");
    size_t i = 0;
    for (shape shape = WHOLE; shape <= TAIL; shape++) {
        say(t, "static const ");
        say(t, names[shape]);
        say(t, "[] = {\n");
        for (; i < t->n && t->phrases[i].shape == shape; i++) {
            const phrase_row *row = &t->phrases[i];
            char line[160];
            if (shape == WHOLE)
                snprintf(line, sizeof line, "    {0x%016" PRIx64 ", DC_FAMILY_%s, %d},\n", row->hash,
                         dc_family_name(row->family), row->strength);
            else
                snprintf(line, sizeof line,
                         "    {0x%016" PRIx64 ", 0x%016" PRIx64 ", %zu, DC_FAMILY_%s, %d},\n",
                         row->hash, row->tail_hash, row->tail_len, dc_family_name(row->family),
                         row->strength);
            say(t, line);
        }
        say(t, "};\n");
    }
}

// ---- slots ------------------------------------------------------------------------------------

static unsigned language_of(table *t, dc_str name)
{
    for (size_t i = 0; i < t->n_languages; i++)
        if (dc_str_eq(t->languages[i], name))
            return (unsigned)i;
    if (t->n_languages == MOST_LANGUAGES) {
        complain(t, "too many languages", name);
        return 0;
    }
    t->languages[t->n_languages] = name;
    return (unsigned)t->n_languages++;
}

static unsigned slot_of(table *t, dc_str name)
{
#define X(id, bit)                                                                                 \
    if (dc_str_eq(name, DC_STR(#id)))                                                              \
        return bit;
    DC_SLOTS(X)
#undef X
    complain(t, "no such slot", name);
    return 0;
}

static void read_slots(table *t, dc_str line)
{
    dc_str f[MOST_FIELDS];
    if (split(line, f) != 3) {
        complain(t, "expected language, slot, words", line);
        return;
    }
    const unsigned language = language_of(t, f[0]);
    const unsigned slot = slot_of(t, f[1]);
    dc_str word;
    while (dc_str_token(&f[2], &word) && t->n < MOST_ROWS) {
        slot_row *row = &t->slots[t->n++];
        *row = (slot_row){.language = language, .slots = slot};
        row->is_prefix = word.p[word.len - 1] == '*';
        if (!dc_normalize(word, &row->text) || row->text.len == 0 || row->text.len > UINT8_MAX ||
            memchr(row->text.text, ' ', row->text.len))
            complain(t, "not one word", word);
    }
}

static int by_text(const void *pa, const void *pb)
{
    const slot_row *a = pa;
    const slot_row *b = pb;
    const size_t n = a->text.len < b->text.len ? a->text.len : b->text.len;
    const int c = memcmp(a->text.text, b->text.text, n);
    if (c)
        return c;
    if (a->text.len != b->text.len)
        return a->text.len < b->text.len ? -1 : 1;
    if (a->language != b->language)
        return a->language < b->language ? -1 : 1;
    return (int)a->is_prefix - (int)b->is_prefix;
}

static void write_slots(table *t)
{
    char line[512];
    qsort(t->slots, t->n, sizeof *t->slots, by_text);
    say(t, "// Generated by plugin/tools/phrases.c from plugin/data/slots.tsv: edit that.\n");
    snprintf(line, sizeof line, "enum { n_languages = %zu };\n", t->n_languages);
    say(t, line);
    say(t, "static const slot_row slot_rows[] = {\n");
    for (size_t i = 0; i < t->n; i++) {
        slot_row *row = &t->slots[i];
        while (i + 1 < t->n && by_text(row, &t->slots[i + 1]) == 0)
            row->slots |= t->slots[++i].slots;
        snprintf(line, sizeof line, "    {\"%.*s\", %zu, %u, %u, %s},\n", (int)row->text.len,
                 row->text.text, row->text.len, row->language, row->slots,
                 row->is_prefix ? "true" : "false");
        say(t, line);
    }
    say(t, "};\n");
}

// ---- files ------------------------------------------------------------------------------------

static dc_str read_file(const char *name)
{
    static char bytes[2][MOST_FILE];
    static int used;
    FILE *file = fopen(name, "rb");
    if (!file)
        return DC_STR_NONE;
    char *p = bytes[used++ & 1];
    const size_t len = fread(p, 1, MOST_FILE, file);
    fclose(file);
    return (dc_str){p, len};
}

static void read_lines(table *t, dc_str rest, void (*read_row)(table *, dc_str))
{
    while (rest.len && t->n < MOST_ROWS) {
        const char *end = memchr(rest.p, '\n', rest.len);
        const dc_str line = {rest.p, end ? (size_t)(end - rest.p) : rest.len};
        rest = dc_str_from(rest, end ? line.len + 1 : line.len);
        t->line++;
        if (line.len && line.p[0] != '#')
            read_row(t, line);
    }
    if (rest.len)
        complain(t, "too many rows", DC_STR_NONE);
}

static int finish(table *t, const char *inc, bool is_check)
{
    const dc_str made = dc_buf_str(&t->out);
    if (t->has_failed || made.len == 0)
        return 1;
    if (is_check) {
        const bool is_same_file = dc_str_eq(made, read_file(inc));
        if (!is_same_file)
            fprintf(stderr, "%s is not what %s makes: run the generator\n", inc, t->name);
        return !is_same_file;
    }
    FILE *file = fopen(inc, "wb");
    const bool is_written = file && fwrite(made.p, 1, made.len, file) == made.len;
    if (!file || fclose(file) != 0 || !is_written) {
        fprintf(stderr, "%s: cannot be written\n", inc);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    static phrase_row phrases[MOST_ROWS];
    static slot_row slots[MOST_ROWS];
    const bool is_check = argc == 5 && strcmp(argv[4], "--check") == 0;
    if (argc != 4 && !is_check) {
        fprintf(stderr, "usage: phrases phrases|slots TSV INC [--check]\n");
        return 2;
    }
    const bool is_slots = strcmp(argv[1], "slots") == 0;
    table t = {.name = argv[2], .phrases = phrases, .slots = slots};
    t.out = dc_buf_on(dc_mem_hook(NULL), MOST_FILE);
    const dc_str data = read_file(argv[2]);
    read_lines(&t, data, is_slots ? read_slots : read_phrase);
    if (is_slots)
        write_slots(&t);
    else
        write_phrases(&t);
    const int result = finish(&t, argv[3], is_check);
    dc_buf_free(&t.out);
    return result;
}
