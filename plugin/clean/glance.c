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

bool dc_glance_start(const dc_phrase_table *t, dc_glance_for what, dc_str s, bool is_all)
{
    if (s.len < DC_START_LEN && !is_all)
        return true;
    if (dc_has_any_start(&t->glances[what], s.p, s.len))
        return true;
    const dc_str sentence = first_sentence(s);
    const bool is_sentence = is_all || sentence.len < s.len;
    return (is_sentence && is_short_whole(t, s, sentence)) ||
           dc_slots_may_match(sentence, is_sentence);
}

static bool has_tail(const uint64_t *edges, dc_str s)
{
    return s.len > DC_EDGE_LEN && dc_has_edge(edges, s.p + s.len - DC_EDGE_LEN);
}

bool dc_glance_ends(const dc_phrase_table *t, dc_glance_for what, dc_str line)
{
    const uint64_t *edges = t->glances[what].tail_edges;
    return edges && (has_tail(edges, line) || has_tail(edges, first_sentence(line)));
}

// A sentence ends there for certain: no word goes on behind it.
static bool is_over(dc_str behind)
{
    if (behind.len == 0)
        return true;
    const char c = behind.p[0];
    return !(c & 0x80) && !dc_is_alpha(c) && !dc_is_digit(c) && !strchr("_&<]", c);
}

// Not known where the first sentence ends, or how.
bool dc_glance_raw_ends(const dc_phrase_table *t, dc_glance_for what, dc_str line)
{
    enum { MOST_STOPS = 8 };
    const uint64_t *edges = t->glances[what].tail_edges;
    dc_normal n;
    if (!edges)
        return false;
    if (!dc_forms_write_end(line, &n) || has_tail(edges, dc_normal_str(&n)))
        return true;
    size_t at = 0;
    for (size_t i = 0; i < MOST_STOPS; i++) {
        size_t len = 0;
        const dc_stop stop = dc_forms_stop(line, &at, &len);
        if (stop != DC_STOP_END)
            return stop == DC_STOP_UNSURE;
        if (!dc_forms_write_end((dc_str){line.p, at}, &n) || has_tail(edges, dc_normal_str(&n)))
            return true;
        at += len;
        if (n.len && is_over(dc_str_from(line, at)))
            return false;
    }
    return true;
}
