// What an output says when another program reads it: cmark-gfm, libxml2, jansson, libyaml.
#ifndef SUPPORT_READBACK_H
#define SUPPORT_READBACK_H

#include "support/page_bytes.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct reading {
    bytes text;        // what its body says, without white space
    bool has_notes;    // footnotes: readers move them to the end, and their numbers go
    bool has_formulas; // whose delimiters go
    const char *fault; // what is wrong with it; NULL: nothing
    char detail[160];
} reading;

// A printed page in one of DECANT_MARKDOWN, _HTML, _XML, _TEI, _JSON, _JSONL and _CSV, without
// front matter; in text, and of text, no more is read than its characters. tei: path of the schema.
reading read_output(int32_t format, const bytes *out, const char *tei);

// Bytes of YAML front matter, its fences included; the value of one of its keys goes to `value`. 0
// when there is none or it is not YAML.
size_t read_front(const bytes *out, const char *key, bytes *value);

// Characters that no output may hold. Returns where the first stands, or NULL.
const char *forbidden_in(int32_t format, const bytes *out);

// Adds text without white space.
void squeeze(bytes *to, const char *p, size_t len);

// Removes what readers of footnotes and formulas cannot keep, from a squeezed text.
void keep_letters(bytes *b);
void drop_delimiters(bytes *b);

#endif
