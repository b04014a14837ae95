#include "html/scan.h"

#include "base/entity.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "html/context.h"
#include "html/cursor.h"
#include "html/lookahead.h"
#include "html/rawtext.h"

#include <gumbo.h>

enum { FORMAT_STUBS = 8, MOST_MERGED = 128 };

typedef struct scanner {
    dc_arena *kept;
    dc_arena *scratch;
    dc_skeleton *out;
    const char *p;
    const char *end;
    dc_context context;
    dc_map lists;           // hash of an attribute list -> its number
    dc_map names;           // hash of an unknown element's name -> number of its neutral name
    const char *peeked;     // name of the tag that was looked at ahead,
    dc_tag peeked_tag;      // and what it is
    const char *inline_end; // tags up to here are marks among letters
    uint32_t n_merged;      // html and body tags with attributes
    uint32_t n_uncounted;   // tags that went to gumbo unseen
    bool has_nul;           // anywhere in the source
    bool is_after_block;    // what went before ends a line
} scanner;

static bool is_block(dc_tag tag)
{
    return tag != DC_TAG_unknown && !(dc_tag_flags(tag) & DC_TAG_INLINE);
}

static void emit(scanner *s, const char *p, size_t len)
{
    dc_skeleton_add(s->out, p, len);
}

static void emit_blank(scanner *s, const char *from, const char *to)
{
    if (from == to)
        return;
    if (!s->context.n_pre) {
        emit(s, " ", 1);
        return;
    }
    for (const char *p = from; p < to;) {
        char decoded[8];
        size_t n;
        const size_t used = *p == '&' ? dc_entity_decode(p, to, false, decoded, &n) : 1;
        emit(s, p, used); // a reference as it is: that to a CR is no line end
        p += used;
    }
}

// NUL is tree construction's business as well: it is dropped in HTML and replaced in svg.
static void emit_text(scanner *s, const char *from, const char *to)
{
    s->is_after_block = false;
    const char *nul = s->has_nul ? memchr(from, '\0', (size_t)(to - from)) : NULL;
    if (dc_skeleton_in_text(s->out) && !nul) {
        dc_skeleton_run(s->out, from, to, DC_RUN_TEXT);
        return;
    }
    while (from < to) {
        nul = s->has_nul ? memchr(from, '\0', (size_t)(to - from)) : NULL;
        const char *stop = nul ? nul : to;
        const char *text = dc_leading_blank(from, stop);
        emit_blank(s, from, text);
        dc_skeleton_run(s->out, text, stop, DC_RUN_TEXT);
        if (nul)
            emit(s, "", 1);
        from = nul ? nul + 1 : to;
    }
}

// True for a numeric reference that gumbo could read as one of our code points: those of planes 15
// and 16, and numbers so long that they overflow in it.
static bool is_reference_to_run(const char *p, const char *to, size_t *used)
{
    if (to - p < 3 || p[0] != '&' || p[1] != '#')
        return false;
    enum { SHORTEST = 12 }; // that overflows: "&#4294967296"
    char decoded[8];
    size_t n;
    const size_t len = dc_entity_decode(p, to, false, decoded, &n);
    if (len == 0 || ((unsigned char)*decoded < 0xF3 && len < SHORTEST))
        return false;
    *used = len;
    return true;
}

// Bytes for gumbo to judge: what could be taken for one of our code points becomes U+FFFD.
static void emit_verbatim(scanner *s, const char *from, const char *to)
{
    for (const char *p = from; p < to;) {
        size_t used = (size_t)(to - p) < 4 ? (size_t)(to - p) : 4;
        if ((unsigned char)*p >= 0xF3 || is_reference_to_run(p, to, &used)) {
            emit(s, "\xEF\xBF\xBD", 3);
            p += used;
        } else {
            emit(s, p++, 1);
        }
    }
}

