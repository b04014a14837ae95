#include "clean/posts.h"

#include "base/buf.h"
#include "base/vec.h"
#include "clean/byline.h"
#include "clean/indent.h"
#include "clean/label.h"
#include "clean/tokens.h"
#include "clean/when.h"

#include <decant/decant.h>

enum { MOST_CLIMB = 10 };

typedef struct block_range {
    uint32_t first;
    uint32_t last;
} block_range;

// Where a post is.
typedef struct place {
    uint32_t body;      // box of its words
    uint32_t owner;     // box that says that it is a post, 0 without one
    uint32_t box;       // the outermost around the body that holds no other
    block_range blocks; // all that belong to it
} place;

typedef struct reader {
    dc_arena *arena;
    const dc_blocks *blocks;
    const uint32_t *tokens;
    const dc_phrase *phrases;
    dc_verdict *verdicts;
    uint32_t *before;   // of each box: how many bodies begin before it
    bool *is_owner;     // of each box: says that a body in it is a post
    uint32_t h1;        // box of the first h1, 0 without one
    const char *reason; // of the words of the post that is read
    DC_VEC(uint32_t) bodies;
    place *places; // of every body
    DC_VEC(dc_comment) posts;
    bool is_loose; // bodies were found by vague words alone
    dc_ladder ladder;
    dc_labels labels;
} reader;

static bool is_empty(const dc_box *box)
{
    return box->first == box->last;
}

static uint32_t words_of(const dc_blocks *b, uint32_t box)
{
    uint32_t words = 0;
    for (uint32_t i = b->boxes[box].first; i < b->boxes[box].last; i++)
        words += b->v[i].words;
    return words;
}

// "postbody" is a post to some systems and the words of one to others.
static bool is_words_of_post(uint32_t means)
{
    enum { BOTH = DC_TOKEN_POST | DC_TOKEN_INNER };
    return (means & BOTH) == BOTH;
}

// A body may hold the head of its post besides another body, which is the better one if it has most
// of the words or its name says so. One of several is a quotation.
static uint32_t innermost_body(const reader *r, const uint32_t *n_known, uint32_t body)
{
    const dc_blocks *b = r->blocks;
    for (uint32_t i = body + 1; i < b->boxes[body].end; i++) {
        if (n_known[i + 1] == n_known[i])
            continue;
        const bool is_only = n_known[b->boxes[body].end] == n_known[b->boxes[i].end];
        const bool is_better =
            is_words_of_post(r->tokens[i]) || words_of(b, i) * 2 >= words_of(b, body);
        if (!is_only || !is_better)
            break;
        body = i;
    }
    return body;
}

// The outermost boxes that are bodies by their token. Generic words such as "content" count in a
// post that has nothing better.
static void find_bodies(reader *r)
{
    const dc_blocks *b = r->blocks;
    const uint32_t known = DC_TOKEN_POST_BODY | DC_TOKEN_BODY;
    uint32_t *n_known = dc_arena_zero(r->arena, (size_t)b->n_boxes + 1, sizeof *n_known);
    for (uint32_t i = 0; i < b->n_boxes; i++)
        n_known[i + 1] = n_known[i] + ((r->tokens[i] & known) || is_words_of_post(r->tokens[i]));
    uint32_t post_end = 0;
    for (uint32_t i = 1; i < b->n_boxes; i++) {
        const bool is_post = r->tokens[i] & (DC_TOKEN_POST | DC_TOKEN_ITEM);
        if (is_post && b->boxes[i].end > post_end)
            post_end = b->boxes[i].end;
        const bool is_inner = (r->tokens[i] & DC_TOKEN_INNER) && !is_post && i < post_end &&
                              n_known[b->boxes[i].end] == n_known[i];
        const bool is_heading = r->tokens[b->boxes[i].parent] & DC_TOKEN_CHROME; // of the columns
        if ((!(r->tokens[i] & known) && !is_inner) || is_empty(&b->boxes[i]) || is_heading)
            continue;
        const uint32_t end = b->boxes[i].end;
        *dc_vec_push(r->arena, &r->bodies) = innermost_body(r, n_known, i);
        i = end - 1;
    }
}

