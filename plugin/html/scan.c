#include "html/scan.h"

#include "base/chunk.h"
#include "html/cursor.h"
#include "html/doubt.h"
#include "html/picture.h"
#include "html/rawtext.h"
#include "html/shown.h"

// Mark-up at s->p.
typedef struct markup {
    const char *lt;
    dc_str name; // of a tag
    dc_tag tag;
    bool is_tag;
    bool is_end;
    bool has_nul; // the text in front
} markup;

static bool is_block(dc_tag tag)
{
    return tag != DC_TAG_unknown && !(dc_tag_flags(tag) & DC_TAG_INLINE);
}

// The bytes of a name of at most eight, where as many can be read.
static inline uint64_t bytes_of_name(dc_str name)
{
    uint64_t bytes;
    memcpy(&bytes, name.p, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return bytes << (64 - 8 * name.len);
#else
    return bytes >> (64 - 8 * name.len);
#endif
}

static inline dc_tag tag_of(dc_scanner *s, dc_str name)
{
    if (name.len == 0 || name.len > 8 || s->end - name.p < 8)
        return dc_tag_of(name);
    const uint64_t bytes = bytes_of_name(name);
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): the golden ratio's bits spread those of the name.
    dc_tag_memo *memo = &s->memos[bytes * 0x9E3779B97F4A7C15 >> 57];
    if (memo->name != bytes || memo->len != name.len)
        *memo = (dc_tag_memo){bytes, (uint32_t)name.len, dc_tag_of(name)};
    return memo->tag;
}

// The next mark-up at or behind s->p.
static inline markup next_markup(dc_scanner *s)
{
    markup m = {.has_nul = false};
    const char *lt = dc_next_markup(s->p, s->end, &m.has_nul);
    m.lt = lt;
    if (lt == s->end)
        return m;
    m.is_end = lt[1] == '/';
    const char *name = lt + 1 + m.is_end;
    m.is_tag = dc_is_alpha(*name);
    if (m.is_tag) {
        m.name = dc_name_at(name, s->end);
        m.tag = tag_of(s, m.name);
    }
    return m;
}

// Head-like elements change nothing around them, wherever they stand; only the first of a page may
// open its head. A script that holds a formula is text in its place.
static bool is_left_out(const dc_scanner *s, dc_tag tag, uint32_t list)
{
    return (tag == DC_TAG_script || tag == DC_TAG_style || tag == DC_TAG_link ||
            tag == DC_TAG_meta) &&
           s->context.has_head && dc_context_is_plain(&s->context) && !s->context.n_noscripts &&
           !(tag == DC_TAG_script &&
             dc_str_istarts(dc_attrs_get(s->kept, &s->out->lists.v[list], DC_STR("type")),
                            DC_STR("math/tex")));
}

// What stands between pre and its first line end keeps that line end. Of what is left out an empty
// comment stays there.
static void keep_apart(dc_scanner *s)
{
    if (!s->letters.n && s->context.n_pre)
        dc_emit(s, "<!---->", 7);
}

// Past the content and the end tag of an element that is left out.
static void leave_out(dc_scanner *s, dc_str name, dc_tag tag, uint32_t list)
{
    keep_apart(s);
    if (dc_tag_flags(tag) & DC_TAG_VOID) {
        dc_scanner_note(s, tag, list, DC_STR_NONE);
        return;
    }
    const char *close = dc_raw_content_end(s->p, s->end, name, tag);
    dc_scanner_note(s, tag, list, (dc_str){s->p, (size_t)(close - s->p)});
    s->p = close;
    if (close == s->end)
        return;
    const char *unused;
    s->p += 2 + name.len;
    if (dc_skip_tag(&s->p, s->end, &unused, s->is_wide) == DC_ATTR_CUT)
        s->p = s->end;
}

// Bytes of an opening and a closing, of which only some count.
typedef struct tag_form {
    char open[2];
    char close[2];
    uint8_t n_open;
    uint8_t n_close;
} tag_form;

static const tag_form start_form = {"<", ">", 1, 1};
static const tag_form self_form = {"<", "/>", 1, 2};
static const tag_form end_form = {"</", ">", 2, 1};

