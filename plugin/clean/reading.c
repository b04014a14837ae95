#include "clean/reading.h"

#include "base/hash.h"
#include "base/map.h"
#include "clean/groups.h"
#include "clean/tokens.h"

enum { SEEN_BITS = 9, SEEN = 1 << SEEN_BITS };

// A box of the same element and facts, or i itself. Few are forgotten: what is asked of twins says
// the same for each.
static uint32_t twin_of(const dc_blocks *blocks, uint32_t i, uint32_t seen[SEEN])
{
    const dc_box *box = &blocks->boxes[i];
    const uint64_t key = ((uint64_t)(uintptr_t)box->facts << 8 | box->tag) * 0x9E3779B97F4A7C15u;
    uint32_t *slot = &seen[key >> (64 - SEEN_BITS)];
    const dc_box *other = &blocks->boxes[*slot];
    if (other->facts != box->facts || other->tag != box->tag || box->tag == DC_TAG_unknown)
        *slot = i;
    return *slot;
}

// Equal attributes share their facts, so most pairs of facts and element are asked once.
static dc_reading read_boxes(dc_arena *arena, const dc_blocks *blocks)
{
    const uint32_t n = blocks->n_boxes;
    dc_reading out = {.groups = dc_arena_alloc(arena, n * sizeof *out.groups),
                      .tokens = dc_arena_alloc(arena, n * sizeof *out.tokens),
                      .twins = dc_arena_alloc(arena, n * sizeof *out.twins)};
    dc_word_sieve words;
    dc_word_sieve names;
    dc_group_sieve(&words);
    dc_token_sieve(&names);
    uint32_t seen[SEEN] = {0};
    for (uint32_t i = 0; i < n; i++) {
        const dc_box *box = &blocks->boxes[i];
        const uint32_t twin = twin_of(blocks, i, seen);
        out.twins[i] = twin;
        if (twin == i) {
            out.groups[i] = dc_groups_of(box, &words);
            out.tokens[i] = dc_tokens_of(box->facts, box->name, &names);
        } else {
            out.groups[i] = out.groups[twin];
            out.tokens[i] = out.tokens[twin];
        }
    }
    return out;
}

// Menus and buttons are on most pages more than once.
static void read_texts(dc_arena *arena, const dc_blocks *blocks, const dc_phrase_table *own,
                       dc_reading *out)
{
    dc_phrase *phrases = dc_arena_alloc(arena, blocks->n * sizeof *phrases);
    out->same = dc_arena_alloc(arena, blocks->n * sizeof *out->same);
    dc_map seen = dc_map_in(arena);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const dc_str text = blocks->v[i].text;
        const uint32_t first = *dc_map_at(&seen, dc_hash(text), i);
        const bool is_known = first < i && dc_str_eq(text, blocks->v[first].text);
        out->same[i] = is_known ? first : i;
        phrases[i] = is_known ? phrases[first] : dc_lexicon_match(own, text);
    }
    out->phrases = phrases;
}

dc_reading dc_read(dc_arena *arena, const dc_blocks *blocks, const dc_phrase_table *own)
{
    dc_reading out = read_boxes(arena, blocks);
    read_texts(arena, blocks, own, &out);
    return out;
}
