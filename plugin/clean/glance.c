#include "clean/glance.h"

#include "clean/normalize.h"
#include "clean/slots.h"

static inline dc_normal_kind kind_of(char c)
{
    return (dc_normal_kind)dc_normal_kinds[(unsigned char)c];
}

enum {
    FEWEST_SLOTS = 5, // words that are looked at; shorter sentences in full
    ROOM = 64
};

typedef struct start {
    char p[ROOM];
    size_t len;
    size_t word;    // where the last word began
    size_t n_words; // before it
    bool has_slots; // these may all be slots
    bool is_blank;  // a blank is due
    bool is_unsure;
} start;

// A word has ended.
static void end_word(start *s)
{
    char first[DC_EDGE_LEN] = {0};
    const size_t len = s->len - s->word;
    memcpy(first, s->p + s->word, len < DC_EDGE_LEN ? len : DC_EDGE_LEN);
    s->has_slots = s->has_slots && dc_slots_may_hold(first);
    s->n_words++;
}

static void put(start *s, char c)
{
    const bool is_number = c == '#';
    const bool was_number = s->len && s->p[s->len - 1] == '#';
    if (is_number && was_number && !s->is_blank)
        return;
    if (s->len && (s->is_blank || is_number || was_number)) {
        end_word(s);
        s->p[s->len++] = ' ';
        s->word = s->len;
    }
    s->is_blank = false;
    s->p[s->len++] = c;
}

static bool is_enough(const start *s)
{
    return s->len >= DC_START_LEN && (!s->has_slots || s->n_words >= FEWEST_SLOTS);
}

// Quotation marks that are not ASCII: E2 80 98 to E2 80 9F.
static size_t quote_at(dc_str s, size_t at)
{
    return s.len - at >= 3 && memcmp(s.p + at, "\xE2\x80", 2) == 0 &&
                   ((unsigned char)s.p[at + 2] & 0xF8) == 0x98
               ? 3
               : 0;
}

static void read_start(dc_str line, start *s)
{
    s->has_slots = true;
    for (size_t i = 0; i < line.len && !is_enough(s); i++) {
        const char c = line.p[i];
        const dc_normal_kind k = kind_of(c);
        const size_t quote = k == DC_NORMAL_UNSURE ? quote_at(line, i) : 0;
        if (quote) {
            i += quote - 1;
        } else if (k == DC_NORMAL_LETTER && s->len > s->word && !s->is_blank &&
                   s->p[s->len - 1] != '#') { // the next one of a word
            s->p[s->len++] = dc_lower(c);
        } else if (k == DC_NORMAL_LETTER) {
            put(s, dc_lower(c));
        } else if (k == DC_NORMAL_DIGIT) {
            put(s, '#');
        } else if (k == DC_NORMAL_BLANK && c == ',' && s->len && s->p[s->len - 1] == '#') {
            s->is_unsure = true; // "1,234" is one number
            return;
        } else if (k == DC_NORMAL_BLANK) {
            s->is_blank = true;
        } else if (k == DC_NORMAL_UNSURE || (k == DC_NORMAL_END && s->len) || s->len > ROOM - 4) {
            s->is_unsure = true;
            return;
        }
        if (s->len > ROOM - 4) {
            s->is_unsure = true;
            return;
        }
    }
    // The whole line is short, or the next character changes the last one.
    s->is_unsure = !is_enough(s);
}

// May a phrase with a name at its start end before `end`?
static bool has_tail(const dc_glance_sets *t, dc_str line, size_t end)
{
    char last[DC_EDGE_LEN];
    size_t n = DC_EDGE_LEN;
    bool is_blank = false;
    while (end && n) {
        const char c = line.p[--end];
        const dc_normal_kind k = kind_of(c);
        if (k == DC_NORMAL_UNSURE || k == DC_NORMAL_DIGIT || c == ')' || c == '>' ||
            (k == DC_NORMAL_END && n < DC_EDGE_LEN))
            return true;
        is_blank = is_blank || (k == DC_NORMAL_BLANK && n < DC_EDGE_LEN);
        if (k != DC_NORMAL_LETTER)
            continue;
        if (is_blank)
            last[--n] = ' ';
        is_blank = false;
        if (n)
            last[--n] = dc_lower(c);
    }
    return n || dc_has_edge(t->tail_edges, last);
}

// Bytes of a character that is not ASCII and certainly ends no sentence, 0 where that is not so.
static size_t word_at(dc_str s, size_t at)
{
    const unsigned char c = (unsigned char)s.p[at];
    if (c < 0x80)
        return 0;
    // Latin with accents, Greek, Cyrillic, Hebrew; Chinese, Korean; what continues such a
    // character.
    if (c < 0xC0 || (c >= 0xC3 && c <= 0xD7) || (c >= 0xE4 && c <= 0xED))
        return 1;
    return quote_at(s, at);
}

// Where the first sentence ends, or something does that may be the end of one.
static size_t first_end(dc_str line)
{
    for (size_t i = 0; i + 1 < line.len; i++) {
        const dc_normal_kind k = kind_of(line.p[i]);
        if (k < DC_NORMAL_END)
            continue;
        const size_t word = k == DC_NORMAL_UNSURE ? word_at(line, i) : 0;
        if (word) {
            i += word - 1;
            continue;
        }
        const dc_normal_kind next = kind_of(line.p[i + 1]);
        if (k == DC_NORMAL_UNSURE || (next != DC_NORMAL_LETTER && next != DC_NORMAL_DIGIT))
            return i + (k == DC_NORMAL_UNSURE);
    }
    return line.len;
}

bool dc_glance(const dc_glance_sets *sets, dc_str line)
{
    start s = {.len = 0};
    read_start(line, &s);
    if (s.is_unsure || s.has_slots || dc_has_any_start(sets, s.p, s.len))
        return true;
    if (!sets->tail_edges)
        return false;
    return has_tail(sets, line, line.len) || has_tail(sets, line, first_end(line));
}
