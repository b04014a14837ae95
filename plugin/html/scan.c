#include "html/scan.h"

#include "base/entity.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "html/nesting.h"
#include "html/rawtext.h"

#include <gumbo.h>

enum { FORMAT_STUBS = 8 };

typedef struct scanner {
    dc_arena *kept;
    dc_arena *scratch;
    const dc_scan_limits *limits;
    dc_skeleton *out;
    const char *begin;
    const char *p;
    const char *end;
    dc_nesting nesting;
    dc_map lists; // hash of an attribute list -> its number
    dc_map names; // hash of an unknown element's name -> number of its neutral name
    uint32_t n_pre;
    uint32_t n_foreign; // svg and math
    uint32_t n_maths;   // of these
    dc_str point;       // name of an open element in svg or math that may hold HTML; "" if none
    uint32_t n_tables;
    uint32_t n_noscripts;
    uint32_t n_formats;         // formatting elements that are open
    uint32_t n_open[DC_N_TAGS]; // the same by tag
    uint32_t at_depth;          // of blocks when the first of them was opened
    const char *inline_end;     // tags up to here are marks among letters
    bool in_select;
    bool in_columns;  // right behind a col or colgroup
    bool is_doubtful; // frameset or template seen: the tree builder may ignore tags
    bool is_odd;      // the tree builder may ignore even raw text, or be in svg without our knowing
    bool is_started;  // past the point where a doctype counts
    bool has_body;    // no frameset can take the body's place any more
    bool is_tangled;  // formatting elements may be open that are not counted
    bool is_after_block; // what went before ends a line
} scanner;

// White space in front of text is tree construction's business (it stays outside of body and
// tables), so it goes to gumbo: as one blank, or whole where it will be shown. A reference to a
// blank counts too.
static const char *leading_blank(const char *p, const char *end)
{
    for (;;) {
        while (p < end && dc_is_space(*p))
            p++;
        if (p == end || *p != '&')
            return p;
        char decoded[8];
        size_t n;
        const size_t used = dc_entity_decode(p, end, false, decoded, &n);
        if (used == 0 || n != 1 || !dc_is_space(decoded[0]))
            return p;
        p += used;
    }
}

static dc_str name_at(const char *p, const char *end)
{
    const char *from = p;
    while (p < end && !dc_is_space(*p) && *p != '/' && *p != '>')
        p++;
    return (dc_str){from, (size_t)(p - from)};
}

static bool is_markup(const char *p, const char *end)
{
    if (end - p < 2)
        return false;
    return dc_is_alpha(p[1]) || p[1] == '!' || p[1] == '?' || (p[1] == '/' && end - p > 2);
}

static const char *next_markup(const char *p, const char *end)
{
    while (p < end) {
        p = memchr(p, '<', (size_t)(end - p));
        if (!p)
            return end;
        if (is_markup(p, end))
            return p;
        p++;
    }
    return end;
}

static void emit(scanner *s, const char *p, size_t len)
{
    dc_skeleton_add(s->out, p, len);
}

