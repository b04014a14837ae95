#include "clean/decide.h"

#include "base/float.h"
#include "clean/copies.h"
#include "clean/reviews.h"
#include "clean/settled.h"

#include <math.h>
#include <string.h>

typedef struct point {
    float x, y;
} point;

// Threshold by expected F1: sure pages can afford to be strict. Found by cross-validation.
static const point thresholds[] = {{0, .15f},   {.3f, .15f},   {.6f, .25f}, {.8f, .32f},
                                   {.9f, .45f}, {.95f, .575f}, {1, .575f}};

// Articles are of one piece: what is in doubt is rather a teaser, a caption or a newsletter line.
// How far a page that is one by this probability goes from its own threshold up to the least of
// articles.
static const point article_share[] = {{0, 0}, {.65f, 0}, {.85f, 1}, {1, 1}};
static const float article_threshold = .55f;

// Rules for a kind of page hold from this probability on.
static const float sure_article = .65f;
static const float sure_documentation = .5f;

// Words that a paragraph has at least, where lines are told from prose.
enum { FEWEST_OF_PROSE = 12 };

// Of a product's page little is text, and much of the rest looks like it.
static const float product_rise = .35f;

// What pages with an expected F1 really reach, by cross-validation.
static const point calibration[] = {{0, .45f},    {.3f, .45f},  {.5f, .52f},  {.65f, .67f},
                                    {.75f, .72f}, {.85f, .83f}, {.96f, .96f}, {1, .99f}};

static const float fixed_threshold[] = {[DC_FOCUS_PRECISION] = .60f, [DC_FOCUS_RECALL] = .20f};

// What is kept in doubt is left out below this; of a post, what is below this share of its best
// line, too: names of classes can deceive about all of it. Cross-validated.
static const float least_in_doubt = .1f;
static const float least_of_post = .5f;

// A page with fewer words to expect than this is a shell: it is better answered with nothing.
static const float least_words = 8;

static float interpolate(const point *v, size_t n, float x)
{
    for (size_t i = 1; i < n; i++)
        if (x <= v[i].x)
            return v[i - 1].y + (v[i].y - v[i - 1].y) * (x - v[i - 1].x) / (v[i].x - v[i - 1].x);
    return v[n - 1].y;
}

typedef struct ranked {
    float p;
    uint32_t words;
} ranked;

// Radix sort by probability, highest first, equals in order: qsort() may allocate. `to` is room for
// as many; the result is in v.
static void rank(ranked *v, ranked *to, uint32_t n)
{
    enum { DIGIT = 8, DIGITS = 4, VALUES = 1 << DIGIT };
    for (int d = 0; d < DIGITS; d++) {
        uint32_t at[VALUES + 1] = {0};
        for (uint32_t i = 0; i < n; i++)
            at[VALUES - (dc_float_bits(v[i].p) >> d * DIGIT & (VALUES - 1))]++;
        for (int k = 0; k < VALUES; k++)
            at[k + 1] += at[k];
        for (uint32_t i = 0; i < n; i++)
            to[at[VALUES - 1 - (dc_float_bits(v[i].p) >> d * DIGIT & (VALUES - 1))]++] = v[i];
        ranked *swap = v;
        v = to;
        to = swap;
    }
}

// The best F1 that any number of the most probable blocks can be expected to reach.
static float expected_f1(dc_arena *arena, const dc_blocks *blocks, const float *p)
{
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    uint32_t n = 0; // a page too large to be judged has no probable blocks, and no memory to spare
    for (uint32_t i = 0; i < blocks->n; i++)
        n += p[i] > 0;
    ranked *v = dc_arena_alloc(arena, ((size_t)n + 1) * sizeof *v * 2);
    float all = 0;
    n = 0;
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (p[i] > 0)
            v[n++] = (ranked){p[i], blocks->v[i].words};
        all += p[i] * (float)blocks->v[i].words;
    }
    rank(v, v + n, n);
    float text = 0;
    float words = 0;
    float best = 0;
    for (uint32_t i = 0; i < n; i++) {
        text += v[i].p * (float)v[i].words;
        words += (float)v[i].words;
        best = fmaxf(best, words + all > 0 ? 2 * text / (words + all) : 0);
    }
    dc_arena_release(arena, mark);
    return best;
}

static bool is_open(const int8_t *decided, uint32_t i)
{
    return !decided || dc_is_unsettled(decided[i]);
}

