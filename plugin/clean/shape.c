#include "clean/shape.h"

#include "base/hash.h"
#include "clean/byline.h"
#include "clean/tokens.h"
#include "clean/when.h"

// A comment is a date and a text, and short; a sibling with more blocks or words is none.
enum {
    LEAST_BLOCKS = 2,
    MOST_BLOCKS = 60,
    MOST_WORDS = 1500,
    HEAD_WORDS = 14,
    NEAR = 3,
    NEAR_LINK = 6
};

typedef struct shape {
    const dc_blocks *blocks;
    uint32_t *means;
    const dc_phrase *phrases;
    int8_t *when;    // of every block: 1 says when, -1 does not, 0 not asked yet
    uint32_t *texts; // of every block: how many long paragraphs stand before it; n + 1
    dc_board board;
    bool is_forum; // the title says so
} shape;

// The siblings at hand.
typedef struct row {
    uint64_t make;
    uint32_t n;
    uint32_t n_told;   // have a text of some words
    uint32_t n_reply;  // have a link to answer
    uint32_t n_named;  // have a short line beside the date
    uint32_t n_number; // have their number, "#3"
    uint32_t n_count;  // have a number of comments of their own, as stories do
    uint32_t first;    // first block
    uint32_t last;     // behind the last one
    uint32_t boxes[2]; // the first and the last
} row;

static bool says_when(shape *s, uint32_t i)
{
    if (s->when[i] == 0) {
        const dc_block *block = &s->blocks->v[i];
        bool says = block->words <= HEAD_WORDS && dc_says_when(block->text);
        for (uint32_t k = block->span; k < block->span + block->n_spans && !says; k++)
            says = s->blocks->spans[k].tag == DC_TAG_time && block->words <= HEAD_WORDS;
        s->when[i] = says ? 1 : -1;
    }
    return s->when[i] > 0;
}

// Lists of stories carry dates and texts too, but their titles are links. So is many a date.
static bool is_linked_title(const shape *s, const dc_block *block)
{
    enum { TITLE_WORDS = 4 };
    const bool is_link = block->link_words * 10 >= block->words * 7 ||
                         (dc_tag_is_heading((dc_tag)s->blocks->boxes[block->box].tag) &&
                          dc_box_is_below(s->blocks, block->box, DC_TAG_a, NEAR_LINK));
    return block->words >= TITLE_WORDS && is_link && !dc_date_of_line(block->text).p;
}

static bool has_span(const dc_blocks *b, const dc_block *block, uint32_t token)
{
    for (uint32_t k = block->span; k < block->span + block->n_spans; k++)
        if (dc_tokens_of(b->spans[k].facts, DC_STR(""), NULL) & token)
            return true;
    return false;
}

// The head of a comment says when, or its foot.
static bool has_date(shape *s, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i < last; i++) {
        if (i - first <= NEAR || last - i <= NEAR) {
            if (says_when(s, i))
                return true;
        } else {
            i = last - NEAR - 1;
        }
    }
    return false;
}

// "#3", also among links: "Reply Quote #3".
static bool tells_number(dc_str text)
{
    enum { LONGEST = 60 };
    const size_t at = text.len <= LONGEST ? dc_str_find(text, DC_STR("#")) : DC_STR_NPOS;
    return at != DC_STR_NPOS && at + 1 < text.len && dc_is_digit(text.p[at + 1]) &&
           (at == 0 || text.p[at - 1] == ' ');
}

