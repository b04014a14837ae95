#include "clean/byline.h"

#include "clean/comment_word.h"
#include "clean/tokens.h"
#include "clean/when.h"

#include <string.h>

enum { LONGEST_NAME = 80, LONGEST_DATE = 60 };

typedef struct reader {
    dc_arena *arena;
    const dc_blocks *blocks;
} reader;

static dc_str span_text(const dc_block *block, const dc_span *span)
{
    return dc_str_trim((dc_str){block->text.p + span->at, span->len});
}

static dc_str kept(dc_arena *arena, dc_str s)
{
    return (dc_str){dc_arena_copy(arena, s), s.len};
}

// Where a line is cut into a name and a date.
static const char *const cuts[] = {" - ",
                                   " \xe2\x80\x93 ",
                                   " \xe2\x80\x94 ",
                                   " | ",
                                   " / ",
                                   " \xc2\xb7 ",
                                   " \xe2\x80\xa2 ",
                                   "\n",
                                   ", ",
                                   ": ",
                                   " (",
                                   " am ",
                                   " on ",
                                   " at ",
                                   " vom ",
                                   " le ",
                                   " el ",
                                   " "};

// What follows a name before the date: "Ann says", "Ann wrote on".
static const char *const verbs[] = {
    "says",  "said", "wrote", "commented", "replied", "schrieb",     "sagt",   "sagte",
    "meint", "dit",  "dijo",  "dice",      "disse",   "schreef",     "posted", "am",
    "on",    "at",   "le",    "el",        "vom",     "kommentierte"};

static const char *const prefixes[] = {"posted by: ", "posted by ", "by ",         "von ",
                                       "par ",        "por ",       "comment by ", "written by "};

static dc_str without_verbs(dc_str name)
{
    if (name.len && name.len < 11 && dc_str_ieq(name, DC_STR("posted by")))
        return (dc_str){0};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (dc_str_istarts(name, dc_str_of(prefixes[i])))
            name = dc_str_trim(dc_str_from(name, strlen(prefixes[i])));
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const dc_str verb = dc_str_of(verbs[i]);
        while (name.len && (name.p[name.len - 1] == ':' || name.p[name.len - 1] == ','))
            name = dc_str_trim((dc_str){name.p, name.len - 1});
        if (name.len > verb.len + 1 && name.p[name.len - verb.len - 1] == ' ' &&
            dc_str_ieq(dc_str_from(name, name.len - verb.len), verb)) {
            name = dc_str_trim((dc_str){name.p, name.len - verb.len});
            i = (size_t)-1; // "says on"
        }
    }
    return name;
}

static bool iends(dc_str s, dc_str end)
{
    return s.len >= end.len && dc_str_ieq(dc_str_from(s, s.len - end.len), end);
}

// "Wed, 12/03/2025": a day is no name.
static bool is_weekday(dc_str s)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun",
                                       "mo",  "di",  "mi",  "do",  "fr",  "sa",  "so",
                                       "lun", "mar", "mer", "jeu", "ven", "dim", "dom"};
    if (s.len && (s.p[s.len - 1] == ',' || s.p[s.len - 1] == '.'))
        s.len--;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const dc_str day = dc_str_of(days[i]);
        const bool is_long = s.len > 5 && (iends(s, DC_STR("day")) || iends(s, DC_STR("tag")));
        if (dc_str_ieq(s, day) || (is_long && dc_str_istarts(s, day)))
            return true;
    }
    return false;
}

// A word that a date may begin with: a number, or with a number behind it a month.
static bool begins_date(dc_str s)
{
    enum { LONGEST_MONTH = 20 };
    size_t n = 0;
    while (n < s.len && s.p[n] != ' ')
        n++;
    if (n == 0 || n > LONGEST_MONTH)
        return false;
    char test[LONGEST_MONTH + 3];
    memcpy(test, s.p, n);
    memcpy(test + n, " 1", 3);
    return dc_is_digit(s.p[0]) || dc_says_when(dc_str_of(test));
}

