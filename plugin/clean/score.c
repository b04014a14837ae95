#include "clean/score.h"

#include "base/utf8.h"
#include "clean/groups.h"

#include <decant/decant.h>
#include <math.h>

// Groups that make a box no text when it does not hold the bulk of it, with the reason they give.
static const struct {
    uint32_t group;
    const char *reason;
} chrome_rows[] = {
    {DC_GROUP_COOKIE, "chrome.cookie"},   {DC_GROUP_NAV, "chrome.navigation"},
    {DC_GROUP_FOOTER, "chrome.footer"},   {DC_GROUP_SHARE, "chrome.share"},
    {DC_GROUP_RELATED, "chrome.related"}, {DC_GROUP_NEWSLETTER, "chrome.newsletter"},
    {DC_GROUP_LOGIN, "chrome.login"},     {DC_GROUP_ADVERT, "chrome.advert"},
    {DC_GROUP_SIDE, "chrome.sidebar"},    {DC_GROUP_HEADER, "chrome.header"},
    {DC_GROUP_CHROME, "chrome.widget"},   {DC_GROUP_AUTHOR, "chrome.author"},
    {DC_GROUP_FORM, "chrome.form"},
};
enum { N_CHROME = sizeof chrome_rows / sizeof *chrome_rows, TINY = 60, TITLE_SCORE = 3 };

typedef struct scorer {
    const dc_blocks *blocks;
    const uint32_t *groups;
    uint32_t *words;      // prefix sums over blocks: words,
    uint32_t *prose;      // words of long paragraphs,
    uint8_t *chrome;      // of each box: 1 + row of chrome_rows that it inherits, 0 none
    uint32_t main;        // box that holds most of the prose
    uint32_t title;       // block of the page's heading, or UINT32_MAX
    uint32_t first_prose; // first long paragraph
    bool has_h1;          // the title is an h1
    bool is_tiny;         // so little text that structure says nothing
    float *raw;
} scorer;

static float link_density(const dc_block *block)
{
    return block->words ? (float)block->link_words / (float)block->words : 1.f;
}

static bool ends_sentence(dc_str text)
{
    static const char *const ends[] = {".", "!", "?", ":", "…", "。", "！", "？", "؟", "।"};
    while (text.len && (text.p[text.len - 1] == '"' || text.p[text.len - 1] == ')' ||
                        text.p[text.len - 1] == ']'))
        text.len--;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const dc_str end = dc_str_of(ends[i]);
        if (text.len >= end.len && memcmp(text.p + text.len - end.len, end.p, end.len) == 0)
            return true;
    }
    return false;
}

// A long paragraph: what navigation never has.
static bool is_prose(const dc_block *block)
{
    return block->words >= 12 && link_density(block) < .35f &&
           (ends_sentence(block->text) || block->words >= 40);
}

static uint32_t sum(const uint32_t *prefix, const dc_box *box)
{
    return prefix[box->last] - prefix[box->first];
}

static void measure(scorer *s, dc_arena *arena)
{
    const dc_blocks *b = s->blocks;
    s->words = dc_arena_zero(arena, (size_t)b->n + 1, sizeof *s->words);
    s->prose = dc_arena_zero(arena, (size_t)b->n + 1, sizeof *s->prose);
    for (uint32_t i = 0; i < b->n; i++) {
        s->words[i + 1] = s->words[i] + b->v[i].words;
        s->prose[i + 1] = s->prose[i] + (is_prose(&b->v[i]) ? b->v[i].words : 0);
    }
    while (s->first_prose < b->n && s->prose[s->first_prose + 1] == 0)
        s->first_prose++;
    s->is_tiny = s->words[b->n] < TINY;
}

// How much a line says what the title element says: its words in the title, and the title's in it;
// 0 to
// 1. The name of the site alone covers little of the title.
static float likeness(const dc_block *line, dc_str title, uint32_t title_words)
{
    uint32_t common = 0;
    dc_str rest = line->text;
    dc_str word;
    while (dc_str_token(&rest, &word))
        common += dc_str_ifind(title, word) != DC_STR_NPOS;
    const float of_line = fminf((float)common / (float)line->words, 1);
    const float of_title = fminf((float)common / (float)(title_words ? title_words : 1), 1);
    if (dc_str_ifind(title, line->text) != DC_STR_NPOS) // also where no blanks part words
        return .35f + .65f * (float)line->text.len / (float)title.len;
    return of_line * (.35f + .65f * of_title);
}