// The blocks of one sibling, or of rows that may be a comment: counts what they have. False if they
// are none.
static bool look_at(shape *s, uint32_t first, uint32_t last, row *r)
{
    const dc_blocks *b = s->blocks;
    if (last - first < LEAST_BLOCKS || last - first > MOST_BLOCKS || !has_date(s, first, last))
        return false;
    bool has_text = false;
    bool has_count = false;
    bool has_reply = false;
    bool has_name = false;
    bool has_number = false;
    uint32_t words = 0;
    for (uint32_t i = first; i < last; i++) {
        const dc_block *block = &b->v[i];
        if (is_linked_title(s, block) || (s->means[block->box] & DC_TOKEN_REVIEW))
            return false;
        words += block->words;
        const dc_family family = s->phrases[i].family;
        const bool is_date = says_when(s, i) && (i - first <= NEAR || last - i <= NEAR);
        has_number |= tells_number(block->text);
        has_count |= family == DC_FAMILY_n_comments;
        has_reply |= family == DC_FAMILY_reply_link || family == DC_FAMILY_report_comment ||
                     family == DC_FAMILY_login_to_reply || has_span(b, block, DC_TOKEN_ACTION);
        if (!is_date && family == DC_FAMILY_none && block->words - block->link_words >= 4)
            has_text = true;
        else if (!has_text && block->words <= 4 && family != DC_FAMILY_reply_link)
            has_name |= !is_date;
        has_name |= is_date && block->words > 4;
    }
    if (words > MOST_WORDS)
        return false;
    r->n_told += has_text;
    r->n_reply += has_reply;
    r->n_count += has_count;
    r->n_number += has_number;
    r->n_named += has_name;
    return true;
}

static bool look(shape *s, uint32_t box, row *r)
{
    const dc_box *own = &s->blocks->boxes[box];
    if (own->tag == DC_TAG_a || own->tag == DC_TAG_nav || own->tag == DC_TAG_form ||
        (s->means[box] & DC_TOKEN_REVIEW))
        return false;
    return look_at(s, own->first, own->last, r);
}

// Element and first class; numbers and "odd" change from one to the next.
static uint64_t make_of(const dc_box *box)
{
    uint64_t make = box->tag;
    for (uint32_t i = 0; i < box->facts->n_classes; i++) {
        const dc_str token = box->facts->classes[i];
        const bool is_turn = token.len <= 4 && (dc_str_ieq(token, DC_STR("odd")) ||
                                                dc_str_ieq(token, DC_STR("even")));
        if (is_turn || dc_is_digit(token.p[token.len - 1]))
            continue;
        return make ^ dc_hash(token);
    }
    return make;
}

static bool is_heading(dc_phrase phrase)
{
    return phrase.family == DC_FAMILY_n_comments || phrase.family == DC_FAMILY_comments_heading ||
           phrase.family == DC_FAMILY_sort_comments;
}

static bool is_prompt(dc_phrase phrase)
{
    return phrase.family == DC_FAMILY_leave_reply || phrase.family == DC_FAMILY_comments_closed ||
           phrase.family == DC_FAMILY_login_to_comment ||
           phrase.family == DC_FAMILY_login_to_reply ||
           phrase.family == DC_FAMILY_register_to_comment ||
           phrase.family == DC_FAMILY_email_not_published ||
           phrase.family == DC_FAMILY_field_comment;
}

static bool is_near(const shape *s, const row *r, bool (*is)(dc_phrase), bool before)
{
    for (uint32_t k = 1; k <= NEAR; k++) {
        const uint32_t i = before ? r->first - k : r->last + k - 1;
        if (i >= s->blocks->n) // also before the first
            return false;
        if (is(s->phrases[i]))
            return true;
    }
    return false;
}

// "2 comments" stands before two of them.
static bool is_counted(const shape *s, const row *r)
{
    for (uint32_t k = 1; k <= NEAR && k <= r->first; k++) {
        const uint32_t i = r->first - k;
        const dc_str text = s->blocks->v[i].text;
        uint32_t n = 0;
        for (size_t at = 0; at < text.len && n < MOST_WORDS; at++)
            if (dc_is_digit(text.p[at]))
                n = n * 10 + (uint32_t)(text.p[at] - '0');
            else if (n)
                break;
        if (is_heading(s->phrases[i]) && n == r->n)
            return true;
    }
    return false;
}

static bool speaks_of_comments(const shape *s, uint32_t box)
{
    enum { UP = 4 };
    const uint32_t telling = DC_TOKEN_HINT | DC_TOKEN_AREA | DC_TOKEN_ROOT | DC_TOKEN_ITEM;
    const dc_box *boxes = s->blocks->boxes;
    for (int up = 0; box && up < UP; up++, box = boxes[box].parent) {
        if (boxes[box].tag == DC_TAG_body || boxes[box].tag == DC_TAG_main)
            return false;
        if (s->means[box] & telling)
            return true;
    }
    return false;
}

