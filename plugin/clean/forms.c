#include "clean/forms.h"

#include "clean/forms.inc" // form_pages, forms

// Lower case of letters, 0 of all else.
#define NO8 0, 0, 0, 0, 0, 0, 0, 0
#define LETTERS                                                                                    \
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', \
        't', 'u', 'v', 'w', 'x', 'y', 'z'
static const char letters[256] = {NO8,     NO8, NO8, NO8, NO8, NO8, NO8, NO8,    0,
                                  LETTERS, 0,   0,   0,   0,   0,   0,   LETTERS};

static const dc_form unsure = {DC_SIGN_UNSURE, 0, 0, 0, ""};

static bool is_more(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

// Of the character at p < end, and its length.
static inline const dc_form *form_at(const unsigned char *p, const unsigned char *end, size_t *len)
{
    uint32_t c = p[0];
    *len = 1;
    if (c >= 0x80 && c < 0xE0) {
        if (end - p < 2 || c < 0xC2 || !is_more(p[1]))
            return &unsure;
        *len = 2;
        c = (c & 0x1F) << 6 | (p[1] & 0x3F);
    } else if (c >= 0x80) {
        if (end - p < 3 || c >= 0xF0 || !is_more(p[1]) || !is_more(p[2]))
            return &unsure;
        *len = 3;
        c = (c & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        if (c < 0x800)
            return &unsure;
    }
    return &forms[form_pages[c / DC_FORM_PAGE]][c % DC_FORM_PAGE];
}

typedef struct writer {
    char *start;
    char *to;
    bool has_blank;   // a blank is due before the next word
    bool has_break;   // a sentence ended
    bool is_unspaced; // the last character is of a script without blanks
    uint8_t order;    // of the mark before
} writer;

static inline bool ends_in_digit(const writer *w)
{
    return w->to > w->start && w->to[-1] == '#';
}

static inline void put_gap(writer *w, bool is_unspaced)
{
    if (w->to > w->start && w->has_break)
        *w->to++ = '\n';
    else if (w->to > w->start && w->has_blank && !is_unspaced && !w->is_unspaced)
        *w->to++ = ' ';
    w->has_break = w->has_blank = false;
}

static void put_digit(writer *w)
{
    if (!w->has_blank && !w->has_break && ends_in_digit(w))
        return;
    w->has_blank = true;
    put_gap(w, false);
    *w->to++ = '#';
    w->is_unspaced = false;
}

static void put_letter(writer *w, const dc_form *form, const unsigned char *p, size_t len)
{
    w->has_blank |= ends_in_digit(w);
    put_gap(w, form->is_unspaced);
    memcpy(w->to, form->len ? form->text : (const char *)p, form->len ? form->len : len);
    w->to += form->len ? form->len : len;
    w->is_unspaced = form->is_unspaced;
}

// "1,234" is one number.
static bool is_inside_number(const writer *w, const dc_form *form, const dc_form *next)
{
    return form->text[0] == ',' && ends_in_digit(w) && next->sign == DC_SIGN_DIGIT;
}

// A full stop ends a sentence when no word goes on behind it.
static bool is_end(const writer *w, const dc_form *next, const unsigned char *p)
{
    const bool is_word = next->sign == DC_SIGN_LETTER || next->sign == DC_SIGN_DIGIT ||
                         (next != &unsure && *p == '_');
    return w->is_unspaced || !is_word || next->is_unspaced;
}

static inline bool has_gap(const writer *w)
{
    return w->has_blank || w->has_break || ends_in_digit(w);
}

// Letters of ASCII with nothing due before them. Returns where they end.
static inline const unsigned char *put_run(writer *w, const unsigned char *p,
                                           const unsigned char *end, const char *last)
{
    const unsigned char *from = p;
    while (p < end && letters[*p] && w->to <= last)
        *w->to++ = letters[*p++];
    if (p > from) {
        w->is_unspaced = false;
        w->order = 0;
    }
    return p;
}

// An ampersand that begins no reference, a bracket that ends no link.
static bool is_no_markup(const unsigned char *p, const unsigned char *end)
{
    const unsigned char next = end - p > 1 ? p[1] : ' ';
    return (*p == '&' && next == ' ') || (*p == ']' && !strchr("([&", next) && next);
}

// False when it depends on what is in no table.
static bool put(writer *w, const dc_form *form, const unsigned char *p, size_t len,
                const unsigned char *end)
{
    static const dc_form nothing = {DC_SIGN_OUT, 0, 0, 0, ""};
    size_t next_len;
    const dc_form *next = &nothing;
    if (form->sign == DC_SIGN_UNSURE && is_no_markup(p, end))
        form = &nothing;
    if (form->sign == DC_SIGN_UNSURE || form->order < (form->order ? w->order : 0))
        return false;
    w->order = form->order;
    if ((form->sign == DC_SIGN_MAYBE_END || form->text[0] == ',') && p + len < end)
        next = form_at(p + len, end, &next_len);
    if (next->sign == DC_SIGN_UNSURE)
        return false;
    switch ((dc_sign)form->sign) {
    case DC_SIGN_BLANK:
        w->has_blank |= !is_inside_number(w, form, next);
        break;
    case DC_SIGN_END:
        w->has_break = true;
        break;
    case DC_SIGN_MAYBE_END:
        w->has_break |= is_end(w, next, p + len);
        break;
    case DC_SIGN_DIGIT:
        put_digit(w);
        break;
    case DC_SIGN_LETTER:
        put_letter(w, form, p, len);
        break;
    case DC_SIGN_OUT:
    case DC_SIGN_UNSURE:
        break;
    }
    return true;
}

// Goes on up to `stop`; *from is where it got to.
static dc_reach write_until(writer *w, const unsigned char **from, const unsigned char *stop,
                            const unsigned char *end, const char *last)
{
    const unsigned char *p = *from;
    while (p < stop) {
        if (!has_gap(w))
            p = put_run(w, p, stop, last);
        if (p == stop || w->to > last)
            break;
        size_t len;
        const dc_form *form = form_at(p, end, &len);
        if (!put(w, form, p, len, end))
            return DC_REACH_UNSURE;
        p += len;
    }
    *from = p;
    return w->to > last ? DC_REACH_MOST : DC_REACH_END;
}

dc_reach dc_forms_write(dc_str line, size_t most, dc_normal *out)
{
    writer w = {.start = out->text, .to = out->text};
    const unsigned char *p = (const unsigned char *)line.p;
    const unsigned char *end = p + line.len;
    const dc_reach reach = write_until(&w, &p, end, end, out->text + most);
    out->len = (size_t)(w.to - out->text);
    return reach;
}

dc_reach dc_forms_write_at(dc_str line, const size_t *at, size_t n, size_t *starts, dc_normal *out)
{
    writer w = {.start = out->text, .to = out->text};
    const unsigned char *p = (const unsigned char *)line.p;
    const unsigned char *end = p + line.len;
    const char *last = out->text + DC_NORMAL_MAX;
    dc_reach reach = DC_REACH_END;
    for (size_t i = 0; i < n && reach == DC_REACH_END; i++) {
        reach = write_until(&w, &p, (const unsigned char *)line.p + at[i], end, last);
        // More digits would go on with the number here.
        starts[i] = ends_in_digit(&w) && !w.has_blank && !w.has_break ? DC_FORM_ELSE
                                                                      : (size_t)(w.to - w.start);
    }
    if (reach == DC_REACH_END)
        reach = write_until(&w, &p, end, end, last);
    out->len = (size_t)(w.to - out->text);
    for (size_t i = 0; i < n && reach == DC_REACH_END; i++)
        if (starts[i] < out->len && (out->text[starts[i]] == ' ' || out->text[starts[i]] == '\n'))
            starts[i]++;
    return reach;
}
