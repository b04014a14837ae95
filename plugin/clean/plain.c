#include "clean/plain.h"

#include "base/utf8.h"
#include "blocks/spaces.h"
#include "clean/tail.h"

#include <stddef.h>

enum {
    MOST_CUTS = 4,     // prompts in a row at the end of one line
    MOST_AHEAD = 64,   // lines looked at for prose behind the first one
    WEAK_REACH = 8,    // lines between a weak phrase and the strong one that proves it
    LISTING_REACH = 4, // lines between two rows of a listing
    LISTING_ROWS = 3,  // or fewer when they are near each other
    CODE_INDENT = 4,
    FENCE_LINE = 64, // bytes of a line that is a fence
    UNSURE = 8,      // bytes at the end of a window that may be half a character or line end
    BOM_MAX = 3,
    TAIL_MAX = 8 << 10, // bytes at the end of a long line in which all cuts are
};

static const dc_phrase none = {DC_FAMILY_none, DC_PROVES_NOTHING};

static bool is_phrase(dc_phrase phrase)
{
    return phrase.strength >= DC_PROVES_WEAK;
}

static bool is_blank_code(uint32_t code)
{
    char bytes[4];
    size_t len = dc_utf8_encode(code, bytes);
    return dc_char_kind_at(bytes, bytes + len, &len) != DC_CHAR_PLAIN;
}

// Most lines do: they are neither blank nor code nor a fence.
static inline bool begins_with_letter(const dc_plain *c, const dc_line *line)
{
    return c->lines.units == DC_UNITS_BYTES && line->at < line->end &&
           dc_is_alpha(c->lines.text.p[line->at]);
}

static bool is_blank(const dc_plain *c, const dc_line *line)
{
    for (size_t at = line->at; at < line->end;) {
        uint32_t code;
        at += dc_lines_code(&c->lines, at, line->end, &code);
        if (!is_blank_code(code))
            return false;
    }
    return true;
}

// Indented as code is: by a tab or four blanks.
static bool is_code(const dc_plain *c, const dc_line *line)
{
    uint32_t code = ' ';
    int n = 0;
    for (size_t at = line->at; at < line->end && code == ' ' && n < CODE_INDENT; n++)
        at += dc_lines_code(&c->lines, at, line->end, &code);
    return code == '\t' || (code == ' ' && n == CODE_INDENT);
}

// True in a Markdown block of code between fences, and on these; one that is never closed goes on
// to the end of the text. What stands behind an opening fence is the name of a language.
static bool is_fenced(dc_plain *c, const dc_line *line)
{
    const size_t most = line->end - line->at;
    const size_t len = most < FENCE_LINE ? most : FENCE_LINE;
    dc_str s = dc_str_trim(dc_lines_utf8(&c->lines, line->at, line->at + len, c->room));
    if (!dc_str_starts(s, DC_STR("```")) && !dc_str_starts(s, DC_STR("~~~")))
        return c->fence != '\0';
    const char mark = s.p[0];
    while (s.len && s.p[0] == mark)
        s = dc_str_from(s, 1);
    if (!c->fence)
        c->fence = s.len && memchr(s.p, '`', s.len) ? '\0' : mark;
    else if (c->fence == mark && s.len == 0)
        c->fence = '\0';
    return true;
}

// "What do you think? Leave a comment!" is how an author ends; the heading of a form is one
// sentence.
static bool is_call(dc_phrase phrase, dc_str s)
{
    return phrase.family == DC_FAMILY_leave_reply && dc_has_sentences(s);
}

// *is_one: no phrase is to be looked for at the end of the line.
static dc_phrase phrase_of(dc_plain *c, const dc_line *line, bool *is_one)
{
    const dc_str s = dc_lines_utf8(&c->lines, line->at, line->end, c->room);
    *is_one = false;
    if (!s.p)
        return none;
    const dc_phrase found = dc_lexicon_match_line(c->own, s, is_one);
    return is_phrase(found) && !dc_is_shown(s) && !is_call(found, s) ? found : none;
}

typedef enum answer { NO, YES, NOT_YET } answer;

// Reads on behind the first line of text: is there anything that is no phrase?
static answer has_prose_after(dc_plain *c, const dc_line *first)
{
    if (!c->is_ahead)
        c->ahead = c->lines;
    c->is_ahead = true;
    const size_t reach = first->at + DC_PLAIN_REACH;
    dc_line line;
    bool is_one;
    while (c->n_ahead < MOST_AHEAD && dc_lines_next(&c->ahead, &line)) {
        if (line.end > reach)
            return YES;
        if (is_blank(c, &line))
            continue;
        if (is_code(c, &line) || !is_phrase(phrase_of(c, &line, &is_one)))
            return YES;
        c->n_ahead++;
    }
    const size_t end = c->ahead.text.len;
    if (c->n_ahead == MOST_AHEAD || !c->ahead.is_open)
        return NO;
    return end > c->ahead.at && end > reach + UNSURE ? YES : NOT_YET;
}

static void report(dc_plain *c, size_t at, size_t end, dc_family family, const char *reason)
{
    const dc_removal removal = {c->base + at, end - at, family, reason};
    if (!c->is_stopped)
        c->is_stopped = !c->fn(c->ctx, &removal);
}

