#include "clean/lexicon.h"

#include "base/utf8.h"
#include "clean/forms.h"
#include "clean/glance.h"
#include "clean/normalize.h"
#include "clean/phrase_rows.h"
#include "clean/slots.h"

#include "clean/phrases.inc" // whole_rows, head_rows and tail_rows, each sorted by hash

enum {
    MOST_HEAD = 96,        // bytes of the longest known part before a name, and of one after it
    MOST_NAME_WORDS = 24,  // a name may be the title of an article,
    MOST_PERSON_WORDS = 6, // but who "says" is a person
    MOST_NAME = 240,
};

static const dc_phrase none = {DC_FAMILY_none, DC_PROVES_NOTHING};

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

#define GLANCE(name)                                                                               \
    {                                                                                              \
        name##_starts, name##_short_starts, name##_tail_edges, name##_short_lengths                \
    }

static const dc_phrase_table shipped = {
    .wholes = whole_rows,
    .heads = head_rows,
    .tails = tail_rows,
    .n_wholes = COUNT(whole_rows),
    .n_heads = COUNT(head_rows),
    .n_tails = COUNT(tail_rows),
    .whole_bits = whole_bits,
    .long_starts = long_starts,
    .glances = {[DC_FOR_BLOCK] = GLANCE(block),
                [DC_FOR_LINE] = GLANCE(line),
                [DC_FOR_TAIL] = GLANCE(glued),
                [DC_FOR_HEAD] = GLANCE(head)},
};

