#include "render/markdown_text.h"

#include "base/utf8.h"
#include "blocks/spaces.h"

static bool is_alnum(char c)
{
    return dc_is_alpha(c) || dc_is_digit(c);
}

static char at(dc_str s, size_t i)
{
    return i < s.len ? s.p[i] : '\n';
}

// "&name;" or "&#1;".
static bool is_reference(dc_str s, size_t i)
{
    size_t k = i + 1;
    if (at(s, k) == '#')
        k++;
    const size_t from = k;
    while (is_alnum(at(s, k)) && k - from < 32)
        k++;
    return k > from && at(s, k) == ';';
}

static bool has_two(dc_str s, char c)
{
    const char *first = memchr(s.p, c, s.len);
    return first && memchr(first + 1, c, s.len - (size_t)(first + 1 - s.p));
}

static size_t run_of(dc_str s, size_t i)
{
    size_t k = i;
    while (k < s.len && s.p[k] == s.p[i])
        k++;
    return k - i;
}

static bool ends_marker(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

// What would begin a block if it began a line: a heading, quote, list, rule, table or fence.
static size_t marker_at(dc_str s, size_t i)
{
    const char c = at(s, i);
    if (c == '>' || c == '=' || c == '|')
        return i;
    if (c == '#')
        return run_of(s, i) <= 6 && ends_marker(at(s, i + run_of(s, i))) ? i : s.len;
    if (c == '+' || c == '-')
        return ends_marker(at(s, i + 1)) || at(s, i + 1) == c ? i : s.len;
    if (c == ':')
        return at(s, i + 1) == '-' ? i : s.len;
    size_t k = i;
    while (dc_is_digit(at(s, k)) && k - i < 10)
        k++;
    const bool is_number = k > i && (at(s, k) == '.' || at(s, k) == ')');
    return is_number && ends_marker(at(s, k + 1)) ? k : s.len;
}

static bool needs_escape(const dc_cut *cut, size_t i, bool is_cell, bool has_dollars)
{
    const dc_str s = cut->block;
    const char before = i ? s.p[i - 1] : '\n';
    switch (s.p[i]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
    case '~':
        return true;
    case '_':
        return !(is_alnum(before) && is_alnum(at(s, i + 1)));
    case '|':
        return is_cell;
    case '&':
        return is_reference(s, i);
    case '$':
        return has_dollars; // GitHub reads a pair as a formula
    default:
        return false;
    }
}

// An address that readers of Markdown would make a link of by themselves. They take its characters
// as they are; if one of them is special to others, it is to be no link but plain text.
static size_t address_at(dc_str s, size_t i, bool *is_bare)
{
    static const char *const heads[] = {"http://", "https://", "ftp://", "www."};
    const dc_str rest = dc_str_from(s, i);
    size_t head = 0;
    for (size_t k = 0; k < sizeof heads / sizeof *heads && !head; k++)
        if (dc_str_istarts(rest, dc_str_of(heads[k])))
            head = strlen(heads[k]);
    if (!head)
        return 0;
    size_t end = 0;
    *is_bare = true;
    for (; end < rest.len && !dc_is_space(rest.p[end]) && rest.p[end] != '<'; end++)
        if (strchr("\\`*[]~|$", rest.p[end]) || (rest.p[end] == '&' && is_reference(rest, end)) ||
            (rest.p[end] == '_' && !(is_alnum(rest.p[end - 1]) && is_alnum(at(rest, end + 1)))))
            *is_bare = false;
    return end;
}

// An address that is to be none: "http\://", "www\.".
static void put_broken(dc_buf *out, dc_str head)
{
    for (size_t i = 0; i < head.len; i++) {
        if (head.p[i] == ':' || head.p[i] == '.')
            dc_buf_char(out, '\\');
        dc_buf_char(out, head.p[i]);
    }
}

static bool may_be_special(char c)
{
    return !is_alnum(c) && !(c & 0x80) && c != ' ';
}

bool dc_md_ends_bare(const dc_buf *out)
{
    size_t i = out->len;
    while (i && !dc_is_space(out->p[i - 1]))
        i--;
    const dc_str word = {out->p + i, out->len - i};
    return dc_str_find(word, DC_STR("://")) != DC_STR_NPOS ||
           dc_str_ifind(word, DC_STR("www.")) != DC_STR_NPOS;
}

void dc_md_text(dc_buf *out, const dc_cut *cut, dc_md_place place)
{
    const dc_str s = cut->block;
    const size_t end = cut->at + cut->text.len;
    const bool has_dollars = has_two(s, '$');
    const size_t marker = place.is_line_start ? marker_at(s, cut->at) : s.len;
    for (size_t i = cut->at; i < end;) {
        const bool is_word = i == 0 || !is_alnum(s.p[i - 1]);
        bool is_bare = false;
        const size_t address = is_word && strchr("hHfFwW", s.p[i]) ? address_at(s, i, &is_bare) : 0;
        if (address) {
            const size_t head = strcspn(s.p + i, ":.") + 1;
            is_bare = is_bare && i + address <= end;
            if (is_bare)
                dc_buf_append(out, s.p + i, address);
            else
                put_broken(out, (dc_str){s.p + i, head});
            i += is_bare ? address : head;
            continue;
        }
        if (i == marker ||
            (may_be_special(s.p[i]) && needs_escape(cut, i, place.is_cell, has_dollars)))
            dc_buf_char(out, '\\');
        dc_buf_char(out, s.p[i++]);
    }
}

void dc_md_plain(dc_buf *out, dc_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] && strchr("\\`*_[]<>~|&$#!", text.p[i]))
            dc_buf_char(out, '\\');
        dc_buf_char(out, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
}