static bool is_proven(const shape *s, const row *r)
{
    enum { FEW = 2, SOME = 3 };
    if (r->n < FEW || r->n_told * 2 < r->n)
        return false;
    if (speaks_of_comments(s, r->boxes[0]) || speaks_of_comments(s, r->boxes[1]))
        return true;
    if ((r->n < SOME && !is_counted(s, r)) || r->n_count * 2 >= r->n ||
        (s->blocks->hints & DC_HINT_PRODUCT))
        return false;
    return is_near(s, r, is_heading, true) || r->n_reply * 2 >= r->n ||
           (r->n_named * 2 >= r->n &&
            (is_near(s, r, is_prompt, false) || is_near(s, r, is_prompt, true)));
}

static bool speaks_of_forum(dc_str title)
{
    static const char *const words[] = {"forum", "fórum",      "форум", "φόρουμ",  "論壇",
                                        "论坛",  "フォーラム", "포럼",  "المنتدى", "bbs"};
    return dc_str_has_any(title, words, sizeof words / sizeof *words);
}

static bool is_text(const dc_block *block)
{
    enum { LONG_PARAGRAPH = 120 };
    return block->text.len > LONG_PARAGRAPH && block->link_words * 2 < block->words;
}

// Posts tell who and when, one after the other, and next to no text stands beside them. One that
// can be answered, is numbered, or a title that speaks of a forum tells them from news in brief.
static bool is_board(const shape *s, const row *r)
{
    enum { FEWEST = 3, MOST_BESIDE = 1 };
    const dc_blocks *b = s->blocks;
    if (r->n < FEWEST || r->n_told * 5 < r->n * 4 || r->n_named * 5 < r->n * 4 || r->n_count ||
        (b->hints & (DC_HINT_PRODUCT | DC_HINT_ARTICLE)) || is_near(s, r, is_heading, true) ||
        speaks_of_comments(s, r->boxes[0]))
        return false;
    if (!s->is_forum && r->n_reply * 2 < r->n && r->n_number + 1 < r->n)
        return false;
    return !s->texts[r->first] && s->texts[b->n] - s->texts[r->last] <= MOST_BESIDE;
}

// Answers of the same make lie in what they answer; so may the head of a comment, which has no
// text.
static void mark(shape *s, const row *r)
{
    const dc_box *boxes = s->blocks->boxes;
    const uint32_t parent = boxes[r->boxes[0]].parent;
    for (uint32_t c = r->boxes[0]; c < boxes[r->boxes[1]].end; c++) {
        row own = {0};
        if (make_of(&boxes[c]) == r->make && look(s, c, &own) &&
            (own.n_told || boxes[c].parent == parent))
            s->means[c] |= DC_TOKEN_ITEM | DC_TOKEN_HINT | DC_TOKEN_RUN;
    }
}

// Whether the siblings are comments, or the posts of a board, which is noted.
static bool settle(shape *s, const row *r)
{
    if (!r->n)
        return false;
    if (s->board.first || !is_board(s, r))
        return is_proven(s, r);
    s->board = (dc_board){r->boxes[0], r->boxes[1]};
    return true;
}

static void end(shape *s, row *r)
{
    if (settle(s, r))
        mark(s, r);
    *r = (row){0};
}

static void add(shape *s, uint32_t box, uint64_t make, row *r)
{
    const dc_box *own = &s->blocks->boxes[box];
    if (!r->n) {
        r->first = own->first;
        r->boxes[0] = box;
    }
    r->make = make;
    r->n++;
    r->last = own->last;
    r->boxes[1] = box;
}

// What stands between comments: a rule, an advert, a button. A heading begins anew.
static bool parts(const shape *s, uint32_t box)
{
    enum { GAP_WORDS = 20 };
    const dc_box *own = &s->blocks->boxes[box];
    uint32_t words = 0;
    for (uint32_t i = own->first; i < own->last; i++) {
        words += s->blocks->v[i].words;
        if (is_heading(s->phrases[i]) || words > GAP_WORDS)
            return true;
    }
    return false;
}

