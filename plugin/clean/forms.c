#include "clean/forms.h"

#include "base/entity.h"
#include "base/tag.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "clean/forms.inc" // form_pages, forms

// Lower case of letters, 0 of all else.
#define NO8 0, 0, 0, 0, 0, 0, 0, 0
#define LETTERS                                                                                    \
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', \
        't', 'u', 'v', 'w', 'x', 'y', 'z'
static const char letters[256] = {NO8,     NO8, NO8, NO8, NO8, NO8, NO8, NO8,    0,
                                  LETTERS, 0,   0,   0,   0,   0,   0,   LETTERS};

static const dc_form unsure = {DC_SIGN_UNSURE, 0, 0, 0, ""};
static const dc_form nothing = {DC_SIGN_OUT, 0, 0, 0, ""};

static bool is_more(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

// Emoji of U+1F300 to U+1F6FF and of U+1F900 to U+1F9FF, and the letters of flags.
static bool is_picture(const unsigned char *p, const unsigned char *end)
{
    return end - p >= 4 && p[1] == 0x9F && is_more(p[3]) &&
           ((p[2] >= 0x8C && p[2] <= 0x9B) || (p[2] >= 0xA4 && p[2] <= 0xA7) ||
            (p[2] == 0x87 && p[3] >= 0xA6));
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
    } else if (c == 0xF0 && is_picture(p, end)) {
        *len = 4;
        return &nothing;
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
    char gap;         // what is due before the next word: a blank, a line feed, or NUL
    bool is_unspaced; // the last character is of a script without blanks
    uint8_t order;    // of the mark before
} writer;

static inline bool ends_in_digit(const writer *w)
{
    return w->to > w->start && w->to[-1] == '#';
}

static inline void set_gap(writer *w, char gap)
{
    if (w->to > w->start && w->gap != '\n')
        w->gap = gap;
}

static inline void put_gap(writer *w, bool is_unspaced)
{
    if (w->gap == '\n' || (w->gap && !is_unspaced && !w->is_unspaced))
        *w->to++ = w->gap;
    w->gap = '\0';
}

static void put_digit(writer *w)
{
    if (!w->gap && ends_in_digit(w))
        return;
    set_gap(w, ' ');
    put_gap(w, false);
    *w->to++ = '#';
    w->is_unspaced = false;
}

static inline void write_letter(writer *w, const dc_form *form, const unsigned char *p, size_t len)
{
    w->is_unspaced = form->is_unspaced;
    if (form->len)
        memcpy(w->to, form->text, sizeof form->text); // there is room behind
    for (size_t i = 0; i < len && !form->len; i++)
        w->to[i] = (char)p[i];
    w->to += form->len ? form->len : len;
}

static inline void put_letter(writer *w, const dc_form *form, const unsigned char *p, size_t len)
{
    if (ends_in_digit(w))
        set_gap(w, ' ');
    put_gap(w, form->is_unspaced);
    write_letter(w, form, p, len);
}

// "1,234" is one number.
static bool is_inside_number(const writer *w, const dc_form *form, const dc_form *next)
{
    return form->text[0] == ',' && ends_in_digit(w) && next->sign == DC_SIGN_DIGIT;
}

// A full stop ends a sentence when no word goes on behind it.
static bool is_end(const writer *w, const dc_form *next, bool is_underscore)
{
    const bool is_word =
        next->sign == DC_SIGN_LETTER || next->sign == DC_SIGN_DIGIT || is_underscore;
    return w->is_unspaced || !is_word || next->is_unspaced;
}

#ifdef __SSE2__
// Letters and single blanks between them, sixteen bytes at once: how many are such, and these in
// lower case. A blank at their end is none between them yet.
static inline unsigned lower_words(__m128i bytes, __m128i *lower)
{
    const __m128i blank = _mm_set1_epi8(' '), most = _mm_set1_epi8('z' - 'a');
    *lower = _mm_or_si128(bytes, blank);
    const __m128i from_a = _mm_sub_epi8(*lower, _mm_set1_epi8('a'));
    const __m128i is_letter = _mm_cmpeq_epi8(_mm_min_epu8(from_a, most), from_a);
    const unsigned blanks = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, blank));
    const unsigned words =
        ((unsigned)_mm_movemask_epi8(is_letter) | blanks) & ~(blanks & blanks << 1);
    const unsigned n = (unsigned)__builtin_ctz(~words);
    return n - (n && blanks >> (n - 1) & 1);
}
#endif

