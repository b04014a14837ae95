#include "clean/thread.h"

#include "clean/byline.h"
#include "clean/indent.h"
#include "clean/tokens.h"
#include "clean/when.h"

#include <decant/decant.h>

// FOLLOWS: of the comment that is being read.
enum { NO_ITEM = UINT32_MAX, FOLLOWS = UINT32_MAX - 1 };

dc_thread dc_thread_in(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
                       const dc_phrase *phrases, dc_verdict *verdicts)
{
    return (dc_thread){.arena = arena,
                       .blocks = blocks,
                       .tokens = tokens,
                       .phrases = phrases,
                       .verdicts = verdicts};
}

// The comment at hand while an area is walked.
typedef struct draft {
    uint32_t item; // its box
    dc_comment comment;
    dc_buf text;
} draft;

// The nearest item at or above a box, inside the area.
static uint32_t item_of(const dc_thread *t, uint32_t box, uint32_t root)
{
    for (;; box = t->blocks->boxes[box].parent) {
        if (t->tokens[box] & DC_TOKEN_ITEM)
            return box;
        if (t->tokens[box] & DC_TOKEN_FOLLOW)
            return FOLLOWS;
        if (box == root)
            return NO_ITEM;
    }
}

// What boxes between a block and its item say about it.
static uint32_t role_of(const dc_thread *t, uint32_t box, uint32_t item)
{
    for (; box != item; box = t->blocks->boxes[box].parent) {
        const uint32_t role = t->tokens[box] & (DC_TOKEN_BODY | DC_TOKEN_AUTHOR | DC_TOKEN_DATE |
                                                DC_TOKEN_META | DC_TOKEN_ACTION | DC_TOKEN_FORM);
        if (role)
            return role;
        if (t->blocks->boxes[box].tag == DC_TAG_button)
            return DC_TOKEN_ACTION;
        if (t->blocks->boxes[box].tag == DC_TAG_p)
            return DC_TOKEN_BODY;
        if (t->tokens[box] & DC_TOKEN_FOLLOW)
            break;
    }
    return 0;
}

// Answers lie in the item they answer. An item that begins like the one in it is a wrapper:
// li#comment-1 > div#comment-1 is one comment, and so it is with a word such as "Guest" before.
static bool is_wrapper(const dc_thread *t, uint32_t outer, uint32_t inner)
{
    enum { LABEL_WORDS = 2, LABEL_BLOCKS = 2 };
    const dc_box *boxes = t->blocks->boxes;
    uint32_t words = 0;
    if (boxes[inner].first - boxes[outer].first > LABEL_BLOCKS)
        return false;
    for (uint32_t i = boxes[outer].first; i < boxes[inner].first; i++) {
        words += t->blocks->v[i].words;
        if (words > LABEL_WORDS || role_of(t, t->blocks->v[i].box, outer) & DC_TOKEN_BODY)
            return false;
    }
    return true;
}

// Answers that lie in a box beside what they answer count by the boxes around them.
static uint32_t depth_of(dc_thread *t, uint32_t item, uint32_t root)
{
    const dc_box *boxes = t->blocks->boxes;
    uint32_t depth = 0;
    uint32_t lists = 0; // of answers, since the last item
    uint32_t inner = item;
    uint32_t list = item;
    for (uint32_t box = item; box != root;) {
        box = boxes[box].parent;
        if (t->tokens[box] & DC_TOKEN_ITEM) {
            depth += !is_wrapper(t, box, inner);
            inner = box;
            lists = 0;
        } else if (box != root && dc_holds_answers(boxes[box].facts) &&
                   boxes[box].first != boxes[root].first &&
                   (list == item || boxes[box].first != boxes[list].first)) {
            lists++;
            list = box;
        }
    }
    const int32_t level = dc_level_of(t->blocks, item);
    const int32_t indent = level < 0 ? dc_margin_of(t->blocks, item) : level;
    const uint32_t told = indent < 0 ? 0 : dc_ladder_climb(&t->ladder, (uint32_t)indent);
    return depth + lists > told ? depth + lists : told;
}