// "Ann - 3 May 2024" where a mark stands between the two, or a blank.
static bool split(dc_str line, dc_str *name, dc_str *date)
{
    for (size_t k = 0; k < sizeof cuts / sizeof *cuts; k++) {
        const dc_str cut = dc_str_of(cuts[k]);
        for (size_t from = 0, at; (at = dc_str_find(dc_str_from(line, from), cut)) != DC_STR_NPOS;
             from += at + cut.len) {
            const dc_str left = dc_str_trim((dc_str){line.p, from + at});
            const dc_str right = dc_str_trim(dc_str_from(line, from + at + cut.len));
            if (!left.len || dc_says_when(left) || dc_is_digit(left.p[0]) || begins_date(left) ||
                is_weekday(left))
                break;
            if (begins_date(right) && dc_says_when(right)) {
                *name = left;
                *date = right;
                return true;
            }
        }
    }
    return false;
}

static bool has_number(dc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (dc_is_digit(s.p[i]))
            return true;
    return dc_says_when(s);
}

// A date that a name may stand before.
static void take_date(dc_arena *arena, dc_str text, dc_comment *out)
{
    dc_str name = {0};
    dc_str date = text;
    if (split(text, &name, &date))
        name = without_verbs(name);
    if (name.len && !out->author.p && name.len <= LONGEST_NAME)
        out->author = kept(arena, name);
    out->date = kept(arena, date);
}

// Author and date as the page's inline elements mark them.
static void read_spans(const reader *r, const dc_block *block, dc_comment *out)
{
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        uint32_t means = dc_tokens_of(span->facts, DC_STR(""));
        if (!means)
            means = dc_comment_words(span->facts);
        if (span->tag == DC_TAG_cite)
            means |= DC_TOKEN_AUTHOR;
        const dc_str text = span_text(block, span);
        if (text.len == 0)
            continue;
        if ((means & DC_TOKEN_AUTHOR) && !out->author.p && text.len <= LONGEST_NAME)
            out->author = kept(r->arena, text);
        const bool is_date = span->tag == DC_TAG_time ||
                             (means & (DC_TOKEN_DATE | DC_TOKEN_META)) ||
                             dc_str_find(span->facts->href, DC_STR("#comment-")) != DC_STR_NPOS;
        if (is_date && !(means & DC_TOKEN_ACTION) && !out->date.p && text.len <= LONGEST_DATE &&
            has_number(text))
            take_date(r->arena, text, out);
    }
}

// The words of an author's block up to a word such as "says".
static dc_str name_in(const reader *r, const dc_block *block)
{
    dc_str name = block->text;
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        if ((dc_tokens_of(span->facts, DC_STR("")) & DC_TOKEN_ACTION) && span->at < name.len)
            name.len = span->at;
    }
    return dc_str_trim(name);
}

// A block in the head of a comment that no inline element explains: its words are the name or the
// date.
void dc_byline_read(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                    dc_comment *out)
{
    const reader r = {arena, blocks};
    const dc_block *block = &blocks->v[i];
    read_spans(&r, block, out);
    const dc_str name = name_in(&r, block);
    if ((role & DC_TOKEN_AUTHOR) && !out->author.p && name.len && name.len <= LONGEST_NAME)
        out->author = kept(arena, name);
    else if ((role & DC_TOKEN_DATE) && !out->date.p && block->text.len <= LONGEST_DATE &&
             has_number(block->text))
        out->date = kept(arena, block->text);
}

void dc_byline_guess(dc_arena *arena, const dc_block *block, uint32_t role, dc_phrase phrase,
                     dc_comment *out)
{
    enum { MOST_WORDS = 5 };
    dc_str name = block->text;
    dc_str date = {0};
    const bool is_cut = dc_says_when(block->text) && split(block->text, &name, &date);
    if (!is_cut && dc_says_when(block->text)) {
        name = (dc_str){0};
        date = block->text;
    }
    const bool is_name = is_cut || phrase.family == DC_FAMILY_comment_says ||
                         (block->words <= MOST_WORDS && !(role & DC_TOKEN_DATE));
    name = without_verbs(name);
    if (!out->author.p && is_name && name.len && name.len <= LONGEST_NAME)
        out->author = kept(arena, name);
    if (date.len && date.p[date.len - 1] == ':')
        date = dc_str_trim((dc_str){date.p, date.len - 1});
    if (!out->date.p && date.len && date.len <= LONGEST_DATE)
        out->date = kept(arena, date);
}
