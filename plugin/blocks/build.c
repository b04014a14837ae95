#include "blocks/build.h"

#include "base/find.h"
#include "base/utf8.h"
#include "blocks/facts.h"
#include "blocks/formula.h"
#include "blocks/hints.h"
#include "blocks/mark.h"
#include "blocks/spaces.h"
#include "blocks/tex.h"
#include "blocks/tool.h"

// Inline elements further above a block-level one than this stay inline.
enum { REACH = 12, FAR = 255 };

// Bytes of text that are looked at together.
enum { AT_ONCE = 16 };

// Open inline elements that go on from block to block and are spans of each: the innermost.
enum { MOST_CARRIED = 16 };

typedef struct open_element {
    uint32_t end;  // node behind it
    uint32_t node; // inline elements only
    uint32_t box;  // of a block-level element, or UINT32_MAX for an inline one
    uint32_t at;   // inline: where its text began, UINT32_MAX when in an earlier block
    uint32_t mark; // inline: its mark in the current block, or DC_NO_MARK
} open_element;

typedef struct builder {
    const dc_tree *tree;
    dc_arena *arena;
    dc_fact_table facts;
    const uint8_t *reach; // distance of the nearest block-level element below, FAR when none
    DC_VEC(open_element) open;
    DC_VEC(dc_box) boxes;
    DC_VEC(dc_block) blocks;
    DC_VEC(dc_span) spans;
    dc_buf text;          // of all blocks; offsets become pointers at the end
    size_t begin;         // of the current block in it
    uint32_t box;         // current box
    uint32_t n_br;        // line breaks since the last character
    bool has_space;       // white space since the last character
    bool is_text;         // the current block has a letter, a digit or a byte above ASCII
    uint32_t n_old_spans; // spans before the current block
    uint32_t link_end;    // node behind the open link, 0 when none is open
    uint32_t link_at;     // where its text began
    uint32_t link_words;
    dc_marker marker;
    dc_tex_kind tex;
    uint32_t base; // the first base element, 0 without one
} builder;

static bool is_inline(const builder *b, uint32_t node)
{
    return (dc_tag_flags(dc_node_tag(b->tree, node)) & DC_TAG_INLINE) && b->reach[node] > REACH;
}

// Elements that are no boxes and hold no text: they do not break a line either.
static bool is_invisible(dc_tag tag)
{
    return dc_tag_flags(tag) & (DC_TAG_SKIP | DC_TAG_NO_BOX);
}

// Also counts the boxes to come, or a few more: their vector need not grow. *base: the first base
// element, 0 without one.
static const uint8_t *measure_reach(const dc_tree *tree, size_t *n_boxes, uint32_t *base)
{
    *n_boxes = 1;
    *base = 0;
    uint8_t *reach = dc_arena_alloc(tree->arena, tree->n);
    memset(reach, FAR, tree->n);
    for (uint32_t i = tree->n; i-- > 1;) {
        const dc_tag tag = dc_node_tag(tree, i);
        if (tag == DC_TAG_none)
            continue;
        if (is_invisible(tag)) {
            *base = tag == DC_TAG_base ? i : *base;
            continue;
        }
        if (dc_is_formula(tree, i))
            continue;
        const bool is_block = !(dc_tag_flags(tag) & DC_TAG_INLINE);
        *n_boxes += is_block || reach[i] <= REACH;
        const uint8_t below = is_block ? 1 : reach[i] == FAR ? FAR : (uint8_t)(reach[i] + 1);
        const uint32_t parent = tree->nodes[i].parent;
        if (below < reach[parent])
            reach[parent] = below;
    }
    return reach;
}

static void end_span(builder *b, open_element *e)
{
    const size_t len = b->text.len - b->begin;
    if (e->at == UINT32_MAX || e->at >= len)
        return;
    const dc_tag tag = dc_node_tag(b->tree, e->node);
    const bool is_telling = tag == DC_TAG_a || tag == DC_TAG_code || tag == DC_TAG_time ||
                            tag == DC_TAG_b || tag == DC_TAG_strong || tag == DC_TAG_cite;
    if (!is_telling && b->tree->nodes[e->node].data == 0)
        return;
    *dc_vec_push(b->arena, &b->spans) =
        (dc_span){e->at, (uint32_t)(len - e->at), tag, dc_facts_of(&b->facts, e->node)};
}

// A span may end in a blank that its block, which ends there too, does not keep.
static void trim_spans(builder *b, uint32_t len)
{
    for (size_t i = b->n_old_spans; i < b->spans.n; i++) {
        dc_span *span = &b->spans.v[i];
        if (span->at > len)
            span->at = len;
        if (span->len > len - span->at)
            span->len = len - span->at;
    }
}

