#include "clean/area.h"

#include "clean/lexicon.h"
#include "clean/thread.h"
#include "clean/tokens.h"

#include <decant/decant.h>

enum { LONG_PARAGRAPH = 120, MOST_LONG = 3, NEEDED = 2 };

// Candidates inside candidates: each looks at all that is in it, so no tower of them is climbed.
enum { MOST_NESTED = 24 };

typedef struct finder {
    dc_arena *arena;
    const dc_blocks *blocks;
    const uint32_t *tokens;
    const dc_phrase *phrases;
    dc_verdict *verdicts;
    uint32_t *item;     // of each box: the nearest item or body at or above it, 0 without one
    uint32_t h1;        // box of the first h1, UINT32_MAX without one
    uint32_t last_long; // last block that is a long paragraph and in no candidate
    uint32_t words;     // of the page
} finder;

static bool is_long(const dc_block *block)
{
    return block->text.len > LONG_PARAGRAPH && block->link_words * 2 < block->words;
}

typedef struct evidence {
    uint32_t n_items;
    uint32_t n_long_outside; // long paragraphs in no item
    uint32_t n_words;
    bool has_form;
    bool has_prompt;
    bool has_heading;
    bool has_actions;
} evidence;

static void find_items(finder *f)
{
    const dc_blocks *b = f->blocks;
    f->item = dc_arena_zero(f->arena, b->n_boxes, sizeof *f->item);
    for (uint32_t i = 1; i < b->n_boxes; i++)
        f->item[i] =
            f->tokens[i] & (DC_TOKEN_ITEM | DC_TOKEN_BODY) ? i : f->item[b->boxes[i].parent];
}

// What lies in a box comes behind it.
static bool is_in_item(const finder *f, uint32_t box, uint32_t root)
{
    return f->item[box] > root;
}

static void look_at_block(const finder *f, uint32_t root, uint32_t i, evidence *e)
{
    const dc_block *block = &f->blocks->v[i];
    e->n_words += block->words;
    if (is_long(block) && !is_in_item(f, block->box, root))
        e->n_long_outside++;
    for (uint32_t k = block->span; k < block->span + block->n_spans; k++)
        if (dc_tokens_of(f->blocks->spans[k].facts, DC_STR("")) & DC_TOKEN_ACTION)
            e->has_actions = true;
    const dc_phrase phrase = f->phrases[i];
    switch (phrase.family) {
    case DC_FAMILY_n_comments:
    case DC_FAMILY_comments_heading:
    case DC_FAMILY_leave_reply:
    case DC_FAMILY_no_comments:
    case DC_FAMILY_comments_closed:
    case DC_FAMILY_first_to_comment:
        e->has_heading = true;
        break;
    case DC_FAMILY_reply_link:
    case DC_FAMILY_report_comment:
        e->has_actions = true;
        break;
    default:
        if (phrase.strength == DC_PROVES_STRONG)
            e->has_prompt = true;
    }
}

static evidence look(const finder *f, uint32_t root)
{
    evidence e = {0};
    const dc_box *box = &f->blocks->boxes[root];
    for (uint32_t i = root; i < box->end; i++) {
        e.n_items += (f->tokens[i] & DC_TOKEN_ITEM) != 0 &&
                     f->blocks->boxes[i].last > f->blocks->boxes[i].first;
        e.has_form |= (f->tokens[i] & DC_TOKEN_FORM) != 0;
        e.has_form |= f->blocks->boxes[i].tag == DC_TAG_form && f->blocks->boxes[i].n_inputs > 1;
        e.has_heading |= (f->tokens[i] & DC_TOKEN_TITLE) != 0;
        e.has_actions |= (f->tokens[i] & DC_TOKEN_ACTION) != 0;
    }
    for (uint32_t i = box->first; i < box->last; i++)
        look_at_block(f, root, i, &e);
    return e;
}

static bool is_possible(const finder *f, uint32_t i)
{
    const dc_box *box = &f->blocks->boxes[i];
    if (box->tag == DC_TAG_html || box->tag == DC_TAG_body || box->tag == DC_TAG_main)
        return false;
    if (f->h1 != UINT32_MAX && dc_box_within(f->blocks, f->h1, i))
        return false;
    return !(box->flags & DC_IS_PRE) && box->last > box->first;
}

