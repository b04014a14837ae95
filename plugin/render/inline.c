#include "render/inline.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "blocks/spaces.h"

enum { DEEPEST = 16 };

typedef struct line {
    dc_inliner *in;
    const dc_block *block;
    dc_str text;
    dc_piece open[DEEPEST];
    uint32_t n_open;
    uint32_t parts; // bits of the parts that are open
    size_t at;      // written so far
    bool in_note;
} line;

static dc_part part_of(uint32_t tag)
{
    switch (tag) {
    case DC_TAG_a:
        return DC_PART_LINK;
    case DC_TAG_b:
    case DC_TAG_strong:
        return DC_PART_STRONG;
    case DC_TAG_cite:
    case DC_TAG_dfn:
    case DC_TAG_em:
    case DC_TAG_i:
    case DC_TAG_var:
        return DC_PART_EM;
    case DC_TAG_code:
    case DC_TAG_kbd:
    case DC_TAG_samp:
    case DC_TAG_tt:
        return DC_PART_CODE_SPAN;
    case DC_TAG_del:
    case DC_TAG_s:
    case DC_TAG_strike:
        return DC_PART_DELETED;
    case DC_TAG_sub:
        return DC_PART_SUB;
    case DC_TAG_sup:
        return DC_PART_SUP;
    case DC_TAG_math:
        return DC_PART_FORMULA;
    case DC_TAG_img:
        return DC_PART_IMAGE;
    default:
        return DC_PART_NONE;
    }
}

static void put_cut(dc_inliner *in, dc_str block, size_t from, size_t to)
{
    while (from < to) {
        const char *nl = memchr(block.p + from, '\n', to - from);
        const size_t stop = nl ? (size_t)(nl - block.p) : to;
        const dc_cut cut = {{block.p + from, stop - from}, block, from};
        if (stop > from)
            in->writer->text(in->ctx, &cut);
        if (!nl)
            return;
        const dc_piece end = {.part = DC_PART_BREAK};
        in->writer->leaf(in->ctx, &end);
        from = stop + 1;
    }
}

void dc_inline_text(dc_inliner *in, dc_str text)
{
    put_cut(in, text, 0, text.len);
}

static void put_text(line *l, size_t to)
{
    if (to > l->at) {
        put_cut(l->in, l->text, l->at, to);
        l->at = to;
    }
}

// Closes what ends at or before a place.
static void close_to(line *l, size_t at)
{
    while (l->n_open && l->open[l->n_open - 1].end <= at) {
        const dc_piece *piece = &l->open[l->n_open - 1];
        put_text(l, piece->end);
        l->in->writer->close(l->in->ctx, piece);
        l->parts &= ~(1u << piece->part);
        l->n_open--;
    }
}

static void trim(const line *l, size_t *at, size_t *end)
{
    while (*at < *end && dc_is_space(l->text.p[*at]))
        ++*at;
    while (*end > *at && dc_is_space(l->text.p[*end - 1]))
        --*end;
}

static size_t end_of(const dc_mark *mark)
{
    return (size_t)mark->at + mark->len;
}

// Whether another mark of the block begins, or ends, where this one does.
static void find_edges(const line *l, uint32_t m, dc_piece *piece)
{
    enum { MOST_ASKED = 64 };
    const dc_blocks *b = l->in->plan->blocks;
    const uint32_t first = b->marks[m].block;
    for (uint32_t i = m + 1; i < b->n_marks && i - m < MOST_ASKED && b->marks[i].block == first;
         i++) {
        const dc_mark *other = &b->marks[i];
        if (other->at > piece->end)
            break;
        piece->is_edged |= other->at == piece->at;
        piece->ends_edged |= end_of(other) == piece->end && other->at < piece->end;
    }
}

static dc_str alt_of(dc_inliner *in, uint32_t list)
{
    in->alt.len = 0;
    const dc_str alt = dc_list_attr(in->plan->blocks, list, DC_STR("alt"));
    if (!alt.len)
        return DC_STR("");
    const char *end = alt.p + alt.len;
    bool has_space = false;
    size_t len;
    for (const char *p = alt.p; p < end; p += len) {
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        has_space |= kind == DC_CHAR_SPACE;
        if (kind != DC_CHAR_PLAIN)
            continue;
        if (has_space && in->alt.len)
            dc_buf_char(&in->alt, ' ');
        has_space = false;
        dc_buf_append(&in->alt, p, len);
    }
    return dc_buf_str(&in->alt);
}

bool dc_inline_image(dc_inliner *in, uint32_t mark, dc_piece *out)
{
    const dc_str url = in->doc->has_images ? dc_linker_image(&in->linker, mark) : DC_STR_NONE;
    if (!url.p)
        return false;
    const uint64_t hash = dc_hash(url);
    if (hash == in->last_image)
        return false; // once for scripts, once for noscript
    in->last_image = hash;
    *out = (dc_piece){
        .part = DC_PART_IMAGE, .url = url, .text = alt_of(in, in->plan->blocks->marks[mark].list)};
    return true;
}

static bool has_word(dc_str s)
{
    const char *end = s.p + s.len;
    uint32_t code;
    for (const char *p = s.p; p < end;) {
        p += dc_utf8_decode(p, end, &code);
        if (dc_is_word(code))
            return true;
    }
    return false;
}

// An arrow or caret that leads from a footnote back to where it is referred to.
static bool is_way_back(const line *l, const dc_mark *mark)
{
    const dc_str href = dc_list_attr(l->in->plan->blocks, mark->list, DC_STR("href"));
    return l->in_note && href.len && href.p[0] == '#' &&
           !has_word((dc_str){l->text.p + mark->at, mark->len});
}

