#include "html/attr.h"

#include "base/entity.h"
#include "base/find.h"
#include "html/tag_end.h"

// Bytes at which the name of an attribute ends, and those that are not in names as they are read.
enum { ENDS_NAME = 1, CHANGES = 2 };

// clang-format off
static const unsigned char in_name[256] = {
    ['\t'] = ENDS_NAME, ['\n'] = ENDS_NAME, ['\f'] = ENDS_NAME, ['\r'] = ENDS_NAME,
    [' '] = ENDS_NAME, ['='] = ENDS_NAME, ['>'] = ENDS_NAME, ['/'] = ENDS_NAME, ['\0'] = CHANGES,
    ['A'] = CHANGES, ['B'] = CHANGES, ['C'] = CHANGES, ['D'] = CHANGES, ['E'] = CHANGES,
    ['F'] = CHANGES, ['G'] = CHANGES, ['H'] = CHANGES, ['I'] = CHANGES, ['J'] = CHANGES,
    ['K'] = CHANGES, ['L'] = CHANGES, ['M'] = CHANGES, ['N'] = CHANGES, ['O'] = CHANGES,
    ['P'] = CHANGES, ['Q'] = CHANGES, ['R'] = CHANGES, ['S'] = CHANGES, ['T'] = CHANGES,
    ['U'] = CHANGES, ['V'] = CHANGES, ['W'] = CHANGES, ['X'] = CHANGES, ['Y'] = CHANGES,
    ['Z'] = CHANGES,
};
// clang-format on

static inline const char *skip_blank(const char *p, const char *end)
{
    while (p < end && dc_is_space(*p))
        p++;
    return p;
}

// Value after "=". Returns where it ends, NULL when the input does.
static inline const char *value(const char *p, const char *end, dc_str *out)
{
    p = skip_blank(p, end);
    if (p == end)
        return NULL;
    if (*p == '"' || *p == '\'') {
        const char *close = dc_find(p + 1, end, *p);
        if (close == end)
            return NULL;
        *out = (dc_str){p + 1, (size_t)(close - p - 1)};
        return close + 1;
    }
    const char *from = p;
    while (p < end && *p != '>' && !dc_is_space(*p))
        p++;
    *out = (dc_str){from, (size_t)(p - from)};
    return p;
}

// *changes: whether the name is not as it is read.
static inline dc_attr_step step(const char **at, const char *end, dc_attr *out, bool *changes)
{
    const char *p = skip_blank(*at, end);
    while (p < end && *p == '/') {
        if (p + 1 < end && p[1] == '>') {
            *at = p + 2;
            return DC_ATTR_SELF;
        }
        p = skip_blank(p + 1, end);
    }
    if (p == end)
        return DC_ATTR_CUT;
    if (*p == '>') {
        *at = p + 1;
        return DC_ATTR_CLOSE;
    }
    const char *name = p++; // a "=" in first place belongs to the name
    unsigned char seen = in_name[(unsigned char)*name];
    for (; p < end && !(in_name[(unsigned char)*p] & ENDS_NAME); p++)
        seen |= in_name[(unsigned char)*p];
    *changes = seen & CHANGES;
    *out = (dc_attr){{name, (size_t)(p - name)}, DC_STR("")};
    const char *next = skip_blank(p, end);
    if (next < end && *next == '=') {
        p = value(next + 1, end, &out->value);
        if (!p)
            return DC_ATTR_CUT;
    }
    *at = p;
    return DC_ATTR_ONE;
}

dc_attr_step dc_attr_next(const char **at, const char *end, dc_attr *out)
{
    bool unused;
    return step(at, end, out, &unused);
}

// Behind an attribute that is written as most are, name="value", and where it ends; NULL otherwise.
// at is the first "=" at or behind p, with no quote before it.
static inline const char *usual_attr(const char *p, const char *at, const char *end)
{
    if (at == p || end - at < 2 || dc_is_space(at[-1]) || at[-1] == '/')
        return NULL;
    if (at[1] != '"' && at[1] != '\'')
        return NULL;
    const char *close = dc_find(at + 2, end, at[1]);
    return close < end ? close + 1 : NULL;
}

// Behind the last attribute that is nothing but a name, if *p has any up to the ">".
static inline const char *end_of_names(const char *p, const char *gt)
{
    while (gt > p && (dc_is_space(gt[-1]) || gt[-1] == '/'))
        gt--;
    return gt;
}

