#include "clean/area.h"

#include "blocks/fact_memo.h"
#include "clean/comment_word.h"
#include "clean/shape.h"
#include "clean/thread.h"
#include "clean/tokens.h"

#include <decant/decant.h>

enum { LONG_PARAGRAPH = 120, MOST_LONG = 3, NEEDED = 2, BACK = 3 };

enum { ROOTS = DC_TOKEN_AREA | DC_TOKEN_ROOT | DC_TOKEN_WIDGET | DC_TOKEN_FORM | DC_TOKEN_HINT };

// Candidates inside candidates: each looks at all that is in it, so no tower of them is climbed.
enum { MOST_NESTED = 24 };

static uint32_t tokens_of_span(const dc_facts *facts)
{
    return dc_tokens_of(facts, DC_STR(""), NULL);
}

typedef struct finder {
    dc_arena *arena;
    const dc_blocks *blocks;
    const uint32_t *tokens;
    uint32_t *means; // tokens, and what words in names and shapes say besides
    const dc_phrase *phrases;
    dc_verdict *verdicts;
    uint32_t *item;      // of each box: the nearest item or body at or above it, 0 without one
    uint32_t h1;         // box of the first h1, UINT32_MAX without one
    uint32_t first_long; // first block that is a long paragraph and in no candidate
    uint32_t last_long;  // last such block
    uint32_t words;      // of the page
    dc_fact_memo *spans;
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
    bool has_review;
} evidence;

static void find_items(finder *f)
{
    const dc_blocks *b = f->blocks;
    f->item = dc_arena_zero(f->arena, b->n_boxes, sizeof *f->item);
    for (uint32_t i = 1; i < b->n_boxes; i++)
        f->item[i] = f->means[i] & (DC_TOKEN_ITEM | DC_TOKEN_BODY | DC_TOKEN_FOLLOW)
                         ? i
                         : f->item[b->boxes[i].parent];
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
        if (dc_fact_recall(f->spans, f->blocks->spans[k].facts, tokens_of_span) & DC_TOKEN_ACTION)
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
        e.n_items += (f->means[i] & DC_TOKEN_ITEM) != 0 &&
                     f->blocks->boxes[i].last > f->blocks->boxes[i].first;
        e.has_form |= (f->tokens[i] & DC_TOKEN_FORM) != 0;
        e.has_form |= f->blocks->boxes[i].tag == DC_TAG_form && f->blocks->boxes[i].n_inputs > 1;
        e.has_heading |= (f->tokens[i] & DC_TOKEN_TITLE) != 0;
        e.has_actions |= (f->tokens[i] & DC_TOKEN_ACTION) != 0;
        e.has_review |= (f->tokens[i] & DC_TOKEN_REVIEW) != 0;
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

static bool is_area_heading(dc_phrase phrase)
{
    return phrase.family == DC_FAMILY_n_comments || phrase.family == DC_FAMILY_comments_heading ||
           phrase.family == DC_FAMILY_leave_reply || phrase.family == DC_FAMILY_sort_comments ||
           phrase.family == DC_FAMILY_first_to_comment;
}

static bool has_heading_before(const finder *f, uint32_t block)
{
    for (uint32_t i = block; i-- > 0 && block - i <= BACK;)
        if (is_area_heading(f->phrases[i]))
            return true;
    return false;
}

// A line or two: "Loading comments".
static bool is_small(const evidence *e)
{
    enum { FEW_WORDS = 30 };
    return e->n_words <= FEW_WORDS && !e->n_long_outside;
}

static bool is_behind_text(const finder *f, uint32_t i)
{
    return f->first_long != UINT32_MAX && f->blocks->boxes[i].first > f->last_long;
}

// A name of the site's own making proves little: an area has what areas have, stands behind text
// and holds no other.
static bool is_hint_proven(const finder *f, uint32_t i, const evidence *e)
{
    const uint32_t first = f->blocks->boxes[i].first;
    if (e->n_long_outside || first <= f->first_long)
        return false;
    return e->has_form || e->has_prompt || e->has_heading || e->has_actions ||
           (is_small(e) && is_behind_text(f, i)) || has_heading_before(f, first);
}

// The area that starts at a box, or NULL: the reason for its removal.
static const char *judge(const finder *f, uint32_t i)
{
    const uint32_t means = f->tokens[i];
    if (means & DC_TOKEN_WIDGET)
        return "area.widget";
    const evidence e = look(f, i);
    if (f->means[i] & DC_TOKEN_WIDGET)
        return e.n_long_outside > MOST_LONG ? NULL : "area.widget";
    const bool is_most = e.n_words * 5 > f->words * 3;
    if (e.has_review || e.n_long_outside > MOST_LONG || (is_most && !e.n_items && !e.has_form))
        return NULL;
    if (means & DC_TOKEN_EMBED)
        return "area.embed-root";
    if (means & DC_TOKEN_ROOT)
        return e.n_long_outside ? (e.n_items || e.has_form || e.has_prompt ? "area.token" : NULL)
                                : "area.token";
    if (!(means & (DC_TOKEN_AREA | DC_TOKEN_FORM)))
        return is_hint_proven(f, i, &e) ? "area.token" : NULL;
    uint32_t points = 0;
    points += e.n_items > 0;
    points += e.has_form || e.has_prompt;
    points += e.has_heading;
    points += e.has_actions;
    points += f->blocks->boxes[i].first > f->last_long;
    points += is_small(&e);
    return points >= NEEDED ? "area.token" : NULL;
}

static void find_landmarks(finder *f)
{
    const dc_blocks *b = f->blocks;
    f->h1 = UINT32_MAX;
    for (uint32_t i = 0; i < b->n_boxes && f->h1 == UINT32_MAX; i++)
        if (b->boxes[i].tag == DC_TAG_h1 && b->boxes[i].last > b->boxes[i].first)
            f->h1 = i;
    f->first_long = UINT32_MAX;
    uint32_t candidate_end = 0; // boxes below it lie in a candidate
    uint32_t box = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        f->words += b->v[i].words;
        for (; box <= b->v[i].box; box++)
            if ((f->means[box] & (DC_TOKEN_AREA | DC_TOKEN_ROOT)) && is_possible(f, box) &&
                b->boxes[box].end > candidate_end)
                candidate_end = b->boxes[box].end;
        if (!is_long(&b->v[i]) || b->v[i].box < candidate_end || f->item[b->v[i].box])
            continue;
        f->last_long = i;
        if (f->first_long == UINT32_MAX)
            f->first_long = i;
    }
}