static void count_link(builder *b)
{
    const size_t at = b->begin + b->link_at;
    if (b->link_end && at < b->text.len)
        b->link_words += dc_count_words((dc_str){b->text.p + at, b->text.len - at});
}

static uint32_t add_mark(builder *b, uint32_t node, dc_tag tag)
{
    const dc_mark mark = {.block = (uint32_t)b->blocks.n,
                          .at = (uint32_t)(b->text.len - b->begin),
                          .box = b->box,
                          .list = b->tree->nodes[node].data,
                          .tag = (uint16_t)tag};
    return dc_marker_open(&b->marker, &mark);
}

// The block at hand is in the vector already, and its text is the last one, with its NUL.
static void mark_tex(builder *b, size_t len)
{
    const dc_mark mark = {.block = (uint32_t)b->blocks.n - 1, .box = b->box};
    dc_tex_mark(&b->marker, b->tex, (dc_str){b->text.p + b->text.len - 1 - len, len}, &mark);
}

// Marks of elements that go on in the next block end with this one, and begin anew.
static void end_marks(builder *b, size_t len)
{
    size_t first = b->open.n;
    while (first && b->open.v[first - 1].box == UINT32_MAX)
        first--;
    for (size_t i = first; i < b->open.n; i++)
        if (b->open.v[i].mark != DC_NO_MARK)
            dc_marker_close(&b->marker, b->open.v[i].mark, len);
    if (b->tex && len && !(b->boxes.v[b->box].flags & DC_IS_PRE))
        mark_tex(b, len);
    dc_marker_end_block(&b->marker, len);
    const size_t outer = b->open.n - first > MOST_CARRIED ? b->open.n - MOST_CARRIED : first;
    for (size_t i = first; i < b->open.n; i++) {
        open_element *e = &b->open.v[i];
        if (e->mark != DC_NO_MARK)
            e->mark = i < outer ? DC_NO_MARK : add_mark(b, e->node, dc_node_tag(b->tree, e->node));
    }
}

// Nothing since the last block, not even an open element: so it is at most boxes' ends.
static bool is_idle(const builder *b)
{
    return b->text.len == b->begin && b->spans.n == b->n_old_spans &&
           b->marker.marks.n == b->marker.n_old && b->open.n &&
           b->open.v[b->open.n - 1].box != UINT32_MAX;
}

// Ends the current block; open inline elements go on in the next one.
static void close_block(builder *b)
{
    b->has_space = false;
    b->n_br = 0;
    if (is_idle(b)) {
        b->link_words = 0;
        b->link_at = 0;
        return;
    }
    while (b->text.len > b->begin && dc_is_space(b->text.p[b->text.len - 1]))
        b->text.len--;
    const dc_str text = {b->text.p + b->begin, b->text.len - b->begin};
    if (b->is_text) {
        const size_t outer = b->open.n > MOST_CARRIED ? b->open.n - MOST_CARRIED : 0;
        for (size_t i = b->open.n; i-- > outer && b->open.v[i].box == UINT32_MAX;)
            end_span(b, &b->open.v[i]);
        trim_spans(b, (uint32_t)text.len);
        count_link(b);
        *dc_vec_push(b->arena, &b->blocks) =
            (dc_block){.text = {NULL, text.len},
                       .box = b->box,
                       .words = dc_count_words(text),
                       .link_words = b->link_words,
                       .span = b->n_old_spans,
                       .n_spans = (uint32_t)b->spans.n - b->n_old_spans};
        dc_buf_char(&b->text, '\0');
    } else {
        b->text.len = b->begin;
        b->spans.n = b->n_old_spans;
    }
    b->begin = b->text.len;
    end_marks(b, b->is_text ? text.len : 0);
    b->is_text = false;
    b->n_old_spans = (uint32_t)b->spans.n;
    b->link_words = 0;
    b->link_at = 0;
    for (size_t i = b->open.n; i-- > 0 && b->open.v[i].box == UINT32_MAX;)
        b->open.v[i].at = 0;
}

// White space before the next character: a blank, a line break, or the end of a block.
static void settle_space(builder *b)
{
    if (b->n_br >= 2) {
        close_block(b);
        return;
    }
    // A blank may be there already: one that stood before a link that began with another.
    if (b->text.len > b->begin && b->text.p[b->text.len - 1] == ' ')
        b->text.len--;
    if (b->text.len > b->begin && (b->n_br || b->has_space))
        dc_buf_char(&b->text, b->n_br ? '\n' : ' ');
    b->n_br = 0;
    b->has_space = false;
}

