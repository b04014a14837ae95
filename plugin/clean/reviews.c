#include "clean/reviews.h"

#include "base/map.h"
#include "clean/names.h"
#include "clean/settled.h"
#include "clean/tokens.h"

// "customer-review", but not "reviews-summary-row".
static bool is_named_review(const dc_facts *facts)
{
    static const dc_str word = {"review", 6};
    for (uint32_t i = 0; i < facts->n_classes; i++) {
        const dc_str name = facts->classes[i];
        if (name.len >= word.len && dc_str_ieq(dc_str_from(name, name.len - word.len), word))
            return true;
    }
    return false;
}

// The same may be the name of an article that is one; reviews have siblings.
const bool *dc_reviews_find(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens)
{
    bool *is_review = dc_arena_zero(arena, blocks->n_boxes, sizeof *is_review);
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    uint32_t *last = dc_arena_zero(arena, blocks->n_boxes, sizeof *last); // review in each box
    for (uint32_t i = 1; i < blocks->n_boxes; i++) {
        const dc_box *box = &blocks->boxes[i];
        if (box->first == box->last ||
            !((tokens[i] & DC_TOKEN_REVIEW) || is_named_review(box->facts)))
            continue;
        const uint32_t before = last[box->parent];
        if (before && blocks->boxes[before].tag == box->tag)
            is_review[i] = is_review[before] = true;
        last[box->parent] = i;
    }
    for (uint32_t i = 1; i < blocks->n_boxes; i++)
        is_review[i] |= is_review[blocks->boxes[i].parent];
    dc_arena_release(arena, mark);
    return is_review;
}

// Lines of the same make: the texts of all reviews, or their dates.
typedef struct lines_alike {
    uint32_t words;
    uint32_t kept;    // words of those that are kept
    uint32_t longest; // words of one of them
} lines_alike;

static uint64_t mix(uint64_t hash, uint64_t with)
{
    hash = (hash ^ with) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

// What the box of a block and the two above it call themselves.
static uint64_t make_of(const dc_blocks *blocks, uint32_t block)
{
    enum { UP = 3 };
    uint32_t names[DC_NAMES_MAX];
    uint64_t make = 0;
    uint32_t box = blocks->v[block].box;
    for (int up = 0; up < UP; up++, box = blocks->boxes[box].parent) {
        uint64_t signature;
        dc_names_of(&blocks->boxes[box], names, &signature);
        make = mix(make, signature);
    }
    return make;
}

// "Super!" says too little to be kept by itself, and counts of stars are no longer than that.
// Cross-validated: no change.
static void keep_alike(dc_arena *arena, const dc_blocks *blocks, const float *p,
                       const int8_t *decided, float threshold, bool *keeps)
{
    enum { LONG = 10 };
    const float doubt = .3f; // of the threshold
    dc_map makes = dc_map_in(arena);
    uint32_t *make = dc_arena_alloc(arena, ((size_t)blocks->n + 1) * sizeof *make);
    lines_alike *lines = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *lines);
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (decided[i] != DC_REVIEW)
            continue;
        make[i] = *dc_map_at(&makes, make_of(blocks, i), i);
        lines_alike *l = &lines[make[i]];
        const uint32_t words = blocks->v[i].words;
        l->words += words;
        l->kept += keeps[i] ? words : 0;
        l->longest = keeps[i] && words > l->longest ? words : l->longest;
    }
    for (uint32_t i = 0; i < blocks->n; i++)
        if (decided[i] == DC_REVIEW && p[i] >= threshold * doubt) {
            const lines_alike *l = &lines[make[i]];
            keeps[i] |= l->kept * 5 >= l->words * 3 && l->longest >= LONG;
        }
}

// Between title and text often stands who wrote it.
static void keep_titles(const dc_blocks *blocks, const float *p, const int8_t *decided,
                        float threshold, bool *keeps)
{
    enum { AHEAD = 3, MOST_WORDS = 25 };
    const float doubt = .4f; // of the threshold
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (decided[i] != DC_REVIEW || p[i] < threshold * doubt ||
            blocks->v[i].words > MOST_WORDS || !dc_heading_level(blocks, i))
            continue;
        for (uint32_t k = i + 1; k < blocks->n && k <= i + AHEAD; k++) {
            if (dc_heading_level(blocks, k))
                break;
            keeps[i] |= keeps[k] && decided[k] == DC_REVIEW;
        }
    }
}

void dc_reviews_keep(dc_arena *arena, const dc_blocks *blocks, const float *p,
                     const int8_t *decided, float threshold, bool *keeps)
{
    uint32_t first = 0;
    while (decided && first < blocks->n && decided[first] != DC_REVIEW)
        first++;
    if (!decided || first == blocks->n)
        return;
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    keep_alike(arena, blocks, p, decided, threshold, keeps);
    keep_titles(blocks, p, decided, threshold, keeps);
    dc_arena_release(arena, mark);
}