void dc_md_code(dc_buf *out, dc_str text, bool is_cell)
{
    size_t longest = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] == '`') {
            const size_t n = run_of(text, i);
            longest = n > longest ? n : longest;
            i += n - 1;
        }
    const bool is_padded =
        text.len && (text.p[0] == '`' || text.p[text.len - 1] == '`' || text.p[0] == ' ');
    for (size_t i = 0; i <= longest; i++)
        dc_buf_char(out, '`');
    if (is_padded)
        dc_buf_char(out, ' ');
    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '|' && is_cell)
            dc_buf_char(out, '\\');
        dc_buf_char(out, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
    if (is_padded)
        dc_buf_char(out, ' ');
    for (size_t i = 0; i <= longest; i++)
        dc_buf_char(out, '`');
}

// ---- flanking ----

// Symbols are punctuation to some readers and letters to others: they are taken for the worse.
typedef enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_SYMBOL, SIDE_LETTER } side;

static side side_of(uint32_t code)
{
    if (code <= ' ' || code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x3000)
        return SIDE_SPACE;
    if (dc_is_punctuation(code))
        return SIDE_PUNCTUATION;
    return dc_is_word(code) ? SIDE_LETTER : SIDE_SYMBOL;
}

static side side_before(const char *p, size_t len)
{
    size_t i = len;
    while (i > 0 && ((unsigned char)p[i - 1] & 0xC0) == 0x80 && len - i < 3)
        i--;
    if (i == 0)
        return SIDE_SPACE;
    uint32_t code;
    dc_utf8_decode(p + i - 1, p + len, &code);
    return side_of(code);
}

static side side_after(dc_str s, size_t i)
{
    if (i >= s.len)
        return SIDE_SPACE;
    uint32_t code;
    dc_utf8_decode(s.p + i, s.p + s.len, &code);
    return side_of(code);
}

static bool is_outside(side s)
{
    return s == SIDE_SPACE || s == SIDE_PUNCTUATION;
}

bool dc_md_flanks(const dc_buf *out, const dc_piece *piece)
{
    const side before = side_before(out->p, out->len);
    const side after = side_after(piece->block, piece->end);
    const side first = piece->is_edged ? SIDE_PUNCTUATION : side_after(piece->block, piece->at);
    const side last =
        piece->ends_edged ? SIDE_PUNCTUATION : side_before(piece->block.p, piece->end);
    return (first == SIDE_LETTER || is_outside(before)) &&
           (last == SIDE_LETTER || is_outside(after));
}
