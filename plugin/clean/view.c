#include "clean/view.h"

#include "base/map.h"
#include "clean/groups.h"
#include "clean/names.h"

static bool is_prose(const dc_block *block, const dc_letters *letters)
{
    return block->words >= 12 && block->link_words * 20 < block->words * 7 &&
           (letters->sentences || block->words >= 40);
}

static void read_words(dc_view *v)
{
    const dc_blocks *b = v->blocks;
    v->letters = dc_arena_alloc(v->arena, ((size_t)b->n + 1) * sizeof *v->letters);
    v->hash_at = dc_arena_alloc(v->arena, ((size_t)b->n + 1) * sizeof *v->hash_at);
    size_t room = 0;
    for (uint32_t i = 0; i < b->n; i++)
        room += b->v[i].text.len / 2 + 1 < DC_WORDS_MAX ? b->v[i].text.len / 2 + 1 : DC_WORDS_MAX;
    v->hashes = dc_arena_alloc(v->arena, (room + DC_WORDS_MAX) * sizeof *v->hashes);
    uint32_t at = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t same = v->same[i];
        v->hash_at[i] = at;
        if (same < i) {
            v->letters[i] = v->letters[same];
            memcpy(v->hashes + at, v->hashes + v->hash_at[same],
                   v->letters[i].n_words * sizeof *v->hashes);
        } else {
            dc_words_read(b->v[i].text, &v->letters[i], v->hashes + at);
        }
        at += v->letters[i].n_words;
    }
    v->hash_at[b->n] = at;
}

static void add_up(dc_view *v)
{
    const dc_blocks *b = v->blocks;
    uint32_t **const all[] = {&v->sums.words, &v->sums.links, &v->sums.prose, &v->sums.headings};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = dc_arena_zero(v->arena, (size_t)b->n + 1, sizeof **all[i]);
    for (uint32_t i = 0; i < b->n; i++) {
        const dc_block *block = &b->v[i];
        v->sums.words[i + 1] = v->sums.words[i] + block->words;
        v->sums.links[i + 1] =
            v->sums.links[i] +
            (block->link_words < block->words ? block->link_words : block->words);
        v->sums.prose[i + 1] =
            v->sums.prose[i] + (is_prose(block, &v->letters[i]) ? block->words : 0);
        v->sums.headings[i + 1] = v->sums.headings[i] + (dc_heading_level(b, i) != 0);
    }
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ b * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    return h ^ h >> 31;
}

static uint64_t read_names(dc_view *v, const dc_box *box, dc_box_names *out)
{
    uint64_t signature;
    uint32_t *room = dc_arena_alloc(v->arena, DC_NAMES_MAX * sizeof *room);
    const uint32_t n = dc_names_of(box, room, &signature);
    dc_arena_trim(v->arena, room, DC_NAMES_MAX * sizeof *room, n * sizeof *room);
    *out = (dc_box_names){room, n};
    return signature;
}

static void find_places(dc_view *v)
{
    const dc_blocks *b = v->blocks;
    v->places = dc_arena_alloc(v->arena, b->n_boxes * sizeof *v->places);
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        const dc_box *box = &b->boxes[i];
        v->places[v->n_places] =
            (dc_place){i, box->parent, box->end, box->first, box->last, box->depth, box->tag};
        v->n_places += box->first < box->last || i == 0;
    }
}

static void sign_boxes(dc_view *v)
{
    const dc_blocks *b = v->blocks;
    v->signatures = dc_arena_zero(v->arena, b->n_boxes, sizeof *v->signatures);
    v->names = dc_arena_alloc(v->arena, b->n_boxes * sizeof *v->names);
    v->up = dc_arena_alloc(v->arena, b->n_boxes * sizeof *v->up);
    for (uint32_t k = 0; k < v->n_places; k++) {
        const dc_place *at = &v->places[k];
        const uint32_t i = at->box;
        const uint32_t twin = v->twins[i];
        if (!v->signatures[twin])
            v->signatures[twin] = read_names(v, &b->boxes[i], &v->names[twin]);
        v->signatures[i] = v->signatures[twin];
        v->names[i] = v->names[twin];
        const dc_box *above = &b->boxes[at->parent];
        v->up[i] = above->last - above->first > at->last - at->first ? at->parent
                   : i == 0                                          ? 0
                                                                     : v->up[at->parent];
    }
}

