#include "render/plan.h"

#include "base/hash.h"
#include "base/map.h"

typedef struct planner {
    const dc_doc *doc;
    const dc_blocks *blocks;
    dc_arena *arena;
    dc_plan plan;
    uint8_t *kind;
    uint32_t *holder;
    uint32_t *columns;
    uint32_t *notes;
} planner;

static void find_kept(planner *p)
{
    const dc_blocks *b = p->blocks;
    bool *is_kept = dc_arena_alloc(p->arena, (b->n + 1) * sizeof *is_kept);
    uint32_t *n_kept = dc_arena_alloc(p->arena, ((size_t)b->n + 1) * sizeof *n_kept);
    const bool is_inline = p->doc->comments == DECANT_COMMENTS_INLINE;
    n_kept[0] = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        const int32_t label = p->doc->verdicts[i].label;
        is_kept[i] = label == DECANT_CONTENT || (is_inline && label == DECANT_COMMENT);
        n_kept[i + 1] = n_kept[i] + is_kept[i];
    }
    p->plan.is_kept = is_kept;
    p->plan.n_kept = n_kept;
}

static void find_marks(planner *p)
{
    const dc_blocks *b = p->blocks;
    uint32_t *marks = dc_arena_alloc(p->arena, ((size_t)b->n + 2) * sizeof *marks);
    uint32_t m = 0;
    for (uint32_t i = 0; i <= b->n; i++) {
        while (m < b->n_marks && b->marks[m].block < i)
            m++;
        marks[i] = m;
    }
    marks[b->n + 1] = b->n_marks;
    p->plan.marks = marks;
}

// ---- footnotes ----

