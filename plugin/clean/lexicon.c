#include "clean/lexicon.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "clean/edge.h"
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

static dc_phrase match_whole(dc_str s)
{
    const uint64_t hash = dc_hash(s);
    size_t low = 0;
    size_t high = sizeof whole_rows / sizeof whole_rows[0];
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (whole_rows[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sizeof whole_rows / sizeof whole_rows[0] || whole_rows[low].hash != hash)
        return none;
    return (dc_phrase){(dc_family)whole_rows[low].family, (dc_strength)whole_rows[low].strength};
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

// Words may be parted here: at a blank, or in scripts without blanks anywhere.
static bool is_boundary(dc_str s, size_t at)
{
    if (at == 0 || at >= s.len)
        return true;
    if (s.p[at] == ' ' || s.p[at] == '\n' || s.p[at - 1] == ' ' || s.p[at - 1] == '\n')
        return true;
    if (((unsigned char)s.p[at] & 0xC0) == 0x80 || !((s.p[at] | s.p[at - 1]) & 0x80))
        return false;
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

static dc_phrase match_head(dc_str s, size_t len)
{
    const size_t n = sizeof head_rows / sizeof head_rows[0];
    const uint64_t hash = dc_hash((dc_str){s.p, len});
    for (size_t i = first_open(head_rows, n, hash); i < n && head_rows[i].hash == hash; i++)
        if (tail_fits(&head_rows[i], dc_str_from(s, len)))
            return (dc_phrase){(dc_family)head_rows[i].family, (dc_strength)head_rows[i].strength};
    return none;
}

static dc_phrase match_tail(dc_str s, size_t at)
{
    const size_t n = sizeof tail_rows / sizeof tail_rows[0];
    const uint64_t hash = dc_hash(dc_str_from(s, at));
    const size_t i = first_open(tail_rows, n, hash);
    if (i == n || tail_rows[i].hash != hash || !is_name((dc_str){s.p, at}, tail_rows[i].strength))
        return none;
    return (dc_phrase){(dc_family)tail_rows[i].family, (dc_strength)tail_rows[i].strength};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

static dc_phrase match_heads(dc_str s)
{
    for (size_t i = 1; i < s.len && i <= MOST_HEAD; i++) {
        if (is_blank(s.p[i - 1]) || !is_boundary(s, i))
            continue;
        const dc_phrase found = match_head(s, i);
        if (found.family)
            return found;
    }
    return none;
}

static dc_phrase match_tails(dc_str s)
{
    for (size_t i = s.len > MOST_HEAD ? s.len - MOST_HEAD : 1; i < s.len; i++) {
        if (is_blank(s.p[i]) || !is_boundary(s, i))
            continue;
        const dc_phrase found = match_tail(s, i);
        if (found.family)
            return found;
    }
    return none;
}

// Most lines begin and end like no phrase: that is all that is looked at of them.
static dc_phrase match_open(dc_str s)
{
    dc_phrase found = none;
    if (s.len <= DC_EDGE_LEN)
        return none;
    if (dc_has_edge(head_edges, s.p))
        found = match_heads(s);
    if (!found.family && dc_has_edge(tail_edges, s.p + s.len - DC_EDGE_LEN))
        found = match_tails(s);
    return found;
}

static dc_phrase match_phrase(dc_str s)
{
    dc_phrase found = match_whole(s);
    if (!found.family)
        found = match_open(s);
    if (!found.family) {
        found.family = dc_slots_match(s);
        found.strength = dc_family_strength(found.family);
    }
    return found;
}

static bool is_login(dc_str s)
{
    return match_whole(s).family == DC_FAMILY_login_button;
}

// "You must be logged in to post a comment Login": a strong phrase with a link's text beside it.
static dc_phrase match_with_login(dc_str s)
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
        if (is_login(dc_str_from(s, at + 1))) {
            const dc_phrase found = match_phrase((dc_str){s.p, at});
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
        if (is_login((dc_str){s.p, at})) {
            const dc_phrase found = match_phrase(dc_str_from(s, at + 1));
            if (found.strength == DC_PROVES_STRONG)
                return found;
        }
    }
    return none;
}

static dc_phrase match_one(dc_str s)
{
    const dc_phrase found = match_phrase(s);
    return found.family ? found : match_with_login(s);
}

// The strongest of the sentences, if each is a phrase.
static dc_phrase match_sentences(dc_str s)
{
    dc_phrase best = none;
    while (s.len) {
        const char *end = memchr(s.p, '\n', s.len);
        const size_t len = end ? (size_t)(end - s.p) : s.len;
        const dc_phrase found = match_one((dc_str){s.p, len});
        if (found.strength < DC_PROVES_WEAK)
            return none;
        if (found.strength > best.strength)
            best = found;
        s = dc_str_from(s, end ? len + 1 : len);
    }
    return best;
}

dc_phrase dc_lexicon_match(dc_str line)
{
    dc_normal n;
    if (!dc_normalize(line, &n) || n.len == 0)
        return none;
    const dc_str s = dc_normal_str(&n);
    const dc_phrase found = match_one(s);
    if (found.family || !memchr(s.p, '\n', s.len))
        return found;
    return match_sentences(s);
}
