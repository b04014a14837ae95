// A phrase of the lexicon in the form in which it is compared: hashes of its known parts.
//
// A phrase is text with {n} for a number, {name} for up to 24 words of anything and {link:...}
// around the text of a link. From its first {name} to its last one anything may stand.
#ifndef DC_CLEAN_PHRASE_FORM_H
#define DC_CLEAN_PHRASE_FORM_H

#include "clean/family.h"

typedef enum dc_phrase_shape {
    DC_PHRASE_WHOLE,
    DC_PHRASE_HEAD, // begins with known words, has a name, and may end with known words
    DC_PHRASE_TAIL  // begins with a name
} dc_phrase_shape;

// What of a phrase is known, in normal form.
typedef struct dc_phrase_form {
    dc_str head;
    dc_str tail;  // behind the name
    bool is_open; // has a name
    char room[2][512];
} dc_phrase_form;

typedef enum dc_phrase_fault {
    DC_PHRASE_FINE,
    DC_PHRASE_TOO_LONG,
    DC_PHRASE_EMPTY,     // nothing is left of it in normal form
    DC_PHRASE_NO_EDGE,   // too little stands before or behind the name
    DC_PHRASE_TOO_SHORT, // fewer words than a strong phrase has
    DC_N_PHRASE_FAULTS
} dc_phrase_fault;

enum { DC_PHRASE_STRONG_WORDS = 3 };

// DC_PHRASE_TOO_SHORT is a fault only of phrases that are to be strong; out is filled then too.
dc_phrase_fault dc_phrase_form_read(dc_str text, dc_strength strength, dc_phrase_form *out);

// One line without an end. Static storage.
const char *dc_phrase_fault_text(dc_phrase_fault fault);

// Known words that are not numbers; a script without blanks has as many as a strong phrase needs.
size_t dc_phrase_form_words(const dc_phrase_form *form);

typedef struct dc_phrase_row {
    uint64_t hash;      // of the head, or of the tail where that is all
    uint64_t tail_hash; // of the tail behind a head
    uint32_t tail_len;
    uint32_t rank; // of two rows that are the same the lower one counts
    uint16_t edge; // of what is known at the phrase's end, see edge.h; 0 for a whole phrase
    // Of the first start_len bytes, DC_LONG_START_LEN of them at most, see start.h; 0 where a line
    // of fewer bytes is looked at anyway, and where a name comes first.
    uint32_t start;
    uint32_t long_start; // 0 where there are fewer than DC_START_LEN
    uint8_t start_len;
    uint8_t family;
    uint8_t strength;
    uint8_t shape;
} dc_phrase_row;

dc_phrase_row dc_phrase_row_of(const dc_phrase_form *form, dc_family family, dc_strength strength,
                               uint32_t rank);

// Order of the lexicon, for qsort(): by shape, hash, longest tail, rank.
int dc_phrase_row_order(const void *a, const void *b);

// True of two rows that match the same lines.
bool dc_phrase_row_is_same(const dc_phrase_row *a, const dc_phrase_row *b);

#endif
