#include "clean/byline.h"

#include "blocks/mark.h"
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
static const char *const cuts[] = {" » ",
                                   " - ",
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

static const char *const prefixes[] = {"posted by: ",
                                       "submitted by ",
                                       "gespeichert von ",
                                       "soumis par ",
                                       "ingediend door ",
                                       "posted by ",
                                       "by ",
                                       "comment by ",
                                       "written by ",
                                       "von ",
                                       "verfasst von ",
                                       "geschrieben von ",
                                       "par ",
                                       "publié par ",
                                       "écrit par ",
                                       "por ",
                                       "enviado por ",
                                       "publicado por ",
                                       "escrito por ",
                                       "inviato da ",
                                       "scritto da ",
                                       "pubblicato da ",
                                       "geplaatst door ",
                                       "door ",
                                       "przez "};

static dc_str without_marks(dc_str name)
{
    static const char *const marks[] = {":", ",", "|", "»", "·", "•", "(", "...", "…"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const dc_str mark = dc_str_of(marks[i]);
        if (name.len >= mark.len && dc_str_eq(dc_str_from(name, name.len - mark.len), mark)) {
            name = dc_str_trim((dc_str){name.p, name.len - mark.len});
            i = (size_t)-1; // once more
        }
    }
    return name;
}

static dc_str first_word(dc_str s)
{
    const size_t blank = dc_str_find(s, DC_STR(" "));
    return blank == DC_STR_NPOS ? s : (dc_str){s.p, blank};
}

// Points, levels, counts, numbers of members: "2,210", "14k", "( 20117 )".
static bool is_number(dc_str s)
{
    if (s.len > 2 && s.p[0] == '(' && s.p[s.len - 1] == ')')
        s = dc_str_trim((dc_str){s.p + 1, s.len - 2});
    for (size_t i = 0; i < s.len; i++)
        if (!dc_is_digit(s.p[i]) && s.p[i] != ',' && s.p[i] != '.' && !(s.p[i] == 'k' && i))
            return false;
    return s.len > 0;
}

// "<span>Ann</span>" as text: themes of Drupal escape the element of a name.
static dc_str without_tag(dc_str name)
{
    const size_t begin = dc_str_find(name, DC_STR(">")) + 1;
    const size_t end = dc_str_find(name, DC_STR("</"));
    if (!dc_str_starts(name, DC_STR("<")) || !begin || end == DC_STR_NPOS || begin > end)
        return name;
    return dc_str_trim((dc_str){name.p + begin, end - begin});
}

static dc_str without_verbs(dc_str name)
{
    name = without_tag(name);
    if (name.len && name.len < 11 && dc_str_ieq(name, DC_STR("posted by")))
        return (dc_str){0};
    if (name.len && name.p[0] == '#' && is_number(dc_str_from(first_word(name), 1))) // "#1 Ann"
        name = dc_str_trim(dc_str_from(name, first_word(name).len));
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (dc_str_istarts(name, dc_str_of(prefixes[i])))
            name = dc_str_trim(dc_str_from(name, strlen(prefixes[i])));
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const dc_str verb = dc_str_of(verbs[i]);
        name = without_marks(name);
        if (name.len > verb.len + 1 && name.p[name.len - verb.len - 1] == ' ' &&
            dc_str_ieq(dc_str_from(name, name.len - verb.len), verb)) {
            name = dc_str_trim((dc_str){name.p, name.len - verb.len});
            i = (size_t)-1; // "says on"
        }
    }
    return name;
}

// A word that a date may begin with: a number, or with a number behind it a month.
static bool begins_date(dc_str s)
{
    enum { LONGEST_MONTH = 20 };
    const size_t n = first_word(s).len;
    if (n && dc_is_digit(s.p[0]))
        return true;
    if (n == 0 || n > LONGEST_MONTH)
        return false;
    char test[LONGEST_MONTH + 3];
    memcpy(test, s.p, n);
    memcpy(test + n, " 1", 3);
    return dc_says_when(dc_str_of(test));
}

// "Ann am Di.", "Ann on Friday": short days count with a full stop only, names are short, too.
static bool ends_in_weekday(dc_str s)
{
    enum { LONG_DAY = 6 };
    size_t at = s.len;
    while (at && s.p[at - 1] != ' ')
        at--;
    const dc_str last = dc_str_from(s, at);
    return at && (last.len >= LONG_DAY || s.p[s.len - 1] == '.') && dc_is_weekday(last);
}