static bool is_heading(const dc_blocks *b, uint32_t block)
{
    uint32_t box = b->v[block].box;
    for (int up = 0; up < 3 && box; up++, box = b->boxes[box].parent)
        if (dc_tag_is_heading((dc_tag)b->boxes[box].tag))
            return true;
    return false;
}

// The line that says most nearly what the title element says: a heading, or before the text any
// line that says just that.
static void find_title(scorer *s)
{
    enum { LONGEST = 40, MOST_BYTES = 1024 };
    const dc_blocks *b = s->blocks;
    // Each line is compared with the title, so neither may be of any length.
    const dc_str title = {b->title.p, b->title.len < MOST_BYTES ? b->title.len : MOST_BYTES};
    const uint32_t title_words = dc_count_words(title);
    float best = .25f;
    s->title = UINT32_MAX;
    for (uint32_t i = 0; i < b->n; i++) {
        const dc_block *block = &b->v[i];
        if (block->words > LONGEST || block->words == 0 || block->text.len > MOST_BYTES)
            continue;
        const bool is_h1 = dc_box_above(b, block->box, DC_TAG_h1) != UINT32_MAX;
        const bool is_lead = block->words >= 3 && i < s->first_prose;
        if (!is_heading(b, i) && !is_lead)
            continue;
        const float weight = is_h1 ? 1.f : is_heading(b, i) ? .9f : .5f;
        const float score = weight * likeness(block, title, title_words);
        if (score > best) {
            best = score;
            s->title = i;
            s->has_h1 = is_h1;
        }
    }
}

// A box with a telling name is chrome unless most of the page's prose lies in it: names such as
// "with-sidebar" or a form around the whole page are common.
static uint8_t own_chrome(const scorer *s, uint32_t i)
{
    const dc_box *box = &s->blocks->boxes[i];
    const uint32_t all_prose = s->prose[s->blocks->n];
    const uint32_t all_words = s->words[s->blocks->n];
    if (sum(s->prose, box) * 2 > all_prose && all_prose > 40)
        return 0;
    if (sum(s->words, box) * 2 > all_words && !(s->groups[i] & DC_GROUP_NAV))
        return 0;
    for (uint8_t row = 0; row < N_CHROME; row++)
        if (s->groups[i] & chrome_rows[row].group)
            return (uint8_t)(row + 1);
    return 0;
}

// The header of an article is part of it, and so is any that holds the page's title.
static bool is_inner(const scorer *s, uint32_t i)
{
    const dc_box *box = &s->blocks->boxes[i];
    if (!(s->groups[i] & DC_GROUP_HEADER))
        return false;
    if (s->title != UINT32_MAX && s->title >= box->first && s->title < box->last)
        return true;
    for (uint32_t up = box->parent; up; up = s->blocks->boxes[up].parent)
        if (s->blocks->boxes[up].tag == DC_TAG_article || s->blocks->boxes[up].tag == DC_TAG_main)
            return true;
    return false;
}

// A button in a heading opens and closes what stands under it: its words are the heading.
static bool is_fold(const scorer *s, uint32_t i)
{
    const dc_box *boxes = s->blocks->boxes;
    return boxes[i].tag == DC_TAG_button && dc_tag_is_heading((dc_tag)boxes[boxes[i].parent].tag);
}

static void mark_chrome(scorer *s, dc_arena *arena)
{
    const dc_blocks *b = s->blocks;
    s->chrome = dc_arena_zero(arena, b->n_boxes, sizeof *s->chrome);
    for (uint32_t i = 1; i < b->n_boxes; i++) {
        s->chrome[i] = s->chrome[b->boxes[i].parent];
        if (!s->chrome[i] && s->groups[i] && !is_inner(s, i) && !is_fold(s, i))
            s->chrome[i] = own_chrome(s, i);
    }
}

