#include "render/json.h"

#include "base/utf8.h"

typedef struct writer {
    dc_buf *out;
    bool is_line;
    bool is_first;
    uint32_t depth;
} writer;

static void put(writer *w, const char *s)
{
    dc_buf_add(w->out, dc_str_of(s));
}

static void put_u(writer *w, uint32_t code)
{
    static const char hex[] = "0123456789abcdef";
    char u[6] = {'\\', 'u'};
    for (int i = 0; i < 4; i++)
        u[2 + i] = hex[code >> (12 - 4 * i) & 15];
    dc_buf_append(w->out, u, sizeof u);
}

// Controls, DEL to U+009F and the line separators that break JavaScript are escaped; the input is
// valid UTF-8 or becomes so.
static void put_escape(writer *w, uint32_t code, const char *p, size_t len)
{
    switch (code) {
    case '"':
        put(w, "\\\"");
        return;
    case '\\':
        put(w, "\\\\");
        return;
    case '\n':
        put(w, "\\n");
        return;
    case '\t':
        put(w, "\\t");
        return;
    case '\r':
        put(w, "\\r");
        return;
    default:
        break;
    }
    if (code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029)
        put_u(w, code);
    else if (code == DC_REPLACEMENT)
        dc_buf_append(w->out, "\xEF\xBF\xBD", 3);
    else
        dc_buf_append(w->out, p, len);
}

static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

static void put_string(writer *w, dc_str s)
{
    if (!s.p) {
        put(w, "null");
        return;
    }
    dc_buf_char(w->out, '"');
    const char *end = s.p + s.len;
    for (const char *p = s.p; p < end;) {
        const char *plain = p;
        while (p < end && is_plain(*p))
            p++;
        dc_buf_append(w->out, plain, (size_t)(p - plain));
        if (p == end)
            break;
        uint32_t code;
        const size_t len = dc_utf8_decode(p, end, &code);
        put_escape(w, code, p, len);
        p += len;
    }
    dc_buf_char(w->out, '"');
}

static void new_line(writer *w)
{
    if (w->is_line)
        return;
    dc_buf_char(w->out, '\n');
    for (uint32_t i = 0; i < w->depth; i++)
        dc_buf_append(w->out, "  ", 2);
}

static void key(writer *w, const char *name)
{
    if (!w->is_first)
        dc_buf_char(w->out, ',');
    w->is_first = false;
    new_line(w);
    put_string(w, dc_str_of(name));
    put(w, w->is_line ? ":" : ": ");
}

static void field(writer *w, const char *name, dc_str value)
{
    key(w, name);
    put_string(w, value);
}

static void open(writer *w, char bracket)
{
    dc_buf_char(w->out, bracket);
    w->is_first = true;
    w->depth++;
}

static void close(writer *w, char bracket)
{
    w->depth--;
    if (!w->is_first)
        new_line(w);
    dc_buf_char(w->out, bracket);
    w->is_first = false;
}

// Two decimals are what such a number can mean, and what all mathematics libraries agree on.
static void put_confidence(writer *w, double value)
{
    if (value < 0) {
        put(w, "null");
        return;
    }
    const unsigned hundredths = value >= 1 ? 100 : (unsigned)(value * 100 + 0.5);
    dc_buf_char(w->out, (char)('0' + hundredths / 100));
    dc_buf_char(w->out, '.');
    dc_buf_char(w->out, (char)('0' + hundredths / 10 % 10));
    dc_buf_char(w->out, (char)('0' + hundredths % 10));
}

static void put_comments(writer *w, const char *name, const dc_comments *comments)
{
    key(w, name);
    open(w, '[');
    for (uint32_t i = 0; comments && i < comments->n; i++) {
        const dc_comment *c = &comments->v[i];
        if (!w->is_first)
            dc_buf_char(w->out, ',');
        new_line(w);
        open(w, '{');
        field(w, "author", c->author);
        field(w, "date", c->date);
        key(w, "depth");
        dc_buf_number(w->out, c->depth);
        field(w, "text", c->text);
        close(w, '}');
    }
    close(w, ']');
}

// Fields without candidates have no key: a list is never empty.
static void put_candidates(writer *w, const dc_record *r)
{
    key(w, "candidates");
    open(w, '{');
    const dc_candidates *all = r->candidates;
    for (uint32_t i = 0; i < all->n;) {
        const int32_t of = all->v[i].field;
        key(w, dc_field_name(of));
        open(w, '[');
        for (; i < all->n && all->v[i].field == of; i++) {
            if (!w->is_first)
                dc_buf_char(w->out, ',');
            new_line(w);
            open(w, '{');
            field(w, "value", all->v[i].value);
            field(w, "source", dc_str_of(all->v[i].source));
            key(w, "confidence");
            put_confidence(w, (double)all->v[i].confidence);
            close(w, '}');
        }
        close(w, ']');
    }
    close(w, '}');
}

void dc_json_string(dc_str s, dc_buf *out)
{
    writer w = {.out = out};
    put_string(&w, s);
}

void dc_render_json(const dc_record *r, bool is_line, dc_buf *out)
{
    writer w = {out, is_line, true, 0};
    open(&w, '{');
    key(&w, "schema");
    put(&w, "1");
    field(&w, "input", r->input);
    field(&w, "status", dc_str_of(r->status));
    field(&w, "error", r->error);
    field(&w, "url", r->url);
    field(&w, "canonical", r->canonical);
    field(&w, "title", r->title);
    field(&w, "author", r->author);
    field(&w, "date", r->date);
    field(&w, "site", r->site);
    field(&w, "description", r->description);
    field(&w, "image", r->image);
    field(&w, "language", r->language);
    field(&w, "page_type", r->page_type);
    field(&w, "verdict", dc_str_of(r->verdict));
    key(&w, "confidence");
    put_confidence(&w, r->confidence);
    field(&w, "degraded", dc_str_of(r->degraded));
    field(&w, "text", r->text);
    put_comments(&w, "comments", r->comments);
    if (r->posts && r->posts->n)
        put_comments(&w, "posts", r->posts);
    if (r->evidence.p)
        field(&w, "evidence", r->evidence);
    if (r->with_candidates && r->candidates)
        put_candidates(&w, r);
    close(&w, '}');
    dc_buf_char(out, '\n');
}
