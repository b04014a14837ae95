#include "blocks/formula.h"

#include "base/utf8.h"
#include "base/vec.h"

static bool has_class(const dc_facts *facts, dc_str name)
{
    for (uint32_t i = 0; i < facts->n_classes; i++)
        if (dc_str_starts(facts->classes[i], name))
            return true;
    return false;
}

static bool is_tex_script(const dc_tree *tree, uint32_t node)
{
    return dc_node_tag(tree, node) == DC_TAG_script &&
           dc_str_istarts(dc_node_attr(tree, node, DC_STR("type")), DC_STR("math/tex"));
}

bool dc_is_formula_of_script(const dc_tree *tree, uint32_t node)
{
    return dc_node_tag(tree, node) == DC_TAG_script
               ? is_tex_script(tree, node)
               : dc_str_eq(dc_node_name(tree, node), DC_STR("mjx-container"));
}

// MathJax 2 keeps the script behind what it made of it.
static bool is_before_script(const dc_tree *tree, uint32_t node)
{
    const uint32_t parent = tree->nodes[node].parent;
    const uint32_t next = tree->nodes[node].end;
    return next < tree->nodes[parent].end && is_tex_script(tree, next);
}

bool dc_is_formula_twin(const dc_tree *tree, uint32_t node, const dc_facts *facts)
{
    const bool is_first = tree->nodes[node].parent + 1 == node;
    return has_class(facts, DC_STR("MathJax_Preview")) ||
           has_class(facts, DC_STR("mwe-math-fallback-image")) ||
           (has_class(facts, DC_STR("katex-html")) && !is_first) ||
           (has_class(facts, DC_STR("MathJax")) && is_before_script(tree, node));
}

bool dc_is_formula_source(const dc_facts *facts)
{
    return facts->n_classes && has_class(facts, DC_STR("mwe-math-mathml"));
}

// ---- MathML to LaTeX ----

typedef struct symbol {
    const char *glyph;
    const char *tex;
} symbol;

// Names of amsmath for what MathML writes as one character.
static const symbol symbols[] = {
    {"α", "\\alpha"},     {"β", "\\beta"},       {"γ", "\\gamma"},      {"δ", "\\delta"},
    {"ε", "\\epsilon"},   {"ζ", "\\zeta"},       {"η", "\\eta"},        {"θ", "\\theta"},
    {"κ", "\\kappa"},     {"λ", "\\lambda"},     {"μ", "\\mu"},         {"ν", "\\nu"},
    {"ξ", "\\xi"},        {"π", "\\pi"},         {"ρ", "\\rho"},        {"σ", "\\sigma"},
    {"τ", "\\tau"},       {"φ", "\\phi"},        {"χ", "\\chi"},        {"ψ", "\\psi"},
    {"ω", "\\omega"},     {"Γ", "\\Gamma"},      {"Δ", "\\Delta"},      {"Θ", "\\Theta"},
    {"Λ", "\\Lambda"},    {"Π", "\\Pi"},         {"Σ", "\\Sigma"},      {"Φ", "\\Phi"},
    {"Ψ", "\\Psi"},       {"Ω", "\\Omega"},      {"∑", "\\sum"},        {"∏", "\\prod"},
    {"∫", "\\int"},       {"∂", "\\partial"},    {"∇", "\\nabla"},      {"∞", "\\infty"},
    {"≤", "\\le"},        {"≥", "\\ge"},         {"≠", "\\ne"},         {"≈", "\\approx"},
    {"≡", "\\equiv"},     {"∼", "\\sim"},        {"∝", "\\propto"},     {"×", "\\times"},
    {"·", "\\cdot"},      {"⋅", "\\cdot"},       {"÷", "\\div"},        {"±", "\\pm"},
    {"∓", "\\mp"},        {"→", "\\to"},         {"⇒", "\\Rightarrow"}, {"⇔", "\\Leftrightarrow"},
    {"↦", "\\mapsto"},    {"∈", "\\in"},         {"∉", "\\notin"},      {"⊂", "\\subset"},
    {"⊆", "\\subseteq"},  {"∪", "\\cup"},        {"∩", "\\cap"},        {"∅", "\\emptyset"},
    {"∀", "\\forall"},    {"∃", "\\exists"},     {"¬", "\\neg"},        {"∧", "\\land"},
    {"∨", "\\lor"},       {"…", "\\ldots"},      {"⋯", "\\cdots"},      {"−", "-"},
    {"′", "'"},           {"ℝ", "\\mathbb{R}"},  {"ℕ", "\\mathbb{N}"},  {"ℤ", "\\mathbb{Z}"},
    {"\xE2\x81\xA1", ""}, {"\xE2\x81\xA2", " "}, {"%", "\\%"},          {"#", "\\#"},
    {"&", "\\&"},         {"{", "\\{"},          {"}", "\\}"},          {"_", "\\_"},
};