static void match_paths(dc_view *v)
{
    const dc_blocks *b = v->blocks;
    v->alike = dc_arena_alloc(v->arena, ((size_t)b->n + 1) * sizeof *v->alike);
    dc_map seen = dc_map_in(v->arena);
    uint64_t last = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t own = b->v[i].box;
        const uint32_t above = b->boxes[own].parent;
        const uint64_t path = mix(mix(v->signatures[own], v->signatures[above]),
                                  v->signatures[b->boxes[above].parent]);
        v->alike[i] = i && path == last ? v->alike[i - 1] : *dc_map_at(&seen, path, i);
        last = path;
    }
}

static bool is_chrome(const dc_view *v, uint32_t box)
{
    enum {
        CHROME = DC_GROUP_NAV | DC_GROUP_FOOTER | DC_GROUP_HEADER | DC_GROUP_SIDE | DC_GROUP_COOKIE
    };
    const dc_blocks *b = v->blocks;
    const uint32_t half = v->sums.words[b->n] / 2;
    for (; box; box = b->boxes[box].parent)
        if ((v->groups[box] & CHROME) && dc_box_sum(v->sums.words, &b->boxes[box]) <= half)
            return true;
    return false;
}

static void group_siblings(dc_view *v)
{
    const dc_blocks *b = v->blocks;
    v->sibling_set = dc_arena_alloc(v->arena, b->n_boxes * sizeof *v->sibling_set);
    v->siblings = dc_arena_zero(v->arena, b->n_boxes, sizeof *v->siblings);
    dc_map sets = dc_map_in(v->arena);
    dc_map_reserve(&sets, v->n_places / 2);
    uint32_t *last = dc_arena_zero(v->arena, b->n_boxes, sizeof *last); // box below each
    for (uint32_t k = 0; k < v->n_places; k++) {
        const dc_place *at = &v->places[k];
        const uint32_t i = at->box;
        const dc_box *box = &b->boxes[i];
        const uint32_t before = last[at->parent];
        last[at->parent] = i;
        const uint32_t set =
            before && v->signatures[before] == v->signatures[i]
                ? v->sibling_set[before]
                : *dc_map_at(&sets, mix(v->signatures[i], (uint64_t)at->parent + 1), v->n_siblings);
        v->sibling_set[i] = set;
        dc_siblings *s = &v->siblings[set];
        if (set == v->n_siblings) {
            v->n_siblings++;
            s->first = i;
        }
        s->n++;
        s->words += dc_box_sum(v->sums.words, box);
        s->images += box->n_images > 0;
    }
    for (uint32_t i = 0; i < v->n_siblings; i++)
        if (v->siblings[i].n >= 3)
            v->siblings[i].is_chrome = is_chrome(v, v->siblings[i].first);
}

// The deepest box that holds so many quarters of the prose, or of all words where there is little
// prose.
static uint32_t holder(const dc_view *v, uint32_t quarters)
{
    const dc_blocks *b = v->blocks;
    const uint32_t *mass = v->sums.prose[b->n] >= 40 ? v->sums.prose : v->sums.words;
    const uint64_t wanted = (uint64_t)mass[b->n] * quarters;
    uint32_t deepest = 0;
    for (uint32_t i = 1; i < b->boxes[deepest].end;) {
        if ((uint64_t)dc_box_sum(mass, &b->boxes[i]) * 4 >= wanted && mass[b->n]) {
            deepest = i;
            i++;
        } else {
            i = b->boxes[i].end;
        }
    }
    return deepest;
}