// Posts without a known body are bodies themselves; the innermost, since wrappers carry the same
// tokens.
static void find_bare_posts(reader *r)
{
    const dc_blocks *b = r->blocks;
    uint32_t last = 0;
    for (uint32_t i = 1; i < b->n_boxes; i++) {
        if (!(r->tokens[i] & (DC_TOKEN_POST | DC_TOKEN_ITEM)) || is_empty(&b->boxes[i]))
            continue;
        if (last && dc_box_within(b, i, last) && b->boxes[i].first == b->boxes[last].first)
            r->bodies.v[r->bodies.n - 1] = i;
        else if (last && dc_box_within(b, i, last))
            continue;
        else
            *dc_vec_push(r->arena, &r->bodies) = i;
        last = i;
    }
}

// Where nothing says what a post is, boxes with the words of one are: <h3>Ann</h3> and
// <div class="Post-body">.
static void find_loose_bodies(reader *r)
{
    enum { FEW = 2 };
    const dc_blocks *b = r->blocks;
    for (uint32_t i = 1; i < b->n_boxes; i++) {
        const bool is_page = r->h1 && dc_box_within(b, r->h1, i); // "content" is often all of it
        if (!(r->tokens[i] & DC_TOKEN_INNER) || is_empty(&b->boxes[i]) || is_page)
            continue;
        *dc_vec_push(r->arena, &r->bodies) = i;
        i = b->boxes[i].end - 1;
    }
    r->is_loose = r->bodies.n >= FEW;
    if (!r->is_loose)
        r->bodies.n = 0;
}

static void count_bodies(reader *r)
{
    const uint32_t n = r->blocks->n_boxes;
    r->before = dc_arena_zero(r->arena, (size_t)n + 1, sizeof *r->before);
    size_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        const bool is_body = k < r->bodies.n && r->bodies.v[k] == i;
        k += is_body;
        r->before[i + 1] = r->before[i] + is_body;
    }
}

// The post around a body: the outermost box that holds no other body.
static uint32_t post_of(const reader *r, uint32_t body)
{
    const dc_blocks *b = r->blocks;
    uint32_t post = body;
    for (int up = 0; up < MOST_CLIMB; up++) {
        const uint32_t parent = b->boxes[post].parent;
        const dc_box *box = &b->boxes[parent];
        if (parent == 0 || box->tag == DC_TAG_body || box->tag == DC_TAG_main ||
            (r->h1 && dc_box_within(b, r->h1, parent)) ||
            r->before[box->end] - r->before[parent] > 1)
            break;
        post = parent;
    }
    return post;
}

// What boxes between a block and its post say about it, the nearest first.
static uint32_t role_of(const reader *r, uint32_t box, uint32_t root)
{
    const uint32_t roles = DC_TOKEN_AUTHOR | DC_TOKEN_DATE | DC_TOKEN_META | DC_TOKEN_ACTION |
                           DC_TOKEN_FORM | DC_TOKEN_CHROME | DC_TOKEN_PROFILE;
    uint32_t role = 0;
    for (; box != root; box = r->blocks->boxes[box].parent) {
        const uint32_t tag = r->blocks->boxes[box].tag;
        role |= r->tokens[box] & roles;
        if (tag == DC_TAG_form || tag == DC_TAG_button || tag == DC_TAG_select)
            role |= DC_TOKEN_ACTION;
    }
    return role | (r->tokens[root] & roles);
}

static bool is_chrome_phrase(dc_phrase phrase)
{
    return phrase.family == DC_FAMILY_forum_prompt || phrase.family == DC_FAMILY_login_to_reply ||
           phrase.family == DC_FAMILY_login_to_comment || phrase.family == DC_FAMILY_reply_link ||
           phrase.family == DC_FAMILY_report_comment || phrase.family == DC_FAMILY_share;
}

static void drop(reader *r, uint32_t i, const char *reason)
{
    r->verdicts[i] = (dc_verdict){DECANT_BOILERPLATE, 0, reason};
}

static void take_words(reader *r, uint32_t i, uint32_t body, dc_buf *text)
{
    const dc_block *block = &r->blocks->v[i];
    const uint32_t role = role_of(r, block->box, body) & (DC_TOKEN_ACTION | DC_TOKEN_CHROME);
    const bool is_code = r->blocks->boxes[block->box].flags & DC_IS_PRE;
    if (block->box != body && role) {
        drop(r, i, "action.reply-vote");
        return;
    }
    if (!is_code && is_chrome_phrase(r->phrases[i])) {
        drop(r, i, "prompt.forum_prompt");
        return;
    }
    r->verdicts[i] = (dc_verdict){DECANT_CONTENT, 0, r->reason};
    if (text->len)
        dc_buf_append(text, "\n\n", 2);
    dc_buf_add(text, block->text);
}

