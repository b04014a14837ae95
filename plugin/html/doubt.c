#include "html/doubt.h"

#include "html/cursor.h"
#include "html/rawtext.h"
#include "html/shown.h"

// A start tag where it is not certain that it is one.
typedef struct doubtful_tag {
    dc_str name;
    dc_tag tag;
    dc_str attrs;
    size_t n_attrs;
    const char *after; // NULL if the input ends inside
} doubtful_tag;

static doubtful_tag doubtful_tag_at(const char *lt, const char *end)
{
    doubtful_tag t = {.name = dc_name_at(lt + 1, end)};
    t.tag = dc_tag_of(t.name);
    const char *attrs = t.name.p + t.name.len;
    const char *attrs_end = attrs;
    const char *p = attrs;
    dc_attr unused;
    dc_attr_step step;
    while ((step = dc_attr_next(&p, end, &unused)) == DC_ATTR_ONE) {
        attrs_end = p;
        t.n_attrs++;
    }
    if (step == DC_ATTR_CUT)
        return t;
    t.attrs = (dc_str){attrs, (size_t)(attrs_end - attrs)};
    t.after = p;
    return t;
}

// The name alone, when tree construction would have to compare too much.
static void emit_short(dc_scanner *s, const doubtful_tag *t, uint32_t list)
{
    *dc_vec_push(s->scratch, &s->out->starts) =
        (dc_start){(uint32_t)s->out->len, list, t->name, t->tag};
    dc_emit(s, "<", 1);
    dc_emit(s, t->name.p, t->name.len);
    dc_emit_steering(s, t->tag, t->name, list);
    dc_emit(s, ">", 1);
}

// How much of the rest of a page may be expensive.
typedef struct allowance {
    size_t n_lists; // of formatting elements
    size_t n_cuts;  // tags that are none, if they are tags: the input ends inside
} allowance;

// A start tag among the rest. Returns where it ends.
static const char *rest_tag(dc_scanner *s, const char *lt, allowance *left)
{
    const doubtful_tag t = doubtful_tag_at(lt, s->end);
    if (!t.after) {
        const char *after = left->n_cuts ? lt + 1 : s->end;
        left->n_cuts -= left->n_cuts > 0;
        dc_emit_verbatim(s, lt, after);
        return after;
    }
    const uint32_t flags = dc_tag_flags(t.tag);
    const bool is_format = flags & DC_TAG_FORMAT;
    if ((is_format && s->context.drops_formatting) ||
        (!(flags & DC_TAG_VOID) && !dc_nesting_open(&s->context.nesting, t.tag, t.name))) {
        s->out->is_capped = true;
        return t.after;
    }
    const uint32_t list = dc_scanner_list(s, t.attrs.p, t.attrs.p + t.attrs.len);
    dc_scanner_note(s, t.tag, list, DC_STR_NONE);
    const bool is_merged =
        (t.tag == DC_TAG_html || t.tag == DC_TAG_body) && list && s->n_merged++ >= DC_MOST_MERGED;
    const bool is_long = t.n_attrs > DC_MAX_ATTRS;
    s->out->is_capped |= is_long;
    if (is_merged || is_long || (is_format && list && !left->n_lists)) {
        emit_short(s, &t, list);
        return t.after;
    }
    left->n_lists -= is_format && list;
    dc_emit_verbatim(s, lt, t.after);
    return t.after;
}

// An end tag for gumbo to judge, unless its start tag was left out. Returns where it ends.
static const char *emit_doubtful_end(dc_scanner *s, const char *lt)
{
    const dc_str name = dc_name_at(lt + 2, s->end);
    const char *unused;
    const char *at = name.p + name.len;
    if (dc_skip_tag(&at, s->end, &unused, s->is_wide) == DC_ATTR_CUT)
        at = s->end;
    if (dc_nesting_close(&s->context.nesting, dc_tag_of(name), name))
        dc_emit_verbatim(s, lt, at);
    return at;
}