dc_attr_step dc_attrs_skip(const char **at, const char *end, const char **attrs_end, bool is_wide)
{
    const char *p = *at;
    const char *gt = dc_usual_tag_end(p, end, is_wide);
    if (gt) {
        *attrs_end = end_of_names(p, gt);
        *at = gt + 1;
        return gt > p && gt[-1] == '/' ? DC_ATTR_SELF : DC_ATTR_CLOSE;
    }
    for (;;) {
        const char *stop = dc_find_any(p, end, "=>\"'");
        if (stop < end && *stop == '>') {
            const char *names_end = end_of_names(p, stop);
            if (names_end > p)
                *attrs_end = names_end;
            *at = stop + 1;
            return stop > p && stop[-1] == '/' ? DC_ATTR_SELF : DC_ATTR_CLOSE;
        }
        const char *next = stop < end && *stop == '=' ? usual_attr(p, stop, end) : NULL;
        if (next) {
            *attrs_end = p = next;
            continue;
        }
        do { // one by one past the stop, which is not to be searched again
            dc_attr unused;
            bool changes;
            const dc_attr_step last = step(&p, end, &unused, &changes);
            if (last != DC_ATTR_ONE) {
                *at = p;
                return last;
            }
            *attrs_end = p;
        } while (p <= stop);
    }
}

// In lower case, NUL as U+FFFD.
static dc_str lower_name(dc_arena *arena, dc_str name)
{
    size_t n_changed = 0;
    for (size_t i = 0; i < name.len; i++)
        n_changed += (in_name[(unsigned char)name.p[i]] & CHANGES) != 0;
    char *const lower = dc_arena_alloc(arena, name.len + 2 * n_changed); // a NUL takes three bytes
    char *to = lower;
    for (size_t i = 0; i < name.len; i++) {
        if (name.p[i]) {
            *to++ = dc_lower(name.p[i]);
        } else {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
        }
    }
    return (dc_str){lower, (size_t)(to - lower)};
}

static bool has_name(const dc_attr *v, uint32_t n, dc_str name)
{
    for (uint32_t i = 0; i < n; i++)
        if (dc_str_eq(v[i].name, name))
            return true;
    return false;
}

#ifdef __SSE2__
// Most attributes are written name="value", with small letters in the name: such a one at p, behind
// a blank at most. Returns where it ends, NULL when it is not such. At least AT_ONCE bytes in front
// of end may be read.
enum { AT_ONCE = 16 };

static inline const char *usual_in_list(const char *p, const char *end, dc_attr *out)
{
    p += p < end && *p == ' ';
    const char *at = end - p < AT_ONCE ? end - AT_ONCE : p;
    const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    const __m128i equals = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('='));
    const __m128i from_a = _mm_sub_epi8(bytes, _mm_set1_epi8('A'));
    const __m128i large = _mm_cmpeq_epi8(_mm_min_epu8(from_a, _mm_set1_epi8(25)), from_a);
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(' ')), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('/')),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('>')));
    const __m128i stops = _mm_or_si128(_mm_or_si128(equals, large), _mm_or_si128(low, marks));
    const unsigned ends = (unsigned)_mm_movemask_epi8(stops) >> (p - at) | 1u << AT_ONCE;
    const int n = __builtin_ctz(ends);
    if (n == 0 || end - p < n + 3 || p[n] != '=' || p[n + 1] != '"')
        return NULL;
    const char *const from = p + n + 2;
    for (p = from; p < end; p += AT_ONCE) {
        at = end - p < AT_ONCE ? end - AT_ONCE : p;
        const __m128i quotes =
            _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)at), _mm_set1_epi8('"'));
        const unsigned hits = (unsigned)_mm_movemask_epi8(quotes) >> (p - at);
        if (!hits)
            continue;
        p += __builtin_ctz(hits);
        *out = (dc_attr){{from - n - 2, (size_t)n}, {from, (size_t)(p - from)}};
        return p + 1;
    }
    return NULL;
}
#else
enum { AT_ONCE = 0 };

static inline const char *usual_in_list(const char *p, const char *end, dc_attr *out)
{
    (void)p, (void)end, (void)out;
    return NULL;
}
#endif

// In a list the end is no cut: the last attribute may have "=" and no value.
static inline bool next_in_list(const char **at, const char *end, dc_attr *out, bool *changes)
{
    *out = (dc_attr){.value = DC_STR("")};
    if (step(at, end, out, changes) == DC_ATTR_CUT)
        *at = end;
    return out->name.len > 0;
}