static bool is_note_name(dc_str href)
{
    static const char *const names[] = {"#fn",   "#footnote", "#cite_note",
                                        "#_ftn", "#note",     "#endnote"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (dc_str_istarts(href, dc_str_of(names[i])))
            return true;
    return false;
}

// A short link, raised or named so, to a place on the page.
static bool is_note_link(const planner *p, uint32_t m)
{
    enum { LONGEST = 8 };
    const dc_blocks *b = p->blocks;
    const dc_mark *mark = &b->marks[m];
    if (mark->tag != DC_TAG_a || mark->len == 0 || mark->len > LONGEST || mark->block >= b->n ||
        !p->plan.is_kept[mark->block])
        return false;
    for (uint32_t i = mark->at; i < mark->at + mark->len; i++)
        if (dc_is_alpha(b->v[mark->block].text.p[i]))
            return false;
    const dc_str href = dc_list_attr(b, mark->list, DC_STR("href"));
    if (href.len < 2 || href.p[0] != '#' || dc_str_istarts(href, DC_STR("#fnref")) ||
        dc_str_istarts(href, DC_STR("#_ftnref")))
        return false;
    if (is_note_name(href) ||
        dc_str_eq(dc_list_attr(b, mark->list, DC_STR("role")), DC_STR("doc-noteref")))
        return true;
    const dc_mark *outer = m ? mark - 1 : NULL;
    return outer && outer->tag == DC_TAG_sup && outer->block == mark->block &&
           outer->at <= mark->at && outer->at + outer->len >= mark->at + mark->len;
}

static void map_ids(const planner *p, dc_map *ids)
{
    for (uint32_t i = 1; i < p->blocks->n_boxes; i++) {
        const dc_str id = p->blocks->boxes[i].facts->id;
        if (id.len)
            dc_map_at(ids, dc_hash(id), i);
    }
}

static bool may_be_note(const planner *p, uint32_t box, uint32_t referrer)
{
    const dc_box *b = &p->blocks->boxes[box];
    return (b->tag == DC_TAG_li || b->tag == DC_TAG_p || b->tag == DC_TAG_div ||
            b->tag == DC_TAG_aside || b->tag == DC_TAG_dd) &&
           b->last > b->first && b->last - b->first <= 8 && b->first > referrer &&
           dc_plan_kept_in(&p->plan, b->first, b->last) == b->last - b->first;
}

static void find_notes(planner *p)
{
    const dc_blocks *b = p->blocks;
    dc_map ids = dc_map_in(p->arena);
    uint32_t n = 0;
    for (uint32_t m = 0; m < b->n_marks; m++) {
        if (!is_note_link(p, m))
            continue;
        if (!p->notes) {
            p->notes = dc_arena_zero(p->arena, (size_t)b->n_marks + b->n_boxes, sizeof *p->notes);
            map_ids(p, &ids);
        }
        const dc_str href = dc_list_attr(b, b->marks[m].list, DC_STR("href"));
        const uint32_t *box = dc_map_find(&ids, dc_hash(dc_str_from(href, 1)));
        if (!box || !may_be_note(p, *box, b->marks[m].block))
            continue;
        uint32_t *number = &p->notes[b->n_marks + *box];
        if (!*number)
            *number = ++n;
        p->notes[m] = *number;
    }
    p->plan.notes = p->notes;
    p->plan.is_cited = dc_arena_zero(p->arena, (size_t)n + 1, sizeof *p->plan.is_cited);
}

// ---- structure ----

uint32_t dc_plan_span(const dc_blocks *blocks, uint32_t cell, dc_str name, uint32_t most)
{
    const dc_str value = dc_str_trim(dc_list_attr(blocks, blocks->boxes[cell].list, name));
    uint32_t n = 0;
    for (size_t i = 0; i < value.len && dc_is_digit(value.p[i]) && n < 100000; i++)
        n = n * 10 + (uint32_t)(value.p[i] - '0');
    n = n ? n : 1;
    return n < most ? n : most;
}

static bool is_cell(const dc_box *box)
{
    return box->tag == DC_TAG_td || box->tag == DC_TAG_th;
}

// Columns that a row takes by itself. Its last cell takes one, whatever it spans: there are no more
// columns than some row begins a cell in.
static uint32_t row_columns(const planner *p, uint32_t row, bool *is_table)
{
    enum { MOST_BLOCKS = 8 };
    const dc_box *boxes = p->blocks->boxes;
    uint32_t n = 0;
    uint32_t n_cells = 0;
    uint32_t n_full = 0;
    for (uint32_t i = row + 1; i < boxes[row].end; i = boxes[i].end) {
        if (!is_cell(&boxes[i]))
            continue;
        const uint32_t kept = dc_plan_kept_in(&p->plan, boxes[i].first, boxes[i].last);
        *is_table &= kept <= MOST_BLOCKS;
        n_full += kept > 0;
        n_cells++;
        n += boxes[i].end < boxes[row].end
                 ? dc_plan_span(p->blocks, i, DC_STR("colspan"), DC_MOST_COLUMNS + 1)
                 : 1;
    }
    *is_table &= n_cells <= DC_MOST_COLUMNS;
    return n_full < 2 || n > DC_MOST_COLUMNS ? n_cells : n;
}

// Columns of a table of data; 0 for one that lays out a page: that holds tables, headings or long
// texts, or has but one column.
static uint32_t table_columns(const planner *p, uint32_t table)
{
    const dc_blocks *b = p->blocks;
    const dc_box *t = &b->boxes[table];
    uint32_t most = 0;
    bool is_table = p->doc->has_tables && dc_plan_kept_in(&p->plan, t->first, t->last) > 1 &&
                    !dc_str_ieq(t->facts->role, DC_STR("presentation"));
    for (uint32_t i = table + 1; i < t->end && is_table; i++) {
        const dc_tag tag = (dc_tag)b->boxes[i].tag;
        if (tag == DC_TAG_table || tag == DC_TAG_pre || dc_tag_is_heading(tag))
            return 0;
        if (tag != DC_TAG_tr)
            continue;
        const uint32_t n = row_columns(p, i, &is_table);
        most = n > most ? n : most;
    }
    return is_table && most > 1 ? most : 0;
}

static dc_part list_part(const planner *p, uint32_t box)
{
    const bool is_notes =
        box + 1 < p->blocks->boxes[box].end && dc_plan_note_of_box(&p->plan, box + 1) > 0;
    return is_notes ? DC_PART_NONE : DC_PART_LIST;
}

static dc_part part_of(planner *p, uint32_t box, dc_part above)
{
    const dc_box *b = &p->blocks->boxes[box];
    if (above == DC_PART_HEADING || above == DC_PART_CODE || above == DC_PART_TERM ||
        above == DC_PART_CAPTION)
        return DC_PART_NONE;
    if (dc_plan_note_of_box(&p->plan, box))
        return DC_PART_NOTE;
    switch (b->tag) {
    case DC_TAG_h1:
    case DC_TAG_h2:
    case DC_TAG_h3:
    case DC_TAG_h4:
    case DC_TAG_h5:
    case DC_TAG_h6:
        return DC_PART_HEADING;
    case DC_TAG_ul:
    case DC_TAG_ol:
    case DC_TAG_menu:
    case DC_TAG_dir:
        return list_part(p, box);
    case DC_TAG_li:
        return above == DC_PART_LIST ? DC_PART_ITEM : DC_PART_NONE;
    case DC_TAG_dl:
        return DC_PART_TERMS;
    case DC_TAG_dt:
        return above == DC_PART_TERMS ? DC_PART_TERM : DC_PART_NONE;
    case DC_TAG_dd:
        return above == DC_PART_TERMS ? DC_PART_DETAIL : DC_PART_NONE;
    case DC_TAG_blockquote:
        return DC_PART_QUOTE;
    case DC_TAG_pre:
    case DC_TAG_listing:
    case DC_TAG_xmp:
        return DC_PART_CODE;
    case DC_TAG_table:
        p->columns[box] = table_columns(p, box);
        return p->columns[box] ? DC_PART_TABLE : DC_PART_NONE;
    case DC_TAG_td:
    case DC_TAG_th:
        return above == DC_PART_TABLE ? DC_PART_CELL : DC_PART_NONE;
    case DC_TAG_figure:
        return above == DC_PART_FIGURE ? DC_PART_NONE : DC_PART_FIGURE;
    case DC_TAG_figcaption:
        return above == DC_PART_FIGURE ? DC_PART_CAPTION : DC_PART_NONE;
    default:
        return DC_PART_NONE;
    }
}

static void find_structure(planner *p)
{
    const dc_blocks *b = p->blocks;
    p->kind = dc_arena_zero(p->arena, b->n_boxes, sizeof *p->kind);
    p->holder = dc_arena_alloc(p->arena, b->n_boxes * sizeof *p->holder);
    p->columns = dc_arena_zero(p->arena, b->n_boxes, sizeof *p->columns);
    p->plan.kind = p->kind;
    p->plan.holder = p->holder;
    p->plan.columns = p->columns;
    for (uint32_t i = 0; i < b->n_boxes; i++) {
        const uint32_t above = i ? p->holder[b->boxes[i].parent] : DC_NO_BOX;
        const bool has_kept =
            dc_plan_kept_in(&p->plan, b->boxes[i].first, b->boxes[i].last) || b->boxes[i].n_images;
        if (has_kept)
            p->kind[i] =
                (uint8_t)part_of(p, i, above == DC_NO_BOX ? DC_PART_NONE : (dc_part)p->kind[above]);
        p->holder[i] = p->kind[i] ? i : above;
    }
}

// A figure may have lost its caption, for no reason but its score, and yet belong to the text
// around it.
static bool is_amid_kept(const dc_plan *plan, const dc_box *box)
{
    for (uint32_t i = box->first; i < box->last; i++)
        if (strcmp(plan->verdicts[i].reason, "low-score") != 0)
            return false;
    return box->first > 0 && plan->is_kept[box->first - 1] && box->last < plan->blocks->n &&
           plan->is_kept[box->last];
}

bool dc_plan_keeps_alone(const dc_plan *plan, const dc_mark *mark)
{
    const dc_box *boxes = plan->blocks->boxes;
    uint32_t box = mark->box;
    while (box && boxes[box].first == boxes[box].last)
        box = boxes[box].parent;
    if (boxes[box].tag == DC_TAG_figure &&
        !dc_plan_kept_in(plan, boxes[box].first, boxes[box].last))
        return is_amid_kept(plan, &boxes[box]);
    const uint32_t n = boxes[box].last - boxes[box].first;
    const uint32_t kept = dc_plan_kept_in(plan, boxes[box].first, boxes[box].last);
    const uint32_t i = mark->block;
    const bool has_before = i > 0 && plan->is_kept[i - 1];
    const bool has_after = i < plan->blocks->n && plan->is_kept[i];
    if (mark->tag == DC_TAG_hr)
        return has_before && has_after;
    return kept && (kept * 2 >= n || has_before || has_after);
}

void dc_plan_make(dc_arena *arena, const dc_doc *doc, dc_plan *out)
{
    planner p = {.doc = doc,
                 .blocks = doc->blocks,
                 .arena = arena,
                 .plan = {.blocks = doc->blocks, .verdicts = doc->verdicts}};
    find_kept(&p);
    find_marks(&p);
    find_notes(&p);
    find_structure(&p);
    *out = p.plan;
}
