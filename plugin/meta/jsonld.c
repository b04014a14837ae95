#include "meta/jsonld.h"

#include "base/buf.h"
#include "base/entity.h"
#include "base/utf8.h"

enum { MOST_BYTES = 512 << 10, MOST_DEPTH = 32, MOST_THINGS = 256, LONGEST = 512 };

// One open object or array.
typedef struct level {
    dc_str key; // of an object: of the value that is being read; of an array: of the array itself
    bool is_array;
    dc_ld_thing *thing; // of an object
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
    static const char *const keys[] = {"acceptedAnswer",
                                       "associatedMedia",
                                       "blogPost",
                                       "citation",
                                       "comment",
                                       "hasPart",
                                       "image",
                                       "isPartOf",
                                       "itemListElement",
                                       "logo",
                                       "mentions",
                                       "offers",
                                       "primaryImageOfPage",
                                       "review",
                                       "reviews",
                                       "suggestedAnswer",
                                       "thumbnail",
                                       "video"};
    for (uint32_t i = 0; i + 1 < r->depth && i < MOST_DEPTH; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (is_key(r->levels[i].key, keys[k]))
                return true;
    return false;
}

// The level of the object around the innermost one, arrays passed over; NULL for one on top.
static level *around(reader *r)
{
    for (uint32_t i = r->depth - 1; i-- > 0;)
        if (i < MOST_DEPTH && !r->levels[i].is_array)
            return &r->levels[i];
    return NULL;
}

// Where each property of a thing is kept.
static const struct {
    const char *key;
    size_t at;
} properties[] = {
    {"@id", offsetof(dc_ld_thing, id)},
    {"@type", offsetof(dc_ld_thing, type)},
    {"dateCreated", offsetof(dc_ld_thing, created)},
    {"dateModified", offsetof(dc_ld_thing, modified)},
    {"datePublished", offsetof(dc_ld_thing, published)},
    {"description", offsetof(dc_ld_thing, description)},
    {"headline", offsetof(dc_ld_thing, headline)},
    {"image", offsetof(dc_ld_thing, image)},
    {"inLanguage", offsetof(dc_ld_thing, language)},
    {"license", offsetof(dc_ld_thing, licence)},
    {"name", offsetof(dc_ld_thing, name)},
    {"publisher", offsetof(dc_ld_thing, publisher)},
};

static bool is_maker_key(dc_str key)
{
    return is_key(key, "author") || is_key(key, "creator");
}

static void add_maker(dc_ld_thing *thing, dc_ld_maker maker)
{
    if ((maker.name.p || maker.id.p) && thing->n_authors < DC_LD_AUTHORS)
        thing->authors[thing->n_authors++] = maker;
}

// "one, two" is two tags.
static void add_tags(const reader *r, dc_ld_thing *thing, dc_str raw)
{
    while (raw.len && thing->n_tags < DC_LD_TAGS) {
        const size_t comma = dc_str_find(raw, DC_STR(","));
        const size_t n = comma == DC_STR_NPOS ? raw.len : comma;
        const dc_str tag = decoded(r, (dc_str){raw.p, n});
        if (tag.p)
            thing->tags[thing->n_tags++] = tag;
        raw = dc_str_from(raw, n + (n < raw.len));
    }
}

static void take(reader *r, dc_str raw)
{
    level *at = top(r);
    if (at && at->is_array)
        at = around(r);
    if (!at || !at->thing)
        return;
    dc_ld_thing *thing = at->thing;
    if (is_maker_key(at->key))
        add_maker(thing, (dc_ld_maker){.name = decoded(r, raw)});
    else if (is_key(at->key, "keywords"))
        add_tags(r, thing, raw);
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        if (is_key(at->key, properties[i].key)) {
            dc_str *value = (dc_str *)((char *)thing + properties[i].at);
            if (!value->p)
                *value = decoded(r, raw);
            return;
        }
}

static void open_level(reader *r, bool is_array)
{
    const level *above = top(r);
    const dc_str key = is_array && above ? above->key : DC_STR("");
    dc_ld_thing *thing = NULL;
    if (!is_array && r->depth < MOST_DEPTH && r->out->n < MOST_THINGS)
        thing = dc_arena_zero(r->arena, 1, sizeof *thing);
    if (r->depth < MOST_DEPTH)
        r->levels[r->depth] = (level){key, is_array, thing};
    r->depth++;
    r->wants_key = !is_array;
}

static bool is_org_type(dc_str type)
{
    return dc_str_find(type, DC_STR("Organization")) != DC_STR_NPOS ||
           dc_str_find(type, DC_STR("Corporation")) != DC_STR_NPOS ||
           dc_str_ieq(type, DC_STR("Brand")) || dc_str_ieq(type, DC_STR("WebSite"));
}

static void keep(reader *r, const dc_ld_thing *thing)
{
    dc_jsonld *out = r->out;
    if (out->n == out->cap) {
        const uint32_t cap = out->cap ? out->cap * 2 : 8;
        out->things = dc_arena_grow(r->arena, out->things, out->cap * sizeof *out->things,
                                    cap * sizeof *out->things);
        out->cap = cap;
    }
    out->things[out->n++] = *thing;
}

// An object ends: a maker or publisher belongs to the one around it, others stand for themselves.
static void close_object(reader *r, dc_ld_thing *thing)
{
    level *above = around(r);
    if (above && above->thing && is_maker_key(above->key))
        add_maker(above->thing, (dc_ld_maker){thing->name, thing->id, is_org_type(thing->type)});
    else if (above && above->thing && is_key(above->key, "publisher"))
        above->thing->publisher = thing->name;
    else if (above && above->thing && is_key(above->key, "image") && !above->thing->image.p)
        above->thing->image = thing->id;
    thing->is_elsewhere = is_elsewhere(r);
    if (thing->type.p || thing->published.p || thing->headline.p || thing->n_authors)
        keep(r, thing);
}

static void close_level(reader *r)
{
    if (r->depth <= MOST_DEPTH && r->levels[r->depth - 1].thing)
        close_object(r, r->levels[r->depth - 1].thing);
    r->depth--;
    r->wants_key = false;
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
            close_level(&r);
        } else if (c == ',') {
            const level *at = top(&r);
            r.wants_key = at && !at->is_array;
        }
    }
    while (r.depth)
        close_level(&r);
}

static bool ends_with(dc_str s, const char *tail)
{
    const size_t n = strlen(tail);
    return s.len >= n && memcmp(s.p + s.len - n, tail, n) == 0;
}

int dc_ld_rank(const dc_ld_thing *thing)
{
    static const char *const articles[] = {"Article",  "Posting", "Report",       "Recipe",
                                           "Question", "HowTo",   "CreativeWork", "Review"};
    if (thing->is_elsewhere)
        return 0;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (ends_with(thing->type, articles[i]))
            return 3;
    if (ends_with(thing->type, "Page"))
        return 2;
    return thing->published.p || thing->n_authors || thing->headline.p;
}

static bool is_same_id(dc_str a, dc_str b)
{
    return a.len && dc_str_eq(a, b);
}

dc_str dc_ld_name(const dc_jsonld *jsonld, const dc_ld_maker *maker, bool *is_org)
{
    *is_org = maker->is_org;
    if (maker->name.p)
        return maker->name;
    for (uint32_t i = 0; i < jsonld->n; i++) {
        const dc_ld_thing *thing = &jsonld->things[i];
        if (thing->name.p && is_same_id(thing->id, maker->id)) {
            *is_org = is_org_type(thing->type);
            return thing->name;
        }
    }
    return DC_STR_NONE;
}
