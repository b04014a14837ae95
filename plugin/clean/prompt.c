#include "clean/prompt.h"

#include <decant/decant.h>

typedef struct prompts {
    const dc_blocks *blocks;
    const dc_phrase *phrases;
    dc_page_kind kind;
    dc_verdict *verdicts;
    uint32_t last;   // last block that is content
    uint32_t early;  // blocks before it lie in the first 30 % of the text
    bool is_listing; // counters of comments stand on many rows
    bool has_area;   // the comments that a counter counts or a link leads to are on the page
} prompts;

static bool is_proof(const dc_verdict *v)
{
    if (v->label == DECANT_CONTENT)
        return false;
    static const char *const proofs[] = {"prompt.",      "area.", "form.",
                                         "nav.comments", "meta.", "action."};
    for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++)
        if (dc_str_starts(dc_str_of(v->reason), dc_str_of(proofs[i])))
            return true;
    return v->label == DECANT_COMMENT;
}

static bool is_kept(const dc_verdict *v)
{
    return v->reason && dc_str_starts(dc_str_of(v->reason), DC_STR("kept."));
}

static bool has_proof_beside(const prompts *p, uint32_t i)
{
    return (i > 0 && is_proof(&p->verdicts[i - 1])) ||
           (i + 1 < p->blocks->n && is_proof(&p->verdicts[i + 1]));
}

static bool has_gap_beside(const prompts *p, uint32_t i)
{
    return i == 0 || i + 1 == p->blocks->n || p->verdicts[i - 1].label != DECANT_CONTENT ||
           p->verdicts[i + 1].label != DECANT_CONTENT;
}

static bool is_quoted(const prompts *p, uint32_t box)
{
    const dc_box *boxes = p->blocks->boxes;
    if (boxes[box].flags & DC_IS_PRE)
        return true;
    for (; box; box = boxes[box].parent)
        if (boxes[box].tag == DC_TAG_blockquote)
            return true;
    return false;
}

// Code in a sentence of its own is an example of the phrase.
static bool is_code(const prompts *p, const dc_block *block)
{
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &p->blocks->spans[i];
        if (span->tag == DC_TAG_code && span->len * 2 > block->text.len)
            return true;
    }
    return false;
}

static bool is_dropped(const prompts *p, uint32_t i, dc_phrase phrase)
{
    const uint32_t flags = dc_family_flags(phrase.family);
    const dc_box *box = &p->blocks->boxes[p->blocks->v[i].box];
    if (phrase.family == DC_FAMILY_enable_javascript && (box->flags & DC_IS_NOSCRIPT))
        return true;
    switch (phrase.strength) {
    case DC_PROVES_STRONG:
        return p->kind != DC_PAGE_FORUM || phrase.family == DC_FAMILY_forum_prompt ||
               phrase.family == DC_FAMILY_user || phrase.family == DC_FAMILY_login_to_reply ||
               phrase.family == DC_FAMILY_login_to_comment;
    case DC_PROVES_MEDIUM:
        if (phrase.family == DC_FAMILY_n_comments && p->is_listing)
            return false;
        if (p->has_area &&
            (phrase.family == DC_FAMILY_n_comments || phrase.family == DC_FAMILY_comments_nav))
            return true;
        if (has_proof_beside(p, i))
            return true;
        return i >= p->early && ((flags & DC_FAMILY_END && i == p->last) || has_gap_beside(p, i));
    case DC_PROVES_WEAK:
        return has_proof_beside(p, i);
    default:
        return false;
    }
}

static void find_landmarks(prompts *p)
{
    uint32_t words = 0;
    uint32_t n_counters = 0;
    for (uint32_t i = 0; i < p->blocks->n; i++)
        if (p->verdicts[i].label == DECANT_CONTENT) {
            p->last = i;
            words += p->blocks->v[i].words;
            n_counters += p->phrases[i].family == DC_FAMILY_n_comments;
        } else if (p->verdicts[i].label == DECANT_COMMENT) {
            p->has_area = true;
        }
    uint32_t before = 0;
    while (p->early < p->blocks->n && before * 10 < words * 3) {
        if (p->verdicts[p->early].label == DECANT_CONTENT)
            before += p->blocks->v[p->early].words;
        p->early++;
    }
    p->is_listing = n_counters >= 3;
}

static bool judge(prompts *p, uint32_t i)
{
    const dc_block *block = &p->blocks->v[i];
    const dc_phrase phrase = p->phrases[i];
    if (!phrase.family || p->verdicts[i].label != DECANT_CONTENT || is_kept(&p->verdicts[i]) ||
        is_quoted(p, block->box) || is_code(p, block))
        return false;
    if (!is_dropped(p, i, phrase))
        return false;
    p->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, 0, dc_family_reason(phrase.family)};
    while (p->last && p->verdicts[p->last].label != DECANT_CONTENT)
        p->last--;
    return true;
}

// What was dropped proves its neighbours, so the blocks are looked at until nothing changes.
void dc_prompts(const dc_blocks *blocks, const dc_phrase *phrases, dc_page_kind kind,
                dc_verdict *verdicts)
{
    enum { ROUNDS = 8 };
    prompts p = {.blocks = blocks, .phrases = phrases, .kind = kind, .verdicts = verdicts};
    find_landmarks(&p);
    bool has_changed = true;
    for (int round = 0; round < ROUNDS && has_changed; round++) {
        has_changed = false;
        for (uint32_t i = blocks->n; i-- > 0;)
            has_changed |= judge(&p, i);
    }
}
