#include "clean/normalize.h"

#include "base/entity.h"
#include "base/tag.h"
#include "base/utf8.h"
#include "clean/fold.h"
#include "clean/forms.h"

enum {
    RAW_MAX = 1536,          // bytes of a line whose mark-up may shrink to a phrase
    STAGE_MAX = 2 * RAW_MAX, // a byte read as Latin-1 takes two
    CODES_MAX = 2 * RAW_MAX,
};

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
           dc_sign_of((uint32_t)codes[i + 1]) == DC_SIGN_DIGIT;
}

static void write_codes(writer *w, const int32_t *codes, int n)
{
    for (int i = 0; i < n && !w->is_full; i++) {
        const uint32_t c = (uint32_t)codes[i];
        if (c == DC_COPYRIGHT) {
            put_copyright(w);
            continue;
        }
        switch (dc_sign_of(c)) {
        case DC_SIGN_BLANK:
            w->has_blank = w->has_blank || !is_inside_number(w, codes, i, n);
            break;
        case DC_SIGN_END:
            w->has_break = true;
            break;
        case DC_SIGN_MAYBE_END:
            w->has_break = w->has_break || is_end(w, codes, i, n);
            break;
        case DC_SIGN_DIGIT:
            put_digit(w);
            break;
        case DC_SIGN_LETTER:
            put_letter(w, c);
            break;
        case DC_SIGN_OUT:
        case DC_SIGN_UNSURE:
            break;
        }
    }
}

bool dc_normal_is_too_long(dc_str line)
{
    if (line.len <= DC_NORMAL_MAX)
        return false;
    return line.len > RAW_MAX || !(memchr(line.p, '<', line.len) || memchr(line.p, '[', line.len) ||
                                   memchr(line.p, '&', line.len));
}

static bool normalize_slowly(dc_str line, dc_normal *out)
{
    stage s;
    int32_t codes[CODES_MAX];
    out->len = 0;
    decode(line, &s);
    if (memchr(s.text, '<', s.len) || memchr(s.text, ']', s.len))
        strip(&s);
    const int n = dc_fold((dc_str){s.text, s.len}, codes, CODES_MAX);
    writer w = {.out = out};
    if (n > 0)
        write_codes(&w, codes, n);
    return n >= 0 && !w.is_full;
}

bool dc_normalize(dc_str line, dc_normal *out)
{
    out->len = 0;
    if (dc_normal_is_too_long(line))
        return false;
    const dc_reach reach = dc_forms_write(line, DC_NORMAL_MAX, out);
    const bool is_done =
        reach == DC_REACH_END || (reach == DC_REACH_UNSURE && normalize_slowly(line, out));
    if (!is_done)
        out->len = 0;
    return is_done;
}
