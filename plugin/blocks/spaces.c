#include "blocks/spaces.h"

#include "base/utf8.h"

static dc_char_kind kind_of(uint32_t c)
{
    if (c >= 0xC0 && c < 0x1680) // most letters
        return DC_CHAR_PLAIN;
    if (c == 0xA0 || c == 0x85 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
        c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000)
        return DC_CHAR_SPACE;
    // Kept: U+200C and U+200D, which are part of the spelling in Persian and Indic scripts and of
    // emoji.
    if (c < 0xA0 || c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F ||
        (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
        (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
        return DC_CHAR_DROP;
    return DC_CHAR_PLAIN;
}

dc_char_kind dc_char_kind_at(const char *p, const char *end, size_t *len)
{
    const unsigned char c = (unsigned char)*p;
    *len = 1;
    if (c < 0x80) {
        if (c > ' ' && c < 0x7F)
            return DC_CHAR_PLAIN;
        return c == ' ' || (c >= '\t' && c <= '\r') ? DC_CHAR_SPACE : DC_CHAR_DROP;
    }
    uint32_t code;
    *len = dc_utf8_decode(p, end, &code);
    return kind_of(code);
}
