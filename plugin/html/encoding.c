#include "html/encoding.h"

enum { LABEL_SIZE = 20 };

typedef struct label_row {
    char name[LABEL_SIZE];
    uint8_t encoding;
} label_row;

#include "html/encodings.inc"

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
