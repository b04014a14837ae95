#include "blocks/facts.h"

#include "base/find.h"

enum { MAX_CLASSES = 64 };

dc_fact_table dc_fact_table_of(const dc_tree *tree)
{
    return (dc_fact_table){tree, dc_arena_zero(tree->arena, tree->n_lists, sizeof(dc_facts *))};
}

// The classes of dc_is_formula_twin() begin with "Ma", "ka" and "mw".
static bool may_be_twin(const char *name)
{
    return (name[1] == 'a' && (name[0] == 'M' || name[0] == 'k')) ||
           (name[1] == 'w' && name[0] == 'm');
}

static void read_classes(dc_arena *arena, dc_str value, dc_facts *facts)
{
    dc_str tokens[MAX_CLASSES];
    uint32_t n = 0;
    const char *const end = value.p + value.len;
    for (const char *p = value.p; n < MAX_CLASSES; n++) {
        while (p < end && dc_is_space(*p))
            p++;
        if (p == end)
            break;
        const char *next = dc_find_space(value.p, p, end);
        tokens[n] = (dc_str){p, (size_t)(next - p)};
        facts->flags |= next - p > 1 && may_be_twin(p) ? DC_MAY_BE_TWIN : 0;
        p = next;
    }
    dc_str *v = dc_arena_alloc(arena, n * sizeof *v);
    memcpy(v, tokens, n * sizeof *v);
    facts->classes = v;
    facts->n_classes = n;
}

// "display: none" with any blanks.
static bool declares(dc_str style, dc_str property, dc_str value)
{
    for (size_t at; (at = dc_str_ifind(style, property)) != DC_STR_NPOS;) {
        style = dc_str_trim(dc_str_from(style, at + property.len));
        if (style.len == 0 || style.p[0] != ':')
            continue;
        style = dc_str_trim(dc_str_from(style, 1));
        if (dc_str_istarts(style, value))
            return true;
    }
    return false;
}

// For screen readers, and what MediaWiki prints in brackets.
static const char *const names[] = {"sr-only",         "screen-reader-text",
                                    "visually-hidden", "visuallyhidden",
                                    "mw-editsection",  "discussiontools-init-replylink"};
enum { N_NAMES = sizeof names / sizeof *names, N_SR_ONLY = 4 };

#ifdef __SSE2__
static inline __m128i where(__m128i first, __m128i second, char a, char b)
{
    return _mm_and_si128(_mm_cmpeq_epi8(first, _mm_set1_epi8(a)),
                         _mm_cmpeq_epi8(second, _mm_set1_epi8(b)));
}
#endif

// Each of them has "ly", "ee" or "mw" in it; few other classes have.
static bool may_have_name(dc_str value)
{
#ifdef __SSE2__
    enum { AT_ONCE = 16 };
    const __m128i small = _mm_set1_epi8(0x20);
    for (size_t i = 0; value.len > AT_ONCE && i + 1 < value.len; i += AT_ONCE) {
        const char *p = value.p + (i + AT_ONCE < value.len ? i : value.len - AT_ONCE - 1);
        const __m128i a = _mm_or_si128(_mm_loadu_si128((const __m128i *)p), small);
        const __m128i b = _mm_or_si128(_mm_loadu_si128((const __m128i *)(p + 1)), small);
        const __m128i one = _mm_or_si128(where(a, b, 'l', 'y'), where(a, b, 'e', 'e'));
        if (_mm_movemask_epi8(_mm_or_si128(one, where(a, b, 'm', 'w'))))
            return true;
    }
    if (value.len > AT_ONCE)
        return false;
#endif
    unsigned two = 0;
    for (size_t i = 0; i < value.len; i++) {
        two = (two << 8 | (unsigned char)(value.p[i] | 0x20)) & 0xFFFF;
        if (two == ('l' << 8 | 'y') || two == ('e' << 8 | 'e') || two == ('m' << 8 | 'w'))
            return true;
    }
    return false;
}