// A tag as it stands, without attributes.
static inline void emit_tag(dc_scanner *s, const tag_form *form, dc_str name)
{
    enum { SHORT = 16, FORM = 4 };
    const size_t n_name = name.len > SHORT ? name.len : SHORT;
    char *const from = dc_skeleton_room(s->out, n_name + FORM);
    char *to = from;
    memcpy(to, form->open, 2);
    to += form->n_open;
    if (name.len <= SHORT && s->end - name.p >= SHORT)
        memcpy(to, name.p, SHORT); // one load and one store
    else
        memcpy(to, name.p, name.len);
    to += name.len;
    memcpy(to, form->close, 2);
    to += form->n_close;
    s->out->len -= n_name + FORM - (size_t)(to - from);
}

static inline void add_start(dc_scanner *s, const markup *m, uint32_t list)
{
    dc_start *start = dc_vec_push(s->scratch, &s->out->starts);
    start->at = (uint32_t)s->out->len;
    start->attrs = list;
    start->name = m->name;
    start->tag = m->tag;
}

// A box that is like any other to tree construction.
static void plain_start(dc_scanner *s, const markup *m, uint32_t list, bool is_self)
{
    if (!dc_nesting_open(&s->context.nesting, m->tag, m->name)) {
        s->out->is_capped = true;
        dc_letters_lose(&s->letters);
        return;
    }
    dc_letters_begin(&s->letters, &s->context, s->out, m->tag, list);
    add_start(s, m, list);
    emit_tag(s, is_self ? &self_form : &start_form, m->name);
    dc_context_box(&s->context);
    s->is_after_block = true;
}

static void emit_start(dc_scanner *s, const markup *m, uint32_t list, bool is_self)
{
    const dc_tag tag = m->tag;
    const dc_str name = m->name;
    const dc_str shown = dc_shown_name(s, tag, name);
    add_start(s, m, list);
    dc_emit(s, "<", 1);
    dc_emit(s, shown.p, shown.len);
    dc_emit_steering(s, tag, name, list);
    dc_emit(s, &"/>"[!is_self], 1 + (size_t)is_self);
    dc_context_start(&s->context, tag, name, is_self);
    s->is_after_block = is_block(tag);
    if (tag == DC_TAG_plaintext && !dc_context_is_plain(&s->context)) {
        dc_emit_rest(s);
    } else if (tag == DC_TAG_plaintext) {
        dc_emit_raw(s, s->p, s->end);
        s->p = s->end;
    }
    dc_str text = DC_STR_NONE;
    if (tag == DC_TAG_script && !s->context.n_foreign)
        text = (dc_str){s->p, (size_t)(dc_raw_content_end(s->p, s->end, name, tag) - s->p)};
    dc_scanner_note(s, tag, list, text);
    dc_raw_content(s, name, tag);
}

static void emit_letter(dc_scanner *s, dc_tag tag, uint32_t list)
{
    s->context.is_started = true;
    s->is_after_block = false;
    dc_skeleton_letter(s->out, tag, list);
}

// Before a template that stands where all is plain. What it holds is out of reach for all that is
// outside: at its end tree construction is where it was here.
static void enter_template(dc_scanner *s)
{
    const dc_context *c = &s->context;
    if (c->n_templates)
        return;
    s->has_outside = c->has_body && !c->nesting.n_dropped && dc_context_is_plain(c);
    if (!s->has_outside)
        return;
    s->outside = *c;
    const size_t size = c->nesting.n * sizeof *c->nesting.open;
    s->outside_open = dc_arena_alloc(s->scratch, size);
    memcpy(s->outside_open, c->nesting.open, size);
}

// Behind the end tag of the outermost template, where nothing in it was in doubt.
static void leave_template(dc_scanner *s)
{
    const dc_context *c = &s->context;
    if (!s->has_outside || c->is_odd || c->is_marked || c->in_select || c->n_foreign ||
        c->nesting.n_dropped)
        return;
    s->context = s->outside;
    memcpy(s->context.nesting.open, s->outside_open,
           s->outside.nesting.n * sizeof *s->outside_open);
}

// A start tag with rules of its own.
static void special_start(dc_scanner *s, const markup *m, uint32_t list, bool is_self)
{
    const dc_tag tag = m->tag;
    const uint32_t flags = dc_tag_flags(tag);
    if (is_left_out(s, tag, list)) {
        leave_out(s, m->name, tag, list);
        return;
    }
    const char *picture =
        tag == DC_TAG_svg && s->context.has_body && dc_context_is_plain(&s->context)
            ? dc_picture_end(m->name.p + m->name.len, s->end, s->is_wide)
            : NULL;
    if (picture)
        s->p = picture;
    if (picture || dc_is_letter(&s->letters, &s->context, tag)) {
        emit_letter(s, tag, list);
        return;
    }
    const bool opens = !(flags & DC_TAG_VOID) && !(is_self && s->context.n_foreign);
    if (tag == DC_TAG_template)
        enter_template(s);
    if (opens && !dc_nesting_open(&s->context.nesting, tag, m->name)) {
        s->out->is_capped = true;
        dc_letters_lose(&s->letters);
        return;
    }
    dc_letters_begin(&s->letters, &s->context, s->out, tag, list);
    s->context.has_body |= tag == DC_TAG_body;
    emit_start(s, m, list, is_self);
}

