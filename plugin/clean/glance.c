#include "clean/glance.h"

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