static void add_pre(builder *b, dc_str text)
{
    const char *end = text.p + text.len;
    size_t len;
    for (const char *p = text.p; p < end; p += len) {
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        if (kind == DC_CHAR_DROP || *p == '\f' || *p == '\v')
            continue;
        if (kind == DC_CHAR_SPACE && len > 1)
            dc_buf_char(&b->text, ' ');
        else
            dc_buf_append(&b->text, p, len);
        b->is_text |= len > 1 || dc_is_alpha(*p) || dc_is_digit(*p);
    }
}

static bool is_black(char c)
{
    return c > ' ' && c < 0x7F;
}

// Copies ASCII that stays as it is, black with single blanks between, and goes behind it; *to may
// be written 16 bytes further.
static const char *copy_black(const char *p, const char *end, char **to)
{
#ifdef __SSE2__
    const __m128i blank = _mm_set1_epi8(' '), del = _mm_set1_epi8(0x7F);
    while (end - p >= AT_ONCE) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        _mm_storeu_si128((__m128i *)*to, bytes);
        const __m128i black =
            _mm_andnot_si128(_mm_cmpeq_epi8(bytes, del), _mm_cmpgt_epi8(bytes, blank));
        const unsigned blacks = (unsigned)_mm_movemask_epi8(black);
        const unsigned blanks = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, blank));
        const unsigned stops = ~(blacks | (blanks & blacks >> 1));
        const int n = __builtin_ctz(stops);
        const bool is_cut = n == 15 && blanks >> 15; // what follows the blank is not seen yet
        p += n;
        *to += n;
        if (n < AT_ONCE && !is_cut)
            return p;
    }
#endif
    while (p < end && (is_black(*p) || (*p == ' ' && end - p > 1 && is_black(p[1]))))
        *(*to)++ = *p++;
    return p;
}

// Copies text that stays as it is, from a plain character of len bytes on.
static const char *copy_plain(const char *p, const char *end, size_t len, char **to)
{
    for (;;) {
        for (; len; len--)
            *(*to)++ = *p++;
        p = copy_black(p, end, to);
        const size_t n_blank = end - p > 1 && *p == ' ';
        const char *next = p + n_blank;
        if (next == end || !(*next & 0x80) || dc_char_kind_at(next, end, &len) != DC_CHAR_PLAIN)
            return p;
        len += n_blank;
    }
}

static bool has_text(const char *p, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((p[i] & 0x80) || dc_is_alpha(p[i]) || dc_is_digit(p[i]))
            return true;
    return false;
}

static void add_text(builder *b, dc_str text)
{
    if (b->boxes.v[b->box].flags & DC_IS_PRE) {
        add_pre(b, text);
        return;
    }
    const char *end = text.p + text.len;
    size_t len;
    for (const char *p = text.p; p < end; p += len) {
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        if (kind == DC_CHAR_DROP)
            continue;
        if (kind == DC_CHAR_SPACE) {
            b->has_space = true;
            len = (size_t)(dc_skip_blank(p + len, end) - p);
            continue;
        }
        if (b->has_space || b->n_br)
            settle_space(b);
        char *const from = dc_buf_room(&b->text, (size_t)(end - p) + AT_ONCE);
        char *to = from;
        len = (size_t)(copy_plain(p, end, len, &to) - p);
        b->is_text = b->is_text || has_text(from, len);
        b->text.len += len;
    }
}

// Half of all texts are blank, and most others begin so.
static void add_node_text(builder *b, uint32_t node)
{
    const dc_run *run = dc_node_run(b->tree, node);
    const char *p = run->p;
    const char *const end = p + run->len;
    if (!(b->boxes.v[b->box].flags & DC_IS_PRE)) {
        p = dc_skip_blank(p, end);
        b->has_space |= p > run->p;
    }
    if (p < end)
        add_text(b, dc_run_text(b->tree, run->kind, (dc_str){p, (size_t)(end - p)}));
}

static uint32_t own_flags(dc_tag tag, const builder *b, uint32_t node, const dc_facts *facts)
{
    uint32_t flags = facts->flags & ~(uint32_t)(DC_IS_TOOL | DC_MAY_BE_TWIN);
    if (tag == DC_TAG_noscript)
        flags |= DC_IS_NOSCRIPT;
    else if (tag == DC_TAG_template)
        flags |= DC_IS_TEMPLATE;
    else if (tag == DC_TAG_pre || tag == DC_TAG_listing || tag == DC_TAG_xmp ||
             tag == DC_TAG_plaintext)
        flags |= DC_IS_PRE;
    else if (tag == DC_TAG_details && !dc_node_attr(b->tree, node, DC_STR("open")).p)
        flags |= DC_IS_CLOSED;
    return flags;
}