// The deepest box with three quarters of the prose that is not chrome; without prose, of the words.
static void find_main(scorer *s, dc_arena *arena)
{
    const dc_blocks *b = s->blocks;
    uint32_t *mass = dc_arena_zero(arena, (size_t)b->n + 1, sizeof *mass);
    bool by_words = false;
    for (;;) {
        for (uint32_t i = 0; i < b->n; i++) {
            const uint32_t *of = by_words ? s->words : s->prose;
            mass[i + 1] = mass[i] + (s->chrome[b->v[i].box] ? 0 : of[i + 1] - of[i]);
        }
        if (mass[b->n] >= 40 || by_words)
            break;
        by_words = true;
    }
    s->main = 0;
    for (uint32_t i = 1; i < b->n_boxes; i++)
        if (dc_box_within(b, i, s->main) && sum(mass, &b->boxes[i]) * 4 >= mass[b->n] * 3)
            s->main = i;
}

static float raw_score(const scorer *s, uint32_t i)
{
    const dc_block *block = &s->blocks->v[i];
    const dc_box *box = &s->blocks->boxes[block->box];
    const bool in_main = dc_box_within(s->blocks, block->box, s->main);
    float score = in_main ? .9f : -1.4f;
    if (s->chrome[block->box])
        score -= 3.f;
    score += .45f * (log1pf((float)block->words) - 2.f);
    score -= (is_heading(s->blocks, i) ? 1.2f : 2.2f) * link_density(block);
    if (is_prose(block))
        score += 1.2f;
    else if (ends_sentence(block->text) && block->words >= 4)
        score += .4f;
    if (is_heading(s->blocks, i))
        score += .8f;
    if (box->tag == DC_TAG_p || (box->flags & DC_IS_PRE) || box->tag == DC_TAG_blockquote)
        score += .5f;
    if ((box->tag == DC_TAG_option || box->tag == DC_TAG_button || box->tag == DC_TAG_legend) &&
        !is_fold(s, block->box))
        score -= 2.5f;
    if (box->flags & (DC_IS_HIDDEN | DC_IS_SR_ONLY))
        score -= 1.2f;
    if (box->flags & DC_IS_TEMPLATE)
        score -= 6.f;
    if (s->groups[block->box] & (DC_GROUP_META | DC_GROUP_TOC))
        score -= .9f;
    if (s->has_h1 && i < s->title)
        score -= .8f;
    if (s->is_tiny)
        score += 1.5f;
    return score;
}

// A block is judged with its neighbours: a short line between paragraphs is text, one among links
// is not.
static float smoothed(const scorer *s, uint32_t i)
{
    enum { REACH = 3 };
    const uint32_t from = i > REACH ? i - REACH : 0;
    const uint32_t to = i + REACH < s->blocks->n ? i + REACH : s->blocks->n - 1;
    float around = 0;
    float weight = 0;
    for (uint32_t k = from; k <= to; k++) {
        if (k == i)
            continue;
        const uint32_t apart = k > i ? k - i : i - k;
        const float w = 1.f / (float)apart;
        around += w * fminf(fmaxf(s->raw[k], -3.f), 3.f);
        weight += w;
    }
    return s->raw[i] + (weight > 0 ? .6f * around / weight : 0.f);
}

static const char *reason_of(const scorer *s, uint32_t i, bool is_content)
{
    const dc_box *box = &s->blocks->boxes[s->blocks->v[i].box];
    if (is_content)
        return i == s->title ? "content.title" : "content.score";
    if (s->chrome[s->blocks->v[i].box])
        return chrome_rows[s->chrome[s->blocks->v[i].box] - 1].reason;
    if (box->flags & (DC_IS_HIDDEN | DC_IS_SR_ONLY | DC_IS_TEMPLATE))
        return "chrome.hidden";
    return "low-score";
}

void dc_score(dc_arena *arena, const dc_blocks *blocks, const uint32_t *groups,
              dc_verdict *verdicts)
{
    scorer s = {.blocks = blocks, .groups = groups};
    measure(&s, arena);
    find_title(&s);
    mark_chrome(&s, arena);
    find_main(&s, arena);
    s.raw = dc_arena_alloc(arena, blocks->n * sizeof *s.raw);
    for (uint32_t i = 0; i < blocks->n; i++)
        s.raw[i] = i == s.title ? TITLE_SCORE : raw_score(&s, i);
    for (uint32_t i = 0; i < blocks->n; i++) {
        const float score = 1.f / (1.f + expf(-(i == s.title ? TITLE_SCORE : smoothed(&s, i))));
        const bool is_content = score >= .5f;
        verdicts[i] = (dc_verdict){is_content ? DECANT_CONTENT : DECANT_BOILERPLATE, score,
                                   reason_of(&s, i, is_content)};
    }
}
