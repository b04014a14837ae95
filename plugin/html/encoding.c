#include "html/encoding.h"

enum { LABEL_SIZE = 20 };

typedef struct label_row {
    char name[LABEL_SIZE];
    uint8_t encoding;
} label_row;

#include "html/encodings.inc"

// 0x80 to 0x9F; above and below, byte and code point are the same.
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

const dc_encoding *dc_encoding_of(dc_str label)
{
    label = dc_str_trim(label);
    if (label.len == 0 || label.len >= LABEL_SIZE || memchr(label.p, '\0', label.len))
        return NULL;
    char lower[LABEL_SIZE] = {0};
    for (size_t i = 0; i < label.len; i++)
        lower[i] = dc_lower(label.p[i]);
    size_t low = 0;
    size_t high = sizeof labels / sizeof *labels;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const int order = memcmp(labels[mid].name, lower, LABEL_SIZE); // both end in NULs
        if (order == 0)
            return &encodings[labels[mid].encoding];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

uint32_t dc_windows_1252(unsigned char byte)
{
    return byte >= 0x80 && byte <= 0x9F ? windows_1252[byte - 0x80] : byte;
}
