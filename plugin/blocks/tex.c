#include "blocks/tex.h"

// Formulas of one block, and bytes of one: what is longer is a stray delimiter.
enum { MOST_FORMULAS = 256, LONGEST = 4096, MOST_SCRIPT = 65536 };

typedef struct delimiter {
    const char *open;
    const char *close;
    dc_tex_kind kind;
} delimiter;

static const delimiter delimiters[] = {
    {"\\(", "\\)", DC_TEX_DISPLAY},
    {"\\[", "\\]", DC_TEX_DISPLAY},
    {"$$", "$$", DC_TEX_DISPLAY},
    {"$", "$", DC_TEX_DOLLARS},
};

// ---- the page ----

// inlineMath: [['$', '$']] of MathJax, {left: "$", right: "$"} of KaTeX.
static bool sets_dollars(dc_str script)
{
    static const char *const setters[] = {"mathjax", "rendermathinelement"};
    static const char *const dollars[] = {"'$'", "\"$\""};
    script.len = script.len < MOST_SCRIPT ? script.len : MOST_SCRIPT;
    return dc_str_has_any(script, setters, 2) && dc_str_has_any(script, dollars, 2);
}

dc_tex_kind dc_tex_kind_of(const dc_tree *tree)
{
    static const char *const setters[] = {"mathjax", "katex"};
    bool is_set = false;
    for (uint32_t i = 0; i < tree->n_sources && !is_set; i++)
        is_set = tree->sources[i].tag == DC_TAG_script &&
                 dc_str_has_any(dc_source_attr(tree, &tree->sources[i], DC_STR("src")), setters, 2);
    if (!is_set)
        return DC_TEX_NONE;
    for (uint32_t i = 0; i < tree->n_sources; i++)
        if (tree->sources[i].tag == DC_TAG_script && sets_dollars(tree->sources[i].text))
            return DC_TEX_DOLLARS;
    return DC_TEX_DISPLAY;
}

// ---- one block ----

// A dollar may be money: pandoc's rule, no blank inside and no digit behind, tells them apart.
static bool is_formula(dc_str text, size_t at, size_t end, const delimiter *d)
{
    const size_t len = strlen(d->open);
    if (end - at <= 2 * len || end - at > LONGEST)
        return false;
    if (len == 2)
        return true;
    return !dc_is_space(text.p[at + 1]) && !dc_is_space(text.p[end - 2]) &&
           !(end < text.len && dc_is_digit(text.p[end]));
}

// Where the formula that begins at a place ends; 0: none does.
static size_t end_at(dc_str text, size_t at, dc_tex_kind kind)
{
    const dc_str rest = dc_str_from(text, at);
    for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++) {
        const delimiter *d = &delimiters[i];
        const size_t len = strlen(d->open);
        if (d->kind > kind || !dc_str_starts(rest, dc_str_of(d->open)))
            continue;
        const dc_str inside = dc_str_from(rest, len);
        const dc_str near = {inside.p, inside.len < LONGEST ? inside.len : LONGEST};
        const size_t to = dc_str_find(near, dc_str_of(d->close));
        const size_t end = at + len + to + len;
        return to != DC_STR_NPOS && is_formula(text, at, end, d) ? end : 0;
    }
    return 0;
}

static size_t find_formulas(dc_str text, dc_tex_kind kind, const dc_mark *mark, dc_mark *out)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < text.len && n < MOST_FORMULAS;) {
        const bool may_begin = text.p[i] == '$' || text.p[i] == '\\';
        const size_t end = may_begin ? end_at(text, i, kind) : 0;
        if (!end) {
            // The character behind a backslash is not what it looks like.
            i += text.p[i] == '\\' ? 2 : 1;
            continue;
        }
        out[n] = *mark;
        out[n].at = (uint32_t)i;
        out[n].len = (uint32_t)(end - i);
        out[n++].tag = DC_TAG_math;
        i = end;
    }
    return n;
}

static bool goes_behind(const dc_mark *formula, const dc_mark *other)
{
    return other->at < formula->at || (other->at == formula->at && other->len >= formula->len);
}

void dc_tex_mark(dc_marker *m, dc_tex_kind kind, dc_str text, const dc_mark *mark)
{
    dc_mark found[MOST_FORMULAS];
    size_t n_found = find_formulas(text, kind, mark, found);
    size_t from = m->marks.n;
    for (size_t i = 0; i < n_found; i++)
        dc_vec_push(m->arena, &m->marks);
    // Merged from the end: marks stand in the order in which they begin.
    for (size_t to = m->marks.n; n_found; to--) {
        const bool is_next =
            from == m->n_old || goes_behind(&found[n_found - 1], &m->marks.v[from - 1]);
        m->marks.v[to - 1] = is_next ? found[--n_found] : m->marks.v[--from];
    }
}