typedef struct shape {
    const char *name;
    const char *open;
    const char *between[2]; // in front of the second and third child
    const char *close;
} shape;

// Arguments that may be long are in braces, whatever they hold.
static const shape shapes[] = {
    {"mfrac", "\\frac{", {"}{", ""}, "}"},
    {"mover", "\\overset{", {"}{", ""}, "}"},
    {"mroot", "\\sqrt[", {"]{", ""}, "}"},
    {"msqrt", "\\sqrt{", {"", ""}, "}"},
    {"msub", "{", {"}_{", ""}, "}"},
    {"msubsup", "{", {"}_{", "}^{"}, "}"},
    {"msup", "{", {"}^{", ""}, "}"},
    {"mtable", "\\begin{matrix}", {"", ""}, "\\end{matrix}"},
    {"mtd", "", {"", ""}, " & "},
    {"mtext", "\\text{", {"", ""}, "}"},
    {"mtr", "", {"", ""}, " \\\\ "},
    {"munder", "{", {"}_{", ""}, "}"},
    {"munderover", "{", {"}_{", "}^{"}, "}"},
};

static const shape plain = {"", "", {"", ""}, ""};

static const shape *shape_of(const dc_tree *tree, uint32_t node)
{
    const dc_str name = dc_node_name(tree, node);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (dc_str_eq(name, dc_str_of(shapes[i].name)))
            return &shapes[i];
    return &plain;
}

typedef struct level {
    uint32_t end;
    uint32_t child; // number of the next
    const shape *shape;
    size_t begin;  // of its TeX
    size_t second; // of its second child's
} level;

typedef struct converter {
    const dc_tree *tree;
    dc_buf tex;
    DC_VEC(level) open;
} converter;

static void put_glyphs(converter *c, dc_str text)
{
    text = dc_str_trim(text);
    const char *end = text.p + text.len;
    uint32_t code;
    size_t len;
    for (const char *p = text.p; p < end; p += len) {
        len = dc_utf8_decode(p, end, &code);
        const dc_str glyph = {p, len};
        const char *tex = NULL;
        for (size_t i = 0; i < sizeof symbols / sizeof *symbols && !tex; i++)
            if (dc_str_eq(glyph, dc_str_of(symbols[i].glyph)))
                tex = symbols[i].tex;
        if (!tex)
            dc_buf_add(&c->tex, glyph);
        else
            dc_buf_add(&c->tex, dc_str_of(tex));
        if (tex && tex[0] == '\\' && dc_is_alpha(tex[1]) && tex[strlen(tex) - 1] != '}')
            dc_buf_char(&c->tex, ' ');
    }
}

// A root's index stands behind what it is of, in LaTeX before it.
static void turn_root(converter *c, const level *l)
{
    const size_t head = strlen("\\sqrt[");
    const dc_str all = dc_buf_str(&c->tex);
    const size_t first = l->begin + head;
    if (l->second < first + 2 || l->child < 2)
        return;
    dc_arena *arena = c->tree->arena;
    const dc_str base = {all.p + first, l->second - 2 - first};
    const dc_str index = {all.p + l->second, all.len - l->second};
    const dc_str kept_base = {dc_arena_copy(arena, base), base.len};
    const dc_str kept_index = {dc_arena_copy(arena, index), index.len};
    c->tex.len = first;
    dc_buf_add(&c->tex, kept_index);
    dc_buf_add(&c->tex, DC_STR("]{"));
    dc_buf_add(&c->tex, kept_base);
}

static void close_level(converter *c)
{
    const level *l = &c->open.v[--c->open.n];
    if (strcmp(l->shape->name, "mroot") == 0)
        turn_root(c, l);
    dc_buf_add(&c->tex, dc_str_of(l->shape->close));
}