// Raw text knows no references, and NUL in it becomes U+FFFD.
static void emit_raw(scanner *s, const char *from, const char *to)
{
    while (from < to) {
        const char *nul = s->has_nul ? memchr(from, '\0', (size_t)(to - from)) : NULL;
        dc_skeleton_run(s->out, from, nul ? nul : to, DC_RUN_RAW);
        if (nul)
            emit(s, "\xEF\xBF\xBD", 3);
        from = nul ? nul + 1 : to;
    }
}

static uint32_t intern(scanner *s, dc_str source)
{
    if (source.len)
        source = dc_str_trim(source);
    if (source.len == 0)
        return 0;
    dc_attr_lists *lists = &s->out->lists;
    const uint32_t n = *dc_map_at(&s->lists, dc_hash(source), (uint32_t)lists->n);
    if (n < lists->n && dc_str_eq(lists->v[n].source, source))
        return n;
    *dc_vec_push(s->kept, lists) = (dc_attrs){.source = source};
    return (uint32_t)lists->n - 1;
}

// gumbo has one enumerator for all names it does not know, so </x-a> would close <x-b>. Each such
// name borrows the name of an element that means nothing to tree construction; the tree keeps its
// own. So do two that meant something once, and still do to gumbo.
static dc_str neutral_name(scanner *s, dc_str name)
{
    static const char *const pool[] = {"multicol", "spacer",  "blink",    "bdi",
                                       "bdo",      "acronym", "dfn",      "samp",
                                       "meter",    "output",  "progress", "abbr"};
    enum { POOL = sizeof pool / sizeof *pool };
    char lower[64];
    if (name.len > sizeof lower)
        return name;
    const GumboTag known = gumbo_tagn_enum(name.p, (unsigned)name.len);
    if (known != GUMBO_TAG_UNKNOWN && known != GUMBO_TAG_ISINDEX && known != GUMBO_TAG_MENUITEM)
        return name;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(name.p[i]);
    const uint64_t key = dc_hash((dc_str){lower, name.len});
    const uint32_t n = *dc_map_at(&s->names, key, (uint32_t)s->names.n);
    return n < POOL ? dc_str_of(pool[n]) : name;
}

// The name that gumbo sees.
static dc_str shown_name(scanner *s, dc_tag tag, dc_str name)
{
    if (s->context.n_foreign && !(tag == DC_TAG_unknown && memchr(name.p, '-', name.len)))
        return name;
    switch (tag) {
    case DC_TAG_dialog:
    case DC_TAG_search:
        return DC_STR("dir"); // another block that closes a paragraph, and one that nobody uses
    case DC_TAG_picture:
    case DC_TAG_slot:
    case DC_TAG_unknown:
        return neutral_name(s, name);
    default:
        return name;
    }
}

// The few attributes that steer tree construction.
static void emit_steering(scanner *s, dc_tag tag, dc_str name, uint32_t list)
{
    dc_attrs *attrs = &s->out->lists.v[list];
    if (tag == DC_TAG_input) {
        if (dc_str_ieq(dc_attrs_get(s->kept, attrs, DC_STR("type")), DC_STR("hidden")))
            emit(s, " type=\"hidden\"", 14);
    } else if (tag == DC_TAG_font) {
        if (dc_attrs_get(s->kept, attrs, DC_STR("color")).p ||
            dc_attrs_get(s->kept, attrs, DC_STR("face")).p ||
            dc_attrs_get(s->kept, attrs, DC_STR("size")).p)
            emit(s, " color", 6);
    } else if (tag == DC_TAG_unknown && dc_str_ieq(name, DC_STR("annotation-xml"))) {
        const dc_str encoding = dc_attrs_get(s->kept, attrs, DC_STR("encoding"));
        if (dc_str_ieq(encoding, DC_STR("text/html")))
            emit(s, " encoding=\"text/html\"", 21);
        else if (dc_str_ieq(encoding, DC_STR("application/xhtml+xml")))
            emit(s, " encoding=\"application/xhtml+xml\"", 33);
    }
    // Tree construction merges the attributes of all html tags, and of all body tags, where it does
    // not ignore the tag: it merges stubs.
    if ((tag == DC_TAG_html || tag == DC_TAG_body) && list && s->n_merged++ < MOST_MERGED)
        dc_skeleton_stub(s->out, list);
    // Tree construction keeps at most three equal formatting elements open: equal lists, equal
    // stubs. A link closes the link before it, so it needs none.
    if ((dc_tag_flags(tag) & DC_TAG_FORMAT) && tag != DC_TAG_a && list)
        emit(s, (const char[2]){' ', (char)('p' + list % FORMAT_STUBS)}, 2);
}