// Whether a block is kept among the REACH before and among as many after another: names of files,
// numbers of lines and buttons to copy stand around code.
static bool is_between_kept(const dc_blocks *blocks, uint32_t i, const bool *keeps)
{
    enum { REACH = 8 };
    bool before = false;
    bool after = false;
    for (uint32_t d = 1; d < REACH; d++) {
        before |= d <= i && keeps[i - d];
        after |= i + d < blocks->n && keeps[i + d];
    }
    return before && after;
}

// Code in doubt goes with the text that it follows, and nearly any code with text on both sides:
// its words say less than those of prose. Cross-validated: documentation +.003, all +.0001.
static void keep_code(const dc_blocks *blocks, const float *p, const int8_t *decided,
                      float threshold, bool *keeps)
{
    const float doubt = .5f; // of the threshold
    const float least = .05f;
    for (uint32_t i = 1; i < blocks->n; i++)
        if (!keeps[i] && is_open(decided, i) && blocks->boxes[blocks->v[i].box].flags & DC_IS_PRE &&
            ((keeps[i - 1] && p[i] >= threshold * doubt) ||
             (p[i] >= least && is_between_kept(blocks, i, keeps))))
            keeps[i] = true;
}

// The box that most prose which is kept stands in directly, paragraph by paragraph; 0 when none has
// half of it.
static uint32_t body_of(dc_arena *arena, const dc_blocks *blocks, const bool *keeps)
{
    const dc_arena_mark mark = dc_arena_mark_now(arena);
    uint32_t *words = dc_arena_zero(arena, (size_t)blocks->n_boxes + 1, sizeof *words);
    uint32_t all = 0;
    uint32_t body = 0;
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (!keeps[i] || blocks->v[i].words < FEWEST_OF_PROSE)
            continue;
        const uint32_t parent = blocks->boxes[blocks->v[i].box].parent;
        all += blocks->v[i].words;
        words[parent] += blocks->v[i].words;
        if (words[parent] > words[body])
            body = parent;
    }
    const bool is_body = words[body] * 2 >= all;
    dc_arena_release(arena, mark);
    return is_body ? body : 0;
}

// Paragraphs in doubt go with those that most of an article stands among: its last lines, notes and
// disclosures. Cross-validated: articles and news +.0001.
static void keep_paragraphs(dc_arena *arena, const dc_blocks *blocks, const dc_odds *odds,
                            const int8_t *decided, float threshold, bool *keeps)
{
    const float doubt = .75f; // of the threshold
    const uint32_t body = odds->article > sure_article ? body_of(arena, blocks, keeps) : 0;
    for (uint32_t i = 0; body && i < blocks->n; i++) {
        const dc_block *block = &blocks->v[i];
        if (is_open(decided, i) && blocks->boxes[block->box].parent == body &&
            block->words >= FEWEST_OF_PROSE && block->link_words * 2 < block->words &&
            odds->text[i] >= threshold * doubt)
            keeps[i] = true;
    }
}

// The lead of an article, the paragraph next to its h1, is text for readers; some of those who
// label pages leave it out, which makes scores doubt it. Cross-validated: news +.002, all -.0001.
static void keep_lead(const dc_blocks *blocks, const dc_odds *odds, const int8_t *decided,
                      bool *keeps)
{
    enum { REACH = 6, NEAR_FIGURE = 4 };
    const float least = .3f;
    if (odds->article <= sure_article)
        return;
    uint32_t h1 = 0;
    while (h1 < blocks->n && dc_heading_level(blocks, h1) != 1)
        h1++;
    for (uint32_t i = h1 + 1; i < blocks->n && i <= h1 + REACH; i++) {
        const dc_block *block = &blocks->v[i];
        if (is_open(decided, i) && odds->text[i] >= least && block->words >= FEWEST_OF_PROSE &&
            block->link_words * 10 < block->words * 3 &&
            !dc_box_is_below(blocks, block->box, DC_TAG_figure, NEAR_FIGURE))
            keeps[i] = true;
    }
}

// A heading in doubt goes with what stands under it.
static void keep_headings(const dc_blocks *blocks, const float *p, const int8_t *decided,
                          float threshold, bool *keeps)
{
    enum { LONGEST = 25 };
    const float doubt = .4f; // of the threshold
    for (uint32_t i = blocks->n; i-- > 1;)
        if (keeps[i] && !keeps[i - 1] && is_open(decided, i - 1) && p[i - 1] >= threshold * doubt &&
            blocks->v[i - 1].words <= LONGEST && dc_heading_level(blocks, i - 1) > 1)
            keeps[i - 1] = true;
}

