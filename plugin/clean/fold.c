#include "clean/fold.h"

#include "base/utf8.h"

#include <utf8proc.h>

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

int dc_fold(dc_str s, int32_t *codes, int most)
{
    if (dc_utf8_valid(s) != s.len)
        return -1;
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    const utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)s.p,
                                                  (utf8proc_ssize_t)s.len, codes, most, options);
    if (n < 0 || n > most)
        return -1;
    utf8proc_ssize_t to = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (!is_accent((uint32_t)codes[i]))
            codes[to++] = (int32_t)unify((uint32_t)codes[i]);
    return (int)utf8proc_normalize_utf32(codes, to, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static dc_sign sign_of_ascii(uint32_t c)
{
    if (dc_is_alpha((char)c))
        return DC_SIGN_LETTER;
    if (dc_is_digit((char)c))
        return DC_SIGN_DIGIT;
    if (c == '.' || c == '!' || c == '?' || c == '|')
        return DC_SIGN_MAYBE_END;
    return c <= ' ' || strchr("/:,;=\x7F", (int)c) ? DC_SIGN_BLANK : DC_SIGN_OUT;
}

dc_sign dc_sign_of(uint32_t c)
{
    if (c < 0x80)
        return sign_of_ascii(c);
    if (c == 0x3002 || c == 0x6D4 || c == 0x61F || c == 0x964)
        return DC_SIGN_END;
    if (c == 0xB7 || c == 0x2022 || c == 0x30FB)
        return DC_SIGN_MAYBE_END;
    if (c == 0x3001 || c == 0x60C)
        return DC_SIGN_BLANK;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_ND:
        return DC_SIGN_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
        return DC_SIGN_BLANK;
    default:
        return dc_is_word(c) ? DC_SIGN_LETTER : DC_SIGN_OUT;
    }
}