// Words of ASCII and the blanks between them. Returns where they end.
static inline const unsigned char *put_words(writer *w, const unsigned char *p,
                                             const unsigned char *end, const char *last)
{
    char *to = w->to;
    char gap = w->gap;
    const char *const full = w->start + sizeof((dc_normal *)0)->text - 16;
    if (w->is_unspaced || ends_in_digit(w))
        return p;
    const unsigned char *from = p;
    for (; p < end && to <= last; p++) {
#ifdef __SSE2__
        __m128i lower;
        unsigned n = 16;
        while (n > 14 && !gap && (to > w->start || letters[*p]) && to <= last && to <= full &&
               end - p >= 16) {
            n = lower_words(_mm_loadu_si128((const __m128i *)p), &lower);
            _mm_storeu_si128((__m128i *)to, lower);
            p += n;
            to += n;
        }
        if (p == end || to > last)
            break;
#endif
        const char letter = letters[*p];
        if (letter) {
            if (gap)
                *to++ = gap;
            gap = '\0';
            *to++ = letter;
        } else if (*p != ' ') {
            break;
        } else if (!gap && to > w->start) {
            gap = ' ';
        }
    }
    if (p > from)
        w->order = 0;
    w->to = to;
    w->gap = gap;
    return p;
}

static bool is_reference(const unsigned char *p, const unsigned char *end)
{
    char decoded[8];
    size_t len;
    return dc_entity_decode((const char *)p, (const char *)end, false, decoded, &len) > 0;
}

// A name that is none of HTML's, and no reference in it.
static bool is_no_tag(const unsigned char *p, const unsigned char *end)
{
    const unsigned char *name = p + (end - p > 1 && p[1] == '/' ? 2 : 1);
    const unsigned char *behind = name;
    while (behind < end && (dc_is_alpha((char)*behind) || dc_is_digit((char)*behind)))
        behind++;
    const unsigned char next = behind < end ? *behind : ' ';
    if (next >= 0x80 || next == '&' || next == '!')
        return false;
    return behind == name ||
           dc_tag_of((dc_str){(const char *)name, (size_t)(behind - name)}) == DC_TAG_unknown;
}

// An ampersand that begins no reference, a bracket that ends no link, a less-than sign before no
// tag.
static bool is_no_markup(const unsigned char *p, const unsigned char *end)
{
    const unsigned char next = end - p > 1 ? p[1] : ' ';
    if (*p == '&')
        return next == ' ' || !is_reference(p, end);
    if (*p == '<')
        return is_no_tag(p, end);
    return *p == ']' && next && !strchr("([&", next);
}

// What may end a sentence or stand in a number: that depends on what follows.
static bool put_sign(writer *w, const dc_form *form, const unsigned char *behind,
                     const unsigned char *end)
{
    size_t len;
    const dc_form *next = behind < end ? form_at(behind, end, &len) : &nothing;
    if (next->sign == DC_SIGN_UNSURE || next->order == DC_FORM_GONE)
        return false;
    if (form->sign == DC_SIGN_MAYBE_END && is_end(w, next, behind < end && *behind == '_'))
        set_gap(w, '\n');
    if (form->sign == DC_SIGN_BLANK && !is_inside_number(w, form, next))
        set_gap(w, ' ');
    return true;
}

