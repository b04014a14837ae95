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

// U+2028 and U+2029 begin with E2 in UTF-8.
static const char marks[DC_LINE_MARKS] = {'\n', '\r', '\xE2'};

static size_t find(dc_str text, char c, size_t at)
{
    const char *p = at < text.len ? memchr(text.p + at, c, text.len - at) : NULL;
    return p ? (size_t)(p - text.p) : text.len;
}

static void find_marks(dc_lines *lines)
{
    for (size_t i = 0; i < DC_LINE_MARKS && lines->units == DC_UNITS_BYTES; i++)
        lines->next[i] = find(lines->text, marks[i], lines->seen);
}

dc_lines dc_lines_of(dc_str text)
{
    dc_lines lines = {.text = text};
    if (dc_str_starts(text, DC_STR("\xFF\xFE")))
        lines.units = DC_UNITS_16LE;
    if (dc_str_starts(text, DC_STR("\xFE\xFF")))
        lines.units = DC_UNITS_16BE;
    const size_t bom = dc_str_starts(text, DC_STR("\xEF\xBB\xBF")) ? 3 : 0;
    lines.at = lines.seen = lines.units == DC_UNITS_BYTES ? bom : 2;
    find_marks(&lines);
    return lines;
}

static size_t less(size_t at, size_t n)
{
    return at > n ? at - n : 0;
}

void dc_lines_move(dc_lines *lines, dc_str text, size_t n, bool is_open)
{
    lines->text = text;
    lines->is_open = is_open;
    lines->at = less(lines->at, n);
    lines->seen = less(lines->seen, n);
    find_marks(lines);
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
    if (lines->units == DC_UNITS_BYTES && lines->text.p[at] == '\n')
        return 1;
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

// The next place at or behind `at` that may end a line.
static size_t next_mark(dc_lines *lines, size_t at)
{
    if (lines->units != DC_UNITS_BYTES)
        return at;
    size_t first = lines->text.len;
    for (size_t i = 0; i < DC_LINE_MARKS; i++) {
        if (lines->next[i] < at)
            lines->next[i] = find(lines->text, marks[i], at);
        if (lines->next[i] < first)
            first = lines->next[i];
    }
    return first;
}

// More bytes may make another terminator of what stands here.
static bool is_uncertain(const dc_lines *lines, size_t at)
{
    enum { LONGEST = 4 }; // CR LF in UTF-16
    return lines->is_open && lines->text.len - at < LONGEST &&
           !(lines->units == DC_UNITS_BYTES && lines->text.p[at] == '\n');
}

bool dc_lines_next(dc_lines *lines, dc_line *line)
{
    const size_t end = lines->text.len;
    if (lines->at >= end)
        return false;
    size_t at = lines->seen > lines->at ? lines->seen : lines->at;
    size_t len = 0;
    while ((at = next_mark(lines, at)) < end) {
        if (is_uncertain(lines, at))
            break;
        len = terminator(lines, at);
        if (len)
            break;
        at += unit_size(lines);
    }
    if (!len && lines->is_open) {
        lines->seen = at < end ? at : end;
        return false;
    }
    line->at = lines->at;
    line->end = at < end ? at : end;
    line->next = line->end + len;
    lines->at = lines->seen = line->next;
    return true;
}

dc_str dc_lines_convert(const dc_lines *lines, size_t at, size_t end, char room[DC_LINE_ROOM])
{
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

static bool is_ascii(dc_str s)
{
    uint64_t all = 0;
    size_t i = 0;
    for (uint64_t bytes; i + sizeof bytes <= s.len; i += sizeof bytes) {
        memcpy(&bytes, s.p + i, sizeof bytes);
        all |= bytes;
    }
    for (; i < s.len; i++)
        all |= (unsigned char)s.p[i];
    return !(all & 0x8080808080808080u);
}

// How many of eight bytes continue a character.
static size_t count_more(const char *p)
{
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    const uint64_t more = bytes & ~(bytes << 1) & 0x8080808080808080u;
    return (size_t)((more >> 7) * 0x0101010101010101u >> 56);
}

// Bytes that continue a character are not counted, but no more of them than a character has.
size_t dc_lines_tail(const dc_lines *lines, size_t at, size_t end, size_t n)
{
    const size_t most = n * (lines->units == DC_UNITS_BYTES ? 4 : 2);
    const size_t from = end - at > most ? end - most : at;
    if (lines->units != DC_UNITS_BYTES || end - at <= n)
        return from;
    if (end - from > n && is_ascii((dc_str){lines->text.p + end - n, n}))
        return end - n;
    for (size_t more; end - from >= 8 && n >= 8; n -= 8 - more, end -= 8)
        more = count_more(lines->text.p + end - 8);
    while (end > from && n) {
        end--;
        n -= ((unsigned char)lines->text.p[end] & 0xC0) != 0x80;
    }
    return end;
}