// Head-like elements change nothing around them, wherever they stand; only the first of a page may
// open its head. A script that holds a formula is text in its place.
static bool is_left_out(const scanner *s, dc_tag tag, uint32_t list)
{
    return (tag == DC_TAG_script || tag == DC_TAG_style || tag == DC_TAG_link ||
            tag == DC_TAG_meta) &&
           s->context.has_head && dc_context_is_plain(&s->context) && !s->context.n_noscripts &&
           !(tag == DC_TAG_script &&
             dc_str_istarts(dc_attrs_get(s->kept, &s->out->lists.v[list], DC_STR("type")),
                            DC_STR("math/tex")));
}

static void note_source(scanner *s, dc_tag tag, uint32_t list, dc_str text)
{
    if (tag == DC_TAG_meta || tag == DC_TAG_link || tag == DC_TAG_script)
        *dc_vec_push(s->kept, &s->out->sources) = (dc_source){tag, list, text};
}

// A start tag where it is not certain that it is one.
typedef struct doubtful_tag {
    dc_str name;
    dc_tag tag;
    uint32_t list;
    size_t n_attrs;
    const char *after; // NULL if the input ends inside
} doubtful_tag;

static doubtful_tag doubtful_tag_at(scanner *s, const char *lt, const char *end)
{
    doubtful_tag t = {.name = dc_name_at(lt + 1, end)};
    t.tag = dc_tag_of(t.name);
    const char *attrs = t.name.p + t.name.len;
    const char *attrs_end = attrs;
    const char *p = attrs;
    dc_raw_attr unused;
    dc_attr_step step;
    while ((step = dc_attr_next(&p, end, &unused)) == DC_ATTR_ONE) {
        attrs_end = p;
        t.n_attrs++;
    }
    if (step == DC_ATTR_CUT)
        return t;
    t.list = intern(s, (dc_str){attrs, (size_t)(attrs_end - attrs)});
    t.after = p;
    return t;
}

// The name alone, when tree construction would have to compare too much.
static void emit_short(scanner *s, const doubtful_tag *t)
{
    *dc_vec_push(s->scratch, &s->out->starts) =
        (dc_start){(uint32_t)s->out->len, t->list, t->name, t->tag};
    emit(s, "<", 1);
    emit(s, t->name.p, t->name.len);
    emit_steering(s, t->tag, t->name, t->list);
    emit(s, ">", 1);
}

// How much of the rest of a page may be expensive.
typedef struct allowance {
    size_t n_lists; // of formatting elements
    size_t n_cuts;  // tags that are none, if they are tags: the input ends inside
} allowance;

// A start tag among the rest. Returns where it ends.
static const char *rest_tag(scanner *s, const char *lt, allowance *left)
{
    const doubtful_tag t = doubtful_tag_at(s, lt, s->end);
    if (!t.after) {
        const char *after = left->n_cuts ? lt + 1 : s->end;
        left->n_cuts -= left->n_cuts > 0;
        emit_verbatim(s, lt, after);
        return after;
    }
    const uint32_t flags = dc_tag_flags(t.tag);
    const bool is_format = flags & DC_TAG_FORMAT;
    if ((is_format && s->context.drops_formatting) ||
        (!(flags & DC_TAG_VOID) && !dc_nesting_open(&s->context.nesting, t.tag, t.name))) {
        s->out->is_capped = true;
        return t.after;
    }
    note_source(s, t.tag, t.list, DC_STR_NONE);
    const bool is_merged =
        (t.tag == DC_TAG_html || t.tag == DC_TAG_body) && t.list && s->n_merged++ >= MOST_MERGED;
    const bool is_long = t.n_attrs > DC_MAX_ATTRS;
    s->out->is_capped |= is_long;
    if (is_merged || is_long || (is_format && t.list && !left->n_lists)) {
        emit_short(s, &t);
        return t.after;
    }
    left->n_lists -= is_format && t.list;
    emit_verbatim(s, lt, t.after);
    return t.after;
}