static void emit_blank(scanner *s, const char *from, const char *to)
{
    if (from == to)
        return;
    if (!s->n_pre) {
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
    if (dc_skeleton_in_text(s->out) && !memchr(from, '\0', (size_t)(to - from))) {
        dc_skeleton_run(s->out, from, to, DC_RUN_TEXT);
        return;
    }
    while (from < to) {
        const char *nul = memchr(from, '\0', (size_t)(to - from));
        const char *stop = nul ? nul : to;
        const char *text = leading_blank(from, stop);
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
        const char *nul = memchr(from, '\0', (size_t)(to - from));
        dc_skeleton_run(s->out, from, nul ? nul : to, DC_RUN_RAW);
        if (nul)
            emit(s, "\xEF\xBF\xBD", 3);
        from = nul ? nul + 1 : to;
    }
}

static uint32_t intern(scanner *s, dc_str source)
{
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
// own.
static dc_str neutral_name(scanner *s, dc_str name)
{
    static const char *const pool[] = {"multicol", "spacer",  "blink",    "bdi",
                                       "bdo",      "acronym", "dfn",      "samp",
                                       "meter",    "output",  "progress", "abbr"};
    enum { POOL = sizeof pool / sizeof *pool };
    char lower[64];
    if (name.len > sizeof lower || (s->n_foreign && !memchr(name.p, '-', name.len)) ||
        gumbo_tagn_enum(name.p, (unsigned)name.len) != GUMBO_TAG_UNKNOWN)
        return name;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = dc_lower(name.p[i]);
    const uint64_t key = dc_hash((dc_str){lower, name.len});
    const uint32_t n = *dc_map_at(&s->names, key, (uint32_t)s->names.n);
    return n < POOL ? dc_str_of(pool[n]) : name;
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
    // Tree construction keeps at most three equal formatting elements open: equal lists, equal
    // stubs. A link closes the link before it, so it needs none.
    if ((dc_tag_flags(tag) & DC_TAG_FORMAT) && tag != DC_TAG_a && list)
        emit(s, (const char[2]){' ', (char)('p' + list % FORMAT_STUBS)}, 2);
}

// Where tree construction may not take a tag for what it is, everything goes through gumbo.
static bool is_plain(const scanner *s)
{
    return !s->n_foreign && !s->in_select && !s->in_columns && !s->is_doubtful;
}

// Head-like elements change nothing around them, wherever they stand; a doctype must come first.
static bool is_left_out(const scanner *s, dc_tag tag)
{
    return (tag == DC_TAG_script || tag == DC_TAG_style || tag == DC_TAG_link ||
            tag == DC_TAG_meta) &&
           s->is_started && is_plain(s) && !s->n_noscripts;
}

// br, img and wbr are to tree construction what a letter is: it opens what formatting is due, and
// stands.
static bool is_stub(const scanner *s, dc_tag tag)
{
    return (tag == DC_TAG_br || tag == DC_TAG_img || tag == DC_TAG_wbr) && is_plain(s);
}

static bool is_block(dc_tag tag)
{
    return tag != DC_TAG_unknown && !(dc_tag_flags(tag) & DC_TAG_INLINE);
}

// One list for several html or body tags is enough to merge from; more are an attack.
static void note_list(scanner *s, dc_numbers *lists, uint32_t list)
{
    if (list && lists->n < 16)
        *dc_vec_push(s->kept, lists) = list;
}

// White space opens formatting that is due, so it may only be left out where none can be. In a
// cell, or when blocks were opened inside and not closed, counting does not tell.
static void track_formats(scanner *s, dc_tag tag, bool is_start)
{
    const uint32_t flags = dc_tag_flags(tag);
    if (flags & DC_TAG_BARRIER)
        s->is_tangled |= s->n_formats > 0;
    if (!(flags & DC_TAG_FORMAT))
        return;
    if (is_start) {
        if (s->n_formats == 0)
            s->at_depth = s->nesting.n;
        s->n_formats++;
        s->n_open[tag]++;
    } else if (s->n_open[tag]) {
        s->n_formats--;
        s->n_open[tag]--;
        s->is_tangled |= s->n_formats == 0 && s->nesting.n != s->at_depth - 1;
    }
}

// Elements of svg and math that may hold HTML.
static bool is_point(dc_str name)
{
    static const char *const points[] = {
        "annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        if (dc_str_ieq(name, dc_str_of(points[i])))
            return true;
    return false;
}

// End tags do not reach out of such an element: once it holds one itself, svg and math may be open
// for longer than it looks.
static void track_point(scanner *s, dc_str name, bool is_start)
{
    if (!s->n_foreign)
        return;
    if (s->point.len && (is_start || !dc_str_ieq(name, s->point)))
        s->is_odd = s->is_doubtful = true;
    s->point = is_start && is_point(name) ? name : DC_STR("");
}

static void track(scanner *s, dc_tag tag, dc_str name, bool is_self_closing)
{
    track_point(s, name, true);
    s->is_started = true;
    s->in_columns = tag == DC_TAG_col || tag == DC_TAG_colgroup;
    track_formats(s, tag, true);
    switch (tag) {
    case DC_TAG_table:
        s->n_tables++;
        break;
    case DC_TAG_noscript:
        s->n_noscripts++;
        break;
    case DC_TAG_pre:
    case DC_TAG_listing:
    case DC_TAG_textarea:
        s->n_pre++;
        break;
    case DC_TAG_select:
        s->in_select = true;
        break;
    case DC_TAG_col:
    case DC_TAG_colgroup:
        s->is_odd |= s->is_doubtful;
        break;
    case DC_TAG_frameset:
    case DC_TAG_template:
        s->is_odd |= tag == DC_TAG_frameset || s->in_select;
        s->is_doubtful = true;
        break;
    case DC_TAG_svg:
    case DC_TAG_math:
        s->n_foreign += !is_self_closing;
        s->n_maths += tag == DC_TAG_math && !is_self_closing;
        break;
    default:
        break;
    }
}

static void note_source(scanner *s, dc_tag tag, uint32_t list, dc_str text)
{
    if (tag == DC_TAG_meta || tag == DC_TAG_link || tag == DC_TAG_script)
        *dc_vec_push(s->kept, &s->out->sources) = (dc_source){tag, list, text};
}

// Behind the tag whose attributes begin at p; *attrs_end is where they end.
static dc_attr_step skip_tag(const char **p, const char *end, const char **attrs_end)
{
    dc_raw_attr raw;
    dc_attr_step step;
    *attrs_end = *p;
    while ((step = dc_attr_next(p, end, &raw)) == DC_ATTR_ONE)
        *attrs_end = *p;
    return step;
}

// The rest of the page for gumbo to judge, where it is not certain which "<" begins a tag. Tags are
// noted all the same. The limits hold.
static void emit_rest(scanner *s, const char *p)
{
    size_t n_lists = 0; // of formatting elements
    while (p < s->end) {
        const char *lt = next_markup(p, s->end);
        emit_verbatim(s, p, lt);
        p = lt;
        if (s->end - p < 2 || !dc_is_alpha(p[1])) {
            emit_verbatim(s, p, p + (p < s->end));
            p += p < s->end;
            continue;
        }
        const dc_str name = name_at(p + 1, s->end);
        const dc_tag tag = dc_tag_of(name);
        const char *attrs = name.p + name.len;
        const char *attrs_end;
        const char *at = attrs;
        if (skip_tag(&at, s->end, &attrs_end) == DC_ATTR_CUT) {
            emit_verbatim(s, lt, s->end);
            return;
        }
        const uint32_t list = intern(s, (dc_str){attrs, (size_t)(attrs_end - attrs)});
        const bool is_format = dc_tag_flags(tag) & DC_TAG_FORMAT;
        p = at;
        if ((is_format && s->limits->drops_formatting) ||
            (!(dc_tag_flags(tag) & DC_TAG_VOID) && !dc_nesting_open(&s->nesting, tag, name))) {
            s->out->is_capped = true;
            continue;
        }
        *dc_vec_push(s->scratch, &s->out->starts) =
            (dc_start){(uint32_t)s->out->len, list, name, tag};
        note_source(s, tag, list, DC_STR_NONE);
        if (is_format && list && n_lists++ >= FORMAT_STUBS) {
            emit(s, "<", 1);
            emit(s, name.p, name.len);
            emit_steering(s, tag, name, list);
            emit(s, ">", 1);
        } else {
            emit_verbatim(s, lt, at);
        }
    }
}

// True if text that may be raw or mark-up ends at the same place either way.
static bool is_in_step(const char *p, const char *end)
{
    while ((p = next_markup(p, end)) < end) {
        const dc_str name = name_at(p + 1 + (p[1] == '/'), end);
        const uint32_t flags = dc_tag_flags(dc_tag_of(name));
        if (name.len == 0 || !dc_is_alpha(*name.p) || (flags & (DC_TAG_RAW | DC_TAG_RCDATA)) ||
            dc_tag_of(name) == DC_TAG_plaintext)
            return false;
        const char *unused;
        p = name.p + name.len;
        if (skip_tag(&p, end, &unused) == DC_ATTR_CUT)
            return false;
    }
    return true;
}

// The content of an element that the tokenizer reads as raw text. Where the tree builder may not
// have accepted the element and there is mark-up inside, gumbo sees it all and decides.
static void raw_content(scanner *s, dc_str name, dc_tag tag)
{
    const uint32_t flags = dc_tag_flags(tag);
    if (!(flags & (DC_TAG_RAW | DC_TAG_RCDATA)))
        return;
    const char *close =
        tag == DC_TAG_script ? dc_raw_script_end(s->p, s->end) : dc_raw_end(s->p, s->end, name);
    const size_t len = (size_t)(close - s->p);
    const bool has_tags = memchr(s->p, '<', len);
    const bool is_sure = !s->n_foreign && !s->is_odd && (!s->in_select || tag == DC_TAG_script);
    if (!is_sure && has_tags && !is_in_step(s->p, close)) {
        emit_rest(s, s->p);
        s->p = s->end;
        return;
    }
    if (!is_sure && (has_tags || memchr(s->p, '&', len))) {
        emit_verbatim(s, s->p, close);
        s->is_odd |= has_tags;
        s->is_doubtful |= has_tags;
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
    const char *const from = s->p;
    if (dc_tag_flags(tag) & DC_TAG_VOID) {
        note_source(s, tag, list, DC_STR_NONE);
        return;
    }
    const char *close =
        tag == DC_TAG_script ? dc_raw_script_end(from, s->end) : dc_raw_end(from, s->end, name);
    note_source(s, tag, list, (dc_str){from, (size_t)(close - from)});
    s->p = close;
    if (close == s->end)
        return;
    const char *unused;
    s->p += 2 + name.len;
    if (skip_tag(&s->p, s->end, &unused) == DC_ATTR_CUT)
        s->p = s->end;
}

static void emit_start(scanner *s, dc_str name, dc_tag tag, uint32_t list, bool is_self)
{
    const dc_str shown = tag == DC_TAG_unknown ? neutral_name(s, name) : name;
    *dc_vec_push(s->scratch, &s->out->starts) = (dc_start){(uint32_t)s->out->len, list, name, tag};
    emit(s, "<", 1);
    emit(s, shown.p, shown.len);
    emit_steering(s, tag, name, list);
    emit(s, &"/>"[!is_self], 1 + (size_t)is_self);
    track(s, tag, name, is_self);
    s->is_after_block = is_block(tag);
    if (tag == DC_TAG_plaintext) {
        if (is_plain(s))
            emit_raw(s, s->p, s->end);
        else
            emit_rest(s, s->p);
        s->p = s->end;
    }
    note_source(s, tag, list, DC_STR_NONE);
    raw_content(s, name, tag);
}

// An inline element that holds text, br, img and other such elements only is to tree construction a
// letter among letters: nothing in it can close anything outside. Formatting elements count as open
// only where counting is sure, because equal ones close each other.
static bool is_inline(const scanner *s, dc_tag tag)
{
    const uint32_t flags = dc_tag_flags(tag);
    if (!(flags & DC_TAG_INLINE) || (flags & (DC_TAG_VOID | DC_TAG_OPTIONAL)))
        return false;
    if (tag == DC_TAG_ruby || tag == DC_TAG_picture)
        return false;
    return !(flags & DC_TAG_FORMAT) ||
           (!s->is_tangled && !s->n_open[tag] && !s->limits->drops_formatting);
}

// Behind the end of a picture that begins at p, behind the name "svg", if it is simple: closed, and
// of elements that are no HTML and hold no HTML. NULL if it is not. Its inside is nothing to
// anybody.
static const char *svg_end(const char *p, const char *end)
{
    const char *unused;
    const dc_attr_step step = skip_tag(&p, end, &unused);
    if (step != DC_ATTR_CLOSE)
        return step == DC_ATTR_SELF ? p : NULL;
    for (bool in_title = false;;) {
        p = next_markup(p, end);
        if (end - p < 3)
            return NULL;
        if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
            p = dc_raw_comment_end(p, end);
            continue;
        }
        const bool is_end = p[1] == '/';
        const dc_str name = name_at(p + 1 + is_end, end);
        if (name.len == 0 || !dc_is_alpha(*name.p))
            return NULL;
        const dc_tag tag = dc_tag_of(name);
        p = name.p + name.len;
        if (skip_tag(&p, end, &unused) == DC_ATTR_CUT)
            return NULL;
        if (in_title != (is_end && tag == DC_TAG_title)) // HTML in a title, or no end of it
            return NULL;
        in_title = tag == DC_TAG_title && !is_end;
        if (tag == DC_TAG_svg)
            return is_end ? p : NULL;
        if (tag != DC_TAG_unknown && tag != DC_TAG_title && tag != DC_TAG_style &&
            tag != DC_TAG_image)
            return NULL;
        if (dc_str_ieq(name, DC_STR("desc")) || dc_str_ieq(name, DC_STR("foreignObject")))
            return NULL;
    }
}

// True if an element of that tag is among them and no two of it may be open.
static bool repeats(const dc_tag *open, size_t n, dc_tag tag)
{
    for (size_t i = 0; i < n && (dc_tag_flags(tag) & DC_TAG_FORMAT); i++)
        if (open[i] == tag)
            return true;
    return false;
}

// Looks ahead for the end of such an element; s->p is behind its start tag. Sets s->inline_end.
static bool begins_inline(scanner *s, dc_tag tag)
{
    enum { DEEPEST = 6, FURTHEST = 16384 };
    if (!s->has_body || !is_plain(s) || !is_inline(s, tag))
        return false;
    const char *const end = s->end - s->p < FURTHEST ? s->end : s->p + FURTHEST;
    dc_tag open[DEEPEST] = {tag};
    size_t n = 1;
    const char *p = s->p;
    while (n) {
        p = next_markup(p, end);
        if (end - p < 3)
            return false;
        const bool is_end = p[1] == '/';
        const dc_str name = name_at(p + 1 + is_end, end);
        const dc_tag inner = dc_tag_of(name);
        if (is_end && inner != open[n - 1])
            return false;
        if (is_end) {
            n--;
        } else if (inner == DC_TAG_svg) {
            p = svg_end(name.p + name.len, end);
            if (!p)
                return false;
            continue;
        } else if (!is_stub(s, inner)) {
            if (n == DEEPEST || !is_inline(s, inner) || repeats(open, n, inner))
                return false;
            open[n++] = inner;
        }
        const char *unused;
        p = name.p + name.len;
        if (skip_tag(&p, end, &unused) == DC_ATTR_CUT)
            return false;
    }
    if (memchr(s->p, '\0', (size_t)(p - s->p))) // which is for gumbo to judge
        return false;
    s->inline_end = p;
    return true;
}

static void start_tag(scanner *s, dc_str name)
{
    const char *attrs = name.p + name.len;
    const char *attrs_end;
    const char *at = attrs;
    const dc_attr_step step = skip_tag(&at, s->end, &attrs_end);
    s->p = at;
    if (step == DC_ATTR_CUT) {
        s->p = s->end;
        return;
    }
    const dc_tag tag = dc_tag_of(name);
    const uint32_t flags = dc_tag_flags(tag);
    const bool is_self = step == DC_ATTR_SELF;
    if (s->limits->drops_formatting && (flags & DC_TAG_FORMAT) && tag != DC_TAG_a)
        return;
    const uint32_t list = intern(s, (dc_str){attrs, (size_t)(attrs_end - attrs)});
    if (is_left_out(s, tag)) {
        leave_out(s, name, tag, list);
        return;
    }
    const char *picture =
        tag == DC_TAG_svg && s->has_body && is_plain(s) ? svg_end(attrs, s->end) : NULL;
    if (picture)
        s->p = picture;
    if (picture || is_stub(s, tag)) {
        s->is_started = true;
        s->is_after_block = false;
        dc_skeleton_mark(s->out, DC_RUN_ELEMENT, tag, list);
        return;
    }
    if (at <= s->inline_end || begins_inline(s, tag)) {
        s->is_started = true;
        s->is_after_block = false;
        dc_skeleton_mark(s->out, DC_RUN_OPEN, tag, list);
        return;
    }
    const bool opens = !(flags & DC_TAG_VOID) && !(is_self && s->n_foreign);
    if (opens && !dc_nesting_open(&s->nesting, tag, name)) {
        s->out->is_capped = true;
        return;
    }
    if (tag == DC_TAG_html)
        note_list(s, &s->out->html_lists, list);
    if (tag == DC_TAG_body) {
        s->has_body = true;
        note_list(s, &s->out->body_lists, list);
    }
    emit_start(s, name, tag, list, is_self);
}

static void track_end(scanner *s, dc_tag tag, dc_str name)
{
    track_point(s, name, false);
    s->in_columns = false;
    s->is_after_block = is_block(tag);
    track_formats(s, tag, false);
    if (tag == DC_TAG_pre || tag == DC_TAG_listing || tag == DC_TAG_textarea)
        s->n_pre -= s->n_pre > 0;
    else if (tag == DC_TAG_select)
        s->in_select = false;
    else if (tag == DC_TAG_svg)
        s->n_foreign -= s->n_foreign > s->n_maths;
    else if (tag == DC_TAG_math && s->n_maths) {
        s->n_foreign--;
        s->n_maths--;
    } else if (tag == DC_TAG_table)
        s->n_tables -= s->n_tables > 0;
    else if (tag == DC_TAG_noscript)
        s->n_noscripts -= s->n_noscripts > 0;
}

static void end_tag(scanner *s, dc_str name)
{
    const char *at = name.p + name.len;
    const char *unused;
    const dc_attr_step step = skip_tag(&at, s->end, &unused);
    s->p = step == DC_ATTR_CUT ? s->end : at;
    if (step == DC_ATTR_CUT)
        return;
    if (s->p <= s->inline_end) {
        dc_skeleton_mark(s->out, DC_RUN_CLOSE, DC_TAG_none, 0);
        return;
    }
    const dc_tag tag = dc_tag_of(name);
    const uint32_t flags = dc_tag_flags(tag);
    if (s->limits->drops_formatting && (flags & DC_TAG_FORMAT) && tag != DC_TAG_a)
        return;
    if ((flags & DC_TAG_VOID) && tag != DC_TAG_br && s->is_started && is_plain(s)) // closes nothing
        return;
    if (!dc_nesting_close(&s->nesting, tag, name))
        return;
    // gumbo forgets to place the characters it holds when a form ends: they would fall behind the
    // form.
    if (tag == DC_TAG_form)
        emit(s, "<!---->", 7);
    const dc_str shown = tag == DC_TAG_unknown ? neutral_name(s, name) : name;
    emit(s, "</", 2);
    emit(s, shown.p, shown.len);
    emit(s, ">", 1);
    track_end(s, tag, name);
}

// A comment ends the pending characters of a table, and stands between pre and its first line end:
// there an empty one stays.
static void comment(scanner *s, const char *after)
{
    if (s->n_tables || s->n_pre || !is_plain(s))
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
        emit_rest(s, s->p);
        after = s->end;
    } else if (gt) {
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
        s->is_started = true;
        s->p = after;
    } else if ((s->n_foreign || s->is_doubtful) && dc_str_starts(rest, DC_STR("<![CDATA["))) {
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
        start_tag(s, name_at(s->p + 1, s->end));
    else if (next == '!' || next == '?')
        declaration(s);
    else if (dc_is_alpha(s->p[2])) // "</x"
        end_tag(s, name_at(s->p + 2, s->end));
    else if (s->p[2] == '>') // "</>" is nothing
        s->p += 3;
    else {
        const char *gt = memchr(s->p, '>', (size_t)(s->end - s->p));
        comment(s, gt ? gt + 1 : s->end);
    }
}

// True for white space between two block-level tags, which shows nowhere.
static bool is_idle(const scanner *s, const char *from, const char *to)
{
    if (!s->is_after_block || s->n_formats || s->is_tangled || s->n_pre || !is_plain(s))
        return false;
    for (const char *p = from; p < to; p++)
        if (!dc_is_space(*p))
            return false;
    if (s->end - to < 3)
        return false;
    const char *name = to + 1 + (to[1] == '/');
    return dc_is_alpha(*name) && is_block(dc_tag_of(name_at(name, s->end)));
}

void dc_scan(dc_arena *kept, dc_arena *scratch, dc_str source, const dc_scan_limits *limits,
             dc_skeleton *out)
{
    *out = (dc_skeleton){.kept = kept, .scratch = scratch};
    scanner s = {.kept = kept,
                 .scratch = scratch,
                 .limits = limits,
                 .out = out,
                 .begin = source.p,
                 .p = source.p,
                 .end = source.p + source.len,
                 .lists = dc_map_in(scratch),
                 .names = dc_map_in(scratch)};
    dc_nesting_init(&s.nesting, scratch, limits->depth);
    *dc_vec_push(kept, &out->lists) = (dc_attrs){.is_parsed = true};
    while (s.p < s.end) {
        const char *stop = next_markup(s.p, s.end);
        if (stop > s.p && !is_idle(&s, s.p, stop)) {
            s.has_body = s.has_body || (leading_blank(s.p, stop) < stop &&
                                        !memchr(s.p, '\0', (size_t)(stop - s.p)));
            emit_text(&s, s.p, stop);
        }
        s.p = stop;
        if (s.p < s.end)
            markup(&s);
    }
}
