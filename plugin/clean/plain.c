#include "clean/plain.h"

#include "base/utf8.h"
#include "blocks/spaces.h"
#include "clean/lines.h"
#include "clean/tail.h"

enum {
    MOST_WAITING = 256, // lines that wait for proof; older ones stay
    MOST_CUTS = 4,      // prompts in a row at the end of one line
    MOST_AHEAD = 64,    // lines looked at for prose behind the first one
    WEAK_REACH = 8,     // lines between a weak phrase and the strong one that proves it
    LISTING_REACH = 4,  // lines between two rows of a listing
    LISTING_ROWS = 3,
    CODE_INDENT = 4,
    FENCE_LINE = 64, // bytes of a line that is a fence
};

// A line that is a phrase, but not proven yet.
typedef struct waiting {
    dc_line line;
    size_t no;
    dc_phrase phrase;
    bool is_listing; // a counter among other counters
} waiting;

typedef struct cleaner {
    dc_lines lines;
    dc_removal_fn fn;
    void *ctx;
    bool is_stopped;
    bool is_beside;    // the line of text before this one went
    size_t no;         // of the line of text, from 1; blank lines do not count
    size_t strong_no;  // last strong phrase that went, 0 for none
    size_t counter_no; // last counter of comments, 0 for none
    size_t n_counters;
    char fence; // what the block of code around this line is fenced with, NUL for none
    size_t n_waiting;
    waiting waiting[MOST_WAITING]; // a run without prose between them
    char room[DC_LINE_ROOM];
} cleaner;

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

static bool is_blank(const cleaner *c, const dc_line *line)
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
static bool is_code(const cleaner *c, const dc_line *line)
{
    uint32_t code = ' ';
    int n = 0;
    for (size_t at = line->at; at < line->end && code == ' ' && n < CODE_INDENT; n++)
        at += dc_lines_code(&c->lines, at, line->end, &code);
    return code == '\t' || (code == ' ' && n == CODE_INDENT);
}

// True in a Markdown block of code between fences, and on these; one that is never closed goes on
// to the end of the text. What stands behind an opening fence is the name of a language.
static bool is_fenced(cleaner *c, const dc_line *line)
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

static dc_phrase phrase_of(cleaner *c, const dc_line *line)
{
    const dc_str s = dc_lines_utf8(&c->lines, line->at, line->end, c->room);
    if (!s.p || dc_is_shown(s))
        return none;
    const dc_phrase found = dc_lexicon_match(s);
    return is_phrase(found) ? found : none;
}

// Reads on behind the first line of text: is there anything that is no phrase?
static bool has_prose_after(cleaner *c)
{
    dc_lines ahead = c->lines;
    dc_line line;
    for (int n = 0; n < MOST_AHEAD && dc_lines_next(&ahead, &line);) {
        if (is_blank(c, &line))
            continue;
        if (is_code(c, &line) || !is_phrase(phrase_of(c, &line)))
            return true;
        n++;
    }
    return false;
}

static void report(cleaner *c, size_t at, size_t end, dc_family family, const char *reason)
{
    const dc_removal removal = {at, end - at, family, reason};
    if (!c->is_stopped)
        c->is_stopped = !c->fn(c->ctx, &removal);
}

static void remove_line(cleaner *c, const dc_line *line, dc_family family)
{
    report(c, line->at, line->next, family, dc_family_reason(family));
}

static bool is_near_strong(const cleaner *c, size_t no)
{
    const size_t strong = c->strong_no;
    return strong && (no > strong ? no - strong : strong - no) <= WEAK_REACH;
}

// What a removed neighbour proves.
static bool is_proven_beside(const cleaner *c, dc_phrase phrase, size_t no)
{
    return phrase.strength == DC_PROVES_MEDIUM ||
           (phrase.strength == DC_PROVES_WEAK && is_near_strong(c, no));
}

// Removes the waiting lines from `from` on; those before it stay.
static void release(cleaner *c, size_t from)
{
    for (size_t i = from; i < c->n_waiting; i++)
        remove_line(c, &c->waiting[i].line, c->waiting[i].phrase.family);
    c->n_waiting = 0;
}

// A line goes: so do those before it that only waited for that.
static void release_beside(cleaner *c)
{
    size_t from = c->n_waiting;
    while (from && is_proven_beside(c, c->waiting[from - 1].phrase, c->waiting[from - 1].no))
        from--;
    release(c, from);
}