// An end tag for gumbo to judge, unless its start tag was left out. Returns where it ends.
static const char *emit_doubtful_end(scanner *s, const char *lt)
{
    const dc_str name = dc_name_at(lt + 2, s->end);
    const char *unused;
    const char *at = name.p + name.len;
    if (dc_skip_tag(&at, s->end, &unused) == DC_ATTR_CUT)
        at = s->end;
    if (dc_nesting_close(&s->context.nesting, dc_tag_of(name), name))
        emit_verbatim(s, lt, at);
    return at;
}

// The rest of the page for gumbo to judge, where it is not certain which "<" begins a tag. The
// limits hold.
static void emit_rest(scanner *s)
{
    allowance left = {.n_lists = FORMAT_STUBS, .n_cuts = 16};
    for (const char *p = s->p; p < s->end;) {
        const char *lt = dc_next_markup(p, s->end);
        emit_verbatim(s, p, lt);
        p = lt;
        if (s->end - p >= 2 && dc_is_alpha(p[1])) {
            p = rest_tag(s, p, &left);
        } else if (s->end - p >= 3 && p[1] == '/' && dc_is_alpha(p[2])) {
            p = emit_doubtful_end(s, p);
        } else if (p < s->end) {
            emit_verbatim(s, p, p + 1);
            p++;
        }
    }
    s->p = s->end;
}

// True if text that may be raw or mark-up ends at the same place either way.
static bool is_in_step(scanner *s, const char *p, const char *end)
{
    while ((p = dc_next_markup(p, end)) < end) {
        const bool is_end = p[1] == '/';
        const doubtful_tag t = doubtful_tag_at(s, p + is_end, end);
        if (t.name.len == 0 || !dc_is_alpha(*t.name.p) || t.tag == DC_TAG_plaintext ||
            (dc_tag_flags(t.tag) & (DC_TAG_RAW | DC_TAG_RCDATA)) || !t.after ||
            t.n_attrs > DC_MAX_ATTRS)
            return false;
        p = t.after;
    }
    return true;
}

// Tags that gumbo sees and nobody counts may nest: a page gets so many of them.
static bool are_few(scanner *s, const char *from, const char *to)
{
    enum { MOST_UNCOUNTED = 2048 };
    for (const char *p = from; (p = memchr(p, '<', (size_t)(to - p))); p++)
        if (++s->n_uncounted > MOST_UNCOUNTED)
            return false;
    return true;
}

// Where the raw text at s->p ends: at its end tag.
static const char *raw_end(const scanner *s, dc_str name, dc_tag tag)
{
    return tag == DC_TAG_script ? dc_raw_script_end(s->p, s->end) : dc_raw_end(s->p, s->end, name);
}

// The content of an element that the tokenizer reads as raw text. Where the tree builder may not
// have accepted the element and there is mark-up inside, gumbo sees it all and decides.
static void raw_content(scanner *s, dc_str name, dc_tag tag)
{
    dc_context *c = &s->context;
    const uint32_t flags = dc_tag_flags(tag);
    if (!(flags & (DC_TAG_RAW | DC_TAG_RCDATA)))
        return;
    const char *close = raw_end(s, name, tag);
    const size_t len = (size_t)(close - s->p);
    const bool has_tags = memchr(s->p, '<', len) != NULL;
    const bool is_sure = !c->n_foreign && !c->is_odd && (!c->in_select || tag == DC_TAG_script);
    if (!is_sure && has_tags && (!is_in_step(s, s->p, close) || !are_few(s, s->p, close))) {
        emit_rest(s);
        return;
    }
    if (!is_sure && (has_tags || memchr(s->p, '&', len))) {
        emit_verbatim(s, s->p, close);
        c->is_odd |= has_tags;
        c->is_doubtful |= has_tags;
    } else if (!is_sure || (flags & DC_TAG_RCDATA)) {
        emit_text(s, s->p, close);
    } else {
        emit_raw(s, s->p, close);
    }
    s->p = close;
}