static void find_below(shape *s, uint32_t parent)
{
    const dc_box *boxes = s->blocks->boxes;
    row r = {0};
    for (uint32_t c = parent + 1; c < boxes[parent].end; c = boxes[c].end) {
        if (!r.n && boxes[c].end == boxes[parent].end) // alone
            return;
        const uint64_t make = make_of(&boxes[c]);
        if (r.n && make != r.make) {
            if (parts(s, c))
                end(s, &r);
            continue;
        }
        if (look(s, c, &r))
            add(s, c, make, &r);
        else if (parts(s, c))
            end(s, &r);
    }
    end(s, &r);
}

// The first of the rows of a comment: the name, and mostly the date. Of a list of terms it is any
// term, since the date may stand below the text.
static bool is_head_row(shape *s, uint32_t box)
{
    enum { FEW = 6 };
    const dc_box *own = &s->blocks->boxes[box];
    if (own->tag != DC_TAG_dt && own->tag != DC_TAG_tr && own->tag != DC_TAG_div)
        return false;
    if (own->last == own->first || own->last - own->first > FEW)
        return false;
    uint32_t words = 0;
    for (uint32_t i = own->first; i < own->last; i++)
        words += s->blocks->v[i].words;
    if (words > HEAD_WORDS)
        return false;
    return own->tag == DC_TAG_dt || has_date(s, own->first, own->last);
}

// The last of the rows that go with a head, the head itself when there is none.
static uint32_t last_row(shape *s, uint32_t head, uint32_t parent)
{
    enum { MOST_ROWS = 3 };
    const dc_box *boxes = s->blocks->boxes;
    uint32_t last = head;
    for (int n = 0; n < MOST_ROWS; n++) {
        const uint32_t next = boxes[last].end;
        const bool is_term = boxes[head].tag == DC_TAG_dt;
        if (next >= boxes[parent].end || is_head_row(s, next) ||
            boxes[next].tag != (is_term ? DC_TAG_dd : boxes[head].tag))
            break;
        last = next;
    }
    return last;
}

static void mark_rows(shape *s, uint32_t head, uint32_t last)
{
    const dc_box *boxes = s->blocks->boxes;
    s->means[head] |= DC_TOKEN_ITEM | DC_TOKEN_HINT | DC_TOKEN_RUN;
    for (uint32_t c = boxes[head].end; c <= last; c = boxes[c].end)
        s->means[c] |= DC_TOKEN_FOLLOW | DC_TOKEN_RUN;
}

// Comments that take two rows or more, by turns: <tr>Ann, 3 May</tr><tr>Thanks!</tr>.
static void find_rows(shape *s, uint32_t parent)
{
    const dc_box *boxes = s->blocks->boxes;
    row r = {0};
    for (uint32_t c = parent + 1; c < boxes[parent].end; c = boxes[c].end) {
        if (s->means[c] & (DC_TOKEN_ITEM | DC_TOKEN_FORM))
            return;
        if (!is_head_row(s, c))
            continue;
        const uint32_t last = last_row(s, c, parent);
        if (last == c || !look_at(s, boxes[c].first, boxes[last].last, &r))
            continue;
        add(s, c, 0, &r);
        r.last = boxes[last].last;
        c = last;
    }
    if (!settle(s, &r))
        return;
    for (uint32_t c = r.boxes[0]; c <= r.boxes[1]; c = boxes[c].end) {
        const uint32_t last = is_head_row(s, c) ? last_row(s, c, parent) : c;
        if (last == c)
            continue;
        mark_rows(s, c, last);
        c = last;
    }
}

dc_board dc_shapes_mark(dc_arena *arena, const dc_blocks *blocks, uint32_t *means,
                        const dc_phrase *phrases)
{
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    shape s = {.blocks = blocks, .means = means, .phrases = phrases};
    s.when = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *s.when);
    s.texts = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *s.texts);
    for (uint32_t i = 0; i < blocks->n; i++)
        s.texts[i + 1] = s.texts[i] + is_text(&blocks->v[i]);
    s.is_forum = speaks_of_forum(blocks->title);
    for (uint32_t i = 0; i < blocks->n_boxes; i++) {
        const dc_box *box = &blocks->boxes[i];
        if (box->last - box->first >= 4 && box->tag != DC_TAG_nav &&
            !dc_box_is_below(blocks, i, DC_TAG_a, NEAR_LINK)) {
            find_below(&s, i);
            find_rows(&s, i);
        }
    }
    dc_arena_release(arena, mark);
    return s.board;
}