// JSON: long, full of references, and for scripts.
static bool is_json(const dc_attr *attr)
{
    return attr->value.len && (attr->value.p[0] == '{' || attr->value.p[0] == '[') &&
           dc_str_starts(attr->name, DC_STR("data-"));
}

// The attributes of a list as they stand in it. *changes: whether a name is not as it is read.
static uint32_t split(dc_str source, dc_attr out[DC_MAX_ATTRS], bool *changes)
{
    const char *p = source.p;
    const char *const end = p + source.len;
    const bool is_long = source.len >= AT_ONCE;
    uint32_t n = 0;
    for (; n < DC_MAX_ATTRS; n++) {
        bool is_other = false;
        const char *next = is_long ? usual_in_list(p, end, &out[n]) : NULL;
        if (next)
            p = next;
        else if (!next_in_list(&p, end, &out[n], &is_other))
            break;
        *changes |= is_other;
    }
    return n;
}

// Makes a parsed list of n attributes as they stand in it.
static void keep(dc_arena *arena, dc_attrs *attrs, dc_attr *found, uint32_t n, bool changes)
{
    uint32_t n_kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const dc_str name = changes ? lower_name(arena, found[i].name) : found[i].name;
        if (!has_name(found, n_kept, name))
            found[n_kept++] = (dc_attr){name, found[i].value};
    }
    attrs->v = dc_arena_alloc(arena, n_kept * sizeof *attrs->v);
    attrs->n = n_kept;
    attrs->is_parsed = true;
    memcpy(attrs->v, found, n_kept * sizeof *attrs->v);
}

// JSON is left as it is.
static void decode(dc_arena *arena, dc_attrs *attrs)
{
    for (uint32_t i = 0; i < attrs->n; i++) {
        if (is_json(&attrs->v[i]))
            attrs->has_json = true;
        else
            attrs->v[i].value = dc_text_of(arena, attrs->v[i].value, true);
    }
}

// Longer lists are parsed: many elements may share one, and each may be asked.
enum { LONGEST_PLAIN = 2048 };

const dc_attr *dc_attrs_read(dc_arena *arena, dc_attrs *attrs, dc_attr room[DC_MAX_ATTRS],
                             uint32_t *n)
{
    if (!attrs->is_parsed) {
        bool changes = false;
        *n = split(attrs->source, room, &changes);
        const bool is_coded = dc_has_either(attrs->source, '&', '\0');
        attrs->is_plain = !changes && !is_coded && attrs->source.len <= LONGEST_PLAIN;
        if (attrs->is_plain)
            return room;
        keep(arena, attrs, room, *n, changes);
        if (is_coded)
            decode(arena, attrs);
    }
    *n = attrs->n;
    return attrs->v;
}

void dc_attrs_parse(dc_arena *arena, dc_attrs *attrs)
{
    dc_attr room[DC_MAX_ATTRS];
    uint32_t n;
    dc_attrs_read(arena, attrs, room, &n);
    if (!attrs->is_parsed)
        keep(arena, attrs, room, n, false);
    for (uint32_t i = 0; attrs->has_json && i < attrs->n; i++) {
        const size_t at = (size_t)((uintptr_t)attrs->v[i].value.p - (uintptr_t)attrs->source.p);
        if (is_json(&attrs->v[i]) && at < attrs->source.len) // others are decoded already
            attrs->v[i].value = dc_text_of(arena, attrs->v[i].value, true);
    }
    attrs->has_json = false;
}

dc_str dc_attrs_find(const dc_attrs *attrs, dc_str name)
{
    dc_attr room[DC_MAX_ATTRS];
    const dc_attr *v = attrs->v;
    uint32_t n = attrs->n;
    bool unused = false;
    if (!attrs->is_parsed && attrs->is_plain) {
        n = split(attrs->source, room, &unused);
        v = room;
    }
    for (uint32_t i = 0; i < n; i++)
        if (dc_str_eq(v[i].name, name))
            return v[i].value;
    return DC_STR_NONE;
}

dc_str dc_attrs_get(dc_arena *arena, dc_attrs *attrs, dc_str name)
{
    if (!attrs || attrs->source.len == 0)
        return DC_STR_NONE;
    dc_attrs_parse(arena, attrs);
    return dc_attrs_find(attrs, name);
}