// Past the content and the end tag of an element that is left out.
static void leave_out(scanner *s, dc_str name, dc_tag tag, uint32_t list)
{
    if (dc_tag_flags(tag) & DC_TAG_VOID) {
        note_source(s, tag, list, DC_STR_NONE);
        return;
    }
    const char *close = raw_end(s, name, tag);
    note_source(s, tag, list, (dc_str){s->p, (size_t)(close - s->p)});
    s->p = close;
    if (close == s->end)
        return;
    const char *unused;
    s->p += 2 + name.len;
    if (dc_skip_tag(&s->p, s->end, &unused) == DC_ATTR_CUT)
        s->p = s->end;
}

static void emit_start(scanner *s, dc_str name, dc_tag tag, uint32_t list, bool is_self)
{
    const dc_str shown = shown_name(s, tag, name);
    *dc_vec_push(s->scratch, &s->out->starts) = (dc_start){(uint32_t)s->out->len, list, name, tag};
    char *to = dc_skeleton_room(s->out, shown.len + 1);
    to[0] = '<';
    memcpy(to + 1, shown.p, shown.len);
    emit_steering(s, tag, name, list);
    emit(s, &"/>"[!is_self], 1 + (size_t)is_self);
    dc_context_start(&s->context, tag, name, is_self);
    s->is_after_block = is_block(tag);
    if (tag == DC_TAG_plaintext && !dc_context_is_plain(&s->context)) {
        emit_rest(s);
    } else if (tag == DC_TAG_plaintext) {
        emit_raw(s, s->p, s->end);
        s->p = s->end;
    }
    dc_str text = DC_STR_NONE;
    if (tag == DC_TAG_script && !s->context.n_foreign)
        text = (dc_str){s->p, (size_t)(raw_end(s, name, tag) - s->p)};
    note_source(s, tag, list, text);
    raw_content(s, name, tag);
}

// NUL is for gumbo to judge, so it may not be among letters.
static bool begins_inline(scanner *s, dc_tag tag)
{
    const char *end = dc_inline_end(&s->context, tag, s->p, s->end);
    if (!end || (s->has_nul && memchr(s->p, '\0', (size_t)(end - s->p))))
        return false;
    s->inline_end = end;
    return true;
}

static void emit_letter(scanner *s, dc_run_kind kind, dc_tag tag, uint32_t list)
{
    s->context.is_started = true;
    s->is_after_block = false;
    dc_skeleton_mark(s->out, kind, tag, list);
}

// The tag of a name, which is_idle() may have looked up already.
static dc_tag tag_of(const scanner *s, dc_str name)
{
    return name.p == s->peeked ? s->peeked_tag : dc_tag_of(name);
}