static void find_longest(dc_view *v)
{
    v->longest = UINT32_MAX;
    uint32_t most = 0;
    for (uint32_t i = 0; i < v->blocks->n; i++) {
        const dc_block *block = &v->blocks->v[i];
        if (block->link_words * 3 < block->words && block->words > most) {
            most = block->words;
            v->longest = i;
        }
    }
}

static float overlap(const dc_view *v, uint32_t block, const uint32_t *title, uint32_t n)
{
    uint32_t common = 0;
    const uint32_t from = v->hash_at[block];
    const uint32_t words = v->hash_at[block + 1] - from;
    for (uint32_t i = 0; i < words; i++)
        for (uint32_t k = 0; k < n; k++)
            if (v->hashes[from + i] == title[k]) {
                common++;
                break;
            }
    const float own = dc_ratio((float)common, (float)words);
    const float of_title = dc_ratio((float)(common < n ? common : n), (float)n);
    return own * of_title;
}

// The heading that says most nearly what the title says.
static void find_h1(dc_view *v)
{
    enum { LONGEST = 40 };
    const dc_blocks *b = v->blocks;
    uint32_t title[DC_WORDS_MAX];
    dc_letters letters;
    dc_words_read(b->title, &letters, title);
    v->h1 = UINT32_MAX;
    v->h1_score = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->v[i].words > LONGEST)
            continue;
        const uint32_t level = dc_heading_level(b, i);
        if (level == 0 || level > 3)
            continue;
        const float like = overlap(v, i, title, letters.n_words);
        const float score = level == 1   ? 1 + like
                            : level == 2 ? (like > .3f ? .4f + like : .05f)
                                         : (like > .4f ? .2f + like : 0);
        if (score > v->h1_score) {
            v->h1_score = score;
            v->h1 = i;
        }
    }
}

static void find_headings(dc_view *v)
{
    enum { LONGEST = 25 };
    const dc_blocks *b = v->blocks;
    uint32_t last = UINT32_MAX;
    uint32_t section = UINT32_MAX;
    v->heading = dc_arena_alloc(v->arena, ((size_t)b->n + 1) * sizeof *v->heading);
    v->section = dc_arena_alloc(v->arena, ((size_t)b->n + 1) * sizeof *v->section);
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t level = b->v[i].words <= LONGEST ? dc_heading_level(b, i) : 0;
        if (level == 1 || level == 2)
            section = i;
        v->heading[i] = last;
        v->section[i] = section;
        if (level)
            last = i;
    }
}

void dc_view_make(dc_arena *arena, const dc_blocks *blocks, const dc_reading *reading, dc_view *out)
{
    *out = (dc_view){.arena = arena,
                     .blocks = blocks,
                     .groups = reading->groups,
                     .tokens = reading->tokens,
                     .twins = reading->twins,
                     .same = reading->same};
    read_words(out);
    add_up(out);
    find_places(out);
    sign_boxes(out);
    match_paths(out);
    group_siblings(out);
    out->main[0] = holder(out, 2);
    out->main[1] = holder(out, 3);
    find_h1(out);
    find_longest(out);
    find_headings(out);
}

dc_features dc_features_in(dc_arena *arena, uint32_t n)
{
    uint32_t stride;
    float *v = dc_forest_rows(arena, DC_N_FEATURES, n, &stride);
    for (size_t f = 0; n && f < DC_N_FEATURES; f++) {
        v[f * stride] = 0;
        memset(v + f * stride + n, 0, (stride - n) * sizeof *v);
    }
    return (dc_features){v, n, stride};
}

void dc_features_fixed(const dc_view *view, dc_features *out)
{
    dc_features_text(view, out);
    dc_features_above(view, out);
    dc_features_place(view, out);
    dc_features_box(view, out);
    dc_features_heading(view, out);
    dc_features_page(view, out);
}