// The row of a table or the list that a block stands in, 0 when it stands in none.
static uint32_t whole_of(const dc_blocks *blocks, uint32_t i)
{
    uint32_t box = blocks->v[i].box;
    for (int up = 0; up < 4 && box; up++, box = blocks->boxes[box].parent) {
        const uint32_t tag = blocks->boxes[box].tag;
        if (tag == DC_TAG_tr || tag == DC_TAG_ul || tag == DC_TAG_ol)
            return box;
    }
    return 0;
}

// Posts that follow one another with nothing between them are taken as one.
static void keep_posts(const dc_blocks *blocks, const float *p, const int8_t *decided, bool *keeps)
{
    for (uint32_t i = 0; decided && i < blocks->n;) {
        float highest = 0;
        uint32_t end = i;
        for (; end < blocks->n && decided[end] == DC_POST; end++)
            highest = fmaxf(highest, p[end]);
        for (uint32_t k = i; k < end; k++)
            keeps[k] = p[k] >= fminf(least_in_doubt, highest * least_of_post);
        i = end > i ? end : i + 1;
    }
}

// What is kept of some blocks that follow each other.
typedef struct part {
    float words;
    float links; // words in links
    float kept;  // words kept already
    float text;  // words to expect to be text
    uint32_t longest;
    bool is_open; // nothing of them is decided
} part;

static part part_of(const dc_blocks *blocks, const float *p, const int8_t *decided, uint32_t first,
                    uint32_t end, const bool *keeps)
{
    part s = {.is_open = true};
    for (uint32_t i = first; i < end; i++) {
        const dc_block *block = &blocks->v[i];
        const float words = (float)block->words;
        s.words += words;
        s.links += (float)block->link_words;
        s.kept += keeps[i] ? words : 0;
        s.text += words * p[i];
        s.is_open &= is_open(decided, i);
        if (block->words > s.longest)
            s.longest = block->words;
    }
    return s;
}

// A row or list of which most words are kept is kept whole: half of it says something else.
// Cross-validated: no change.
static void keep_wholes(const dc_blocks *blocks, const float *p, const int8_t *decided, bool *keeps)
{
    enum { MOST_WORDS = 60 }; // rows of layout tables hold whole pages
    for (uint32_t i = 0; i < blocks->n;) {
        const uint32_t whole = whole_of(blocks, i);
        const uint32_t end = whole ? blocks->boxes[whole].last : i + 1;
        const part s = whole ? part_of(blocks, p, decided, i, end, keeps) : (part){0};
        const bool is_kept = s.kept * 2 >= s.words && s.words <= MOST_WORDS;
        for (uint32_t k = i; whole && is_kept && k < end; k++)
            keeps[k] |= is_open(decided, k);
        i = end > i ? end : i + 1;
    }
}

// The outermost list, or the nearest table, that begins with a block; 0 without one.
static uint32_t begun_by(const dc_blocks *blocks, uint32_t i, bool is_table)
{
    enum { REACH = 6 };
    uint32_t found = 0;
    uint32_t box = blocks->v[i].box;
    for (int up = 0; up < REACH && box; up++, box = blocks->boxes[box].parent) {
        const uint32_t tag = blocks->boxes[box].tag;
        if (is_table ? !found && tag == DC_TAG_table : tag == DC_TAG_ul || tag == DC_TAG_ol)
            found = box;
    }
    return found && blocks->boxes[found].first == i ? found : 0;
}

// The cells of a table go with it: headings of columns say little by themselves. Long cells are
// those of a layout, and so are posts. Cross-validated: all +.0001.
static void keep_tables(const dc_blocks *blocks, const float *p, const int8_t *decided,
                        float threshold, bool *keeps)
{
    enum { MOST_WORDS = 400, LONGEST_CELL = 25 };
    const float doubt = .3f; // of the threshold
    for (uint32_t i = 0; i < blocks->n;) {
        const uint32_t table = begun_by(blocks, i, true);
        const uint32_t end = table ? blocks->boxes[table].last : i + 1;
        const part s = table ? part_of(blocks, p, decided, i, end, keeps) : (part){0};
        const bool is_kept = s.is_open && s.kept * 2 >= s.words && s.words <= MOST_WORDS &&
                             s.longest <= LONGEST_CELL;
        for (uint32_t k = i; table && is_kept && k < end; k++)
            keeps[k] |= p[k] >= threshold * doubt;
        i = end;
    }
}

