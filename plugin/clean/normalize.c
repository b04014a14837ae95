#include "clean/normalize.h"

#include "base/entity.h"
#include "base/tag.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum {
    RAW_MAX = 1536,          // bytes of a line whose mark-up may shrink to a phrase
    STAGE_MAX = 2 * RAW_MAX, // a byte read as Latin-1 takes two
    CODES_MAX = 2 * RAW_MAX,
};

// clang-format off
enum {
    O = DC_NORMAL_OUT, B = DC_NORMAL_BLANK, L = DC_NORMAL_LETTER, D = DC_NORMAL_DIGIT,
    E = DC_NORMAL_END, U = DC_NORMAL_UNSURE
};
const uint8_t dc_normal_kinds[256] = {
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
    B, E, O, O, O, O, U, O, O, O, O, O, B, O, E, B,
    D, D, D, D, D, D, D, D, D, D, B, B, U, B, O, E,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, O, U, O, O,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, E, O, O, B,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
};
// clang-format on

typedef struct stage {
    char text[STAGE_MAX];
    size_t len;
} stage;

typedef struct writer {
    dc_normal *out;
    bool is_full;
    bool has_blank;   // a blank is due before the next word
    bool has_break;   // a sentence ended
    bool is_unspaced; // the last character is of a script without blanks
} writer;

// ---- bytes to characters ----------------------------------------------------------------------

static uint32_t next_code(dc_str s, size_t *len)
{
    uint32_t code;
    if (s.p[0] == '&') {
        char decoded[8];
        size_t n;
        *len = dc_entity_decode(s.p, s.p + s.len, false, decoded, &n);
        if (*len) {
            dc_utf8_decode(decoded, decoded + n, &code);
            return code;
        }
    }
    *len = dc_utf8_decode(s.p, s.p + s.len, &code);
    const unsigned char byte = (unsigned char)s.p[0];
    if (code != DC_REPLACEMENT || *len == 3)
        return code;
    *len = 1;
    return byte >= 0xA0 ? byte : ' ';
}

static void decode(dc_str line, stage *out)
{
    out->len = 0;
    while (line.len) {
        size_t len;
        if (!(line.p[0] & 0x80) && line.p[0] != '&') {
            out->text[out->len++] = line.p[0];
            line = dc_str_from(line, 1);
            continue;
        }
        const uint32_t code = next_code(line, &len);
        line = dc_str_from(line, len);
        out->len += dc_utf8_encode(code, out->text + out->len);
    }
}

// ---- mark-up out ------------------------------------------------------------------------------

// Length of the tag or comment at the start of s, 0 when there is none. *gap: it separates words.
static size_t tag_at(dc_str s, bool *gap)
{
    size_t at = 1;
    if (dc_str_starts(s, DC_STR("<!--"))) {
        const size_t end = dc_str_find(s, DC_STR("-->"));
        return end == DC_STR_NPOS ? 0 : end + 3;
    }
    if (at < s.len && s.p[at] == '/')
        at++;
    const size_t from = at;
    while (at < s.len && (dc_is_alpha(s.p[at]) || dc_is_digit(s.p[at])))
        at++;
    const dc_tag tag = dc_tag_of((dc_str){s.p + from, at - from});
    if (at == from || tag == DC_TAG_unknown)
        return 0;
    const char *end = memchr(s.p + at, '>', s.len - at);
    *gap = tag == DC_TAG_br || !(dc_tag_flags(tag) & DC_TAG_INLINE);
    return end ? (size_t)(end - s.p) + 1 : 0;
}

// Length of what follows the text of a Markdown link, "](http://...)" or "][2]"; 0 when s is no
// such.
static size_t link_end_at(dc_str s)
{
    if (s.len < 3 || (s.p[1] != '(' && s.p[1] != '['))
        return 0;
    const char *end = memchr(s.p, s.p[1] == '(' ? ')' : ']', s.len);
    if (end == s.p)
        end = memchr(s.p + 1, ']', s.len - 1);
    return end ? (size_t)(end - s.p) + 1 : 0;
}

static void strip(stage *s)
{
    size_t to = 0;
    for (size_t i = 0; i < s->len;) {
        const dc_str rest = {s->text + i, s->len - i};
        bool gap = false;
        const size_t len = rest.p[0] == '<'   ? tag_at(rest, &gap)
                           : rest.p[0] == ']' ? link_end_at(rest)
                                              : 0;
        if (gap && len)
            s->text[to++] = ' ';
        if (!len)
            s->text[to++] = rest.p[0];
        i += len ? len : 1;
    }
    s->len = to;
}

// ---- characters to normal form ----------------------------------------------------------------

static bool is_accent(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x610 && c <= 0x61A) ||
           (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x640;
}

// Letters that are one letter to whoever types them: Turkish I, Arabic and Persian forms.
static uint32_t unify(uint32_t c)
{
    switch (c) {
    case 0x131:
        return 'i';
    case 0x643:
        return 0x6A9;
    case 0x649:
    case 0x64A:
        return 0x6CC;
    case 0x629:
        return 0x647;
    default:
        return c;
    }
}