// The heading of an area may stand before it: up to three short blocks back.
static void extend(const finder *f, uint32_t first, const char *reason)
{
    enum { SHORT = 14 };
    const dc_blocks *b = f->blocks;
    uint32_t begin = first;
    for (uint32_t i = first; i-- > 0 && first - i <= BACK;) {
        if (f->verdicts[i].reason || b->v[i].words > SHORT || f->item[b->v[i].box])
            break;
        const bool is_title = f->tokens[b->v[i].box] & (DC_TOKEN_AREA | DC_TOKEN_TITLE);
        if (is_title || is_area_heading(f->phrases[i]))
            begin = i;
    }
    for (uint32_t i = begin; i < first; i++)
        f->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, 0, reason};
}

// A name from the table says it all; words count where the table knows nothing of comments, and
// inside an item for what the table takes for another: section.theme-comment-content.comment.
static uint32_t means_of(const finder *f, dc_fact_memo *names, uint32_t i, bool is_in_item)
{
    const uint32_t vague = DC_TOKEN_INNER | DC_TOKEN_CHROME | DC_TOKEN_AUTHOR | DC_TOKEN_DATE;
    const uint32_t tokens = f->tokens[i];
    if (tokens & ~(vague | DC_TOKEN_ITEM))
        return tokens;
    const uint32_t words = dc_fact_recall(names, f->blocks->boxes[i].facts, dc_comment_words);
    if (!(tokens & DC_TOKEN_ITEM))
        return tokens | words;
    return is_in_item && (words & DC_TOKEN_BODY) ? DC_TOKEN_BODY : tokens;
}

static void read_means(finder *f)
{
    const dc_blocks *b = f->blocks;
    dc_fact_memo *names = dc_arena_zero(f->arena, 1, sizeof *names);
    bool *is_in_item = dc_arena_zero(f->arena, b->n_boxes, sizeof *is_in_item);
    f->means = dc_arena_alloc(f->arena, b->n_boxes * sizeof *f->means);
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        const bool is_inside = is_in_item[b->boxes[i].parent];
        f->means[i] = means_of(f, names, i, is_inside);
        is_in_item[i] = is_inside || (f->means[i] & DC_TOKEN_ITEM);
    }
}

static const char *reason_of(const finder *f, uint32_t i)
{
    if (!(f->means[i] & ROOTS) || !is_possible(f, i))
        return NULL;
    const char *reason = judge(f, i);
    return !reason && (f->means[i] & DC_TOKEN_RUN) ? "area.shape" : reason;
}

// What stands between two comments of a run goes with them.
static void close_gap(const finder *f, uint32_t last, uint32_t box)
{
    const dc_box *boxes = f->blocks->boxes;
    if (!(f->means[box] & f->means[last] & DC_TOKEN_RUN) || boxes[box].parent != boxes[last].parent)
        return;
    for (uint32_t i = boxes[last].last; i < boxes[box].first; i++)
        f->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, 0, "area.shape"};
}

static void take_areas(finder *f, dc_thread *thread)
{
    uint32_t failed[MOST_NESTED]; // ends of the candidates around that were none
    uint32_t n_failed = 0;
    uint32_t last = 0;
    for (uint32_t i = 1; i < f->blocks->n_boxes;) {
        while (n_failed && failed[n_failed - 1] <= i)
            n_failed--;
        const char *reason = n_failed < MOST_NESTED ? reason_of(f, i) : NULL;
        if (reason) {
            close_gap(f, last, i);
            extend(f, f->blocks->boxes[i].first, reason);
            last = dc_thread_last_row(thread, i);
            dc_thread_take(thread, i, last, reason);
            i = f->blocks->boxes[last].end;
            continue;
        }
        if (n_failed < MOST_NESTED && (f->means[i] & ROOTS) && is_possible(f, i))
            failed[n_failed++] = f->blocks->boxes[i].end;
        i++;
    }
}

bool dc_areas(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_comments *out)
{
    finder f = {.arena = arena,
                .blocks = blocks,
                .tokens = tokens,
                .phrases = phrases,
                .verdicts = verdicts};
    f.spans = dc_arena_zero(arena, 1, sizeof *f.spans);
    read_means(&f);
    const dc_board board = dc_shapes_mark(arena, blocks, f.means, phrases);
    dc_thread thread = dc_thread_in(arena, blocks, f.means, phrases, verdicts);
    if (board.first) {
        dc_board_take(&thread, &board);
    } else {
        find_items(&f);
        find_landmarks(&f);
        take_areas(&f, &thread);
    }
    *out = dc_thread_comments(&thread);
    return board.first != 0;
}