static void remove_line(dc_plain *c, const dc_line *line, dc_family family)
{
    report(c, line->at, line->next, family, dc_family_reason(family));
}

static bool is_near_strong(const dc_plain *c, size_t no)
{
    const size_t strong = c->strong_no;
    return strong && (no > strong ? no - strong : strong - no) <= WEAK_REACH;
}

// What a removed neighbour proves.
static bool is_proven_beside(const dc_plain *c, dc_phrase phrase, size_t no)
{
    return phrase.strength == DC_PROVES_MEDIUM ||
           (phrase.strength == DC_PROVES_WEAK && is_near_strong(c, no));
}

static void keep_phrase(dc_plain *c, dc_phrase phrase, size_t no)
{
    if (phrase.family != DC_FAMILY_n_comments)
        return;
    c->n_counters++;
    c->counter_no = no;
}

// Removes the waiting lines from `from` on; those before it stay.
static void release(dc_plain *c, size_t from)
{
    for (size_t i = 0; i < from; i++)
        keep_phrase(c, c->waiting[i].phrase, c->waiting[i].no);
    for (size_t i = from; i < c->n_waiting; i++)
        remove_line(c, &c->waiting[i].line, c->waiting[i].phrase.family);
    c->n_waiting = 0;
}

// A line goes: so do those before it that only waited for that.
static void release_beside(dc_plain *c)
{
    size_t from = c->n_waiting;
    while (from && is_proven_beside(c, c->waiting[from - 1].phrase, c->waiting[from - 1].no))
        from--;
    release(c, from);
}

// "12 comments" on row after row tells of other pages.
static bool is_listing(const dc_plain *c, const dc_waiting *w)
{
    return w->phrase.family == DC_FAMILY_n_comments &&
           (c->n_counters + 1 >= LISTING_ROWS ||
            (c->counter_no && w->no - c->counter_no <= LISTING_REACH));
}

// The end of the text: the last line may go by itself, then the one that is last without it.
static void release_end(dc_plain *c)
{
    size_t from = c->n_waiting;
    for (; from; from--) {
        const dc_waiting *w = &c->waiting[from - 1];
        const bool may_end = w->phrase.strength == DC_PROVES_MEDIUM && !is_listing(c, w) &&
                             (dc_family_flags(w->phrase.family) & DC_FAMILY_END);
        const bool is_beside = from < c->n_waiting && is_proven_beside(c, w->phrase, w->no);
        if (!may_end && !is_beside)
            break;
    }
    release(c, from);
}

// The n oldest lines that wait stay.
static void keep_waiting(dc_plain *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        keep_phrase(c, c->waiting[i].phrase, c->waiting[i].no);
    memmove(c->waiting, c->waiting + n, (c->n_waiting - n) * sizeof c->waiting[0]);
    c->n_waiting -= n;
}

// So do those that nothing at `end` or behind it reaches.
static void expire(dc_plain *c, size_t end)
{
    size_t n = 0;
    while (n < c->n_waiting && c->waiting[n].line.at + DC_PLAIN_REACH < end)
        n++;
    if (n)
        keep_waiting(c, n);
}

static void wait_for_proof(dc_plain *c, const dc_line *line, dc_phrase phrase)
{
    if (c->n_waiting == DC_PLAIN_WAITING)
        keep_waiting(c, DC_PLAIN_WAITING / 2);
    c->waiting[c->n_waiting++] = (dc_waiting){*line, c->no, phrase};
}

static bool is_run(const dc_plain *c, dc_phrase phrase)
{
    return (dc_family_flags(phrase.family) & DC_FAMILY_RUN) && c->n_waiting &&
           c->waiting[c->n_waiting - 1].phrase.family == phrase.family;
}

static bool is_proven(const dc_plain *c, dc_phrase phrase)
{
    if (phrase.strength == DC_PROVES_STRONG)
        return true;
    return (c->is_beside && is_proven_beside(c, phrase, c->no)) || is_run(c, phrase);
}

static void take_phrase(dc_plain *c, const dc_line *line, dc_phrase phrase)
{
    const bool goes = is_proven(c, phrase);
    c->is_beside = goes;
    if (!goes) {
        wait_for_proof(c, line, phrase);
        return;
    }
    if (phrase.strength == DC_PROVES_STRONG)
        c->strong_no = c->no;
    release_beside(c);
    remove_line(c, line, phrase.family);
}

// Prompts stuck to the end of a line of prose, from the last to the first.
static void take_tail(dc_plain *c, const dc_line *line)
{
    dc_removal cuts[MOST_CUTS];
    size_t n = 0;
    for (size_t end = line->end; n < MOST_CUTS; n++) {
        const size_t from = dc_lines_tail(&c->lines, line->at, end, DC_TAIL_MAX);
        dc_phrase phrase;
        const size_t offset =
            dc_tail_find(c->own, dc_lines_utf8(&c->lines, from, end, c->room), &phrase);
        if (offset == DC_STR_NPOS)
            break;
        const size_t at = dc_lines_place(&c->lines, from, end, offset);
        cuts[n] = (dc_removal){at, end - at, phrase.family, dc_family_glued_reason(phrase.family)};
        end = at;
    }
    while (n--)
        report(c, cuts[n].at, cuts[n].at + cuts[n].len, cuts[n].family, cuts[n].reason);
}

