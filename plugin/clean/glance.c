#include "clean/glance.h"

#include "clean/forms.h"
#include "clean/slots.h"

static dc_str first_sentence(dc_str s)
{
    const char *end = memchr(s.p, '\n', s.len);
    return (dc_str){s.p, end ? (size_t)(end - s.p) : s.len};
}

// A line of fewer bytes than starts have is looked up, and so is such a sentence.
static bool is_short_whole(const dc_phrase_table *t, dc_str s, dc_str sentence)
{
    if (sentence.len < s.len && s.len < DC_START_LEN)
        return true;
    return sentence.len < DC_START_LEN && dc_may_be_whole(t, dc_hash(sentence));
}

// A sentence of slots may have a full stop in it or the text of a link behind it, but not before it
// has three words.
static bool may_have_slots(dc_str s, bool is_all)
{
    enum { WORDS = 3 };
    size_t len = 0;
    for (size_t words = 0; len < s.len && words < WORDS; len++)
        words += s.p[len] == ' ' || s.p[len] == '\n';
    return dc_slots_may_match((dc_str){s.p, len}, is_all && len == s.len);
}

dc_glance dc_glance_start(const dc_phrase_table *t, dc_glance_for what, dc_str s, bool is_all)
{
    if (s.len < DC_START_LEN && !is_all)
        return DC_GLANCE_YES;
    const dc_glance found = dc_find_start(t, what, s.p, s.len, is_all);
    if (found == DC_GLANCE_YES)
        return found;
    const dc_str sentence = first_sentence(s);
    const bool is_sentence = is_all || sentence.len < s.len;
    const bool may_be = (is_sentence && is_short_whole(t, s, sentence)) ||
                        dc_slots_may_match(sentence, is_sentence) ||
                        (found && may_have_slots(s, is_all));
    return may_be ? DC_GLANCE_YES : found;
}

_Static_assert((int)DC_EDGE_LEN == (int)DC_FORMS_LAST, "an edge is the last bytes");

static bool has_tail(const uint64_t *edges, dc_str s)
{
    return s.len > DC_EDGE_LEN && dc_has_edge(edges, s.p + s.len - DC_EDGE_LEN);
}

bool dc_glance_ends(const dc_phrase_table *t, dc_glance_for what, dc_str line)
{
    const uint64_t *edges = t->glances[what].tail_edges;
    return has_tail(edges, line) || has_tail(edges, first_sentence(line));
}

// *is_empty: nothing is left of the line. True where its end is not easily told. What stands behind
// its last letter may leave it.
static bool may_have_tail(const uint64_t *edges, dc_str *line, bool *is_empty)
{
    char edge[DC_EDGE_LEN];
    dc_normal n;
    *is_empty = false;
    if (dc_forms_last(line, edge))
        return dc_has_edge(edges, edge);
    if (!dc_forms_write_end(*line, &n))
        return true;
    *is_empty = n.len == 0;
    return has_tail(edges, dc_normal_str(&n));
}

// A sentence ends there for certain: no word goes on behind it.
static bool is_over(dc_str behind)
{
    if (behind.len == 0)
        return true;
    const char c = behind.p[0];
    return !(c & 0x80) && !dc_is_alpha(c) && !dc_is_digit(c) && !strchr("_&<]", c);
}

bool dc_glance_raw_ends(const dc_phrase_table *t, dc_glance_for what, dc_str line, bool *is_one)
{
    enum { MOST_STOPS = 8 };
    const uint64_t *edges = t->glances[what].tail_edges;
    dc_str words = line;
    bool is_empty;
    if (may_have_tail(edges, &words, &is_empty))
        return true;
    size_t at = 0;
    for (size_t i = 0; i < MOST_STOPS; i++) {
        size_t len = 0;
        const dc_stop stop = dc_forms_stop(words, &at, &len);
        *is_one = i == 0 && stop == DC_STOP_NONE;
        if (stop != DC_STOP_END)
            return stop == DC_STOP_UNSURE;
        dc_str sentence = {line.p, at};
        if (may_have_tail(edges, &sentence, &is_empty))
            return true;
        at += len;
        if (!is_empty && is_over(dc_str_from(line, at)))
            return false;
    }
    return true;
}