// An item that a name only hints at has to say who or when.
static void finish(dc_thread *t, draft *d)
{
    const bool is_sure = d->item != NO_ITEM && (!(t->tokens[d->item] & DC_TOKEN_HINT) ||
                                                d->comment.author.p || d->comment.date.p);
    if (is_sure && d->text.len) {
        dc_byline_attr(t->blocks, d->item, &d->comment);
        d->comment.text = dc_buf_str(&d->text);
        *dc_vec_push(t->arena, &t->comments) = d->comment;
    }
    d->item = NO_ITEM;
}

// What a wrapper says before the comment in it may be its author or date, but is no text.
static bool unwrap(dc_thread *t, const draft *d, uint32_t item)
{
    const dc_box *boxes = t->blocks->boxes;
    if (d->item == NO_ITEM || !dc_box_within(t->blocks, item, d->item) ||
        !is_wrapper(t, d->item, item))
        return false;
    for (uint32_t i = boxes[d->item].first; i < boxes[item].first; i++)
        t->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, 0, "meta.author-date"};
    return true;
}

static void begin(dc_thread *t, draft *d, uint32_t item, uint32_t root)
{
    dc_comment known = {0};
    if (unwrap(t, d, item))
        known = d->comment;
    else
        finish(t, d);
    known.depth = depth_of(t, item, root);
    *d = (draft){.item = item, .comment = known, .text = dc_buf_in(t->arena, SIZE_MAX / 2)};
}

// Inside a comment a whole phrase is never its words, but it may name the author.
static bool is_action(dc_phrase phrase)
{
    return phrase.family != DC_FAMILY_none && phrase.family != DC_FAMILY_comment_says;
}

// A link without an item's word: "Reply", "#", "Edit"; or several of them: "Reply Report".
static bool is_link_only(const dc_block *block)
{
    enum { FEW_WORDS = 3, SOME_WORDS = 8 };
    return block->link_words >= block->words &&
           (block->words <= FEW_WORDS || (block->n_spans > 1 && block->words <= SOME_WORDS));
}

// Links that go nowhere else, and numbers: "4 <a href="#">Svara</a>".
static bool is_button(const dc_thread *t, const dc_block *block)
{
    enum { FEW_WORDS = 4 };
    if (block->words > FEW_WORDS || !block->link_words)
        return false;
    size_t linked = 0;
    for (uint32_t k = block->span; k < block->span + block->n_spans; k++) {
        const dc_span *span = &t->blocks->spans[k];
        if (span->tag != DC_TAG_a)
            continue;
        if (span->facts->href.len && span->facts->href.p[0] != '#')
            return false;
        linked += span->len;
    }
    size_t rest = 0;
    for (size_t i = 0; i < block->text.len; i++)
        rest += block->text.p[i] != ' ' && !dc_is_digit(block->text.p[i]);
    return linked && rest <= linked;
}

// Who and when: by a role, or in a short line before the words.
static bool is_head(const dc_thread *t, const draft *d, uint32_t i, uint32_t role)
{
    enum { NAME_WORDS = 4, HEAD_WORDS = 12, SENTENCE_WORDS = 10 };
    const dc_block *block = &t->blocks->v[i];
    if (role & (DC_TOKEN_AUTHOR | DC_TOKEN_DATE | DC_TOKEN_META) ||
        t->phrases[i].family == DC_FAMILY_comment_says)
        return true;
    if (block->words > HEAD_WORDS || (d->comment.author.p && d->comment.date.p))
        return false;
    const bool may_quote = (role & DC_TOKEN_BODY) && block->words > SENTENCE_WORDS;
    if (!d->comment.date.p && !may_quote && dc_says_when(block->text))
        return true;
    if (d->text.len)
        return false;
    const bool is_before_date = i + 1 < t->blocks->n && dc_says_when(t->blocks->v[i + 1].text);
    if (!d->comment.author.p && block->words <= NAME_WORDS && is_before_date)
        return true;
    return !(role & DC_TOKEN_BODY) && block->n_spans;
}

