// A page of plain text: a block for each line, prompts told apart.
#include "base/utf8.h"
#include "base/vec.h"
#include "blocks/spaces.h"
#include "clean/lines.h"
#include "clean/own_phrases.h"
#include "clean/plain.h"
#include "pipeline/job.h"

enum { WATCH_EVERY = 4096 }; // lines

typedef DC_VEC(dc_removal) removals;

typedef struct text_page {
    dc_job *job;
    dc_lines lines;
    removals removals;
    size_t next; // removal
    dc_str left; // room for the texts of blocks
    dc_buf text;
} text_page;

typedef struct collector {
    dc_arena *arena;
    removals *removals;
} collector;

static bool collect(void *ctx, const dc_removal *removal)
{
    const collector *c = ctx;
    *dc_vec_push(c->arena, c->removals) = *removal;
    return true;
}

// The two boxes that every page has.
static void set_boxes(dc_arena *arena, dc_blocks *blocks)
{
    static const dc_facts no_facts;
    static const dc_tag tags[] = {DC_TAG_html, DC_TAG_body};
    blocks->n_boxes = sizeof tags / sizeof *tags;
    blocks->boxes = dc_arena_zero(arena, blocks->n_boxes, sizeof *blocks->boxes);
    for (uint32_t i = 0; i < blocks->n_boxes; i++)
        blocks->boxes[i] = (dc_box){.end = blocks->n_boxes,
                                    .node = i,
                                    .last = blocks->n,
                                    .flags = DC_IS_PRE,
                                    .depth = (uint16_t)i,
                                    .tag = (uint16_t)tags[i],
                                    .name = dc_tag_name(tags[i]),
                                    .facts = &no_facts};
}

// Most blocks there can be: a line with something cut off its end gives two or more.
static size_t most_blocks(const text_page *t)
{
    dc_lines lines = t->lines;
    dc_line line;
    size_t n = t->removals.n;
    while (dc_lines_next(&lines, &line))
        n++;
    return n;
}

// Tabs and blanks stay as they are, other controls and what cannot be seen do not.
static size_t write_safe(dc_str s, char *out)
{
    char *to = out;
    const char *end = s.p + s.len;
    size_t len;
    for (const char *p = s.p; p < end; p += len) {
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        if (kind == DC_CHAR_DROP)
            continue;
        const bool is_nel = len == 2 && memcmp(p, "\xC2\x85", 2) == 0;
        if (is_nel || (kind == DC_CHAR_SPACE && *p >= '\v' && *p <= '\r')) {
            *to++ = ' ';
            continue;
        }
        memcpy(to, p, len);
        to += len;
    }
    return (size_t)(to - out);
}

// The bytes [at, end) as a block, unless it is blank. Returns what it says.
static dc_str add_block(text_page *t, size_t at, size_t end, dc_verdict verdict)
{
    decant_page *page = t->job->page;
    char *p = (char *)t->left.p;
    const dc_str text = {p, write_safe((dc_str){t->lines.text.p + at, end - at}, p)};
    if (dc_str_trim(text).len == 0)
        return text;
    p[text.len] = '\0';
    t->left = dc_str_from(t->left, text.len + 1);
    const uint32_t i = page->blocks.n++;
    page->blocks.v[i] = (dc_block){.text = text, .box = 1, .words = dc_count_words(text)};
    page->cleaned.verdicts[i] = verdict;
    return text;
}

static void add_removed(text_page *t, const dc_line *line)
{
    while (t->next < t->removals.n && t->removals.v[t->next].at < line->next) {
        const dc_removal *r = &t->removals.v[t->next++];
        const size_t end = r->at + r->len;
        add_block(t, r->at, end < line->end ? end : line->end,
                  (dc_verdict){DECANT_BOILERPLATE, 0, r->reason});
    }
}

static void add_line(text_page *t, const dc_line *line)
{
    const bool is_cut = t->next < t->removals.n && t->removals.v[t->next].at < line->next;
    const size_t end = is_cut ? t->removals.v[t->next].at : line->end;
    if (end > line->at || !is_cut) {
        dc_buf_add(&t->text,
                   add_block(t, line->at, end, (dc_verdict){DECANT_CONTENT, 1, "content.line"}));
        if (line->next > line->end)
            dc_buf_char(&t->text, '\n');
    }
    add_removed(t, line);
}

static void add_lines(text_page *t)
{
    decant_page *page = t->job->page;
    dc_arena *arena = page->arena;
    const size_t most = most_blocks(t);
    page->blocks.v = dc_arena_alloc(arena, most * sizeof *page->blocks.v);
    page->cleaned.verdicts = dc_arena_alloc(arena, most * sizeof *page->cleaned.verdicts);
    const size_t room = t->lines.text.len + most;
    t->left = (dc_str){dc_arena_alloc(arena, room), room};
    t->text = dc_buf_in(arena, SIZE_MAX / 2);
    dc_line line;
    for (size_t n = 0; dc_lines_next(&t->lines, &line); n++) {
        if (n % WATCH_EVERY == 0)
            dc_job_watch(t->job);
        add_line(t, &line);
    }
}

static void set_text(decant_page *page, dc_buf *text)
{
    while (text->len && dc_is_space(text->p[text->len - 1]))
        text->len--;
    page->text = dc_buf_str(text);
    page->cleaned.confidence = page->text.len ? 1 : 0;
}

static void extract(dc_job *job)
{
    decant_page *page = job->page;
    job->status = dc_charset_decode_text(page->arena, job->bytes,
                                         dc_str_of(job->options->content_type), &page->charset);
    if (job->status != DECANT_OK)
        return;
    text_page t = {.job = job, .lines = dc_lines_of(page->charset.utf8)};
    page->charset.utf8 = DC_STR_NONE; // may be the caller's bytes
    collector c = {page->arena, &t.removals};
    dc_plain_clean(t.lines.text, dc_own_phrases_table(job->options->phrases), collect, &c);
    add_lines(&t);
    set_boxes(page->arena, &page->blocks);
    page->blocks.url = page->url;
    page->is_plain = true;
    set_text(page, &t.text);
}

decant_status dc_page_new_text(const decant_options *options, const char *text, size_t len,
                               decant_page **out, decant_error *error)
{
    return dc_job_run(options, text, len, NULL, extract, out, error);
}
