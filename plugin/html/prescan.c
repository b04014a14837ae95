#include "html/prescan.h"

typedef struct cursor {
    const char *p;
    const char *end;
} cursor;

typedef struct attribute {
    dc_str name;
    dc_str value;
} attribute;

// At the end of the bytes the whole scan is over, in the middle of whatever it is.
typedef enum step { OUT_OF_BYTES, NO_MORE, FOUND } step;

static void skip_space(cursor *c)
{
    while (c->p < c->end && dc_is_space(*c->p))
        c->p++;
}

static dc_str rest_of(const cursor *c)
{
    return (dc_str){c->p, (size_t)(c->end - c->p)};
}

// Moves to the next occurrence, or to the end.
static bool skip_to(cursor *c, char byte)
{
    const char *hit = c->p < c->end ? memchr(c->p, byte, (size_t)(c->end - c->p)) : NULL;
    c->p = hit ? hit : c->end;
    return hit != NULL;
}

static step get_value(cursor *c, dc_str *value)
{
    skip_space(c);
    if (c->p == c->end)
        return OUT_OF_BYTES;
    const char *from = c->p;
    if (*from == '"' || *from == '\'') {
        c->p++;
        if (!skip_to(c, *from))
            return OUT_OF_BYTES;
        *value = (dc_str){from + 1, (size_t)(c->p - from) - 1};
        c->p++;
        return FOUND;
    }
    while (c->p < c->end && !dc_is_space(*c->p) && *c->p != '>')
        c->p++;
    *value = (dc_str){from, (size_t)(c->p - from)};
    return c->p < c->end ? FOUND : OUT_OF_BYTES;
}

// "Get an attribute". An '=' at the start of a name belongs to the name.
static step get_attribute(cursor *c, attribute *a)
{
    while (c->p < c->end && (dc_is_space(*c->p) || *c->p == '/'))
        c->p++;
    if (c->p == c->end)
        return OUT_OF_BYTES;
    if (*c->p == '>')
        return NO_MORE;
    const char *from = c->p++;
    while (c->p < c->end && !dc_is_space(*c->p) && !memchr("=/>", *c->p, 3))
        c->p++;
    *a = (attribute){{from, (size_t)(c->p - from)}, DC_STR("")};
    skip_space(c);
    if (c->p == c->end)
        return OUT_OF_BYTES;
    if (*c->p != '=')
        return FOUND;
    c->p++;
    return get_value(c, &a->value);
}

static step skip_attributes(cursor *c)
{
    attribute ignored;
    step s;
    while ((s = get_attribute(c, &ignored)) == FOUND)
        continue;
    return s;
}

// "Extracting a character encoding from a meta element": text/html; charset=NAME
static const dc_encoding *from_content(dc_str content)
{
    const dc_str key = DC_STR("charset");
    cursor c = {content.p, content.p + content.len};
    for (;;) {
        const size_t at = dc_str_ifind(rest_of(&c), key);
        if (at == DC_STR_NPOS)
            return NULL;
        c.p += at + key.len;
        skip_space(&c);
        if (c.p == c.end)
            return NULL;
        if (*c.p != '=')
            continue;
        c.p++;
        skip_space(&c);
        break;
    }
    if (c.p == c.end)
        return NULL;
    const char *from = c.p;
    if (*from == '"' || *from == '\'') {
        c.p++;
        return skip_to(&c, *from) ? dc_encoding_of((dc_str){from + 1, (size_t)(c.p - from) - 1})
                                  : NULL;
    }
    while (c.p < c.end && !dc_is_space(*c.p) && *c.p != ';')
        c.p++;
    return dc_encoding_of((dc_str){from, (size_t)(c.p - from)});
}

// What the attributes of one meta element have said so far; of each attribute the first counts.
typedef struct meta {
    bool has_http_equiv;
    bool has_content;
    bool has_charset;
    bool is_pragma; // http-equiv="content-type"
    const dc_encoding *charset;
    const dc_encoding *content;
} meta;

static void read_attribute(meta *m, const attribute *a)
{
    if (dc_str_ieq(a->name, DC_STR("http-equiv")) && !m->has_http_equiv) {
        m->has_http_equiv = true;
        m->is_pragma = dc_str_ieq(a->value, DC_STR("content-type"));
    } else if (dc_str_ieq(a->name, DC_STR("content")) && !m->has_content) {
        m->has_content = true;
        m->content = from_content(a->value);
    } else if (dc_str_ieq(a->name, DC_STR("charset")) && !m->has_charset) {
        m->has_charset = true;
        m->charset = dc_encoding_of(a->value);
    }
}