static void start_tag(dc_scanner *s, const markup *m)
{
    const char *attrs = m->name.p + m->name.len;
    const char *attrs_end;
    s->p = attrs;
    const dc_attr_step step = dc_skip_tag(&s->p, s->end, &attrs_end, s->is_wide);
    if (step == DC_ATTR_CUT) {
        s->p = s->end;
        return;
    }
    const uint32_t flags = dc_tag_flags(m->tag);
    if (s->context.drops_formatting && (flags & DC_TAG_FORMAT) && m->tag != DC_TAG_a)
        return;
    if ((m->tag == DC_TAG_html || m->tag == DC_TAG_body) && s->n_merged >= DC_MOST_MERGED) {
        s->out->is_capped = true; // such a tag has nothing to add but attributes
        return;
    }
    const uint32_t list = attrs < attrs_end ? dc_scanner_list(s, attrs, attrs_end) : 0;
    const bool is_self = step == DC_ATTR_SELF;
    if ((flags & DC_TAG_PLAIN) && !s->context.n_foreign)
        plain_start(s, m, list, is_self);
    else
        special_start(s, m, list, is_self);
}

static void special_end(dc_scanner *s, const markup *m)
{
    const dc_tag tag = m->tag;
    const uint32_t flags = dc_tag_flags(tag);
    if (s->context.drops_formatting && (flags & DC_TAG_FORMAT) && tag != DC_TAG_a)
        return;
    if ((flags & DC_TAG_VOID) && tag != DC_TAG_br && s->context.is_started &&
        dc_context_is_plain(&s->context)) { // closes nothing
        keep_apart(s);
        return;
    }
    dc_letters_lose(&s->letters);
    if (!dc_nesting_close(&s->context.nesting, tag, m->name))
        return;
    // gumbo forgets to place the characters it holds when a form ends: they would fall behind the
    // form.
    if (tag == DC_TAG_form)
        dc_emit(s, "<!---->", 7);
    const dc_str shown = dc_shown_name(s, tag, m->name);
    dc_emit(s, "</", 2);
    dc_emit(s, shown.p, shown.len);
    dc_emit(s, ">", 1);
    const bool is_in_template = s->context.n_templates == 1;
    dc_context_end(&s->context, tag, m->name);
    if (is_in_template && !s->context.n_templates)
        leave_template(s);
    s->is_after_block = is_block(tag);
}

static void plain_end(dc_scanner *s, const markup *m)
{
    dc_letters_lose(&s->letters);
    if (!dc_nesting_close(&s->context.nesting, m->tag, m->name))
        return;
    emit_tag(s, &end_form, m->name);
    s->context.in_columns = false;
    s->is_after_block = true;
}

// The end of the last element that is known to be open.
static void known_end(dc_scanner *s, const markup *m)
{
    dc_nesting_close(&s->context.nesting, m->tag, m->name);
    if (!dc_letters_end(&s->letters, s->out))
        emit_tag(s, &end_form, dc_shown_name(s, m->tag, m->name));
    dc_context_end(&s->context, m->tag, m->name);
    if (m->tag == DC_TAG_button)
        s->context.n_open[m->tag] = 0;
    s->is_after_block = is_block(m->tag);
}

static void end_tag(dc_scanner *s, const markup *m)
{
    const char *unused;
    s->p = m->name.p + m->name.len;
    if (dc_skip_tag(&s->p, s->end, &unused, s->is_wide) == DC_ATTR_CUT) {
        s->p = s->end;
        return;
    }
    if (dc_letters_closes(&s->letters, &s->context, m->tag))
        known_end(s, m);
    else if ((dc_tag_flags(m->tag) & DC_TAG_PLAIN) && !s->context.n_foreign)
        plain_end(s, m);
    else
        special_end(s, m);
}

