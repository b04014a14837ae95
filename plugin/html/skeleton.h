// What the scan leaves of a page for gumbo, and what it took out.
#ifndef DC_HTML_SKELETON_H
#define DC_HTML_SKELETON_H

#include "base/tag.h"
#include "base/vec.h"
#include "html/attr.h"

// Runs and lists stand in the skeleton as code points of planes 4 to 16, which hold next to
// nothing: tags and selectors in plane 14, private ones in 15 and 16. Where gumbo has to judge the
// page's own text, these come out as U+FFFD.
enum {
    DC_SKELETON_FIRST = 0x40000,
    DC_SKELETON_LEAD = 0xF1, // first byte of DC_SKELETON_FIRST; that of the others is no smaller
};

// How the bytes of a run become text.
typedef enum dc_run_kind {
    DC_RUN_TEXT,    // character references are decoded
    DC_RUN_RAW,     // script, style, xmp, CDATA: taken as they are
    DC_RUN_ELEMENT, // not text: an element without content
    DC_RUN_OPEN,    // an element begins here,
    DC_RUN_CLOSE,   // and ends here
} dc_run_kind;

typedef struct dc_run {
    const char *p;
    uint32_t len;      // of an element: its list of attributes
    uint8_t kind;      // dc_run_kind
    uint8_t is_letter; // has a place in the skeleton; those behind it belong to the same one
    uint16_t tag;      // of an element
} dc_run;

// A start tag that is in the skeleton.
typedef struct dc_start {
    uint32_t at;    // its "<" in the skeleton
    uint32_t attrs; // list of attributes; 0 is the empty list
    dc_str name;    // as in the source
    dc_tag tag;     // DC_TAG_none: the tag stands for runs, of which attrs is the first
} dc_start;

typedef DC_VEC(dc_run) dc_runs;
typedef DC_VEC(dc_start) dc_starts;
typedef DC_VEC(dc_attrs) dc_attr_lists;
typedef DC_VEC(uint32_t) dc_numbers;

// An element that says something about the page: meta, link, script.
typedef struct dc_source {
    dc_tag tag;
    uint32_t attrs;
    dc_str text; // of a script, as it stands
} dc_source;

typedef DC_VEC(dc_source) dc_sources;

typedef struct dc_skeleton {
    dc_arena *kept;    // runs, lists and sources
    dc_arena *scratch; // bytes and start tags
    char *p;
    size_t len;
    size_t cap;
    size_t text_end; // behind the last code point of a run
    size_t stub_end; // behind the last tag that stands for runs
    dc_runs runs;
    dc_starts starts;
    dc_attr_lists lists;
    dc_sources sources;
    bool is_capped; // a limit dropped some mark-up
} dc_skeleton;

// How far a skeleton is.
typedef struct dc_skeleton_mark {
    uint32_t len;
    uint32_t text_end;
    uint32_t stub_end;
    uint32_t n_runs;
    uint32_t n_starts;
} dc_skeleton_mark;

static inline dc_skeleton_mark dc_skeleton_mark_now(const dc_skeleton *out)
{
    return (dc_skeleton_mark){(uint32_t)out->len, (uint32_t)out->text_end, (uint32_t)out->stub_end,
                              (uint32_t)out->runs.n, (uint32_t)out->starts.n};
}

void dc_skeleton_more(dc_skeleton *out, size_t len);

// Room for len bytes, which the caller fills.
static inline char *dc_skeleton_room(dc_skeleton *out, size_t len)
{
    if (out->cap - out->len < len)
        dc_skeleton_more(out, len);
    char *to = out->p + out->len;
    out->len += len;
    return to;
}

static inline void dc_skeleton_add(dc_skeleton *out, const char *p, size_t len)
{
    if (len)
        memcpy(dc_skeleton_room(out, len), p, len);
}

// True if the last thing added is a run.
static inline bool dc_skeleton_in_text(const dc_skeleton *out)
{
    return out->text_end == out->len && out->len > 0;
}

// Adds the code point of a run.
void dc_skeleton_number(dc_skeleton *out, uint32_t run);

static inline void dc_skeleton_add_run(dc_skeleton *out, const char *p, uint32_t len,
                                       dc_run_kind kind, dc_tag tag, bool is_letter)
{
    dc_run *run = dc_vec_push(out->kept, &out->runs);
    run->p = p;
    run->len = len;
    run->kind = (uint8_t)kind;
    run->is_letter = is_letter;
    run->tag = (uint16_t)tag;
}

static inline void dc_skeleton_push(dc_skeleton *out, const char *p, uint32_t len, dc_run_kind kind,
                                    dc_tag tag)
{
    const bool is_letter = !dc_skeleton_in_text(out);
    if (is_letter)
        dc_skeleton_number(out, (uint32_t)out->runs.n);
    dc_skeleton_add_run(out, p, len, kind, tag, is_letter);
}

// Adds a run. Runs that follow each other without anything between them share one code point: to
// tree construction they are letters of one text.
static inline void dc_skeleton_run(dc_skeleton *out, const char *from, const char *to,
                                   dc_run_kind kind)
{
    if (from < to)
        dc_skeleton_push(out, from, (uint32_t)(to - from), kind, DC_TAG_none);
}

// The same for an element without content that tree construction treats as it treats a letter.
static inline void dc_skeleton_letter(dc_skeleton *out, dc_tag tag, uint32_t list)
{
    dc_skeleton_push(out, NULL, list, DC_RUN_ELEMENT, tag);
}

// A run in front of an element's start tag, which nothing shows unless its tags are taken back.
static inline void dc_skeleton_slot(dc_skeleton *out, dc_tag tag, uint32_t list)
{
    dc_skeleton_add_run(out, NULL, list, DC_RUN_OPEN, tag, true);
}

// Takes back the tags of an element and all between them. What is left of it are its runs, from the
// one at its mark on, and what stands for them: hr if it is a box, a code point if not.
void dc_skeleton_fold(dc_skeleton *out, const dc_skeleton_mark *mark, bool is_box);

// Adds an attribute that stands for a list: the code point of its number is its name.
void dc_skeleton_stub(dc_skeleton *out, uint32_t list);

// Code points that stand for runs or lists: reads one at p, or returns false. *n is the number.
bool dc_skeleton_number_at(const char **p, const char *end, uint32_t *n);

#endif
