// Leftover prompts in plain text: which bytes to leave out, and why.
//
// A whole line goes with its own terminator when it is a phrase of the lexicon and what stands
// around it proves it; the last sentence of a line goes when it is a strong phrase about comments.
// Nothing else is touched. The text is read once, forward, whole or in pieces that end anywhere:
// the answer is the same. What is remembered of it is bounded: no memory is taken.
#ifndef DC_CLEAN_PLAIN_H
#define DC_CLEAN_PLAIN_H

#include "clean/lexicon.h"
#include "clean/lines.h"

typedef struct dc_removal {
    size_t at; // bytes of the text
    size_t len;
    dc_family family;
    const char *reason;
} dc_removal;

// Returns false to stop.
typedef bool (*dc_removal_fn)(void *ctx, const dc_removal *removal);

// A line that is a phrase, but not proven yet.
typedef struct dc_waiting {
    dc_line line;
    size_t no;
    dc_phrase phrase;
} dc_waiting;

enum {
    DC_PLAIN_WAITING = 256, // lines that wait for proof; older ones stay
    // Bytes over which proof reaches.
    DC_PLAIN_REACH = 64 << 10,
    // Bytes of a line from which on it is read in pieces.
    DC_PLAIN_LONG = 64 << 10,
    // Most bytes that dc_plain_settled() leaves in a window, and a few.
    DC_PLAIN_WINDOW = DC_PLAIN_REACH + DC_PLAIN_LONG + (16 << 10)
};

// A text while it is read; its fields are for plain.c alone.
typedef struct dc_plain {
    dc_lines lines; // of the window: what is known of the text, from its first unsettled byte on
    size_t base;    // bytes before the window
    const dc_phrase_table *own;
    dc_removal_fn fn;
    void *ctx;
    bool has_begun;
    bool is_stopped;
    bool is_beside;    // the line of text before this one went
    size_t no;         // of the line of text, from 1; blank lines do not count
    size_t strong_no;  // last strong phrase that went, 0 for none
    size_t counter_no; // last counter of comments that stayed, 0 for none
    size_t n_counters; // that stayed
    char fence;        // what the block of code around this line is fenced with, NUL for none
    bool is_ahead;     // looking for prose behind the first line,
    dc_lines ahead;    // up to here
    size_t n_ahead;    // lines
    bool is_long;      // the line at hand is read in pieces,
    bool is_long_code; // and is code,
    bool is_long_text; // and is not blank
    size_t long_seen;
    size_t n_waiting;
    dc_waiting waiting[DC_PLAIN_WAITING]; // a run without prose between them
    char room[DC_LINE_ROOM];
} dc_plain;

// Reports what has to go, in order and without overlap. text: any bytes, see dc_lines. own: phrases
// of the user, or NULL. Returns false when fn stopped it.
bool dc_plain_clean(dc_str text, const dc_phrase_table *own, dc_removal_fn fn, void *ctx);

// The same in pieces. Each window begins where the one before it did, but for what was let go of,
// and is longer; is_end: nothing follows it.
void dc_plain_begin(dc_plain *c, const dc_phrase_table *own, dc_removal_fn fn, void *ctx);
bool dc_plain_look(dc_plain *c, dc_str window, bool is_end);

// Bytes at the start of the window that are settled: reported already, or they stay.
size_t dc_plain_settled(const dc_plain *c);

// The next window begins n settled bytes later.
void dc_plain_let_go(dc_plain *c, size_t n);

#endif