// A page whose tags were read as ASCII is not in UTF-16, whatever it says.
static const dc_encoding *corrected(const dc_encoding *e)
{
    if (e && e->kind == DC_ENCODING_UTF16)
        return dc_encoding_of(DC_STR("utf-8"));
    if (e && e->kind == DC_ENCODING_USER)
        return dc_encoding_of(DC_STR("windows-1252"));
    return e;
}

static step read_meta(cursor *c, const dc_encoding **found)
{
    meta m = {0};
    attribute a;
    step s;
    while ((s = get_attribute(c, &a)) == FOUND)
        read_attribute(&m, &a);
    if (s == OUT_OF_BYTES)
        return s;
    // A charset attribute counts even when its name is unknown: content does not replace it.
    *found = corrected(m.has_charset ? m.charset : m.is_pragma ? m.content : NULL);
    return *found ? FOUND : NO_MORE;
}

static bool is_tag(dc_str at)
{
    const size_t i = at.len > 1 && at.p[1] == '/' ? 2 : 1;
    return at.len > i && dc_is_alpha(at.p[i]);
}

// Looks at the '<' under the cursor, and moves to the last byte that belongs to it.
static step read_markup(cursor *c, const dc_encoding **found)
{
    const dc_str at = rest_of(c);
    if (dc_str_starts(at, DC_STR("<!--"))) {
        const size_t close = dc_str_find(dc_str_from(at, 2), DC_STR("-->")); // "<!-->" is one
        if (close == DC_STR_NPOS)
            return OUT_OF_BYTES;
        c->p += 2 + close + 2;
        return NO_MORE;
    }
    if (at.len > 5 && dc_str_istarts(at, DC_STR("<meta")) &&
        (dc_is_space(at.p[5]) || at.p[5] == '/')) {
        c->p += 5;
        return read_meta(c, found);
    }
    if (is_tag(at)) {
        while (c->p < c->end && !dc_is_space(*c->p) && *c->p != '>')
            c->p++;
        return skip_attributes(c);
    }
    if (at.len > 1 && memchr("!/?", at.p[1], 3))
        return skip_to(c, '>') ? NO_MORE : OUT_OF_BYTES;
    return NO_MORE;
}

static const dc_encoding *from_meta(dc_str bytes)
{
    cursor c = {bytes.p, bytes.p + bytes.len};
    const dc_encoding *found = NULL;
    for (; skip_to(&c, '<'); c.p++) {
        const step s = read_markup(&c, &found);
        if (s == FOUND)
            return found;
        if (s == OUT_OF_BYTES)
            return NULL;
    }
    return NULL;
}

// "Get an XML encoding": <?xml version="1.0" encoding="NAME"?>, which browsers obey in HTML too.
static const dc_encoding *from_xml(dc_str bytes)
{
    if (!dc_str_starts(bytes, DC_STR("<?xml")))
        return NULL;
    const char *close = memchr(bytes.p, '>', bytes.len);
    if (!close)
        return NULL;
    cursor c = {bytes.p, close};
    const size_t at = dc_str_find(rest_of(&c), DC_STR("encoding"));
    if (at == DC_STR_NPOS)
        return NULL;
    c.p += at + 8;
    while (c.p < c.end && (unsigned char)*c.p <= 0x20)
        c.p++;
    if (c.p == c.end || *c.p != '=')
        return NULL;
    c.p++;
    while (c.p < c.end && (unsigned char)*c.p <= 0x20)
        c.p++;
    if (c.p == c.end || (*c.p != '"' && *c.p != '\''))
        return NULL;
    const char *quote = c.p++;
    if (!skip_to(&c, *quote))
        return NULL;
    const dc_str name = {quote + 1, (size_t)(c.p - quote) - 1};
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.p[i] <= 0x20)
            return NULL;
    const dc_encoding *e = dc_encoding_of(name);
    return e && e->kind == DC_ENCODING_UTF16 ? corrected(e) : e;
}

const dc_encoding *dc_prescan(dc_str bytes)
{
    if (bytes.len == 0)
        return NULL;
    const dc_encoding *e = from_meta(bytes);
    return e ? e : from_xml(bytes);
}