// Code points in NFKC, folded, without accents; -1 when there are too many.
static int fold(const stage *s, int32_t *codes)
{
    if (dc_utf8_valid((dc_str){s->text, s->len}) != s->len)
        return -1;
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    const utf8proc_ssize_t n = utf8proc_decompose(
        (const utf8proc_uint8_t *)s->text, (utf8proc_ssize_t)s->len, codes, CODES_MAX, options);
    if (n < 0 || n > CODES_MAX)
        return -1;
    utf8proc_ssize_t to = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (!is_accent((uint32_t)codes[i]))
            codes[to++] = (int32_t)unify((uint32_t)codes[i]);
    return (int)utf8proc_normalize_utf32(codes, to, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

// What becomes of one code point whatever stands beside it, or 0: Latin and Russian letters, and
// the marks of most pages.
static uint32_t fold_usual(uint32_t c)
{
    static const char latin[] = "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
                                "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiiii..jjkk.llllll."
                                "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzzs";
    if (c < 0x80)
        return (unsigned char)dc_lower((char)c);
    if (c >= 0xC0 && c < 0x180 && latin[c - 0xC0] != '.')
        return (unsigned char)latin[c - 0xC0];
    if (c >= 0x410 && c <= 0x44F) {
        const uint32_t small = c < 0x430 ? c + 32 : c;
        return small == 0x439 ? 0x438 : small;
    }
    if (c == 0x2013 || c == 0x2014 || (c >= 0x2018 && c <= 0x201F) || c == 0x2022 || c == 0xA9 ||
        c == 0xAB || c == 0xBB || c == 0xB7)
        return c;
    return c == 0xA0 ? ' ' : 0;
}

static int fold_each(const stage *s, int32_t *codes)
{
    const char *end = s->text + s->len;
    int n = 0;
    for (const char *p = s->text; p < end;) {
        uint32_t code;
        p += dc_utf8_decode(p, end, &code);
        code = fold_usual(code);
        if (!code)
            return -1;
        codes[n++] = (int32_t)code;
    }
    return n;
}

typedef enum kind { OUT, BLANK, END, MAYBE_END, DIGIT, LETTER } kind;

static kind kind_of_ascii(uint32_t c)
{
    static const kind kinds[] = {
        [DC_NORMAL_OUT] = OUT,     [DC_NORMAL_BLANK] = BLANK,   [DC_NORMAL_LETTER] = LETTER,
        [DC_NORMAL_DIGIT] = DIGIT, [DC_NORMAL_END] = MAYBE_END, [DC_NORMAL_UNSURE] = OUT};
    return kinds[dc_normal_kinds[c]];
}

static kind kind_of(uint32_t c)
{
    if (c < 0x80)
        return kind_of_ascii(c);
    if (c == 0x3002 || c == 0x6D4 || c == 0x61F || c == 0x964)
        return END;
    if (c == 0xB7 || c == 0x2022 || c == 0x30FB)
        return MAYBE_END;
    if (c == 0x3001 || c == 0x60C)
        return BLANK;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_ND:
        return DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
        return BLANK;
    default:
        return dc_is_word(c) ? LETTER : OUT;
    }
}

static void put(writer *w, const char *p, size_t len)
{
    if (w->out->len + len > DC_NORMAL_MAX) {
        w->is_full = true;
        return;
    }
    memcpy(w->out->text + w->out->len, p, len);
    w->out->len += len;
}

static void put_gap(writer *w, bool is_unspaced)
{
    const bool is_due = w->out->len > 0;
    if (is_due && w->has_break)
        put(w, "\n", 1);
    else if (is_due && w->has_blank && !is_unspaced && !w->is_unspaced)
        put(w, " ", 1);
    w->has_break = w->has_blank = false;
}

static bool ends_in_digit(const writer *w)
{
    return w->out->len && w->out->text[w->out->len - 1] == '#';
}

static void put_digit(writer *w)
{
    const bool has_gap = w->has_blank || w->has_break;
    if (!has_gap && ends_in_digit(w))
        return;
    w->has_blank = true;
    put_gap(w, false);
    put(w, "#", 1);
    w->is_unspaced = false;
}

static void put_letter(writer *w, uint32_t c)
{
    if (c < 0x80 && !w->has_blank && !w->has_break && !ends_in_digit(w) &&
        w->out->len < DC_NORMAL_MAX) { // most letters of most pages
        w->out->text[w->out->len++] = (char)c;
        w->is_unspaced = false;
        return;
    }
    const bool is_unspaced = c >= 0x80 && dc_is_unspaced(c);
    w->has_blank = w->has_blank || ends_in_digit(w);
    put_gap(w, is_unspaced);
    char bytes[4];
    put(w, bytes, dc_utf8_encode(c, bytes));
    w->is_unspaced = is_unspaced;
}

// The one symbol that is read aloud.
static void put_copyright(writer *w)
{
    w->has_blank = true;
    for (const char *p = "copyright"; *p; p++)
        put_letter(w, (unsigned char)*p);
    w->has_blank = true;
}

// A full stop ends a sentence when no word goes on behind it: not in "example.com" nor in "1.5".
static bool is_end(const writer *w, const int32_t *codes, int i, int n)
{
    if (w->is_unspaced || i + 1 >= n)
        return true;
    const uint32_t next = (uint32_t)codes[i + 1];
    return !dc_is_word(next) || dc_is_unspaced(next);
}

// "1,234" is one number.
static bool is_inside_number(const writer *w, const int32_t *codes, int i, int n)
{
    return codes[i] == ',' && ends_in_digit(w) && i + 1 < n &&
           kind_of((uint32_t)codes[i + 1]) == DIGIT;
}

static void write_codes(writer *w, const int32_t *codes, int n)
{
    for (int i = 0; i < n && !w->is_full; i++) {
        const uint32_t c = (uint32_t)codes[i];
        if (c == 0xA9) {
            put_copyright(w);
            continue;
        }
        switch (kind_of(c)) {
        case BLANK:
            w->has_blank = w->has_blank || !is_inside_number(w, codes, i, n);
            break;
        case END:
            w->has_break = true;
            break;
        case MAYBE_END:
            w->has_break = w->has_break || is_end(w, codes, i, n);
            break;
        case DIGIT:
            put_digit(w);
            break;
        case LETTER:
            put_letter(w, c);
            break;
        case OUT:
            break;
        }
    }
}

// ---- lines of nothing but ASCII ---------------------------------------------------------------

// "1,234" is one number here too.
static bool is_in_number(dc_str line, size_t i)
{
    return line.p[i] == ',' && i + 1 < line.len && dc_is_digit(line.p[i + 1]);
}

// Quotation marks and dashes that are not ASCII, their length in bytes: out, and no words.
static size_t mark_at(dc_str line, size_t i)
{
    if (line.len - i < 3 || memcmp(line.p + i, "\xE2\x80", 2) != 0)
        return 0;
    const unsigned char last = (unsigned char)line.p[i + 2];
    return (last & 0xF8) == 0x98 || last == 0x93 || last == 0x94 ? 3 : 0;
}

// An ampersand before anything else begins a reference.
static bool is_and(dc_str line, size_t i)
{
    return line.p[i] == '&' && (i + 1 == line.len || line.p[i + 1] == ' ');
}

// All of the above in one pass. False where a byte is not sure, or the room may not do.
static bool normalize_plain(dc_str line, dc_normal *out)
{
    char *to = out->text;
    const char *const full = to + DC_NORMAL_MAX - 1;
    kind gap = OUT; // what is due before the next word: BLANK or END
    for (size_t i = 0; i < line.len; i++) {
        if (to >= full)
            return false;
        const char c = line.p[i];
        const bool is_behind_number = to > out->text && to[-1] == '#';
        switch ((dc_normal_kind)dc_normal_kinds[(unsigned char)c]) {
        case DC_NORMAL_LETTER:
            if ((gap != OUT || is_behind_number) && to > out->text)
                *to++ = gap == END ? '\n' : ' ';
            gap = OUT;
            *to++ = dc_lower(c);
            for (; to < full && i + 1 < line.len && dc_is_alpha(line.p[i + 1]); i++)
                *to++ = dc_lower(line.p[i + 1]);
            break;
        case DC_NORMAL_DIGIT:
            if (gap == OUT && is_behind_number)
                break;
            if (to > out->text)
                *to++ = gap == END ? '\n' : ' ';
            gap = OUT;
            *to++ = '#';
            break;
        case DC_NORMAL_BLANK:
            if (gap == OUT && !(is_behind_number && is_in_number(line, i)))
                gap = BLANK;
            break;
        case DC_NORMAL_END:
            if (i + 1 < line.len && line.p[i + 1] & 0x80 && !mark_at(line, i + 1))
                return false;
            if (i + 1 == line.len || line.p[i + 1] & 0x80 ||
                !dc_is_word((unsigned char)line.p[i + 1]))
                gap = END;
            break;
        case DC_NORMAL_OUT:
            break;
        case DC_NORMAL_UNSURE:
            if (is_and(line, i))
                break;
            if (!mark_at(line, i))
                return false;
            i += 2;
            break;
        }
    }
    out->len = (size_t)(to - out->text);
    return true;
}

bool dc_normal_is_too_long(dc_str line)
{
    if (line.len <= DC_NORMAL_MAX)
        return false;
    return line.len > RAW_MAX || !(memchr(line.p, '<', line.len) || memchr(line.p, '[', line.len) ||
                                   memchr(line.p, '&', line.len));
}

bool dc_normalize(dc_str line, dc_normal *out)
{
    out->len = 0;
    if (dc_normal_is_too_long(line))
        return false;
    if (normalize_plain(line, out))
        return true;
    out->len = 0;
    stage s;
    int32_t codes[CODES_MAX];
    decode(line, &s);
    if (memchr(s.text, '<', s.len) || memchr(s.text, ']', s.len))
        strip(&s);
    int n = fold_each(&s, codes);
    if (n < 0)
        n = fold(&s, codes);
    writer w = {.out = out};
    if (n > 0)
        write_codes(&w, codes, n);
    if (n < 0 || w.is_full)
        out->len = 0;
    return n >= 0 && !w.is_full;
}