// The end of the text: the last line may go by itself, then the one that is last without it.
static void release_end(cleaner *c)
{
    size_t from = c->n_waiting;
    for (; from; from--) {
        const waiting *w = &c->waiting[from - 1];
        const bool may_end = w->phrase.strength == DC_PROVES_MEDIUM && !w->is_listing &&
                             (dc_family_flags(w->phrase.family) & DC_FAMILY_END);
        const bool is_beside = from < c->n_waiting && is_proven_beside(c, w->phrase, w->no);
        if (!may_end && !is_beside)
            break;
    }
    release(c, from);
}

static void wait_for_proof(cleaner *c, const dc_line *line, dc_phrase phrase, bool is_listing)
{
    if (c->n_waiting == MOST_WAITING) {
        c->n_waiting /= 2;
        memmove(c->waiting, c->waiting + MOST_WAITING - c->n_waiting,
                c->n_waiting * sizeof c->waiting[0]);
    }
    c->waiting[c->n_waiting++] = (waiting){*line, c->no, phrase, is_listing};
}

// "12 comments" on row after row tells of other pages.
static bool is_listing(cleaner *c, dc_phrase phrase)
{
    if (phrase.family != DC_FAMILY_n_comments)
        return false;
    const size_t before = c->counter_no;
    c->counter_no = c->no;
    c->n_counters++;
    return c->n_counters >= LISTING_ROWS ||
           (before && c->no - before > 1 && c->no - before <= LISTING_REACH);
}

static bool is_run(const cleaner *c, dc_phrase phrase)
{
    return (dc_family_flags(phrase.family) & DC_FAMILY_RUN) && c->n_waiting &&
           c->waiting[c->n_waiting - 1].phrase.family == phrase.family;
}

static bool is_proven(const cleaner *c, dc_phrase phrase)
{
    if (phrase.strength == DC_PROVES_STRONG)
        return true;
    return (c->is_beside && is_proven_beside(c, phrase, c->no)) || is_run(c, phrase);
}

static void take_phrase(cleaner *c, const dc_line *line, dc_phrase phrase, bool in_listing)
{
    const bool goes = is_proven(c, phrase);
    c->is_beside = goes;
    if (!goes) {
        wait_for_proof(c, line, phrase, in_listing);
        return;
    }
    if (phrase.strength == DC_PROVES_STRONG)
        c->strong_no = c->no;
    release_beside(c);
    remove_line(c, line, phrase.family);
}

// Prompts stuck to the end of a line of prose, from the last to the first.
static void take_tail(cleaner *c, const dc_line *line)
{
    dc_removal cuts[MOST_CUTS];
    size_t n = 0;
    for (size_t end = line->end; n < MOST_CUTS; n++) {
        const size_t from = dc_lines_tail(&c->lines, line->at, end, DC_TAIL_MAX);
        dc_phrase phrase;
        const size_t offset = dc_tail_find(dc_lines_utf8(&c->lines, from, end, c->room), &phrase);
        if (offset == DC_STR_NPOS)
            break;
        const size_t at = dc_lines_place(&c->lines, from, end, offset);
        cuts[n] = (dc_removal){at, end - at, phrase.family, dc_family_glued_reason(phrase.family)};
        end = at;
    }
    while (n--)
        report(c, cuts[n].at, cuts[n].at + cuts[n].len, cuts[n].family, cuts[n].reason);
}

static void take(cleaner *c, const dc_line *line)
{
    if (is_blank(c, line))
        return;
    c->no++;
    const bool in_code = is_fenced(c, line) || is_code(c, line);
    const dc_phrase phrase = in_code ? none : phrase_of(c, line);
    const bool in_listing = is_listing(c, phrase);
    // A text that begins with a phrase goes on to speak of it.
    if (is_phrase(phrase) && !(c->no == 1 && has_prose_after(c))) {
        take_phrase(c, line, phrase, in_listing);
        return;
    }
    c->n_waiting = 0;
    c->is_beside = false;
    if (!in_code && !is_phrase(phrase))
        take_tail(c, line);
}

bool dc_plain_clean(dc_str text, dc_removal_fn fn, void *ctx)
{
    cleaner c = {.lines = dc_lines_of(text), .fn = fn, .ctx = ctx};
    dc_line line;
    while (!c.is_stopped && dc_lines_next(&c.lines, &line))
        take(&c, &line);
    release_end(&c);
    return !c.is_stopped;
}