static uint32_t flags_of_class(dc_str value)
{
    if (!may_have_name(value))
        return 0;
    return (dc_str_has_any(value, names, N_SR_ONLY) ? DC_IS_SR_ONLY : 0) |
           (dc_str_has_any(value, names + N_SR_ONLY, N_NAMES - N_SR_ONLY) ? DC_IS_TOOL : 0);
}

static bool hides(dc_str style)
{
    return declares(style, DC_STR("display"), DC_STR("none")) ||
           declares(style, DC_STR("visibility"), DC_STR("hidden"));
}

typedef enum use { COPY, CLASS, STYLE, HIDDEN, ARIA_HIDDEN } use;

typedef struct attr_row {
    const char *name;
    use use;
    size_t at; // COPY: in the facts
} attr_row;

// By the length of their names.
static const attr_row rows[] = {
    {"id", COPY, offsetof(dc_facts, id)},
    {"rel", COPY, offsetof(dc_facts, rel)},
    {"role", COPY, offsetof(dc_facts, role)},
    {"href", COPY, offsetof(dc_facts, href)},
    {"class", CLASS, 0},
    {"style", STYLE, 0},
    {"action", COPY, offsetof(dc_facts, action)},
    {"hidden", HIDDEN, 0},
    {"itemprop", COPY, offsetof(dc_facts, itemprop)},
    {"itemtype", COPY, offsetof(dc_facts, itemtype)},
    {"datetime", COPY, offsetof(dc_facts, datetime)},
    {"aria-hidden", ARIA_HIDDEN, 0},
    {"created-timestamp", COPY, offsetof(dc_facts, datetime)}, // Reddit's posts
};
enum { LONGEST = 17 };
// The first row of each length.
static const uint8_t first_of[LONGEST + 2] = {0,  0,  0,  1,  2,  4,  6,  8,  8, 11,
                                              11, 11, 12, 12, 12, 12, 12, 12, 13};

enum { N_ROWS = sizeof rows / sizeof *rows };

// N_ROWS when a name has none.
static uint32_t row_of(dc_str name)
{
    if (name.len > LONGEST)
        return N_ROWS;
    for (uint32_t i = first_of[name.len]; i < first_of[name.len + 1]; i++)
        if (name.p[0] == rows[i].name[0] && memcmp(name.p, rows[i].name, name.len) == 0)
            return i;
    return N_ROWS;
}

static void read_one(dc_arena *arena, const attr_row *row, const dc_attr *attr, dc_facts *facts)
{
    switch (row->use) {
    case COPY:
        memcpy((char *)facts + row->at, &attr->value, sizeof attr->value);
        break;
    case CLASS:
        read_classes(arena, attr->value, facts);
        facts->flags |= flags_of_class(attr->value);
        break;
    case STYLE:
        facts->flags |= hides(attr->value) ? DC_IS_HIDDEN : 0;
        break;
    case HIDDEN:
        facts->flags |= DC_IS_HIDDEN;
        break;
    case ARIA_HIDDEN:
        facts->flags |= dc_str_ieq(attr->value, DC_STR("true")) ? DC_IS_ARIA_HIDDEN : 0;
        break;
    }
}

const dc_facts *dc_facts_read(dc_fact_table *table, uint32_t list)
{
    const dc_tree *tree = table->tree;
    dc_facts *facts = dc_arena_alloc(tree->arena, sizeof *facts);
    *facts = (dc_facts){0};
    dc_attr room[DC_MAX_ATTRS];
    uint32_t n;
    const dc_attr *attrs = dc_attrs_read(tree->arena, &tree->lists[list], room, &n);
    uint32_t seen = 1u << N_ROWS; // of duplicates the first counts
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t row = row_of(attrs[i].name);
        if (!(seen >> row & 1))
            read_one(tree->arena, &rows[row], &attrs[i], facts);
        seen |= 1u << row;
    }
    table->by_list[list] = facts;
    return facts;
}