static bool is_kept_in(const dc_blocks *blocks, uint32_t i, uint32_t box, const bool *keeps)
{
    return i < blocks->n && keeps[i] && dc_box_within(blocks, blocks->v[i].box, box);
}

// A list in the middle of text goes with it, unless it is one of links: its items are short. In an
// article links may be what is listed, and the list may stand last. Cross-validated: all +.0001,
// news no change.
static void keep_lists(const dc_blocks *blocks, const dc_odds *odds, const int8_t *decided,
                       float threshold, bool *keeps)
{
    const float *p = odds->text;
    const float doubt = .6f; // of the threshold
    const bool is_article = odds->article > sure_article;
    for (uint32_t i = 1; i < blocks->n;) {
        const uint32_t list = begun_by(blocks, i, false);
        const dc_box *box = &blocks->boxes[list];
        const uint32_t end = list ? box->last : i + 1;
        const bool is_within = list && is_kept_in(blocks, end, box->parent, keeps);
        if (list && is_kept_in(blocks, i - 1, box->parent, keeps) && (is_within || is_article)) {
            const part s = part_of(blocks, p, decided, i, end, keeps);
            const bool is_kept = (s.links * 2 < s.words || (is_within && is_article)) &&
                                 s.text >= s.words * threshold * doubt;
            for (uint32_t k = i; is_kept && k < end; k++)
                keeps[k] |= is_open(decided, k);
        }
        i = end;
    }
}

static float balanced_threshold(const dc_odds *odds, float expected)
{
    const float share =
        interpolate(article_share, sizeof article_share / sizeof *article_share, odds->article);
    const float t = interpolate(thresholds, sizeof thresholds / sizeof *thresholds, expected) *
                    (1 + product_rise * odds->product);
    return t + share * fmaxf(0, article_threshold - t);
}

void dc_decide(dc_arena *arena, const dc_blocks *blocks, const dc_odds *odds, const int8_t *decided,
               dc_focus focus, dc_choice_of_blocks *out)
{
    const float *p = odds->text;
    *out = (dc_choice_of_blocks){
        .keeps = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *out->keeps),
        .copies = dc_arena_zero(arena, (size_t)blocks->n + 1, sizeof *out->copies)};
    const float expected = expected_f1(arena, blocks, p);
    out->expected_f1 = interpolate(calibration, sizeof calibration / sizeof *calibration, expected);
    out->threshold =
        focus == DC_FOCUS_BALANCED ? balanced_threshold(odds, expected) : fixed_threshold[focus];
    float highest = 0;
    for (uint32_t i = 0; i < blocks->n; i++)
        highest = fmaxf(highest, p[i]);
    out->threshold = fminf(out->threshold, highest); // at least one block is kept
    float text = 0;
    for (uint32_t i = 0; i < blocks->n; i++)
        if (p[i] >= out->threshold)
            text += p[i] * (float)blocks->v[i].words;
    for (uint32_t i = 0; i < blocks->n; i++) {
        const bool is_likely = p[i] >= out->threshold && text >= least_words;
        const int8_t state = decided ? decided[i] : DC_OPEN;
        out->keeps[i] = dc_is_unsettled(state)      ? is_likely
                        : state == DC_KEPT_IN_DOUBT ? p[i] >= least_in_doubt
                                                    : state == DC_KEPT;
    }
    keep_posts(blocks, p, decided, out->keeps);
    keep_wholes(blocks, p, decided, out->keeps);
    keep_tables(blocks, p, decided, out->threshold, out->keeps);
    keep_lists(blocks, odds, decided, out->threshold, out->keeps);
    keep_paragraphs(arena, blocks, odds, decided, out->threshold, out->keeps);
    keep_code(blocks, p, decided, out->threshold, out->keeps);
    dc_reviews_keep(arena, blocks, p, decided, out->threshold, out->keeps);
    if (focus != DC_FOCUS_PRECISION && text >= least_words)
        keep_lead(blocks, odds, decided, out->keeps);
    dc_copies_drop(arena, blocks, odds->documentation > sure_documentation, out->keeps,
                   out->copies);
    keep_headings(blocks, p, decided, out->threshold, out->keeps);
}
