#include "base/sniff.h"

#include <stdint.h>

typedef struct magic_row {
    const char *bytes;
    uint8_t len;
    const char *what;
} magic_row;

static const magic_row magic[] = {
    {"%PDF-", 5, "a PDF document"},
    {"\x89PNG\r\n", 6, "a PNG image"},
    {"\xFF\xD8\xFF", 3, "a JPEG image"},
    {"GIF87a", 6, "a GIF image"},
    {"GIF89a", 6, "a GIF image"},
    {"PK\x03\x04", 4, "a ZIP archive"},
    {"\x1F\x8B", 2, "gzip data"},
    {"\x28\xB5\x2F\xFD", 4, "zstd data"},
    {"\x7F"
     "ELF",
     4, "a program"},
    {"\xCA\xFE\xBA\xBE", 4, "a program"},
    {"OggS", 4, "Ogg media"},
    {"ID3", 3, "MP3 audio"},
    {"wOF2", 4, "a font"},
    {"SQLite format 3", 15, "an SQLite database"},
};

// UTF-16 text is half zero bytes; its byte order mark, or a first character below U+0100, tells.
static bool is_utf16(dc_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    if (s.len < 2)
        return false;
    return (p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF) ||
           (p[0] == '<' && !p[1]) || (!p[0] && p[1] == '<');
}

enum { ROW = 128 };

// Controls that text does not have: it has white space and the escape of ISO-2022. Every page
// passes here: sums of a byte over rows of one length, so that compilers take many bytes at once.
static inline uint8_t controls_in(const uint8_t *p, size_t n)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const uint8_t c = p[i];
        const uint8_t is_low = c < 0x20;
        const uint8_t is_space = (uint8_t)(c - '\t') < 5 && c != '\v';
        sum = (uint8_t)(sum + (is_low & (uint8_t)!is_space & (uint8_t)(c != 0x1B)));
    }
    return sum;
}

const char *dc_sniff_binary(dc_str bytes)
{
    enum { LOOKED_AT = 4096 };
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (bytes.len >= magic[i].len && memcmp(bytes.p, magic[i].bytes, magic[i].len) == 0)
            return magic[i].what;
    if (is_utf16(bytes))
        return NULL;
    const size_t n = bytes.len < LOOKED_AT ? bytes.len : LOOKED_AT;
    size_t controls = 0;
    size_t at = 0;
    for (; n - at >= ROW; at += ROW)
        controls += controls_in((const uint8_t *)bytes.p + at, ROW);
    controls += controls_in((const uint8_t *)bytes.p + at, n - at);
    return controls * 10 > n ? "binary" : NULL;
}

// In UTF-16 a zero byte stands between the "<" and what follows it.
bool dc_sniff_text(dc_str bytes)
{
    enum { LOOKED_AT = 64 << 10 };
    const char *end = bytes.p + (bytes.len < LOOKED_AT ? bytes.len : LOOKED_AT);
    for (const char *p = bytes.p; p < end; p++) {
        if (*p != '<')
            continue;
        const char *next = p + 1;
        while (next < end && *next == '\0')
            next++;
        if (next < end && (dc_is_alpha(*next) || *next == '!' || *next == '/' || *next == '?'))
            return false;
    }
    return true;
}
