#include "clean/lines.h"

#include "base/utf8.h"

static size_t unit_size(const dc_lines *lines)
{
    return lines->units == DC_UNITS_BYTES ? 1 : 2;
}

static uint32_t unit_at(const dc_lines *lines, size_t at)
{
    const unsigned char *p = (const unsigned char *)lines->text.p + at;
    return lines->units == DC_UNITS_16LE ? (uint32_t)(p[0] | p[1] << 8)
                                         : (uint32_t)(p[0] << 8 | p[1]);
}

static size_t code_16(const dc_lines *lines, size_t at, size_t end, uint32_t *code)
{
    *code = DC_REPLACEMENT;
    if (end - at < 2)
        return end - at;
    const uint32_t high = unit_at(lines, at);
    if ((high & 0xF800) != 0xD800) {
        *code = high;
        return 2;
    }
    if (high >= 0xDC00 || end - at < 4)
        return 2;
    const uint32_t low = unit_at(lines, at + 2);
    if ((low & 0xFC00) != 0xDC00)
        return 2;
    *code = 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
    return 4;
}

dc_lines dc_lines_of(dc_str text)
{
    if (dc_str_starts(text, DC_STR("\xFF\xFE")))
        return (dc_lines){text, DC_UNITS_16LE, 2};
    if (dc_str_starts(text, DC_STR("\xFE\xFF")))
        return (dc_lines){text, DC_UNITS_16BE, 2};
    return (dc_lines){text, DC_UNITS_BYTES, dc_str_starts(text, DC_STR("\xEF\xBB\xBF")) ? 3 : 0};
}

size_t dc_lines_code(const dc_lines *lines, size_t at, size_t end, uint32_t *code)
{
    if (lines->units != DC_UNITS_BYTES)
        return code_16(lines, at, end, code);
    return dc_utf8_decode(lines->text.p + at, lines->text.p + end, code);
}

// Length of the line terminator at `at`, 0 when there is none.
static size_t terminator(const dc_lines *lines, size_t at)
{
    const size_t end = lines->text.len;
    uint32_t code;
    const size_t len = dc_lines_code(lines, at, end, &code);
    if (code == '\n' || code == 0x2028 || code == 0x2029)
        return len;
    if (code != '\r')
        return 0;
    uint32_t next = 0;
    const size_t more = at + len < end ? dc_lines_code(lines, at + len, end, &next) : 0;
    return next == '\n' ? len + more : len;
}

// U+2028 and U+2029 begin with E2 in UTF-8.
static bool may_end_line(const dc_lines *lines, size_t at)
{
    const char c = lines->text.p[at];
    return lines->units != DC_UNITS_BYTES || c == '\n' || c == '\r' || c == '\xE2';
}

bool dc_lines_next(dc_lines *lines, dc_line *line)
{
    const size_t end = lines->text.len;
    if (lines->at >= end)
        return false;
    line->at = lines->at;
    size_t at = lines->at;
    size_t len = 0;
    while (at < end && !(may_end_line(lines, at) && (len = terminator(lines, at))))
        at += unit_size(lines);
    line->end = at < end ? at : end;
    line->next = line->end + len;
    lines->at = line->next;
    return true;
}

dc_str dc_lines_utf8(const dc_lines *lines, size_t at, size_t end, char room[DC_LINE_ROOM])
{
    if (lines->units == DC_UNITS_BYTES)
        return (dc_str){lines->text.p + at, end - at};
    if ((end - at) / 2 + 1 > DC_LINE_ROOM / 3)
        return DC_STR_NONE;
    size_t len = 0;
    while (at < end) {
        uint32_t code;
        at += dc_lines_code(lines, at, end, &code);
        len += dc_utf8_encode(code, room + len);
    }
    return (dc_str){room, len};
}

size_t dc_lines_place(const dc_lines *lines, size_t at, size_t end, size_t offset)
{
    if (lines->units == DC_UNITS_BYTES)
        return at + offset;
    for (size_t len = 0; at < end && len < offset;) {
        uint32_t code;
        char bytes[4];
        at += dc_lines_code(lines, at, end, &code);
        len += dc_utf8_encode(code, bytes);
    }
    return at;
}

// Bytes that continue a character are not counted, but no more of them than a character has.
size_t dc_lines_tail(const dc_lines *lines, size_t at, size_t end, size_t n)
{
    const size_t most = n * (lines->units == DC_UNITS_BYTES ? 4 : 2);
    const size_t from = end - at > most ? end - most : at;
    if (lines->units != DC_UNITS_BYTES)
        return from;
    while (end > from && n) {
        end--;
        n -= ((unsigned char)lines->text.p[end] & 0xC0) != 0x80;
    }
    return end;
}