static dc_phrase match_whole(const dc_phrase_table *t, dc_str s)
{
    const uint64_t hash = dc_hash(s);
    if (!dc_may_be_whole(t, hash))
        return none;
    size_t low = 0;
    size_t high = t->n_wholes;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (t->wholes[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == t->n_wholes || t->wholes[low].hash != hash)
        return none;
    return (dc_phrase){(dc_family)t->wholes[low].family, (dc_strength)t->wholes[low].strength};
}

static size_t first_open(const dc_open_row *rows, size_t n, uint64_t hash)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (rows[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

// Between two characters that are no blanks, one of them not ASCII.
static bool is_boundary_of_scripts(dc_str s, size_t at)
{
    uint32_t code;
    dc_utf8_decode(s.p + at, s.p + s.len, &code);
    if (dc_is_unspaced(code))
        return true;
    // ... nor between such a script and another.
    size_t before = at - 1;
    while (before && ((unsigned char)s.p[before] & 0xC0) == 0x80)
        before--;
    dc_utf8_decode(s.p + before, s.p + at, &code);
    return dc_is_unspaced(code);
}

// Words may be parted here: at a blank, or in scripts without blanks anywhere.
static inline bool is_boundary(dc_str s, size_t at)
{
    if (at == 0 || at >= s.len || is_blank(s.p[at]) || is_blank(s.p[at - 1]))
        return true;
    const bool is_inside = ((unsigned char)s.p[at] & 0xC0) == 0x80;
    return !is_inside && (s.p[at] | s.p[at - 1]) & 0x80 && is_boundary_of_scripts(s, at);
}

static bool is_name(dc_str s, unsigned strength)
{
    const dc_str name = dc_str_trim(s);
    const uint32_t most = strength == DC_PROVES_META ? MOST_PERSON_WORDS : MOST_NAME_WORDS;
    return name.len && name.len <= MOST_NAME && dc_count_words(name) <= most;
}

static bool tail_fits(const dc_open_row *row, dc_str rest)
{
    if (row->tail_len == 0)
        return is_name(rest, row->strength);
    if (row->tail_len >= rest.len)
        return false;
    const size_t at = rest.len - row->tail_len;
    return is_boundary(rest, at) && is_name((dc_str){rest.p, at}, row->strength) &&
           dc_hash(dc_str_from(rest, at)) == row->tail_hash;
}

static dc_phrase match_head(const dc_phrase_table *t, dc_str s, size_t len)
{
    const dc_open_row *rows = t->heads;
    const size_t n = t->n_heads;
    const uint64_t hash = dc_hash((dc_str){s.p, len});
    for (size_t i = first_open(rows, n, hash); i < n && rows[i].hash == hash; i++)
        if (tail_fits(&rows[i], dc_str_from(s, len)))
            return (dc_phrase){(dc_family)rows[i].family, (dc_strength)rows[i].strength};
    return none;
}

static dc_phrase match_tail(const dc_phrase_table *t, dc_str s, size_t at)
{
    const dc_open_row *rows = t->tails;
    const size_t n = t->n_tails;
    const uint64_t hash = dc_hash(dc_str_from(s, at));
    const size_t i = first_open(rows, n, hash);
    if (i == n || rows[i].hash != hash || !is_name((dc_str){s.p, at}, rows[i].strength))
        return none;
    return (dc_phrase){(dc_family)rows[i].family, (dc_strength)rows[i].strength};
}

static dc_phrase match_heads(const dc_phrase_table *t, dc_str s)
{
    for (size_t i = 1; i < s.len && i <= MOST_HEAD; i++) {
        if (is_blank(s.p[i - 1]) || !is_boundary(s, i))
            continue;
        const dc_phrase found = match_head(t, s, i);
        if (found.family)
            return found;
    }
    return none;
}

static dc_phrase match_tails(const dc_phrase_table *t, dc_str s)
{
    for (size_t i = s.len > MOST_HEAD ? s.len - MOST_HEAD : 1; i < s.len; i++) {
        if (is_blank(s.p[i]) || !is_boundary(s, i))
            continue;
        const dc_phrase found = match_tail(t, s, i);
        if (found.family)
            return found;
    }
    return none;
}

// Most lines begin and end like no phrase: that is all that is looked at of them.
static dc_phrase match_open(const dc_phrase_table *t, dc_glance_for what, dc_str s)
{
    dc_phrase found = none;
    const uint64_t *edges = t->glances[what].tail_edges;
    if (s.len <= DC_EDGE_LEN)
        return none;
    if (dc_find_start(t, DC_FOR_HEAD, s.p, s.len, true) == DC_GLANCE_YES)
        found = match_heads(t, s);
    if (!found.family && dc_has_edge(edges, s.p + s.len - DC_EDGE_LEN))
        found = match_tails(t, s);
    return found;
}

// The user's own tables come first.
typedef struct tables {
    const dc_phrase_table *v[2];
    size_t n;
    dc_glance_for what; // ends like none of these phrases: no name is looked for before it
} tables;

static dc_phrase match_phrase(const tables *t, dc_str s)
{
    for (size_t i = 0; i < t->n; i++) {
        dc_phrase found = match_whole(t->v[i], s);
        if (!found.family)
            found = match_open(t->v[i], t->what, s);
        if (found.family)
            return found;
    }
    const dc_family family = dc_slots_match(s);
    return (dc_phrase){family, dc_family_strength(family)};
}

static bool is_login(const tables *t, dc_str s)
{
    bool is = false;
    for (size_t i = 0; i < t->n && !is; i++)
        is = match_whole(t->v[i], s).family == DC_FAMILY_login_button;
    return is;
}

// "You must be logged in to post a comment Login": a strong phrase with a link's text beside it.
static dc_phrase match_with_login(const tables *t, dc_str s)
{
    enum { MOST_LOGIN_WORDS = 3, FEWEST_BYTES = 12, MOST_BYTES = 240 };
    if (s.len < FEWEST_BYTES || s.len > MOST_BYTES)
        return none;
    size_t at = s.len;
    for (int words = 0; words < MOST_LOGIN_WORDS; words++) {
        while (at && !is_blank(s.p[at - 1]))
            at--;
        if (at == 0)
            break;
        at--;
        if (is_login(t, dc_str_from(s, at + 1))) {
            const dc_phrase found = match_phrase(t, (dc_str){s.p, at});
            if (found.strength == DC_PROVES_STRONG)
                return found;
        }
    }
    at = 0;
    for (int words = 0; words < MOST_LOGIN_WORDS; words++, at++) {
        while (at < s.len && !is_blank(s.p[at]))
            at++;
        if (at == s.len)
            break;
        if (is_login(t, (dc_str){s.p, at})) {
            const dc_phrase found = match_phrase(t, dc_str_from(s, at + 1));
            if (found.strength == DC_PROVES_STRONG)
                return found;
        }
    }
    return none;
}

static dc_phrase match_one(const tables *t, dc_str s)
{
    const dc_phrase found = match_phrase(t, s);
    return found.family ? found : match_with_login(t, s);
}

// The strongest of the sentences, if each is a phrase.
static dc_phrase match_sentences(const tables *t, dc_str s)
{
    dc_phrase best = none;
    while (s.len) {
        const char *end = memchr(s.p, '\n', s.len);
        const size_t len = end ? (size_t)(end - s.p) : s.len;
        const dc_phrase found = match_one(t, (dc_str){s.p, len});
        if (found.strength < DC_PROVES_WEAK)
            return none;
        if (found.strength > best.strength)
            best = found;
        s = dc_str_from(s, end ? len + 1 : len);
    }
    return best;
}

static dc_glance glance_start(const tables *t, dc_glance_for what, dc_str s, bool is_all)
{
    dc_glance best = DC_GLANCE_NO;
    for (size_t i = 0; i < t->n && best != DC_GLANCE_YES; i++) {
        const dc_glance found = dc_glance_start(t->v[i], what, s, is_all);
        best = found > best ? found : best;
    }
    return best;
}

static bool glance_ends(const tables *t, dc_glance_for what, dc_str s)
{
    for (size_t i = 0; i < t->n; i++)
        if (dc_glance_ends(t->v[i], what, s))
            return true;
    return false;
}

static bool glance_raw_ends(const tables *t, dc_glance_for what, dc_str line, bool *is_one)
{
    for (size_t i = 0; i < t->n; i++)
        if (dc_glance_raw_ends(t->v[i], what, line, is_one))
            return true;
    return false;
}

// In a tail a name would be the prose before the prompt, if not in the script of these phrases or
// like their start.
static bool is_prose(dc_glance_for what, dc_glance start, dc_str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len && i < DC_START_LEN; i++)
        all |= (unsigned char)s.p[i];
    return what == DC_FOR_TAIL && start == DC_GLANCE_NO && all < 0x80;
}

static bool may_match(const tables *t, dc_glance_for what, dc_str s)
{
    const dc_glance start = glance_start(t, what, s, true);
    return start == DC_GLANCE_YES || (!is_prose(what, start, s) && glance_ends(t, what, s));
}

// Brings the line into normal form if it may be a phrase: most are told by how they begin, in one
// glance or two. *is_one is set where one sentence is seen on the way to be all of it.
static bool read_line(const tables *t, dc_str line, dc_glance_for what, dc_normal *n, bool *is_one)
{
    enum { MOST_CHARACTER = 4, FIRST = DC_START_LEN + MOST_CHARACTER - 1, SECOND = 24 };
    if (dc_normal_is_too_long(line))
        return false;
    char words[16];
    dc_str start = {words, dc_forms_words(line, words)};
    if (start.len && start.len == line.len) {
        memcpy(n->text, words, sizeof words);
        n->len = start.len;
        *is_one = true;
        return may_match(t, what, dc_normal_str(n));
    }
    const bool has_words = start.len >= DC_START_LEN;
    dc_glance found = has_words ? glance_start(t, what, start, false) : DC_GLANCE_YES;
    for (size_t most = has_words ? SECOND : FIRST; found == DC_GLANCE_YES && most <= SECOND;
         most += SECOND - FIRST) {
        if (dc_forms_write(line, most, n) == DC_REACH_END)
            return n->len && may_match(t, what, dc_normal_str(n));
        start = dc_normal_str(n);
        start.len -= start.len < MOST_CHARACTER ? start.len : MOST_CHARACTER;
        found = glance_start(t, what, start, false);
    }
    const bool may_be = found == DC_GLANCE_YES;
    if (!may_be && (is_prose(what, found, start) || !glance_raw_ends(t, what, line, is_one)))
        return false;
    return dc_normalize(line, n) && n->len && (may_be || glance_ends(t, what, dc_normal_str(n)));
}

static tables tables_of(const dc_phrase_table *own)
{
    tables t = {.n = 0};
    if (own)
        t.v[t.n++] = own;
    t.v[t.n++] = &shipped;
    return t;
}

static dc_phrase match_normal(const tables *t, dc_str s)
{
    const dc_phrase found = match_one(t, s);
    if (found.family || !memchr(s.p, '\n', s.len))
        return found;
    tables each = *t; // beside one that may be cut off others need not be such
    if (each.what == DC_FOR_TAIL)
        each.what = DC_FOR_LINE;
    return match_sentences(&each, s);
}

// Most lines are no phrase. Of those that may be one all phrases are looked at: one that begins
// with a name and proves nothing comes before one that would.
static dc_phrase match_twice(tables *t, dc_glance_for what, dc_str s)
{
    t->what = what;
    if (what != DC_FOR_BLOCK && !match_normal(t, s).family)
        return none;
    t->what = DC_FOR_BLOCK;
    return match_normal(t, s);
}

static dc_phrase match(const dc_phrase_table *own, dc_str line, dc_glance_for what, bool *is_one)
{
    tables t = tables_of(own);
    dc_normal n;
    *is_one = false;
    return read_line(&t, line, what, &n, is_one) ? match_twice(&t, what, dc_normal_str(&n)) : none;
}

dc_phrase dc_lexicon_match(const dc_phrase_table *own, dc_str block)
{
    bool is_one;
    return match(own, block, DC_FOR_BLOCK, &is_one);
}

dc_phrase dc_lexicon_match_line(const dc_phrase_table *own, dc_str line, bool *is_one)
{
    const dc_phrase found = match(own, line, DC_FOR_LINE, is_one);
    return found.strength >= DC_PROVES_WEAK ? found : none;
}

static dc_phrase prompt_of(dc_phrase found)
{
    const bool is_prompt =
        found.strength == DC_PROVES_STRONG && (dc_family_flags(found.family) & DC_FAMILY_GLUE);
    return is_prompt ? found : none;
}

dc_phrase dc_lexicon_match_tail(const dc_phrase_table *own, dc_str tail)
{
    bool is_one;
    return prompt_of(match(own, tail, DC_FOR_TAIL, &is_one));
}