// Says who: begins no date, and is no day as in "on Friday".
static bool may_be_name(dc_str s)
{
    if (!s.len || s.p[0] == '(' || dc_is_digit(s.p[0]) || dc_says_when(s) || begins_date(s))
        return false;
    const bool has_on = dc_str_istarts(s, DC_STR("on ")) || dc_str_istarts(s, DC_STR("am "));
    return !dc_is_weekday(has_on ? dc_str_from(s, 3) : s) && !ends_in_weekday(s);
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
            if (!may_be_name(left))
                break;
            if ((begins_date(right) || dc_is_weekday(first_word(right))) && dc_says_when(right)) {
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
    return dc_str_has_digit(s) || dc_says_when(s);
}

// "on 3 May": the date alone.
static dc_str without_on(dc_str date)
{
    static const char *const words[] = {"on", "am", "at",  "le",  "el",
                                        "em", "op", "den", "vom", "於"};
    const dc_str first = first_word(date);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (first.len < date.len && dc_str_ieq(first, dc_str_of(words[i])))
            return dc_str_trim(dc_str_from(date, first.len));
    return date;
}

// "#3 2024-05-03 18:22" and "2024-05-03 18:22 (#3)": the date alone, beside the number of a post or
// the star of one that was edited.
static dc_str date_alone(dc_str date)
{
    if (date.len && date.p[date.len - 1] == '*')
        date = dc_str_trim((dc_str){date.p, date.len - 1});
    const size_t at = dc_str_find(date, DC_STR(" (#"));
    if (at != DC_STR_NPOS && at)
        date.len = at;
    const dc_str first = first_word(date);
    if (first.len > 1 && first.p[0] == '#' && is_number(dc_str_from(first, 1)))
        date = dc_str_trim(dc_str_from(date, first.len));
    return date;
}

// A date that a name may stand before.
static void take_date(dc_arena *arena, dc_str text, dc_comment *out)
{
    dc_str name = {0};
    dc_str date = date_alone(without_on(text));
    if (split(date, &name, &date))
        name = without_verbs(name);
    if (name.len && !out->author.p && name.len <= LONGEST_NAME)
        out->author = kept(arena, name);
    out->date = kept(arena, without_on(date));
}

// A number of a comment, "#3", is no date.
static bool may_be_date(dc_str s)
{
    return s.len && s.len <= LONGEST_DATE && s.p[0] != '#' && has_number(s);
}

// No name with a number in it such as "Maria2", no title that holds numbers.
dc_str dc_date_of_line(dc_str line)
{
    enum { LONGEST_LEAD = 14 }; // before the first digit
    const dc_str s = without_on(date_alone(dc_str_trim(line)));
    const dc_str first = first_word(s);
    if (first.len && !dc_is_digit(first.p[0]) && dc_is_digit(first.p[first.len - 1]))
        return DC_STR_NONE;
    const dc_str lead = {s.p, s.len < LONGEST_LEAD ? s.len : LONGEST_LEAD};
    const bool has_lead = begins_date(s) && dc_str_has_digit(lead);
    return (has_lead || dc_is_weekday(first)) && dc_says_when(s) ? s : DC_STR_NONE;
}

// The words of a span may be the end of a date only: "11-29-2024, <b>09:03</b>".
static bool goes_on_before(const dc_block *block, const dc_span *span)
{
    const dc_str before = dc_str_trim((dc_str){block->text.p, span->at});
    const char last = before.len ? before.p[before.len - 1] : ' ';
    return dc_is_digit(last) || last == ',';
}

static bool is_date_span(const dc_block *block, const dc_span *span, uint32_t means)
{
    const dc_str text = span_text(block, span);
    if (means & DC_TOKEN_ACTION || !may_be_date(text))
        return false;
    return span->tag == DC_TAG_time || (means & (DC_TOKEN_DATE | DC_TOKEN_META)) ||
           dc_str_find(span->facts->href, DC_STR("#comment-")) != DC_STR_NPOS ||
           (!(means & DC_TOKEN_AUTHOR) && dc_date_of_line(text).p && !goes_on_before(block, span));
}

// The time of day may be an element in the one that says when: "<b>3:21pm</b> on 9 March".
static dc_str widest_date(const reader *r, const dc_block *block, uint32_t span)
{
    const dc_span *spans = r->blocks->spans;
    dc_str widest = span_text(block, &spans[span]);
    const bool is_time = dc_str_find(widest, DC_STR(":")) != DC_STR_NPOS;
    if (!is_time || first_word(widest).len < widest.len)
        return widest;
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_str text = span_text(block, &spans[i]);
        if (spans[i].at == spans[span].at && text.len > widest.len && text.len <= LONGEST_DATE &&
            dc_date_of_line(text).p)
            widest = text;
    }
    return widest;
}

