// A block's own text.
#include "clean/view.h"

// What the block's element is, in an order that trees can split.
static float code_of_tag(uint32_t tag)
{
    static const uint8_t codes[DC_N_TAGS] = {
        [DC_TAG_p] = 1,          [DC_TAG_blockquote] = 2, [DC_TAG_pre] = 3,
        [DC_TAG_figcaption] = 4, [DC_TAG_li] = 5,         [DC_TAG_dd] = 6,
        [DC_TAG_dt] = 7,         [DC_TAG_td] = 8,         [DC_TAG_th] = 9,
        [DC_TAG_h1] = 10,        [DC_TAG_h2] = 11,        [DC_TAG_h3] = 12,
        [DC_TAG_h4] = 13,        [DC_TAG_h5] = 14,        [DC_TAG_h6] = 14,
        [DC_TAG_section] = 15,   [DC_TAG_div] = 16,       [DC_TAG_summary] = 17,
        [DC_TAG_caption] = 18,   [DC_TAG_address] = 19,   [DC_TAG_legend] = 20,
        [DC_TAG_button] = 22,    [DC_TAG_option] = 23,    [DC_TAG_select] = 23,
        [DC_TAG_unknown] = 21};
    return codes[tag];
}

// Which word hashes a text has.
typedef struct word_set {
    uint64_t bits[16];
} word_set;

static word_set set_of(dc_str text)
{
    uint32_t hashes[DC_WORDS_MAX];
    dc_letters letters;
    word_set set = {{0}};
    dc_words_read(text, &letters, hashes);
    for (uint32_t i = 0; i < letters.n_words; i++)
        set.bits[hashes[i] >> 6 & 15] |= 1ULL << (hashes[i] & 63);
    return set;
}

static uint32_t common(const dc_view *view, uint32_t i, const word_set *set)
{
    uint32_t n = 0;
    for (uint32_t k = view->hash_at[i]; k < view->hash_at[i + 1]; k++)
        n += set->bits[view->hashes[k] >> 6 & 15] >> (view->hashes[k] & 63) & 1;
    return n;
}

static void put_copies(const dc_view *view, dc_features *out)
{
    const uint32_t n = view->blocks->n;
    uint32_t *copies = dc_arena_zero(view->arena, (size_t)n + 1, sizeof *copies);
    for (uint32_t i = 0; i < n; i++)
        copies[view->same[i]]++;
    for (uint32_t i = 0; i < n; i++)
        DC_PUT(out, dup_n, i, dc_lg(copies[view->same[i]]));
}

void dc_features_text(const dc_view *view, dc_features *out)
{
    const dc_blocks *b = view->blocks;
    const word_set title = set_of(b->title);
    for (uint32_t i = 0; i < b->n; i++) {
        const dc_block *block = &b->v[i];
        const dc_letters *l = &view->letters[i];
        const float density = dc_lesser(dc_ratio((float)block->link_words, (float)block->words), 1);
        DC_PUT(out, t_words, i, dc_lg(block->words));
        DC_PUT(out, t_sent, i, l->sentences);
        DC_PUT(out, t_endp, i, l->ends_sentence);
        DC_PUT(out, l_dens, i, density);
        DC_PUT(out, l_nonlinkw, i,
               density > 0 ? log1pf((float)block->words * (1 - density)) : dc_lg(block->words));
        DC_PUT(out, tag, i, code_of_tag(b->boxes[block->box].tag));
        DC_PUT(out, ttl_ov, i, dc_ratio((float)common(view, i, &title), (float)l->n_words));
    }
    put_copies(view, out);
}