// The limits hold.
void dc_emit_rest(dc_scanner *s)
{
    allowance left = {.n_lists = DC_FORMAT_STUBS, .n_cuts = 16};
    for (const char *p = s->p; p < s->end;) {
        const char *lt = dc_next_markup(p, s->end, &(bool){false});
        dc_emit_verbatim(s, p, lt);
        p = lt;
        if (s->end - p >= 2 && dc_is_alpha(p[1])) {
            p = rest_tag(s, p, &left);
        } else if (s->end - p >= 3 && p[1] == '/' && dc_is_alpha(p[2])) {
            p = emit_doubtful_end(s, p);
        } else if (p < s->end) {
            dc_emit_verbatim(s, p, p + 1);
            p++;
        }
    }
    s->p = s->end;
}

// True if text that may be raw or mark-up ends at the same place either way.
static bool is_in_step(const char *p, const char *end)
{
    while ((p = dc_next_markup(p, end, &(bool){false})) < end) {
        const bool is_end = p[1] == '/';
        const doubtful_tag t = doubtful_tag_at(p + is_end, end);
        if (t.name.len == 0 || !dc_is_alpha(*t.name.p) || t.tag == DC_TAG_plaintext ||
            (dc_tag_flags(t.tag) & (DC_TAG_RAW | DC_TAG_RCDATA)) || !t.after ||
            t.n_attrs > DC_MAX_ATTRS)
            return false;
        p = t.after;
    }
    return true;
}

// Tags that gumbo sees and nobody counts may nest: a page gets so many of them.
static bool are_few(dc_scanner *s, const char *from, const char *to)
{
    enum { MOST_UNCOUNTED = 2048 };
    for (const char *p = from; (p = memchr(p, '<', (size_t)(to - p))); p++)
        if (++s->n_uncounted > MOST_UNCOUNTED)
            return false;
    return true;
}

// Where the tree builder may not have accepted the element and there is mark-up inside, gumbo sees
// it all and decides.
void dc_raw_content(dc_scanner *s, dc_str name, dc_tag tag)
{
    dc_context *c = &s->context;
    const uint32_t flags = dc_tag_flags(tag);
    if (!(flags & (DC_TAG_RAW | DC_TAG_RCDATA)))
        return;
    const char *close = dc_raw_content_end(s->p, s->end, name, tag);
    const size_t len = (size_t)(close - s->p);
    const bool has_tags = memchr(s->p, '<', len) != NULL;
    const bool is_sure = !c->n_foreign && !c->is_odd && (!c->in_select || tag == DC_TAG_script);
    if (!is_sure && has_tags && (!is_in_step(s->p, close) || !are_few(s, s->p, close))) {
        dc_emit_rest(s);
        return;
    }
    if (!is_sure && (has_tags || memchr(s->p, '&', len))) {
        dc_emit_verbatim(s, s->p, close);
        c->is_odd |= has_tags;
        c->is_doubtful |= has_tags;
    } else if (!is_sure || (flags & DC_TAG_RCDATA)) {
        dc_emit_text(s, s->p, close, dc_has_nul(s->p, close));
    } else {
        dc_emit_raw(s, s->p, close);
    }
    s->p = close;
}

// In HTML inside of svg and math it is a comment that ends at the first
// ">", and where mark-up could follow that, gumbo sees the rest of the page.
void dc_cdata(dc_scanner *s, dc_str rest)
{
    const size_t close = dc_str_find(rest, DC_STR("]]>"));
    const char *stop = close == DC_STR_NPOS ? s->end : s->p + close;
    const char *after = close == DC_STR_NPOS ? s->end : stop + 3;
    const char *gt = memchr(s->p, '>', (size_t)(stop - s->p));
    if (gt && memchr(gt, '<', (size_t)(stop - gt))) {
        dc_emit_rest(s);
        return;
    }
    if (gt) {
        dc_emit_verbatim(s, s->p, after);
    } else {
        dc_emit(s, "<![CDATA[", 9);
        dc_emit_raw(s, s->p + 9, stop);
        dc_emit(s, "]]>", 3);
    }
    s->p = after;
}