// Author and date as the page's inline elements mark them.
static void read_spans(const reader *r, const dc_block *block, dc_comment *out)
{
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        uint32_t means = dc_tokens_of(span->facts, DC_STR(""), NULL);
        if (!means)
            means = dc_comment_words(span->facts);
        if (span->tag == DC_TAG_cite)
            means |= DC_TOKEN_AUTHOR;
        const dc_str text = span_text(block, span);
        if (text.len == 0)
            continue;
        if ((means & DC_TOKEN_AUTHOR) && !out->author.p) {
            const dc_str name = without_verbs(text);
            if (name.len && name.len <= LONGEST_NAME)
                out->author = kept(r->arena, name);
        }
        if (!out->date.p && is_date_span(block, span, means))
            take_date(r->arena, widest_date(r, block, i), out);
    }
}

// The words of an author's block up to a word such as "says", a date, a rank or a number of points.
static dc_str name_in(const reader *r, const dc_block *block)
{
    dc_str name = block->text;
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        const dc_str text = span_text(block, span);
        const uint32_t means = dc_tokens_of(span->facts, DC_STR(""), NULL);
        const bool is_other = span->at && (span->tag == DC_TAG_time || is_number(text) ||
                                           means & DC_TOKEN_CHROME || dc_date_of_line(text).p);
        if (span->at < name.len && (is_other || means & DC_TOKEN_ACTION))
            name.len = span->at;
    }
    name = dc_str_trim(name);
    const size_t line = dc_str_find(name, DC_STR("\n")); // a rank below it
    return line == DC_STR_NPOS ? name : dc_str_trim((dc_str){name.p, line});
}

// "<a>Ann</a> 3 May 2024": a link before the date and nothing else, but "by".
static bool is_linked_name(const reader *r, const dc_block *block, dc_str name)
{
    if (!name.len || name.len == block->text.len)
        return false;
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        if (span->tag == DC_TAG_a && span->at < name.len &&
            dc_str_eq(span_text(block, span), without_verbs(name)))
            return true;
    }
    return false;
}

// A block in the head of a comment that no inline element explains: its words are the name or the
// date.
void dc_byline_read(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                    dc_comment *out)
{
    const reader r = {arena, blocks};
    const dc_block *block = &blocks->v[i];
    if (out->author.p && out->date.p)
        return;
    read_spans(&r, block, out);
    if (out->author.p && out->date.p)
        return;
    const dc_str text = dc_str_trim(block->text);
    dc_str name = name_in(&r, block);
    dc_str date = text;
    const bool is_author = (role & DC_TOKEN_AUTHOR) || is_linked_name(&r, block, name);
    const bool is_cut = is_author && !out->date.p && split(text, &name, &date);
    if (is_author && !out->author.p) {
        name = without_verbs(name);
        if (name.len && name.len <= LONGEST_NAME)
            out->author = kept(arena, name);
    }
    const bool is_date = is_cut || ((role & DC_TOKEN_DATE) && has_number(text));
    if (!out->date.p && is_date && date.len <= LONGEST_DATE)
        out->date = kept(arena, without_on(date));
}

void dc_byline_attr(const dc_blocks *blocks, uint32_t box, dc_comment *out)
{
    static const char *const attrs[] = {"data-author", "author"};
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs && !out->author.p; i++) {
        const dc_str name =
            dc_str_trim(dc_list_attr(blocks, blocks->boxes[box].list, dc_str_of(attrs[i])));
        if (name.len && name.len <= LONGEST_NAME)
            out->author = name;
    }
}

static uint32_t words_in(dc_str s)
{
    uint32_t n = s.len > 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == ' ' || s.p[i] == '\n';
    return n;
}

void dc_byline_guess(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                     dc_phrase phrase, dc_comment *out)
{
    enum { MOST_WORDS = 5 };
    const reader r = {arena, blocks};
    const dc_block *block = &blocks->v[i];
    const dc_str line = name_in(&r, block);
    dc_str name = line;
    dc_str date = {0};
    const bool says_when = dc_says_when(line) && line.p[0] != '#';
    const bool is_cut = says_when && split(line, &name, &date);
    if (!is_cut && says_when) {
        name = (dc_str){0};
        date = line;
    }
    const bool is_name = is_cut || phrase.family == DC_FAMILY_comment_says ||
                         (words_in(line) <= MOST_WORDS && !(role & DC_TOKEN_DATE));
    name = without_verbs(name);
    if (!out->author.p && is_name && name.len && name.len <= LONGEST_NAME)
        out->author = kept(arena, name);
    if (date.len && date.p[date.len - 1] == ':')
        date = dc_str_trim((dc_str){date.p, date.len - 1});
    if (!out->date.p && date.len && date.len <= LONGEST_DATE)
        out->date = kept(arena, without_on(date));
}