static void start_tag(scanner *s, dc_str name)
{
    const char *attrs = name.p + name.len;
    const char *attrs_end;
    const char *at = attrs;
    const dc_attr_step step = dc_skip_tag(&at, s->end, &attrs_end);
    s->p = at;
    if (step == DC_ATTR_CUT) {
        s->p = s->end;
        return;
    }
    const dc_tag tag = tag_of(s, name);
    const uint32_t flags = dc_tag_flags(tag);
    const bool is_self = step == DC_ATTR_SELF;
    if (s->context.drops_formatting && (flags & DC_TAG_FORMAT) && tag != DC_TAG_a)
        return;
    if ((tag == DC_TAG_html || tag == DC_TAG_body) && s->n_merged >= MOST_MERGED) {
        s->out->is_capped = true; // such a tag has nothing to add but attributes
        return;
    }
    const uint32_t list = intern(s, (dc_str){attrs, (size_t)(attrs_end - attrs)});
    if (is_left_out(s, tag, list)) {
        leave_out(s, name, tag, list);
        return;
    }
    const char *picture =
        tag == DC_TAG_svg && s->context.has_body && dc_context_is_plain(&s->context)
            ? dc_picture_end(attrs, s->end)
            : NULL;
    if (picture)
        s->p = picture;
    if (picture || dc_is_letter(&s->context, tag)) {
        emit_letter(s, DC_RUN_ELEMENT, tag, list);
        return;
    }
    if (at <= s->inline_end || begins_inline(s, tag)) {
        emit_letter(s, DC_RUN_OPEN, tag, list);
        return;
    }
    const bool opens = !(flags & DC_TAG_VOID) && !(is_self && s->context.n_foreign);
    if (opens && !dc_nesting_open(&s->context.nesting, tag, name)) {
        s->out->is_capped = true;
        return;
    }
    s->context.has_body |= tag == DC_TAG_body;
    emit_start(s, name, tag, list, is_self);
}

static void end_tag(scanner *s, dc_str name)
{
    const char *at = name.p + name.len;
    const char *unused;
    const dc_attr_step step = dc_skip_tag(&at, s->end, &unused);
    s->p = step == DC_ATTR_CUT ? s->end : at;
    if (step == DC_ATTR_CUT)
        return;
    if (s->p <= s->inline_end) {
        dc_skeleton_mark(s->out, DC_RUN_CLOSE, DC_TAG_none, 0);
        return;
    }
    const dc_tag tag = tag_of(s, name);
    const uint32_t flags = dc_tag_flags(tag);
    if (s->context.drops_formatting && (flags & DC_TAG_FORMAT) && tag != DC_TAG_a)
        return;
    if ((flags & DC_TAG_VOID) && tag != DC_TAG_br && s->context.is_started &&
        dc_context_is_plain(&s->context)) // closes nothing
        return;
    if (!dc_nesting_close(&s->context.nesting, tag, name))
        return;
    // gumbo forgets to place the characters it holds when a form ends: they would fall behind the
    // form.
    if (tag == DC_TAG_form)
        emit(s, "<!---->", 7);
    const dc_str shown = shown_name(s, tag, name);
    char *to = dc_skeleton_room(s->out, shown.len + 3);
    to[0] = '<';
    to[1] = '/';
    memcpy(to + 2, shown.p, shown.len);
    to[shown.len + 2] = '>';
    dc_context_end(&s->context, tag, name);
    s->is_after_block = is_block(tag);
}

// A comment ends the pending characters of a table, and stands between pre and its first line end:
// there an empty one stays.
static void comment(scanner *s, const char *after)
{
    if (s->context.n_tables || s->context.n_pre || !dc_context_is_plain(&s->context))
        emit(s, "<!---->", 7);
    s->p = after;
}

// s->p is at "<![CDATA[". In HTML inside of svg and math it is a comment that ends at the first
// ">", and where mark-up could follow that, gumbo sees the rest of the page.
static void cdata(scanner *s, dc_str rest)
{
    const size_t close = dc_str_find(rest, DC_STR("]]>"));
    const char *stop = close == DC_STR_NPOS ? s->end : s->p + close;
    const char *after = close == DC_STR_NPOS ? s->end : stop + 3;
    const char *gt = memchr(s->p, '>', (size_t)(stop - s->p));
    if (gt && memchr(gt, '<', (size_t)(stop - gt))) {
        emit_rest(s);
        return;
    }
    if (gt) {
        emit_verbatim(s, s->p, after);
    } else {
        emit(s, "<![CDATA[", 9);
        emit_raw(s, s->p + 9, stop);
        emit(s, "]]>", 3);
    }
    s->p = after;
}

