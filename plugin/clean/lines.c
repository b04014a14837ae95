#include "clean/lines.h"

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
    dc_lines lines = {.text = text};
    if (dc_str_starts(text, DC_STR("\xFF\xFE")))
        lines.units = DC_UNITS_16LE;
    if (dc_str_starts(text, DC_STR("\xFE\xFF")))
        lines.units = DC_UNITS_16BE;
    const size_t bom = dc_str_starts(text, DC_STR("\xEF\xBB\xBF")) ? 3 : 0;
    lines.at = lines.seen = lines.units == DC_UNITS_BYTES ? bom : 2;
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

// LF, CR, U+2028 or U+2029, or what may be half of one.
static inline bool is_mark(const char *p, const char *end)
{
    if (*p != '\xE2')
        return *p == '\n' || *p == '\r';
    return end - p < 3 || (p[1] == '\x80' && (p[2] == '\xA8' || p[2] == '\xA9'));
}

// The next place at or behind `at` that may end a line.
static size_t next_mark(const dc_lines *lines, size_t at)
{
    if (lines->units != DC_UNITS_BYTES)
        return at;
    const char *const end = lines->text.p + lines->text.len;
    const char *p = lines->text.p + at;
#ifdef __SSE2__
    const __m128i feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r'),
                  first = _mm_set1_epi8('\xE2');
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p);
        const __m128i found =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, back)),
                         _mm_cmpeq_epi8(bytes, first));
        for (unsigned bits = (unsigned)_mm_movemask_epi8(found); bits; bits &= bits - 1)
            if (is_mark(p + __builtin_ctz(bits), end))
                return (size_t)(p + __builtin_ctz(bits) - lines->text.p);
    }
#endif
    while (p < end && !is_mark(p, end))
        p++;
    return (size_t)(p - lines->text.p);
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
