#include "html/iso2022jp.h"

typedef enum set { ASCII, KATAKANA, KANJI } set;

// Roman differs from ASCII in two characters, backslash and tilde, which pages mean as such.
static const struct {
    char sequence[4];
    set set;
} escapes[] = {
    {"(B", ASCII}, {"(J", ASCII}, {"(I", KATAKANA}, {"$@", KANJI}, {"$B", KANJI},
};

static bool take_escape(dc_str *rest, set *s)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        const dc_str sequence = dc_str_of(escapes[i].sequence);
        if (!dc_str_starts(*rest, sequence))
            continue;
        *rest = dc_str_from(*rest, sequence.len);
        *s = escapes[i].set;
        return true;
    }
    return false;
}

static char high(char c)
{
    return (char)(c | 0x80);
}

static bool is_graphic(char c, char last)
{
    return c >= 0x21 && c <= last;
}

// Writes the character at the front in at most two bytes.
static size_t put(dc_str *rest, set s, char to[2])
{
    const char c = rest->p[0];
    *rest = dc_str_from(*rest, 1);
    to[0] = '\xFF';
    if (c & 0x80)
        return 1;
    // White space and controls are themselves in every set: a line end must not be lost.
    if (s == ASCII || c <= 0x20) {
        to[0] = c;
        return 1;
    }
    if (s == KATAKANA) {
        if (!is_graphic(c, 0x5F))
            return 1;
        to[0] = '\x8E';
        to[1] = high(c);
        return 2;
    }
    if (rest->len == 0 || !is_graphic(c, 0x7E) || !is_graphic(rest->p[0], 0x7E))
        return 1;
    to[0] = high(c);
    to[1] = high(rest->p[0]);
    *rest = dc_str_from(*rest, 1);
    return 2;
}

dc_str dc_iso2022jp_to_euc(dc_arena *arena, dc_str bytes)
{
    dc_buf out = dc_buf_in(arena, bytes.len > SIZE_MAX / 4 ? SIZE_MAX - 1 : bytes.len * 2 + 2);
    set s = ASCII;
    while (bytes.len) {
        char to[2] = {'\xFF', 0};
        size_t n = 1;
        if (bytes.p[0] != '\x1B') {
            n = put(&bytes, s, to);
        } else {
            bytes = dc_str_from(bytes, 1);
            if (take_escape(&bytes, &s))
                continue;
        }
        dc_buf_append(&out, to, n);
    }
    return dc_buf_str(&out);
}
