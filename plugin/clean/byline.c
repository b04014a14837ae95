#include "clean/byline.h"

#include "clean/tokens.h"

enum { LONGEST_NAME = 80, LONGEST_DATE = 60 };

typedef struct reader {
    dc_arena *arena;
    const dc_blocks *blocks;
} reader;

static dc_str span_text(const dc_block *block, const dc_span *span)
{
    return dc_str_trim((dc_str){block->text.p + span->at, span->len});
}

static dc_str kept(dc_arena *arena, dc_str s)
{
    return (dc_str){dc_arena_copy(arena, s), s.len};
}

// Author and date as the page's inline elements mark them.
static void read_spans(const reader *r, const dc_block *block, dc_comment *out)
{
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        uint32_t means = dc_tokens_of(span->facts, DC_STR(""));
        if (span->tag == DC_TAG_cite)
            means |= DC_TOKEN_AUTHOR;
        const dc_str text = span_text(block, span);
        if (text.len == 0)
            continue;
        if ((means & DC_TOKEN_AUTHOR) && !out->author.p && text.len <= LONGEST_NAME)
            out->author = kept(r->arena, text);
        const bool is_date = span->tag == DC_TAG_time ||
                             (means & (DC_TOKEN_DATE | DC_TOKEN_META)) ||
                             dc_str_find(span->facts->href, DC_STR("#comment-")) != DC_STR_NPOS;
        if (is_date && !(means & DC_TOKEN_ACTION) && !out->date.p && text.len <= LONGEST_DATE)
            out->date = kept(r->arena, text);
    }
}

// The words of an author's block up to a word such as "says".
static dc_str name_in(const reader *r, const dc_block *block)
{
    dc_str name = block->text;
    for (uint32_t i = block->span; i < block->span + block->n_spans; i++) {
        const dc_span *span = &r->blocks->spans[i];
        if ((dc_tokens_of(span->facts, DC_STR("")) & DC_TOKEN_ACTION) && span->at < name.len)
            name.len = span->at;
    }
    return dc_str_trim(name);
}

// A block in the head of a comment that no inline element explains: its words are the name or the
// date.
void dc_byline_read(dc_arena *arena, const dc_blocks *blocks, uint32_t i, uint32_t role,
                    dc_comment *out)
{
    const reader r = {arena, blocks};
    const dc_block *block = &blocks->v[i];
    read_spans(&r, block, out);
    const dc_str name = name_in(&r, block);
    if ((role & DC_TOKEN_AUTHOR) && !out->author.p && name.len && name.len <= LONGEST_NAME)
        out->author = kept(arena, name);
    else if ((role & DC_TOKEN_DATE) && !out->date.p && block->text.len <= LONGEST_DATE)
        out->date = kept(arena, block->text);
}