static void open_box(builder *b, uint32_t node)
{
    close_block(b);
    const dc_tag tag = dc_node_tag(b->tree, node);
    const dc_facts *facts = dc_facts_of(&b->facts, node);
    const uint32_t box = (uint32_t)b->boxes.n;
    const dc_str name = dc_node_name(b->tree, node);
    uint32_t flags = own_flags(tag, b, node, facts);
    uint32_t depth = 0;
    if (box) {
        const dc_box *parent = &b->boxes.v[b->box];
        flags |= parent->flags;
        depth = parent->depth + (uint32_t)(parent->depth < UINT16_MAX);
    }
    // Written where it is to stand: a copy would wait for its parts.
    dc_box *made = dc_vec_push(b->arena, &b->boxes);
    *made = (dc_box){.parent = b->box,
                     .node = node,
                     .first = (uint32_t)b->blocks.n,
                     .flags = flags,
                     .depth = (uint16_t)depth,
                     .tag = (uint16_t)tag,
                     .name = name,
                     .facts = facts,
                     .list = b->tree->nodes[node].data};
    *dc_vec_push(b->arena, &b->open) =
        (open_element){b->tree->nodes[node].end, node, box, 0, DC_NO_MARK};
    b->box = box;
}

static void close_box(builder *b, uint32_t box)
{
    close_block(b);
    dc_box *made = &b->boxes.v[box];
    made->end = (uint32_t)b->boxes.n;
    made->last = (uint32_t)b->blocks.n;
    b->box = made->parent;
    if (box && (made->n_images || made->n_inputs)) {
        b->boxes.v[made->parent].n_images += made->n_images;
        b->boxes.v[made->parent].n_inputs += made->n_inputs;
    }
}

static void open_inline(builder *b, uint32_t node)
{
    // A link's text begins with its first character, not with the blank before it.
    if (b->has_space && !b->n_br && !(b->boxes.v[b->box].flags & DC_IS_PRE))
        settle_space(b);
    const dc_tag tag = dc_node_tag(b->tree, node);
    const uint32_t at = (uint32_t)(b->text.len - b->begin);
    const uint32_t mark = dc_is_marking(tag) ? add_mark(b, node, tag) : DC_NO_MARK;
    *dc_vec_push(b->arena, &b->open) =
        (open_element){b->tree->nodes[node].end, node, UINT32_MAX, at, mark};
    if (tag == DC_TAG_a && !b->link_end) {
        b->link_end = b->tree->nodes[node].end;
        b->link_at = at;
    }
}

static void leave(builder *b)
{
    open_element *e = &b->open.v[b->open.n - 1];
    if (e->box != UINT32_MAX) {
        close_box(b, e->box);
    } else {
        end_span(b, e);
        if (e->mark != DC_NO_MARK)
            dc_marker_close(&b->marker, e->mark, b->text.len - b->begin);
        if (b->link_end == e->end && dc_node_tag(b->tree, e->node) == DC_TAG_a) {
            count_link(b);
            b->link_end = 0;
        }
    }
    b->open.n--;
}

static void line_break(builder *b)
{
    if (b->boxes.v[b->box].flags & DC_IS_PRE)
        dc_buf_char(&b->text, '\n');
    else
        b->n_br++;
}

// A formula is text: its LaTeX, wherever it stands.
static void add_formula(builder *b, uint32_t node)
{
    const dc_str tex = dc_formula_tex(b->tree, node);
    if (!tex.len)
        return;
    if (b->has_space || b->n_br)
        settle_space(b);
    const uint32_t mark = add_mark(b, node, DC_TAG_math);
    add_text(b, tex);
    b->has_space = false;
    dc_marker_close(&b->marker, mark, b->text.len - b->begin);
}

// Images, rules and what a picture chooses from hold no text, but have a place.
static void note_replaced(builder *b, uint32_t node, dc_tag tag)
{
    if (tag == DC_TAG_img || tag == DC_TAG_image) {
        b->boxes.v[b->box].n_images++;
        dc_facts_of(&b->facts, node);
        if (b->has_space && !b->n_br && !(b->boxes.v[b->box].flags & DC_IS_PRE))
            settle_space(b);
        add_mark(b, node, DC_TAG_img);
    } else if (tag == DC_TAG_source || tag == DC_TAG_hr) {
        dc_facts_of(&b->facts, node);
        add_mark(b, node, tag);
    } else if (tag == DC_TAG_unknown && dc_str_eq(dc_node_name(b->tree, node), DC_STR("amp-img"))) {
        add_mark(b, node, DC_TAG_img);
    }
}