// "#3", "Permalink", "Edit", or a row of such: "(Quote) (Report) (Like) (Share)".
static bool is_link_only(const reader *r, const dc_block *block)
{
    enum { WORDS = 3, ROW_WORDS = 8 };
    uint32_t n_links = 0;
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++)
        n_links += r->blocks->spans[i].tag == DC_TAG_a;
    return block->link_words >= block->words &&
           (block->words <= WORDS || (block->words <= ROW_WORDS && n_links >= WORDS));
}

// Says in an inline element who or when, and no more.
static bool is_marked(const reader *r, const dc_block *block)
{
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        const uint32_t means = dc_tokens_of(span->facts, DC_STR(""), NULL);
        if ((span->tag == DC_TAG_time || (means & (DC_TOKEN_AUTHOR | DC_TOKEN_DATE))) &&
            span->len * 4 > block->text.len * 3)
            return true;
    }
    return false;
}

// A name or a date and no more: a reader may want it, so it is left to the score, in the chrome of
// a post, too.
static bool is_name_or_date(const reader *r, uint32_t i, uint32_t role, const dc_comment *made)
{
    enum { MOST_WORDS = 8 };
    const dc_block *block = &r->blocks->v[i];
    if (block->words > MOST_WORDS || r->phrases[i].family != DC_FAMILY_none)
        return false;
    return (role & (DC_TOKEN_AUTHOR | DC_TOKEN_DATE)) || is_marked(r, block) ||
           (made->author.p && dc_str_eq(block->text, made->author)) || dc_says_when(block->text);
}

// A line of underscores or dashes begins a signature: "__________________".
static bool begins_signature(dc_str text)
{
    enum { LEAST_MARKS = 5 };
    size_t n = 0;
    while (n < text.len && (text.p[n] == '_' || text.p[n] == '-'))
        n++;
    return n >= LEAST_MARKS && (n == text.len || text.p[n] == '\n');
}

// The first line of who wrote a post.
static bool is_name_of_profile(const reader *r, uint32_t i, uint32_t post)
{
    enum { NAME_WORDS = 3, NAME_BYTES = 40 };
    const dc_block *block = &r->blocks->v[i];
    if (block->words > NAME_WORDS || block->text.len < 2 || block->text.len > NAME_BYTES ||
        r->phrases[i].family != DC_FAMILY_none || dc_says_when(block->text))
        return false;
    uint32_t box = block->box;
    if (r->is_loose && dc_tag_is_heading((dc_tag)r->blocks->boxes[box].tag))
        return true;
    while (box > post && !(r->tokens[box] & DC_TOKEN_PROFILE))
        box = r->blocks->boxes[box].parent;
    return (r->tokens[box] & DC_TOKEN_PROFILE) && r->blocks->boxes[box].first == i;
}

// "Registered: 2014-11-30" says when somebody joined: dates of posts tell the time of day. More of
// the like may stand in lines below it.
static bool says_since(dc_str text)
{
    const char *end = memchr(text.p, '\n', text.len);
    if (end)
        text.len = (size_t)(end - text.p);
    const size_t colon = dc_str_find(text, DC_STR(":"));
    if (colon == DC_STR_NPOS || colon == 0 || dc_str_has_digit((dc_str){text.p, colon}))
        return false;
    const dc_str date = dc_str_from(text, colon + 1);
    return dc_str_find(date, DC_STR(":")) == DC_STR_NPOS && dc_says_when(dc_str_trim(date));
}

// The subject of an answer repeats that of the thread: "Re: How to store a plough".
static bool is_subject_of_answer(const reader *r, uint32_t i)
{
    static const char *const marks[] = {
        "re:", "aw:", "antw:", "odp:", "rif:", "sv:", "vs:", "ynt:"};
    if (!dc_heading_level(r->blocks, i))
        return false;
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (dc_str_istarts(r->blocks->v[i].text, dc_str_of(marks[k])))
            return true;
    return false;
}

