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
    uint32_t n_foreign;
    uint32_t n_tables;
    uint32_t n_noscripts;
    uint32_t n_formats;         // formatting elements that are open
    uint32_t n_open[DC_N_TAGS]; // the same by tag
    uint32_t at_depth;          // of blocks when the first of them was opened
    const char *peeked;         // name of the tag that was looked at ahead,
    dc_tag peeked_tag;          // and what it is
    const char *inline_end;     // tags up to here are marks among letters
    uint32_t n_uncounted;       // tags that went to gumbo unseen
    bool has_nul;               // anywhere in the source
    bool in_select;
    bool in_columns;     // right behind a col or colgroup
    bool is_doubtful;    // frameset or template seen: the tree builder may ignore tags
    bool is_started;     // past the point where a doctype counts
    bool has_body;       // no frameset can take the body's place any more
    bool is_tangled;     // formatting elements may be open that are not counted
    bool is_after_block; // what went before ends a line
    bool is_after_stub;  // the last thing that is no blank is an element in a letter's place
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
    static const bool ends[256] = {['\t'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true,
                                   [' '] = true,  ['>'] = true,  ['/'] = true};
    const char *from = p;
    while (p < end && !ends[(unsigned char)*p])
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
        char decoded[8] = {*p};
        size_t n = 1;
        p += *p == '&' ? dc_entity_decode(p, to, false, decoded, &n) : 1;
        emit(s, decoded, n);
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
        const char *text = leading_blank(from, stop);
        emit_blank(s, from, text);
        dc_skeleton_run(s->out, text, stop, DC_RUN_TEXT);
        if (nul)
            emit(s, "", 1);
        from = nul ? nul + 1 : to;
    }
}