// False when it depends on what is in no table.
static inline bool put(writer *w, const dc_form *form, const unsigned char *p, size_t len,
                       const unsigned char *end)
{
    if (form->sign == DC_SIGN_UNSURE && is_no_markup(p, end))
        form = &nothing;
    if (form->order == DC_FORM_GONE)
        return true;
    if (form->order && form->order < w->order)
        return false;
    w->order = form->order;
    switch ((dc_sign)form->sign) {
    case DC_SIGN_LETTER:
        put_letter(w, form, p, len);
        return true;
    case DC_SIGN_BLANK:
        if (form->text[0] == ',')
            return put_sign(w, form, p + len, end);
        set_gap(w, ' ');
        return true;
    case DC_SIGN_MAYBE_END:
        return put_sign(w, form, p + len, end);
    case DC_SIGN_END:
        set_gap(w, '\n');
        return true;
    case DC_SIGN_DIGIT:
        put_digit(w);
        return true;
    case DC_SIGN_OUT:
        return true;
    case DC_SIGN_UNSURE:
        return false;
    }
    return false;
}

// Goes on up to `stop`; *from is where it got to.
static dc_reach write_until(writer *in, const unsigned char **from, const unsigned char *stop,
                            const unsigned char *end, const char *last)
{
    writer w = *in;
    const unsigned char *p = *from;
    dc_reach reach = DC_REACH_END;
    while (p < stop) {
        p = *p < 0x80 ? put_words(&w, p, stop, last) : p;
        if (w.to > last)
            reach = DC_REACH_MOST;
        if (p == stop || w.to > last)
            break;
        size_t len;
        const dc_form *form = form_at(p, end, &len);
        if (form->sign == DC_SIGN_LETTER && !form->order && !w.gap && w.to > w.start &&
            w.to[-1] != '#') { // goes on with a word, as most do
            write_letter(&w, form, p, len);
            w.order = 0;
            p += len;
            continue;
        }
        if (!put(&w, form, p, len, end)) {
            reach = DC_REACH_UNSURE;
            break;
        }
        p += len;
    }
    *from = p;
    *in = w;
    return w.to > last ? DC_REACH_MOST : reach;
}

#ifdef __SSE2__
// Fewer than sixteen bytes and NUL behind them, without a store.
static inline __m128i load_few(const char *p, size_t len)
{
    uint64_t low = 0, high = 0;
    uint32_t first, last;
    if (len >= sizeof low) {
        memcpy(&low, p, sizeof low);
        memcpy(&high, p + len - sizeof high, sizeof high);
        high = len > sizeof high ? high >> 8 * (16 - len) : 0;
    } else if (len >= sizeof first) {
        memcpy(&first, p, sizeof first);
        memcpy(&last, p + len - sizeof last, sizeof last);
        low = first | (uint64_t)last << 8 * (len - sizeof last);
    } else {
        for (size_t i = 0; i < len; i++)
            low |= (uint64_t)(unsigned char)p[i] << 8 * i;
    }
    return _mm_set_epi64x((long long)high, (long long)low);
}
#endif