// guess: the first line that is a date, for posts that no mark-up dates.
static void take_other(reader *r, uint32_t i, uint32_t post, dc_comment *out, dc_str *guess)
{
    const dc_block *block = &r->blocks->v[i];
    const uint32_t role = role_of(r, block->box, post);
    dc_byline_read(r->arena, r->blocks, i, role, out);
    if (!guess->p && !(role & DC_TOKEN_CHROME))
        *guess = dc_date_of_line(block->text);
    if (!out->author.p && is_name_of_profile(r, i, post))
        out->author = dc_str_trim(block->text);
    if (dc_label_is_repeated(&r->labels, block) || is_subject_of_answer(r, i) ||
        ((role & DC_TOKEN_PROFILE) && says_since(block->text))) {
        drop(r, i, "meta.author-date");
        return;
    }
    if (is_name_or_date(r, i, role, out))
        return;
    if (role & (DC_TOKEN_ACTION | DC_TOKEN_FORM))
        drop(r, i, "action.reply-vote");
    else if ((role & DC_TOKEN_CHROME) || begins_signature(block->text))
        drop(r, i, "meta.author-date");
    else if (is_chrome_phrase(r->phrases[i]))
        drop(r, i, "prompt.forum_prompt");
    else if (is_link_only(r, block))
        drop(r, i, "action.reply-vote");
}

// The box that says that a post is one.
static uint32_t owner_of(const reader *r, uint32_t body)
{
    while (body && !(r->tokens[body] & (DC_TOKEN_POST | DC_TOKEN_ITEM)))
        body = r->blocks->boxes[body].parent;
    const uint32_t parent = body ? r->blocks->boxes[body].parent : 0;
    const bool is_wrapped = parent && (r->tokens[parent] & (DC_TOKEN_POST | DC_TOKEN_ITEM)) &&
                            r->blocks->boxes[parent].first == r->blocks->boxes[body].first;
    return is_wrapped ? parent : body;
}

// The level that the head of a post tells, -1 without one.
static int32_t level_of(const reader *r, uint32_t post, uint32_t body)
{
    enum { MOST_BOXES = 32 };
    for (uint32_t i = post; i < body && i - post < MOST_BOXES; i++) {
        const int32_t level = dc_level_of(r->blocks, i);
        if (level >= 0)
            return level;
    }
    return -1;
}

// The outer one of owner and box.
static uint32_t root_of(const place *p)
{
    return p->owner && p->owner < p->box ? p->owner : p->box;
}

// How many posts it lies in: answers stand inside what they answer. Others tell their level.
static uint32_t depth_of(reader *r, const place *p)
{
    const dc_box *boxes = r->blocks->boxes;
    uint32_t depth = 0;
    for (uint32_t i = p->owner; i; i = boxes[i].parent)
        depth += r->is_owner[boxes[i].parent];
    const int32_t level = level_of(r, root_of(p), p->body);
    const uint32_t told = level < 0 ? 0 : dc_ladder_climb(&r->ladder, (uint32_t)level);
    return depth > told ? depth : told;
}

// A comment in a post of another kind: beside a question or an answer, not in a thread of its like.
static bool is_remark(const reader *r, uint32_t owner)
{
    uint32_t box = owner;
    if (!box || r->tokens[box] & DC_TOKEN_POST)
        return false;
    while (box && !(r->tokens[box] & DC_TOKEN_POST))
        box = r->blocks->boxes[box].parent;
    return box != 0;
}

// The blocks of a post: those of the box around it, and where answers lie in what they answer, the
// head before its words and the foot before the first answer.
static block_range range_of(const reader *r, size_t k)
{
    const dc_box *boxes = r->blocks->boxes;
    const place *p = &r->places[k];
    block_range range = {boxes[p->box].first, boxes[p->box].last};
    if (!p->owner || p->owner >= p->box || r->before[p->body] != r->before[p->owner])
        return range;
    const uint32_t next = k + 1 < r->bodies.n ? r->places[k + 1].owner : 0;
    range.first = boxes[p->owner].first;
    if (next > p->owner && dc_box_within(r->blocks, next, p->owner) &&
        boxes[next].first > range.last)
        range.last = boxes[next].first;
    return range;
}