dc_str dc_inline_tex(dc_str formula)
{
    static const char *const pairs[][2] = {
        {"\\(", "\\)"}, {"\\[", "\\]"}, {"$$", "$$"}, {"$", "$"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const dc_str open = dc_str_of(pairs[i][0]);
        const dc_str close = dc_str_of(pairs[i][1]);
        if (formula.len > open.len + close.len && dc_str_starts(formula, open) &&
            dc_str_eq(dc_str_from(formula, formula.len - close.len), close))
            return dc_str_trim((dc_str){formula.p + open.len, formula.len - open.len - close.len});
    }
    return formula;
}

static void put_leaf(line *l, dc_piece *piece)
{
    put_text(l, piece->at);
    piece->text = (dc_str){l->text.p + piece->at, piece->end - piece->at};
    if (piece->part == DC_PART_FORMULA)
        piece->text = dc_inline_tex(piece->text);
    l->in->writer->leaf(l->in->ctx, piece);
    l->at = piece->end;
}

static void open_piece(line *l, const dc_piece *piece)
{
    if (l->n_open == DEEPEST)
        return;
    put_text(l, piece->at);
    l->in->writer->open(l->in->ctx, piece);
    l->open[l->n_open++] = *piece;
    l->parts |= 1u << piece->part;
}

static bool find_link(line *l, uint32_t list, dc_piece *piece)
{
    if (!l->in->doc->has_links)
        return false;
    piece->url =
        dc_linker_url(&l->in->linker, dc_list_attr(l->in->plan->blocks, list, DC_STR("href")));
    return piece->url.p != NULL;
}

// Code around a whole link, or within one: the link stays, outside.
static bool turns_around(const line *l, uint32_t m)
{
    const dc_blocks *b = l->in->plan->blocks;
    const dc_mark *mark = &b->marks[m];
    return m + 1 < b->n_marks && mark[1].block == mark->block && mark[1].tag == DC_TAG_a &&
           mark[1].at == mark->at && mark[1].len == mark->len;
}

// Of the blanks on both sides of an image the text has kept one.
static void put_image(line *l, uint32_t m)
{
    const size_t at = l->in->plan->blocks->marks[m].at;
    dc_piece image;
    close_to(l, at);
    if (!dc_inline_image(l->in, m, &image))
        return;
    put_text(l, at);
    l->in->writer->leaf(l->in->ctx, &image);
    if (at > 0 && l->text.p[at - 1] == ' ' && at < l->text.len)
        put_cut(l->in, DC_STR(" "), 0, 1);
}

static void put_mark(line *l, uint32_t m)
{
    const dc_mark *mark = &l->in->plan->blocks->marks[m];
    dc_piece piece = {
        .part = part_of(mark->tag), .block = l->text, .at = mark->at, .end = end_of(mark)};
    if (piece.part == DC_PART_NONE || mark->is_alone || mark->at < l->at)
        return;
    if (piece.part == DC_PART_IMAGE) {
        put_image(l, m);
        return;
    }
    trim(l, &piece.at, &piece.end);
    if (piece.at == piece.end)
        return;
    close_to(l, piece.at);
    if (l->parts & 1u << piece.part)
        return;
    find_edges(l, m, &piece);
    const uint32_t note = mark->tag == DC_TAG_a ? dc_plan_note_of_mark(l->in->plan, m) : 0;
    if (note) {
        piece.part = DC_PART_NOTE_REF;
        piece.number = note;
        l->in->plan->is_cited[note] = true;
        put_leaf(l, &piece);
    } else if (piece.part == DC_PART_LINK && is_way_back(l, mark)) {
        put_text(l, piece.at);
        l->at = piece.end;
    } else if (piece.part == DC_PART_LINK) {
        if (find_link(l, mark->list, &piece))
            open_piece(l, &piece);
    } else if (piece.part == DC_PART_FORMULA) {
        put_leaf(l, &piece);
    } else if (piece.part == DC_PART_CODE_SPAN) {
        dc_piece link = piece;
        link.part = DC_PART_LINK;
        if (turns_around(l, m) && !(l->parts & 1u << DC_PART_LINK) &&
            find_link(l, mark[1].list, &link))
            open_piece(l, &link);
        put_leaf(l, &piece);
    } else if (!l->in_note || has_word((dc_str){l->text.p + piece.at, piece.end - piece.at})) {
        open_piece(l, &piece);
    }
}

// A box that is a link, around the block: a card, a heading.
static uint32_t link_around(const dc_inliner *in, const dc_block *block)
{
    const dc_box *boxes = in->plan->blocks->boxes;
    for (uint32_t i = block->box, n = 0; n < 8; i = boxes[i].parent, n++) {
        if (boxes[i].tag == DC_TAG_a)
            return i;
        if (i == 0 || in->plan->kind[i])
            break;
    }
    return DC_NO_BOX;
}

void dc_inline_write(dc_inliner *in, uint32_t block, bool in_note)
{
    const dc_blocks *b = in->plan->blocks;
    line l = {.in = in, .block = &b->v[block], .text = b->v[block].text, .in_note = in_note};
    const uint32_t around = link_around(in, l.block);
    dc_piece link = {.part = DC_PART_LINK, .block = l.text, .end = l.text.len};
    if (around != DC_NO_BOX && find_link(&l, b->boxes[around].list, &link))
        open_piece(&l, &link);
    for (uint32_t m = in->plan->marks[block]; m < in->plan->marks[block + 1]; m++)
        put_mark(&l, m);
    close_to(&l, l.text.len);
    put_text(&l, l.text.len);
}
