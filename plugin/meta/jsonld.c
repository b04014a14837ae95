#include "meta/jsonld.h"

#include "base/buf.h"
#include "base/entity.h"
#include "base/utf8.h"

enum { MOST_BYTES = 512 << 10, MOST_DEPTH = 32, MOST_AUTHORS = 10, LONGEST = 512 };

// One open object or array.
typedef struct level {
    dc_str key; // of an object: of the value that is being read; of an array: of the array itself
    bool is_array;
} level;

typedef struct reader {
    dc_arena *arena;
    const char *p, *end;
    level levels[MOST_DEPTH];
    uint32_t depth; // open levels; those beyond MOST_DEPTH are only counted
    bool wants_key;
    dc_jsonld *out;
} reader;

static level *top(reader *r)
{
    return r->depth && r->depth <= MOST_DEPTH ? &r->levels[r->depth - 1] : NULL;
}

// The string behind an opening quote, as written; p moves behind the closing one.
static dc_str raw_string(reader *r)
{
    const char *from = r->p;
    while (r->p < r->end && *r->p != '"')
        r->p += *r->p == '\\' && r->p + 1 < r->end ? 2 : 1;
    const dc_str s = {from, (size_t)(r->p - from)};
    r->p += r->p < r->end;
    return s;
}

static uint32_t hex4(const char *p, const char *end)
{
    uint32_t code = 0;
    for (int i = 0; i < 4 && p < end; i++, p++) {
        const char c = dc_lower(*p);
        code = code << 4 | (uint32_t)(dc_is_digit(c)         ? c - '0'
                                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                             : 0);
    }
    return code;
}

// One escape at p, behind the backslash. Returns the bytes it takes.
static size_t add_escape(const char *p, const char *end, dc_buf *out)
{
    if (*p != 'u') {
        dc_buf_char(out, *p == 'n' || *p == 't' || *p == 'r' ? ' ' : *p);
        return 1;
    }
    uint32_t code = hex4(p + 1, end);
    size_t taken = 5;
    if (code >= 0xD800 && code < 0xDC00 && end - p > 6 && p[5] == '\\' && p[6] == 'u') {
        code = 0x10000 + ((code - 0xD800) << 10) + ((hex4(p + 7, end) - 0xDC00) & 0x3FF);
        taken = 11;
    }
    char utf8[4];
    dc_buf_append(out, utf8, dc_utf8_encode(code ? code : ' ', utf8));
    return taken;
}

// With escapes decoded and white space at the ends gone; p NULL for an empty or overlong one.
static dc_str decoded(const reader *r, dc_str raw)
{
    if (raw.len == 0 || raw.len > LONGEST)
        return DC_STR_NONE;
    dc_buf out = dc_buf_in(r->arena, SIZE_MAX / 2);
    const char *end = raw.p + raw.len;
    for (const char *p = raw.p; p < end;) {
        if (*p == '\\' && p + 1 < end) {
            const size_t taken = 1 + add_escape(p + 1, end, &out);
            p += (size_t)(end - p) < taken ? (size_t)(end - p) : taken;
        } else if (*p == '&') { // many write HTML's references into it
            char meaning[8];
            size_t n = 0;
            const size_t taken = dc_entity_decode(p, end, false, meaning, &n);
            dc_buf_append(&out, taken ? meaning : p, taken ? n : 1);
            p += taken ? taken : 1;
        } else {
            dc_buf_char(&out, *p++);
        }
    }
    const dc_str s = dc_str_trim(dc_buf_str(&out));
    return s.len ? (dc_str){dc_arena_copy(r->arena, s), s.len} : DC_STR_NONE;
}

static bool is_key(dc_str key, const char *name)
{
    return dc_str_eq(key, dc_str_of(name));
}

// Parts of a page that speak of something else: their dates and names are not the page's.
static bool is_elsewhere(const reader *r)
{
    static const char *const keys[] = {"comment",        "review",   "reviews",  "itemListElement",
                                       "hasPart",        "video",    "citation", "isPartOf",
                                       "acceptedAnswer", "mentions", "offers",   "suggestedAnswer"};
    for (uint32_t i = 0; i + 1 < r->depth && i < MOST_DEPTH; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (is_key(r->levels[i].key, keys[k]))
                return true;
    return false;
}

// The key under which the innermost object stands, arrays passed over.
static dc_str key_above(const reader *r)
{
    for (uint32_t i = r->depth - 1; i-- > 0;)
        if (r->levels[i].key.len)
            return r->levels[i].key;
    return DC_STR("");
}

static void add_author(reader *r, dc_str name)
{
    dc_jsonld *out = r->out;
    if (!name.p || out->n_authors >= MOST_AUTHORS ||
        dc_str_ifind(name, DC_STR("://")) != DC_STR_NPOS)
        return;
    if (out->author.p && dc_str_ifind(out->author, name) != DC_STR_NPOS)
        return;
    if (!out->author.p) {
        out->author = name;
    } else {
        dc_buf joined = dc_buf_in(r->arena, SIZE_MAX / 2);
        dc_buf_add(&joined, out->author);
        dc_buf_add(&joined, DC_STR("; "));
        dc_buf_add(&joined, name);
        const dc_str s = dc_buf_str(&joined);
        out->author = (dc_str){dc_arena_copy(r->arena, s), s.len};
    }
    out->n_authors++;
}

static void take(reader *r, dc_str raw)
{
    const level *at = top(r);
    dc_jsonld *out = r->out;
    if (!at || is_elsewhere(r))
        return;
    const dc_str key = at->key;
    if (is_key(key, "datePublished") && !out->published.p)
        out->published = decoded(r, raw);
    else if (is_key(key, "headline") && !out->headline.p)
        out->headline = decoded(r, raw);
    else if (is_key(key, "author"))
        add_author(r, decoded(r, raw));
    else if (is_key(key, "name") && is_key(key_above(r), "author"))
        add_author(r, decoded(r, raw));
    else if (is_key(key, "name") && is_key(key_above(r), "publisher") && !out->site.p)
        out->site = decoded(r, raw);
}

static void open_level(reader *r, bool is_array)
{
    const level *above = top(r);
    const dc_str key = is_array && above ? above->key : DC_STR("");
    if (r->depth < MOST_DEPTH)
        r->levels[r->depth] = (level){key, is_array};
    r->depth++;
    r->wants_key = !is_array;
}

static void string_came(reader *r)
{
    const dc_str raw = raw_string(r);
    level *at = top(r);
    if (r->wants_key && at && !at->is_array) {
        at->key = raw;
        r->wants_key = false;
    } else {
        take(r, raw);
    }
}

void dc_jsonld_read(dc_arena *arena, dc_str json, dc_jsonld *out)
{
    const size_t len = json.len < MOST_BYTES ? json.len : MOST_BYTES;
    reader r = {.arena = arena, .p = json.p, .end = json.p + len, .out = out};
    while (r.p < r.end) {
        const char c = *r.p++;
        if (c == '"') {
            string_came(&r);
        } else if (c == '{' || c == '[') {
            open_level(&r, c == '[');
        } else if ((c == '}' || c == ']') && r.depth) {
            r.depth--;
            r.wants_key = false;
        } else if (c == ',') {
            const level *at = top(&r);
            r.wants_key = at && !at->is_array;
        }
    }
}