static void find_places(reader *r)
{
    r->places = dc_arena_alloc(r->arena, r->bodies.n * sizeof *r->places);
    r->is_owner = dc_arena_zero(r->arena, r->blocks->n_boxes, sizeof *r->is_owner);
    for (size_t k = 0; k < r->bodies.n; k++) {
        const uint32_t body = r->bodies.v[k];
        r->places[k] = (place){.body = body, .owner = owner_of(r, body), .box = post_of(r, body)};
        r->is_owner[r->places[k].owner] = true;
    }
    r->is_owner[0] = false;
    for (size_t k = 0; k < r->bodies.n; k++)
        r->places[k].blocks = range_of(r, k);
}

static void note_labels(reader *r, const place *p)
{
    const dc_box *body = &r->blocks->boxes[p->body];
    for (uint32_t i = p->blocks.first; i < p->blocks.last; i++)
        if (i < body->first || i >= body->last)
            dc_label_note(&r->labels, &r->blocks->v[i], p->body);
}

// The head of a post may be a box before it.
static void read_before(reader *r, size_t k, dc_comment *out)
{
    enum { BACK = 3 };
    const dc_blocks *b = r->blocks;
    const dc_box *post = &b->boxes[r->places[k].box];
    const uint32_t parent = post->parent;
    const uint32_t floor = k ? b->boxes[r->places[k - 1].box].last : 0;
    for (uint32_t i = post->first; i-- > floor && post->first - i <= BACK;) {
        const uint32_t box = b->v[i].box;
        if (!dc_box_within(b, box, parent))
            return;
        dc_byline_read(r->arena, b, i, role_of(r, box, parent), out);
    }
}

static void take_post(reader *r, size_t k)
{
    const place *p = &r->places[k];
    const uint32_t root = root_of(p);
    const dc_box *near = &r->blocks->boxes[p->box];
    const dc_box *inner = &r->blocks->boxes[p->body];
    dc_comment made = {.depth = depth_of(r, p)};
    dc_byline_attr(r->blocks, p->owner, &made);
    dc_str guess = {0};
    dc_buf text = dc_buf_in(r->arena, SIZE_MAX / 2);
    r->reason = is_remark(r, p->owner) ? "kept.remark" : "kept.forum";
    // What is nearest to the words knows best who and when.
    for (uint32_t i = near->first; i < near->last; i++) {
        if (i >= inner->first && i < inner->last)
            take_words(r, i, p->body, &text);
        else
            take_other(r, i, root, &made, &guess);
    }
    for (uint32_t i = p->blocks.first; i < p->blocks.last; i++)
        if (i < near->first || i >= near->last)
            take_other(r, i, root, &made, &guess);
    if (!made.date.p && !guess.p)
        read_before(r, k, &made);
    if (!made.date.p)
        made.date = guess;
    made.text = dc_buf_str(&text);
    if (made.text.len)
        *dc_vec_push(r->arena, &r->posts) = made;
}

// The path to a thread and what else is chrome of a forum, beside its posts.
static void drop_beside(reader *r)
{
    const dc_blocks *b = r->blocks;
    size_t k = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        while (k < r->bodies.n && i >= r->places[k].blocks.last)
            k++;
        const bool is_inside = k < r->bodies.n && i >= r->places[k].blocks.first;
        if (!is_inside && r->verdicts[i].label == DECANT_CONTENT &&
            (role_of(r, b->v[i].box, 0) & DC_TOKEN_CHROME))
            drop(r, i, "chrome.navigation");
    }
}

void dc_posts(dc_arena *arena, const dc_blocks *blocks, const uint32_t *tokens,
              const dc_phrase *phrases, dc_verdict *verdicts, dc_comments *out)
{
    reader r = {.arena = arena,
                .blocks = blocks,
                .tokens = tokens,
                .phrases = phrases,
                .verdicts = verdicts};
    for (uint32_t i = 1; i < blocks->n_boxes && !r.h1; i++)
        if (blocks->boxes[i].tag == DC_TAG_h1 && !is_empty(&blocks->boxes[i]))
            r.h1 = i;
    find_bodies(&r);
    if (!r.bodies.n)
        find_bare_posts(&r);
    if (!r.bodies.n)
        find_loose_bodies(&r);
    count_bodies(&r);
    find_places(&r);
    for (size_t i = 0; i < r.bodies.n; i++)
        note_labels(&r, &r.places[i]);
    for (size_t i = 0; i < r.bodies.n; i++)
        take_post(&r, i);
    drop_beside(&r);
    *out = (dc_comments){r.posts.v, (uint32_t)r.posts.n};
}