// A comment ends the pending characters of a table: there an empty one stays as well.
static void comment(dc_scanner *s, const char *after)
{
    if (!s->letters.n && (s->context.n_tables || !dc_context_is_plain(&s->context)))
        dc_emit(s, "<!---->", 7);
    else
        keep_apart(s);
    s->p = after;
}

// s->p is at "<!" or "<?".
static void declaration(dc_scanner *s)
{
    const dc_str rest = {s->p, (size_t)(s->end - s->p)};
    const char *gt = memchr(s->p, '>', rest.len);
    const char *after = gt ? gt + 1 : s->end;
    if (dc_str_starts(rest, DC_STR("<!--"))) {
        comment(s, dc_raw_comment_end(s->p, s->end));
    } else if (dc_str_istarts(rest, DC_STR("<!doctype"))) {
        dc_letters_keep_tags(&s->letters);
        dc_emit_verbatim(s, s->p, after); // it decides about quirks mode
        s->context.is_started = true;
        s->p = after;
    } else if ((s->context.n_foreign || s->context.is_doubtful) &&
               dc_str_starts(rest, DC_STR("<![CDATA["))) {
        dc_cdata(s, rest);
    } else {
        comment(s, after);
    }
}

static void no_tag(dc_scanner *s)
{
    const char next = s->p[1];
    if (next == '!' || next == '?') {
        declaration(s);
    } else if (s->p[2] == '>') { // "</>" is nothing
        s->p += 3;
    } else {
        const char *gt = memchr(s->p, '>', (size_t)(s->end - s->p));
        comment(s, gt ? gt + 1 : s->end);
    }
}

// True for white space between two block-level tags, which shows nowhere.
static bool is_idle(const dc_scanner *s, const char *from, const markup *next)
{
    if (!s->is_after_block || s->context.n_formats || s->context.is_tangled || s->context.n_pre ||
        !dc_context_is_plain(&s->context))
        return false;
    return next->is_tag && is_block(next->tag) && s->end - next->lt >= 3 &&
           dc_skip_blank(from, next->lt) == next->lt;
}

// The text from s->p to `next`.
static void text(dc_scanner *s, const markup *next)
{
    const char *from = s->p;
    const char *to = next->lt;
    if (is_idle(s, from, next))
        return;
    const bool has_nul = next->has_nul;
    if (has_nul) // NUL is for gumbo to judge
        dc_letters_keep_tags(&s->letters);
    if (!s->context.has_body)
        s->context.has_body = dc_leading_blank(from, to) < to && !has_nul;
    dc_emit_text(s, from, to, has_nul);
}

// A fragment may be the content of an element without mark-up.
static void enter(dc_scanner *s, const dc_fragment *fragment)
{
    dc_context_enter(&s->context, fragment);
    const dc_tag tag = fragment->space ? DC_TAG_none : dc_tag_of(fragment->name);
    const bool is_rcdata = dc_tag_flags(tag) & DC_TAG_RCDATA;
    if (is_rcdata)
        dc_emit_text(s, s->p, s->end, dc_has_nul(s->p, s->end));
    else if ((dc_tag_flags(tag) & DC_TAG_RAW) || tag == DC_TAG_plaintext)
        dc_emit_raw(s, s->p, s->end);
    else
        return;
    s->p = s->end;
}

static void step(dc_scanner *s)
{
    const markup m = next_markup(s);
    if (s->p < m.lt)
        text(s, &m);
    s->p = m.lt;
    if (m.is_tag && m.is_end)
        end_tag(s, &m);
    else if (m.is_tag)
        start_tag(s, &m);
    else if (m.lt < s->end)
        no_tag(s);
}

void dc_scan(dc_arena *kept, dc_arena *scratch, dc_str source, const dc_fragment *fragment,
             const dc_scan_limits *limits, dc_skeleton *out)
{
    *out = (dc_skeleton){.kept = kept, .scratch = scratch};
    dc_scanner s = {.kept = kept,
                    .scratch = scratch,
                    .out = out,
                    .p = source.p,
                    .end = source.p + source.len,
                    .lists = dc_intern_in(scratch),
                    .names = dc_map_in(scratch),
                    .is_wide = dc_has_wide_chunks()};
    s.context.drops_formatting = limits->drops_formatting;
    s.letters.is_off = limits->keeps_tags;
    dc_nesting_init(&s.context.nesting, scratch, limits->depth);
    *dc_vec_push(kept, &out->lists) = (dc_attrs){.is_parsed = true};
    if (fragment)
        enter(&s, fragment);
    while (s.p < s.end)
        step(&s);
}