// Bytes for gumbo to judge: what could be taken for one of our code points becomes U+FFFD.
static void emit_verbatim(scanner *s, const char *from, const char *to)
{
    for (const char *p = from; p < to;) {
        if ((unsigned char)*p < 0xF3) {
            emit(s, p++, 1);
        } else {
            emit(s, "\xEF\xBF\xBD", 3);
            p += to - p < 4 ? to - p : 4;
        }
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
    if (name.len > sizeof lower || s->n_foreign ||
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

static void track(scanner *s, dc_tag tag, bool is_self_closing)
{
    s->is_started = true;
    s->is_after_stub = false;
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
    case DC_TAG_frameset:
    case DC_TAG_template:
        s->is_doubtful = true;
        break;
    case DC_TAG_svg:
    case DC_TAG_math:
        s->n_foreign += !is_self_closing;
        break;
    default:
        break;
    }
}

// Tags that gumbo sees and nobody counts may nest: a page gets so many of them.
static bool can_be_verbatim(scanner *s, const char *from, const char *to)
{
    enum { MOST_UNCOUNTED = 2048 };
    for (const char *p = from; (p = memchr(p, '<', (size_t)(to - p))); p++)
        if (++s->n_uncounted > MOST_UNCOUNTED) {
            s->out->is_capped = true;
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
    const bool has_markup = memchr(s->p, '<', (size_t)(close - s->p)) != NULL;
    if (has_markup && (s->n_foreign || s->in_select || s->is_doubtful) &&
        can_be_verbatim(s, s->p, close))
        emit_verbatim(s, s->p, close);
    else if (flags & DC_TAG_RCDATA)
        emit_text(s, s->p, close);
    else
        dc_skeleton_run(s->out, s->p, close, DC_RUN_RAW);
    s->p = close;
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
    if (*p < end && **p == '>') { // most end tags, many start tags
        *p += 1;
        return DC_ATTR_CLOSE;
    }
    while ((step = dc_attr_next(p, end, &raw)) == DC_ATTR_ONE)
        *attrs_end = *p;
    return step;
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
    char *to = dc_skeleton_room(s->out, shown.len + 1);
    to[0] = '<';
    memcpy(to + 1, shown.p, shown.len);
    emit_steering(s, tag, name, list);
    emit(s, &"/>"[!is_self], 1 + (size_t)is_self);
    track(s, tag, is_self);
    s->is_after_block = is_block(tag);
    if (tag == DC_TAG_plaintext && is_plain(s)) {
        dc_skeleton_run(s->out, s->p, s->end, DC_RUN_RAW);
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
    for (;;) {
        p = next_markup(p, end);
        if (end - p < 3)
            return NULL;
        const bool is_end = p[1] == '/';
        const dc_str name = name_at(p + 1 + is_end, end);
        const dc_tag tag = dc_tag_of(name);
        p = name.p + name.len;
        if (name.len == 0 || skip_tag(&p, end, &unused) == DC_ATTR_CUT)
            return NULL;
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
    if (s->has_nul && memchr(s->p, '\0', (size_t)(p - s->p))) // which is for gumbo to judge
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
    const dc_tag tag = name.p == s->peeked ? s->peeked_tag : dc_tag_of(name);
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
        s->is_after_stub = true;
        dc_skeleton_mark(s->out, DC_RUN_ELEMENT, tag, list);
        return;
    }
    if (at <= s->inline_end || begins_inline(s, tag)) {
        s->is_started = true;
        s->is_after_block = false;
        s->is_after_stub = true;
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

static void track_end(scanner *s, dc_tag tag)
{
    s->is_after_stub = false;
    s->in_columns = false;
    s->is_after_block = is_block(tag);
    track_formats(s, tag, false);
    if (tag == DC_TAG_pre || tag == DC_TAG_listing || tag == DC_TAG_textarea)
        s->n_pre -= s->n_pre > 0;
    else if (tag == DC_TAG_select)
        s->in_select = false;
    else if (tag == DC_TAG_svg || tag == DC_TAG_math)
        s->n_foreign -= s->n_foreign > 0;
    else if (tag == DC_TAG_table)
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
    const dc_tag tag = name.p == s->peeked ? s->peeked_tag : dc_tag_of(name);
    const uint32_t flags = dc_tag_flags(tag);
    if (s->limits->drops_formatting && (flags & DC_TAG_FORMAT) && tag != DC_TAG_a)
        return;
    if ((flags & DC_TAG_VOID) && tag != DC_TAG_br && is_plain(s)) // closes nothing
        return;
    if (!dc_nesting_close(&s->nesting, tag, name))
        return;
    // gumbo forgets to place the characters it holds when a form ends: they would fall behind the
    // form.
    if (tag == DC_TAG_form && s->is_after_stub)
        emit(s, "<!---->", 7);
    const dc_str shown = tag == DC_TAG_unknown ? neutral_name(s, name) : name;
    char *to = dc_skeleton_room(s->out, shown.len + 3);
    to[0] = '<';
    to[1] = '/';
    memcpy(to + 2, shown.p, shown.len);
    to[shown.len + 2] = '>';
    track_end(s, tag);
}

// A comment ends the pending characters of a table, and stands between pre and its first line end:
// there an empty one stays.
static void comment(scanner *s, const char *after)
{
    if (s->n_tables || s->n_pre || !is_plain(s))
        emit(s, "<!---->", 7);
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
    } else if (s->n_foreign && dc_str_starts(rest, DC_STR("<![CDATA["))) {
        const size_t close = dc_str_find(rest, DC_STR("]]>"));
        const char *stop = close == DC_STR_NPOS ? s->end : s->p + close;
        emit(s, "<![CDATA[", 9);
        dc_skeleton_run(s->out, s->p + 9, stop, DC_RUN_RAW);
        emit(s, "]]>", 3);
        s->p = close == DC_STR_NPOS ? s->end : stop + 3;
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
static bool is_idle(scanner *s, const char *from, const char *to)
{
    if (!s->is_after_block || s->n_formats || s->is_tangled || s->n_pre || !is_plain(s))
        return false;
    for (const char *p = from; p < to; p++)
        if (!dc_is_space(*p))
            return false;
    if (s->end - to < 3)
        return false;
    s->peeked = to + 1 + (to[1] == '/');
    s->peeked_tag = dc_tag_of(name_at(s->peeked, s->end));
    return dc_is_alpha(*s->peeked) && is_block(s->peeked_tag);
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
    s.has_nul = source.len && memchr(source.p, '\0', source.len);
    dc_nesting_init(&s.nesting, scratch, limits->depth);
    *dc_vec_push(kept, &out->lists) = (dc_attrs){.is_parsed = true};
    while (s.p < s.end) {
        const char *stop = next_markup(s.p, s.end);
        if (stop > s.p && !is_idle(&s, s.p, stop)) {
            s.has_body = s.has_body || leading_blank(s.p, stop) < stop;
            emit_text(&s, s.p, stop);
        }
        s.p = stop;
        if (s.p < s.end)
            markup(&s);
    }
}
