// A page as the features see it: sums over its blocks and what is known of each box.
#ifndef DC_CLEAN_VIEW_H
#define DC_CLEAN_VIEW_H

#include "base/arena.h"
#include "blocks/block.h"
#include "clean/feature.h"
#include "clean/forest.h"
#include "clean/logs.h"
#include "clean/reading.h"
#include "clean/token_table.h"
#include "clean/words.h"

// Features column by column: v[feature * stride + block].
typedef struct dc_features {
    float *v;
    uint32_t n;      // blocks
    uint32_t stride; // n, rounded up to whole groups of DC_FOREST_LANES
} dc_features;

// The learned tables. Scores of names are shares of text, 0 to 255 for 0 to 1; of words logits, 28
// a unit around 128.
typedef struct dc_token_tables {
    dc_token_table names;
    dc_token_table words;
} dc_token_tables;

// Sums over blocks [0, i), i up to n: the sum of a box is the difference of two.
typedef struct dc_sums {
    uint32_t *words;
    uint32_t *links;    // words in links
    uint32_t *prose;    // words of long paragraphs
    uint32_t *headings; // blocks that are headings
} dc_sums;

// Sibling boxes with equal signatures.
typedef struct dc_siblings {
    uint32_t n;
    uint32_t words;
    uint32_t images; // of them with an image
    uint32_t first;  // their first box
    bool is_chrome;  // in navigation, footer or the like
} dc_siblings;

// Hashes of a box's tokens.
typedef struct dc_box_names {
    const uint32_t *v;
    uint32_t n;
} dc_box_names;

// A box with blocks, or box 0. Features ask nothing of others, and are found sooner without.
typedef struct dc_place {
    uint32_t box, parent, end, first, last; // as in dc_box
    uint16_t depth, tag;
} dc_place;

typedef struct dc_view {
    dc_arena *arena;
    const dc_blocks *blocks;
    dc_place *places; // all boxes with blocks, in order; box 0 is the first
    uint32_t n_places;
    const uint32_t *groups; // dc_groups_of() of every box
    const uint32_t *tokens; // dc_tokens_of() of every box
    const uint32_t *twins;  // of every box, see dc_reading
    const uint32_t *same;   // of every block, likewise
    dc_letters *letters;    // of every block
    uint32_t *hashes;       // of the words of all blocks
    uint32_t *hash_at;      // where those of a block begin; n + 1
    dc_sums sums;
    uint32_t *up;          // of every place: the next box above with more blocks, itself at the top
    uint64_t *signatures;  // likewise
    dc_box_names *names;   // likewise
    uint32_t *sibling_set; // likewise: its set in siblings
    dc_siblings *siblings;
    uint32_t n_siblings;
    uint32_t *alike;  // of every block: the first whose box and the two above look the same
    uint32_t main[2]; // the deepest boxes with half and with three quarters of the prose
    uint32_t h1;      // block of the page's heading, UINT32_MAX when there is none
    float h1_score;
    uint32_t *heading; // of every block: the last heading before it, and the last h1 or h2 at or
    uint32_t *section; // before it; UINT32_MAX when there is none
    uint32_t longest;  // block with few links and most words, UINT32_MAX when there is none
} dc_view;

void dc_view_make(dc_arena *arena, const dc_blocks *blocks, const dc_reading *reading,
                  dc_view *out);

// Room for all features of a page. The first block's are cleared, and lanes without a block: what
// is of the page alone stands nowhere else, and all the rest is written.
dc_features dc_features_in(dc_arena *arena, uint32_t n);

// Each fills its own columns.
void dc_features_text(const dc_view *view, dc_features *out);
void dc_features_above(const dc_view *view, dc_features *out);
void dc_features_place(const dc_view *view, dc_features *out);
void dc_features_box(const dc_view *view, dc_features *out);
void dc_features_heading(const dc_view *view, dc_features *out);
void dc_features_page(const dc_view *view, dc_features *out);
// What does not depend on learned tables: all of the above.
void dc_features_fixed(const dc_view *view, dc_features *out);
void dc_features_table(const dc_view *view, const dc_token_tables *tables, dc_features *out);

// Whether a feature is the same for all blocks of a page: it stands in the first row only.
static inline bool dc_feature_is_of_page(dc_feature f)
{
    return (f >= DC_F_pg_hint_article && f <= DC_F_pg_q) || f >= DC_F_tp_article;
}

static inline float dc_feature_at(const dc_features *features, dc_feature f, uint32_t block)
{
    return features->v[(size_t)f * features->stride + (dc_feature_is_of_page(f) ? 0 : block)];
}

#define DC_PUT(out, name, i, x) ((out)->v[(size_t)DC_F_##name * (out)->stride + (i)] = (float)(x))

// Whether the boxes above a block that hold more than its own are those of the block before.
static inline bool dc_is_below_the_same(const dc_view *view, uint32_t i)
{
    const dc_block *block = &view->blocks->v[i];
    return i && view->up[block[-1].box] == view->up[block->box];
}

// A block's features are those of the block before.
static inline void dc_feature_repeat(dc_features *out, const dc_feature *v, size_t n, uint32_t i)
{
    for (size_t k = 0; k < n; k++) {
        float *at = out->v + (size_t)v[k] * out->stride + i;
        at[0] = at[-1];
    }
}

static inline uint32_t dc_box_sum(const uint32_t *sums, const dc_box *box)
{
    return sums[box->last] - sums[box->first];
}

// As fminf() and fmaxf() of two numbers, without a call.
static inline float dc_lesser(float a, float b)
{
    return a < b ? a : b;
}

static inline float dc_greater(float a, float b)
{
    return a > b ? a : b;
}

static inline float dc_ratio(float a, float b)
{
    return b > 0 ? a / b : 0;
}

#endif