size_t dc_forms_words(dc_str line, char words[16])
{
#ifdef __SSE2__
    if (!line.len || !letters[(unsigned char)line.p[0]])
        return 0;
    __m128i lower;
    const __m128i bytes =
        line.len < 16 ? load_few(line.p, line.len) : _mm_loadu_si128((const __m128i *)line.p);
    const unsigned n = lower_words(bytes, &lower);
    _mm_storeu_si128((__m128i *)words, lower);
    // What follows may change the last character.
    return n < line.len || line.len == 16 ? n - 1 : n;
#else
    (void)line;
    (void)words;
    return 0;
#endif
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

// Nothing before a letter has a say in what is written from it on, if it stands neither in a
// character reference nor in mark-up.
static bool is_fresh(const unsigned char *p, const unsigned char *end)
{
    size_t len;
    if (*p < 0x80)
        return letters[*p] && p[-1] == ' ';
    const dc_form *form = form_at(p, end, &len);
    return form->sign == DC_SIGN_LETTER && form->order == 0;
}

static bool has(dc_str s, char c)
{
    return s.len && memchr(s.p, c, s.len);
}

// Mark-up that begins before `at` may end behind it.
static bool may_be_markup(dc_str line, size_t at)
{
    const dc_str before = {line.p, at}, behind = dc_str_from(line, at);
    return (has(behind, '>') && has(before, '<')) ||
           ((has(behind, ')') || has(behind, ']')) && has(before, ']'));
}

static bool write_last(dc_str line, size_t n, dc_normal *out)
{
    const unsigned char *p = (const unsigned char *)line.p;
    size_t at = line.len > n ? line.len - n : 0;
    while (at && at < line.len && !is_fresh(p + at, p + line.len))
        at++;
    out->len = 0;
    if (at && (at == line.len || may_be_markup(line, at)))
        return false;
    return dc_forms_write(dc_str_from(line, at), DC_NORMAL_MAX, out) == DC_REACH_END &&
           (at == 0 || out->len >= DC_FORMS_END);
}

bool dc_forms_write_end(dc_str line, dc_normal *out)
{
    enum { FEW = 12, MORE = 32 };
    return write_last(line, FEW, out) || (line.len > FEW && write_last(line, MORE, out));
}

// Of the character that ends at p, behind `start`, and its length; NULL when it is none that stays
// as it is.
static inline const dc_form *form_before(const unsigned char *start, const unsigned char *p,
                                         size_t *len)
{
    size_t n = 1;
    while (n < 3 && n < (size_t)(p - start) && is_more(*(p - n)))
        n++;
    const dc_form *form = form_at(p - n, p, len);
    return *len == n && form->order == 0 && form->sign != DC_SIGN_UNSURE ? form : NULL;
}

// ASCII that writes nothing at the end of a line and ends neither a reference nor mark-up.
static bool is_quiet(unsigned char c)
{
    return c == ' ' || c == '.' || c == ',' || c == '!' || c == '?' || c == ':' || c == '*' ||
           c == '"' || c == '\'';
}

static const unsigned char *without_quiet(const unsigned char *start, const unsigned char *p)
{
    while (p > start) {
        size_t n = 1;
        const dc_form *form = p[-1] < 0x80 ? NULL : form_before(start, p, &n);
        const bool is_out =
            form ? form->sign != DC_SIGN_LETTER && form->sign != DC_SIGN_DIGIT : is_quiet(p[-1]);
        if (!is_out)
            break;
        p -= n;
    }
    return p;
}

// Whether the letters and digits before p may begin in a character reference.
static bool is_behind_reference(const unsigned char *start, const unsigned char *p)
{
    while (p > start && (dc_is_alpha((char)p[-1]) || dc_is_digit((char)p[-1]) || p[-1] == '#'))
        p--;
    return p > start && p[-1] == '&';
}

// Most lines end in a word of ASCII.
static inline bool read_ascii_last(const unsigned char *start, const unsigned char *p,
                                   char last[DC_FORMS_LAST])
{
    if (p - start <= DC_FORMS_LAST || !letters[p[-1]] || !letters[p[-3]] ||
        (!letters[p[-2]] && p[-2] != ' '))
        return false;
    for (size_t i = 0; i < DC_FORMS_LAST; i++)
        last[i] = (char)(p[(ptrdiff_t)i - DC_FORMS_LAST] | 0x20);
    return true;
}

static bool read_last(const unsigned char *start, const unsigned char *p, char last[DC_FORMS_LAST])
{
    size_t room = DC_FORMS_LAST;
    while (room) {
        size_t len;
        const dc_form *form = p > start ? form_before(start, p, &len) : NULL;
        if (!form)
            return false;
        if (form->sign == DC_SIGN_LETTER) {
            const char *text = form->len ? form->text : (const char *)p - len;
            for (size_t n = form->len ? form->len : len; n && room; n--)
                last[--room] = text[n - 1];
        } else if (p[-1] == ' ' && room < DC_FORMS_LAST && p - start > 1 && letters[p[0]] &&
                   letters[p[-2]]) {
            last[--room] = ' ';
        } else {
            return false;
        }
        p -= len;
    }
    return *p >= 0x80 || !is_behind_reference(start, p);
}

bool dc_forms_last(dc_str *line, char last[DC_FORMS_LAST])
{
    const unsigned char *start = (const unsigned char *)line->p;
    const unsigned char *p = start + line->len;
    while (p > start && is_quiet(p[-1]))
        p--;
    bool is_told = read_ascii_last(start, p, last);
    if (is_told) {
        is_told = !is_behind_reference(start, p - DC_FORMS_LAST);
    } else {
        p = without_quiet(start, p);
        is_told = read_last(start, p, last);
    }
    if (is_told)
        line->len = (size_t)(p - start);
    return is_told;
}

// What ends a sentence or may be mark-up, in ASCII.
static const char marks[] = ".!?|&<]";

#ifdef __SSE2__
// Which of sixteen bytes are such or not ASCII.
static inline unsigned find_marks(const unsigned char *p)
{
    const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
    __m128i found = bytes; // its high bits
    for (size_t i = 0; i < sizeof marks - 1; i++)
        found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(marks[i])));
    return (unsigned)_mm_movemask_epi8(found);
}
#endif