static void open_level(converter *c, uint32_t node)
{
    level *parent = c->open.n ? &c->open.v[c->open.n - 1] : NULL;
    if (parent) {
        const uint32_t child = parent->child++;
        if (child == 1 || child == 2)
            dc_buf_add(&c->tex, dc_str_of(parent->shape->between[child - 1]));
        if (child == 1)
            parent->second = c->tex.len;
    }
    const shape *own = shape_of(c->tree, node);
    const size_t begin = c->tex.len;
    dc_buf_add(&c->tex, dc_str_of(own->open));
    *dc_vec_push(c->tree->arena, &c->open) =
        (level){c->tree->nodes[node].end, 0, own, begin, begin};
}

static dc_str from_mathml(const dc_tree *tree, uint32_t math)
{
    converter c = {.tree = tree, .tex = dc_buf_in(tree->arena, UINT32_MAX)};
    const uint32_t end = tree->nodes[math].end;
    for (uint32_t i = math + 1; i < end;) {
        while (c.open.n && c.open.v[c.open.n - 1].end <= i)
            close_level(&c);
        if (dc_node_tag(tree, i) == DC_TAG_none) {
            put_glyphs(&c, dc_node_text(tree, i++));
            continue;
        }
        const dc_str name = dc_node_name(tree, i);
        if (dc_str_starts(name, DC_STR("annotation"))) {
            i = tree->nodes[i].end;
            continue;
        }
        open_level(&c, i++);
    }
    while (c.open.n)
        close_level(&c);
    return dc_str_trim(dc_buf_str(&c.tex));
}

// ---- what the page gives ----

static uint32_t math_in(const dc_tree *tree, uint32_t node)
{
    for (uint32_t i = node; i < tree->nodes[node].end; i++)
        if (dc_node_tag(tree, i) == DC_TAG_math)
            return i;
    return UINT32_MAX;
}

// MediaWiki wraps all it has in "{\displaystyle ...}".
static dc_str unwrapped(dc_str tex)
{
    static const char *const styles[] = {"{\\displaystyle", "{\\textstyle"};
    tex = dc_str_trim(tex);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        const dc_str style = dc_str_of(styles[i]);
        if (dc_str_starts(tex, style) && tex.p[tex.len - 1] == '}')
            return dc_str_trim((dc_str){tex.p + style.len, tex.len - style.len - 1});
    }
    return tex;
}

static dc_str annotation_of(const dc_tree *tree, uint32_t math)
{
    for (uint32_t i = math + 1; i < tree->nodes[math].end; i++) {
        if (dc_node_tag(tree, i) != DC_TAG_unknown ||
            !dc_str_eq(dc_node_name(tree, i), DC_STR("annotation")))
            continue;
        const dc_str encoding = dc_node_attr(tree, i, DC_STR("encoding"));
        if (dc_str_ifind(encoding, DC_STR("tex")) != DC_STR_NPOS)
            return dc_tree_text(tree, i);
    }
    return dc_node_attr(tree, math, DC_STR("alttext"));
}

static bool ends_in(dc_str s, dc_str tail)
{
    return s.len >= tail.len && dc_str_eq(dc_str_from(s, s.len - tail.len), tail);
}

// Writers of XHTML hide it from XML: "% <![CDATA[ ... %]]>".
static dc_str script_tex(const dc_tree *tree, uint32_t node)
{
    static const char *const heads[] = {"%", "<![CDATA["};
    static const char *const tails[] = {"]]>", "%"};
    dc_str tex = dc_str_trim(dc_tree_text(tree, node));
    if (dc_str_find(tex, DC_STR("<![CDATA[")) > 8)
        return tex;
    for (size_t i = 0; i < 2; i++) {
        const dc_str head = dc_str_of(heads[i]);
        const dc_str tail = dc_str_of(tails[i]);
        if (dc_str_starts(tex, head))
            tex = dc_str_trim(dc_str_from(tex, head.len));
        if (ends_in(tex, tail))
            tex = dc_str_trim((dc_str){tex.p, tex.len - tail.len});
    }
    return tex;
}

dc_str dc_formula_tex(const dc_tree *tree, uint32_t node)
{
    if (dc_node_tag(tree, node) == DC_TAG_script)
        return script_tex(tree, node);
    const uint32_t math = math_in(tree, node);
    if (math == UINT32_MAX)
        return DC_STR("");
    const dc_str given = unwrapped(annotation_of(tree, math));
    return given.len ? given : from_mathml(tree, math);
}
