// What the parts of the scan share: where it is, and how things get into the skeleton.
#ifndef DC_HTML_SCANNER_H
#define DC_HTML_SCANNER_H

#include "base/map.h"
#include "html/intern.h"
#include "html/letters.h"

enum { DC_TAG_MEMOS = 128 };

// A name of a tag that was looked up. Pages have few.
typedef struct dc_tag_memo {
    uint64_t name; // its bytes
    uint32_t len;
    dc_tag tag;
} dc_tag_memo;

typedef struct dc_scanner {
    dc_arena *kept;
    dc_arena *scratch;
    dc_skeleton *out;
    const char *p;
    const char *end;
    dc_intern lists;
    dc_map names;         // hash of an unknown element's name -> number of its neutral name
    uint32_t n_merged;    // html and body tags with attributes
    uint32_t n_uncounted; // tags that went to gumbo unseen
    bool is_wide;         // dc_has_wide_chunks()
    bool is_after_block;  // what went before ends a line
    dc_letters letters;
    dc_context context;
    dc_context outside;     // of the open template, as it was before
    uint32_t *outside_open; // its nesting's names
    bool has_outside;
    dc_tag_memo memos[DC_TAG_MEMOS];
} dc_scanner;

static inline void dc_emit(dc_scanner *s, const char *p, size_t len)
{
    dc_skeleton_add(s->out, p, len);
}

static inline uint32_t dc_scanner_list(dc_scanner *s, const char *from, const char *to)
{
    return dc_intern_list(&s->lists, s->out, (dc_str){from, (size_t)(to - from)});
}

// An element that says something about the page, if the tag is one.
static inline void dc_scanner_note(dc_scanner *s, dc_tag tag, uint32_t list, dc_str text)
{
    if (tag == DC_TAG_meta || tag == DC_TAG_link || tag == DC_TAG_script)
        *dc_vec_push(s->kept, &s->out->sources) = (dc_source){tag, list, text};
}

// Text as it stands: white space in front for tree construction, then runs.
void dc_emit_text(dc_scanner *s, const char *from, const char *to, bool has_nul);

static inline bool dc_has_nul(const char *from, const char *to)
{
    return from < to && memchr(from, '\0', (size_t)(to - from));
}

// Raw text knows no references.
void dc_emit_raw(dc_scanner *s, const char *from, const char *to);

// Bytes for gumbo to judge: what could be taken for one of our code points becomes U+FFFD.
void dc_emit_verbatim(dc_scanner *s, const char *from, const char *to);

#endif