// The first of these behind `from`, or end.
static const unsigned char *next_mark(const unsigned char *from, const unsigned char *end)
{
    const unsigned char *p = from;
#ifdef __SSE2__
    unsigned bits = 0;
    for (; end - p >= 16; p += 16)
        if ((bits = find_marks(p)))
            return p + __builtin_ctz(bits);
    if (end - from < 16)
        bits = 0xFFFF; // each is looked at
    else if (p < end)
        bits = find_marks(end - 16) >> (16 - (end - p));
    if (!bits)
        return end;
    if (end - from >= 16)
        return p + __builtin_ctz(bits);
#endif
    while (p < end && *p < 0x80 && !memchr(marks, *p, sizeof marks - 1))
        p++;
    return p;
}

// Letters of Latin-1, Cyrillic, Hebrew and Arabic, Chinese and Korean, by their first byte: none of
// their blocks has a full stop. How long they are.
static size_t letter_len(const unsigned char *p, const unsigned char *end)
{
    static const uint8_t lens[256] = {
        [0xC3] = 2, [0xD0] = 2, [0xD1] = 2, [0xD7] = 2, [0xD9] = 2, [0xDA] = 2, [0xE4] = 3,
        [0xE5] = 3, [0xE6] = 3, [0xE7] = 3, [0xE8] = 3, [0xEA] = 3, [0xEB] = 3, [0xEC] = 3};
    const size_t len = lens[*p];
    const bool is_whole = len && (size_t)(end - p) >= len && is_more(p[1]) && is_more(p[len - 1]);
    return is_whole ? len : 0;
}

static const unsigned char *skip_plain(const unsigned char *p, const unsigned char *end)
{
    for (size_t len = 1; len && p < end;) {
        if (*p < 0x80)
            p = next_mark(p, end);
        for (len = 0; p < end && *p >= 0x80; p += len) {
            len = letter_len(p, end);
            if (!len)
                return p;
        }
    }
    return p;
}

dc_stop dc_forms_stop(dc_str line, size_t *at, size_t *len)
{
    const unsigned char *p = (const unsigned char *)line.p + *at;
    const unsigned char *end = (const unsigned char *)line.p + line.len;
    dc_stop stop = DC_STOP_NONE;
    for (; stop == DC_STOP_NONE; p += *len) {
        p = skip_plain(p, end);
        *at = (size_t)(p - (const unsigned char *)line.p);
        if (p == end)
            break;
        const dc_form *form = form_at(p, end, len);
        if (form->sign == DC_SIGN_END || form->sign == DC_SIGN_MAYBE_END)
            stop = DC_STOP_END;
        else if (form->sign == DC_SIGN_UNSURE && !form->len && !is_no_markup(p, end))
            stop = DC_STOP_UNSURE;
    }
    return stop;
}