// The area that starts at a box, or NULL: the reason for its removal.
static const char *judge(const finder *f, uint32_t i)
{
    const uint32_t means = f->tokens[i];
    if (means & DC_TOKEN_WIDGET)
        return "area.widget";
    const evidence e = look(f, i);
    const bool is_most = e.n_words * 5 > f->words * 3;
    if (e.n_long_outside > MOST_LONG || (is_most && !e.n_items && !e.has_form))
        return NULL;
    if (means & DC_TOKEN_EMBED)
        return "area.embed-root";
    if (means & DC_TOKEN_ROOT)
        return e.n_long_outside ? (e.n_items || e.has_form || e.has_prompt ? "area.token" : NULL)
                                : "area.token";
    uint32_t points = 0;
    points += e.n_items > 0;
    points += e.has_form || e.has_prompt;
    points += e.has_heading;
    points += e.has_actions;
    points += f->blocks->boxes[i].first > f->last_long;
    return points >= NEEDED ? "area.token" : NULL;
}

static void find_landmarks(finder *f)
{
    const dc_blocks *b = f->blocks;
    f->h1 = UINT32_MAX;
    for (uint32_t i = 0; i < b->n_boxes && f->h1 == UINT32_MAX; i++)
        if (b->boxes[i].tag == DC_TAG_h1 && b->boxes[i].last > b->boxes[i].first)
            f->h1 = i;
    uint32_t candidate_end = 0; // boxes below it lie in a candidate
    uint32_t box = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        f->words += b->v[i].words;
        for (; box <= b->v[i].box; box++)
            if ((f->tokens[box] & (DC_TOKEN_AREA | DC_TOKEN_ROOT)) && is_possible(f, box) &&
                b->boxes[box].end > candidate_end)
                candidate_end = b->boxes[box].end;
        if (is_long(&b->v[i]) && b->v[i].box >= candidate_end)
            f->last_long = i;
    }
}

// Siblings without a wrapper: a heading with the token, and a form's or list's neighbours of small
// size.
static void extend(const finder *f, uint32_t root, const char *reason)
{
    const dc_blocks *b = f->blocks;
    for (uint32_t i = b->boxes[root].first; i-- > 0;) {
        const uint32_t box = b->v[i].box;
        if (b->boxes[box].parent != b->boxes[root].parent ||
            !dc_tag_is_heading((dc_tag)b->boxes[box].tag))
            return;
        const dc_phrase phrase = f->phrases[i];
        const bool is_telling = (f->tokens[box] & (DC_TOKEN_AREA | DC_TOKEN_TITLE)) ||
                                phrase.family == DC_FAMILY_n_comments ||
                                phrase.family == DC_FAMILY_comments_heading ||
                                phrase.family == DC_FAMILY_leave_reply;
        if (!is_telling)
            return;
        f->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, 0, reason};
    }
}

void dc_areas(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_comments *out)
{
    const uint32_t roots = DC_TOKEN_AREA | DC_TOKEN_ROOT | DC_TOKEN_WIDGET | DC_TOKEN_FORM;
    finder f = {.arena = arena,
                .blocks = blocks,
                .tokens = tokens,
                .phrases = phrases,
                .verdicts = verdicts};
    find_landmarks(&f);
    find_items(&f);
    uint32_t failed[MOST_NESTED]; // ends of the candidates around that were none
    uint32_t n_failed = 0;
    dc_thread thread = dc_thread_in(arena, blocks, tokens, phrases, verdicts);
    for (uint32_t i = 1; i < blocks->n_boxes;) {
        while (n_failed && failed[n_failed - 1] <= i)
            n_failed--;
        const bool is_candidate =
            (tokens[i] & roots) && n_failed < MOST_NESTED && is_possible(&f, i);
        const char *reason = is_candidate ? judge(&f, i) : NULL;
        if (is_candidate && !reason)
            failed[n_failed++] = blocks->boxes[i].end;
        if (reason) {
            extend(&f, i, reason);
            dc_thread_take(&thread, i, reason);
            i = blocks->boxes[i].end;
        } else {
            i++;
        }
    }
    *out = dc_thread_comments(&thread);
}