// Returns the next node to visit.
static uint32_t enter(builder *b, uint32_t node)
{
    const dc_tree *tree = b->tree;
    const dc_tag tag = dc_node_tag(tree, node);
    const uint32_t end = tree->nodes[node].end;
    if (tag == DC_TAG_none) {
        add_node_text(b, node);
        return node + 1;
    }
    if (dc_is_formula(tree, node)) {
        add_formula(b, node);
        return end;
    }
    if (tag == DC_TAG_source && tree->nodes[tree->nodes[node].parent].tag == DC_TAG_picture)
        note_replaced(b, node, tag);
    if (is_invisible(tag))
        return end;
    if (tag == DC_TAG_br) {
        line_break(b);
        return end;
    }
    const dc_facts *facts = dc_facts_of(&b->facts, node);
    if (facts->flags & DC_MAY_BE_TWIN && dc_is_formula_twin(tree, node, facts))
        return end;
    if (!is_inline(b, node)) {
        b->boxes.v[b->box].n_inputs += tag == DC_TAG_input;
        open_box(b, node);
        note_replaced(b, node, tag);
        return node + 1;
    }
    if (facts->flags & (DC_IS_HIDDEN | DC_IS_SR_ONLY) && !dc_is_formula_source(facts))
        return end;
    if (dc_is_tool(tree, node, facts))
        return end;
    note_replaced(b, node, tag);
    open_inline(b, node);
    return node + 1;
}

static dc_str title_of(const dc_tree *tree)
{
    for (uint32_t i = 1; i < tree->n; i++)
        if (dc_is_title(tree, i))
            return dc_clean_spaces(tree->arena, dc_tree_text(tree, i));
    return DC_STR("");
}

static dc_str base_of(const dc_tree *tree, uint32_t first)
{
    for (uint32_t i = first; i && i < tree->n; i++)
        if (dc_node_tag(tree, i) == DC_TAG_base) {
            const dc_str href = dc_node_attr(tree, i, DC_STR("href"));
            if (href.p)
                return href;
        }
    return DC_STR_NONE;
}

static void finish(builder *b, dc_blocks *out)
{
    const char *p = b->text.p;
    for (size_t i = 0; i < b->blocks.n; i++) {
        b->blocks.v[i].text.p = p;
        p += b->blocks.v[i].text.len + 1;
    }
    *out = (dc_blocks){.boxes = b->boxes.v,
                       .n_boxes = (uint32_t)b->boxes.n,
                       .v = b->blocks.v,
                       .n = (uint32_t)b->blocks.n,
                       .spans = b->spans.v,
                       .title = title_of(b->tree),
                       .hints = dc_hints_of(b->tree),
                       .base = base_of(b->tree, b->base),
                       .marks = b->marker.marks.v,
                       .n_marks = (uint32_t)b->marker.marks.n,
                       .lists = b->tree->lists};
}

void dc_blocks_build(const dc_tree *tree, dc_blocks *out)
{
    size_t n_boxes;
    uint32_t base;
    builder b = {.tree = tree,
                 .arena = tree->arena,
                 .facts = dc_fact_table_of(tree),
                 .reach = measure_reach(tree, &n_boxes, &base),
                 .text = dc_buf_in(tree->arena, SIZE_MAX / 2),
                 .marker = {.arena = tree->arena},
                 .tex = dc_tex_kind_of(tree)};
    b.base = base;
    dc_buf_room(&b.text, 1);
    dc_vec_reserve(b.arena, &b.boxes, n_boxes);
    open_box(&b, 0);
    for (uint32_t node = 1; node < tree->n;) {
        while (b.open.v[b.open.n - 1].end <= node)
            leave(&b);
        node = enter(&b, node);
    }
    while (b.open.n)
        leave(&b);
    finish(&b, out);
}

dc_str dc_clean_spaces(dc_arena *arena, dc_str text)
{
    if (!text.len)
        return DC_STR("");
    dc_buf out = dc_buf_in(arena, SIZE_MAX / 2);
    const char *end = text.p + text.len;
    bool has_space = false;
    size_t len;
    for (const char *p = text.p; p < end; p += len) {
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        if (kind == DC_CHAR_SPACE)
            has_space = true;
        if (kind != DC_CHAR_PLAIN)
            continue;
        if (has_space && out.len)
            dc_buf_char(&out, ' ');
        has_space = false;
        dc_buf_append(&out, p, len);
    }
    return dc_buf_str(&out);
}
