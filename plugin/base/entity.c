#include "base/entity.h"

#include "base/find.h"
#include "base/latin.h"
#include "base/utf8.h"

typedef struct entity_row {
    uint16_t at; // in names
    uint8_t len;
    bool is_bare; // also a reference without its semicolon
    uint8_t out_len;
    char out[7];
} entity_row;

#include "base/entities.inc"

static bool is_alnum(char c)
{
    return dc_is_alpha(c) || dc_is_digit(c);
}

static const entity_row *find(const char *name, size_t len)
{
    if (!dc_is_alpha(name[0]))
        return NULL;
    size_t low = starts[name[0] - 'A'];
    size_t high = starts[name[0] - 'A' + 1];
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const entity_row *row = &rows[mid];
        int order = memcmp(names + row->at, name, row->len < len ? row->len : len);
        if (order == 0)
            order = (int)row->len - (int)len;
        if (order == 0)
            return row;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static void give(const entity_row *row, char out[8], size_t *out_len)
{
    memcpy(out, row->out, sizeof row->out);
    *out_len = row->out_len;
}

// The longest name of the table wins: "&notin;" is one reference, "&notit;" is "&not" and "it;".
static size_t decode_named(const char *p, const char *end, bool in_attribute, char out[8],
                           size_t *out_len)
{
    const char *name = p + 1;
    size_t n = 0;
    while (n < LONGEST_NAME && name + n < end && is_alnum(name[n]))
        n++;
    if (n && name + n < end && name[n] == ';') {
        const entity_row *row = find(name, n);
        if (row) {
            give(row, out, out_len);
            return n + 2;
        }
    }
    for (size_t len = n < LONGEST_BARE ? n : LONGEST_BARE; len >= SHORTEST_NAME; len--) {
        const entity_row *row = find(name, len);
        if (!row || !row->is_bare)
            continue;
        // "?a=1&copy=2" in an address: a parameter, not a copyright sign.
        if (in_attribute && name + len < end && (name[len] == '=' || is_alnum(name[len])))
            return 0;
        give(row, out, out_len);
        return len + 1;
    }
    return 0;
}

static unsigned digit_of(char c)
{
    if (dc_is_digit(c))
        return (unsigned)(c - '0');
    const char low = dc_lower(c);
    return low >= 'a' && low <= 'f' ? (unsigned)(low - 'a') + 10 : 16;
}

static size_t decode_numeric(const char *p, const char *end, char out[8], size_t *out_len)
{
    const char *q = p + 2;
    unsigned base = 10;
    if (q < end && dc_lower(*q) == 'x') {
        base = 16;
        q++;
    }
    const char *digits = q;
    uint32_t code = 0;
    for (; q < end && digit_of(*q) < base; q++)
        if (code <= 0x10FFFF) // larger stays larger, and never wraps around
            code = code * base + digit_of(*q);
    if (q == digits)
        return 0;
    if (q < end && *q == ';')
        q++;
    if (code == 0)
        code = DC_REPLACEMENT;
    if (code >= 0x80 && code <= 0x9F)
        code = dc_windows_1252((unsigned char)code);
    *out_len = dc_utf8_encode(code, out);
    return (size_t)(q - p);
}

size_t dc_entity_decode(const char *p, const char *end, bool in_attribute, char out[8],
                        size_t *out_len)
{
    if (end - p < 2)
        return 0;
    *out_len = 1; // of the two that most references are
    if (end - p >= 6 && memcmp(p, "&quot;", 6) == 0) {
        out[0] = '"';
        return 6;
    }
    if (end - p >= 5 && memcmp(p, "&amp;", 5) == 0) {
        out[0] = '&';
        return 5;
    }
    if (p[1] == '#')
        return decode_numeric(p, end, out, out_len);
    return decode_named(p, end, in_attribute, out, out_len);
}

static void append_plain(dc_str s, bool in_attribute, bool has_nul, dc_buf *out)
{
    const char *nul;
    while (has_nul && s.len && (nul = memchr(s.p, '\0', s.len)) != NULL) {
        const size_t n = (size_t)(nul - s.p);
        dc_buf_append(out, s.p, n);
        if (in_attribute)
            dc_buf_add(out, DC_STR("\xEF\xBF\xBD"));
        s = dc_str_from(s, n + 1);
    }
    dc_buf_add(out, s);
}

void dc_text_decode(dc_str raw, bool in_attribute, dc_buf *out)
{
    const bool has_nul = raw.len && memchr(raw.p, '\0', raw.len);
    const char *amp;
    while (raw.len && (amp = memchr(raw.p, '&', raw.len)) != NULL) {
        const size_t before = (size_t)(amp - raw.p);
        append_plain((dc_str){raw.p, before}, in_attribute, has_nul, out);
        char meaning[8];
        size_t len;
        size_t used = dc_entity_decode(amp, raw.p + raw.len, in_attribute, meaning, &len);
        if (used)
            dc_buf_append(out, meaning, len);
        else
            dc_buf_append(out, amp, used = 1);
        raw = dc_str_from(raw, before + used);
    }
    append_plain(raw, in_attribute, has_nul, out);
}

// Most references are longer than what they mean: up to one that is not, all fits into as many
// bytes as there are. Those have been asked for. Returns what is left; raw has no NUL.
static dc_str decode_shrinking(dc_str raw, bool in_attribute, dc_buf *out)
{
    const char *p = raw.p;
    const char *const end = p + raw.len;
    char *to = out->p;
    while (p < end) {
        const char *amp = dc_find(p, end, '&');
        memcpy(to, p, (size_t)(amp - p));
        to += amp - p;
        p = amp;
        if (p == end)
            break;
        char meaning[8];
        size_t len = 1;
        size_t used = dc_entity_decode(p, end, in_attribute, meaning, &len);
        if (used == 0) {
            meaning[0] = '&';
            used = len = 1;
        }
        if (len > used)
            break;
        for (size_t i = 0; i < len; i++)
            *to++ = meaning[i];
        p += used;
    }
    out->len = (size_t)(to - out->p);
    return (dc_str){p, (size_t)(end - p)};
}

dc_str dc_text_of(dc_arena *arena, dc_str raw, bool in_attribute)
{
    if (!dc_has_either(raw, '&', '\0'))
        return raw;
    dc_buf out = dc_buf_in(arena, raw.len > SIZE_MAX / 4 ? SIZE_MAX : raw.len * 3);
    dc_buf_room(&out, raw.len); // nearly always enough: references shrink
    if (out.p && !memchr(raw.p, '\0', raw.len))
        raw = decode_shrinking(raw, in_attribute, &out);
    dc_text_decode(raw, in_attribute, &out);
    const dc_str text = dc_buf_str(&out);
    dc_arena_trim(arena, out.p, out.cap, text.len + 1);
    return text;
}
