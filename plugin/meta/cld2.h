// What Compact Language Detector 2 takes a text for, in builds that have it.
#ifndef DC_META_CLD2_H
#define DC_META_CLD2_H

#include <stdbool.h>
#include <stddef.h>

enum { DC_CLD2_LEN = 15 };

#ifdef __cplusplus
extern "C" {
#endif

// Writes a language tag, "de", "zh-Hant". Returns false when CLD2 is not sure. text: UTF-8.
bool dc_cld2_detect(const char *text, size_t len, char code[DC_CLD2_LEN + 1]);

#ifdef __cplusplus
}
#endif

#endif