// s->p is at "<!" or "<?".
static void declaration(scanner *s)
{
    const dc_str rest = {s->p, (size_t)(s->end - s->p)};
    const char *gt = memchr(s->p, '>', rest.len);
    const char *after = gt ? gt + 1 : s->end;
    if (dc_str_starts(rest, DC_STR("<!--"))) {
        comment(s, dc_raw_comment_end(s->p, s->end));
    } else if (dc_str_istarts(rest, DC_STR("<!doctype"))) {
        emit_verbatim(s, s->p, after); // it decides about quirks mode
        s->context.is_started = true;
        s->p = after;
    } else if ((s->context.n_foreign || s->context.is_doubtful) &&
               dc_str_starts(rest, DC_STR("<![CDATA["))) {
        cdata(s, rest);
    } else {
        comment(s, after);
    }
}

// s->p is at "<" and what follows is not text.
static void markup(scanner *s)
{
    const char next = s->p[1];
    if (dc_is_alpha(next))
        start_tag(s, dc_name_at(s->p + 1, s->end));
    else if (next == '!' || next == '?')
        declaration(s);
    else if (dc_is_alpha(s->p[2])) // "</x"
        end_tag(s, dc_name_at(s->p + 2, s->end));
    else if (s->p[2] == '>') // "</>" is nothing
        s->p += 3;
    else {
        const char *gt = memchr(s->p, '>', (size_t)(s->end - s->p));
        comment(s, gt ? gt + 1 : s->end);
    }
}

// True for white space between two block-level tags, which shows nowhere.
static bool is_idle(scanner *s, const char *from, const char *to)
{
    if (!s->is_after_block || s->context.n_formats || s->context.is_tangled || s->context.n_pre ||
        !dc_context_is_plain(&s->context))
        return false;
    for (const char *p = from; p < to; p++)
        if (!dc_is_space(*p))
            return false;
    if (s->end - to < 3)
        return false;
    s->peeked = to + 1 + (to[1] == '/');
    s->peeked_tag = dc_tag_of(dc_name_at(s->peeked, s->end));
    return dc_is_alpha(*s->peeked) && is_block(s->peeked_tag);
}

// A fragment may be the content of an element without mark-up.
static void enter(scanner *s, const dc_fragment *fragment)
{
    dc_context_enter(&s->context, fragment);
    const dc_tag tag = fragment->space ? DC_TAG_none : dc_tag_of(fragment->name);
    const bool is_rcdata = dc_tag_flags(tag) & DC_TAG_RCDATA;
    if (is_rcdata)
        emit_text(s, s->p, s->end);
    else if ((dc_tag_flags(tag) & DC_TAG_RAW) || tag == DC_TAG_plaintext)
        emit_raw(s, s->p, s->end);
    else
        return;
    s->p = s->end;
}

void dc_scan(dc_arena *kept, dc_arena *scratch, dc_str source, const dc_fragment *fragment,
             const dc_scan_limits *limits, dc_skeleton *out)
{
    *out = (dc_skeleton){.kept = kept, .scratch = scratch};
    scanner s = {.kept = kept,
                 .scratch = scratch,
                 .out = out,
                 .p = source.p,
                 .end = source.p + source.len,
                 .lists = dc_map_in(scratch),
                 .names = dc_map_in(scratch)};
    s.has_nul = source.len && memchr(source.p, '\0', source.len);
    s.context.drops_formatting = limits->drops_formatting;
    dc_nesting_init(&s.context.nesting, scratch, limits->depth);
    *dc_vec_push(kept, &out->lists) = (dc_attrs){.is_parsed = true};
    if (fragment)
        enter(&s, fragment);
    while (s.p < s.end) {
        const char *stop = dc_next_markup(s.p, s.end);
        if (stop > s.p && !is_idle(&s, s.p, stop)) {
            s.context.has_body =
                s.context.has_body || (dc_leading_blank(s.p, stop) < stop &&
                                       !(s.has_nul && memchr(s.p, '\0', (size_t)(stop - s.p))));
            emit_text(&s, s.p, stop);
        }
        s.p = stop;
        if (s.p < s.end)
            markup(&s);
    }
}