static void take_prose(dc_plain *c, dc_phrase phrase)
{
    if (c->n_waiting)
        release(c, c->n_waiting);
    keep_phrase(c, phrase, c->no);
    c->is_beside = false;
}

// More of a long line has come, up to `end`. Until something stands in it, it may be a blank one.
static void read_long(dc_plain *c, size_t end)
{
    while (!c->is_long_text && c->long_seen < end) {
        uint32_t code;
        c->long_seen += dc_lines_code(&c->lines, c->long_seen, end, &code);
        if (is_blank_code(code))
            continue;
        c->is_long_text = true;
        c->no++;
        take_prose(c, none);
    }
}

static void take_long(dc_plain *c, const dc_line *line)
{
    read_long(c, line->end);
    c->is_long = false;
    if (c->is_long_text && !c->is_long_code)
        take_tail(c, line);
}

// A line whose end has not come yet.
static void take_open(dc_plain *c)
{
    const dc_line line = {c->lines.at, c->lines.text.len, c->lines.text.len};
    if (!c->is_long && line.end - line.at <= DC_PLAIN_LONG)
        return;
    if (!c->is_long) {
        c->is_long = true;
        c->is_long_code = is_fenced(c, &line) || is_code(c, &line);
        c->is_long_text = false;
        c->long_seen = line.at;
    }
    read_long(c, line.end - UNSURE);
    expire(c, line.end - UNSURE);
}

// False when the fate of the line depends on what has not come yet.
static bool take(dc_plain *c, const dc_line *line)
{
    expire(c, line->end);
    if (c->is_long) {
        take_long(c, line);
        return true;
    }
    const bool is_text = begins_with_letter(c, line);
    if (!is_text && is_blank(c, line))
        return true;
    const bool in_code = is_text ? c->fence != '\0' : is_fenced(c, line) || is_code(c, line);
    bool is_one = true;
    const dc_phrase phrase = in_code ? none : phrase_of(c, line, &is_one);
    // A text that begins with a phrase goes on to speak of it.
    const bool is_first = c->no == 0 && is_phrase(phrase);
    const answer has_prose = is_first ? has_prose_after(c, line) : NO;
    if (has_prose == NOT_YET)
        return false;
    c->no++;
    if (is_phrase(phrase) && has_prose == NO) {
        take_phrase(c, line, phrase);
        return true;
    }
    take_prose(c, phrase);
    if (!is_one && !is_phrase(phrase))
        take_tail(c, line);
    return true;
}

void dc_plain_begin(dc_plain *c, const dc_phrase_table *own, dc_removal_fn fn, void *ctx)
{
    memset(c, 0, offsetof(dc_plain, waiting));
    c->own = own;
    c->fn = fn;
    c->ctx = ctx;
}

bool dc_plain_look(dc_plain *c, dc_str window, bool is_end)
{
    if (!c->has_begun && window.len < BOM_MAX && !is_end)
        return true;
    if (!c->has_begun)
        c->lines = dc_lines_of(window);
    c->has_begun = true;
    dc_lines_move(&c->lines, window, 0, !is_end);
    if (c->is_ahead)
        dc_lines_move(&c->ahead, window, 0, !is_end);
    dc_line line;
    while (!c->is_stopped && dc_lines_next(&c->lines, &line))
        if (!take(c, &line)) {
            c->lines.at = c->lines.seen = line.at;
            return true;
        }
    if (c->is_stopped)
        return false;
    if (is_end)
        release_end(c);
    else
        take_open(c);
    return !c->is_stopped;
}

size_t dc_plain_settled(const dc_plain *c)
{
    size_t at = c->lines.at;
    const size_t left = c->lines.text.len - at;
    if (c->is_long && left > TAIL_MAX)
        at += (left - TAIL_MAX) & ~(size_t)1; // not through a unit of UTF-16
    if (c->n_waiting && c->waiting[0].line.at < at)
        at = c->waiting[0].line.at;
    return c->has_begun ? at : 0;
}

void dc_plain_let_go(dc_plain *c, size_t n)
{
    const dc_str left = dc_str_from(c->lines.text, n);
    c->base += n;
    dc_lines_move(&c->lines, left, n, true);
    if (c->is_ahead)
        dc_lines_move(&c->ahead, left, n, true);
    c->long_seen = c->long_seen > n ? c->long_seen - n : 0;
    for (size_t i = 0; i < c->n_waiting; i++) {
        dc_line *line = &c->waiting[i].line;
        *line = (dc_line){line->at - n, line->end - n, line->next - n};
    }
}

bool dc_plain_clean(dc_str text, const dc_phrase_table *own, dc_removal_fn fn, void *ctx)
{
    dc_plain c;
    dc_plain_begin(&c, own, fn, ctx);
    return dc_plain_look(&c, text, true);
}