static void take_item_block(dc_thread *t, draft *d, uint32_t i)
{
    const dc_block *block = &t->blocks->v[i];
    const uint32_t role = role_of(t, block->box, d->item);
    dc_verdict *verdict = &t->verdicts[i];
    *verdict = (dc_verdict){DECANT_BOILERPLATE, 0, "meta.author-date"};
    if ((role & (DC_TOKEN_ACTION | DC_TOKEN_FORM)) || is_action(t->phrases[i])) {
        verdict->reason = role & DC_TOKEN_FORM ? "form.comment" : "action.reply-vote";
        dc_comment told = {.author = DC_STR("")};
        dc_byline_read(t->arena, t->blocks, i, 0, &told);
        if (!d->comment.date.p)
            d->comment.date = told.date;
        return;
    }
    if (is_head(t, d, i, role)) {
        dc_byline_read(t->arena, t->blocks, i, role, &d->comment);
        dc_byline_guess(t->arena, t->blocks, i, role, t->phrases[i], &d->comment);
        return;
    }
    if ((is_link_only(block) && !(role & DC_TOKEN_BODY)) || (d->text.len && is_button(t, block))) {
        verdict->reason = "action.reply-vote";
        return;
    }
    *verdict = (dc_verdict){DECANT_COMMENT, 0, "area.token"};
    if (d->text.len)
        dc_buf_append(&d->text, "\n\n", 2);
    dc_buf_add(&d->text, block->text);
}

static const char *reason_outside(const dc_thread *t, uint32_t box, uint32_t root,
                                  const char *reason)
{
    for (;; box = t->blocks->boxes[box].parent) {
        if (t->tokens[box] & DC_TOKEN_FORM || t->blocks->boxes[box].tag == DC_TAG_form)
            return "form.comment";
        if (t->tokens[box] & DC_TOKEN_NAV || t->blocks->boxes[box].tag == DC_TAG_nav)
            return "nav.comments";
        if (box == root)
            return reason;
    }
}

void dc_thread_take(dc_thread *t, uint32_t root, uint32_t last, const char *reason)
{
    const dc_box *boxes = t->blocks->boxes;
    const bool is_widget = t->tokens[root] & DC_TOKEN_WIDGET;
    draft d = {.item = NO_ITEM};
    t->ladder = (dc_ladder){0};
    for (uint32_t i = boxes[root].first; i < boxes[last].last; i++) {
        const uint32_t own = t->blocks->v[i].box;
        uint32_t item = is_widget ? NO_ITEM : item_of(t, own, root);
        if (item == FOLLOWS)
            item = d.item;
        if (item != d.item) {
            if (item == NO_ITEM)
                finish(t, &d);
            else
                begin(t, &d, item, root);
        }
        if (item == NO_ITEM)
            t->verdicts[i] =
                (dc_verdict){DECANT_BOILERPLATE, 0, reason_outside(t, own, root, reason)};
        else
            take_item_block(t, &d, i);
    }
    finish(t, &d);
}

uint32_t dc_thread_last_row(const dc_thread *t, uint32_t item)
{
    const dc_box *boxes = t->blocks->boxes;
    uint32_t last = item;
    for (uint32_t next = boxes[item].end;
         next < boxes[boxes[item].parent].end && (t->tokens[next] & DC_TOKEN_FOLLOW);
         next = boxes[next].end)
        last = next;
    return last;
}

dc_comments dc_thread_comments(const dc_thread *t)
{
    return (dc_comments){t->comments.v, (uint32_t)t->comments.n};
}
