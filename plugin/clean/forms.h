// The normal form of characters one by one, from a table of what dc_fold() and dc_sign_of() say of
// those that stay the same among any neighbours: most of what is written.
#ifndef DC_CLEAN_FORMS_H
#define DC_CLEAN_FORMS_H

#include "clean/fold.h"
#include "clean/normalize.h"

enum { DC_FORM_PAGE = 64, DC_N_FORM_PAGES = 0x10000 / DC_FORM_PAGE };

// What leaves before neighbours meet, such as an accent.
enum { DC_FORM_GONE = 255 };

typedef struct dc_form {
    uint8_t sign;        // dc_sign
    uint8_t is_unspaced; // of a script without blanks
    uint8_t order;       // of marks: one behind a higher one would move; or DC_FORM_GONE
    uint8_t len;         // of text; 0: a letter stays as it is; of what is unsure: it ends nothing
    char text[6];        // "," of what may stand in a number
} dc_form;

typedef enum dc_reach {
    DC_REACH_END,   // the whole line is in normal form
    DC_REACH_MOST,  // more than `most` bytes are
    DC_REACH_UNSURE // up to what may be mark-up or is in no table; it may change the last character
} dc_reach;

// Brings the start of a line into normal form. most: DC_NORMAL_MAX or less.
dc_reach dc_forms_write(dc_str line, size_t most, dc_normal *out);

// How many bytes the normal form of the line begins with that can be told at a glance, and these:
// all of it where they are as many as the line has.
size_t dc_forms_words(dc_str line, char words[16]);

// The end of the line's normal form, DC_FORMS_END bytes of it or more, or all of it; false when
// that takes the whole line.
enum { DC_FORMS_END = 4 };
bool dc_forms_write_end(dc_str line, dc_normal *out);

// The last bytes of the line's normal form where these are told by the last characters; false where
// that is not certain. There may be no more of it. What is behind them leaves the line.
enum { DC_FORMS_LAST = 3 };
bool dc_forms_last(dc_str *line, char last[DC_FORMS_LAST]);

typedef enum dc_stop {
    DC_STOP_NONE,
    DC_STOP_END,   // a character that may end a sentence
    DC_STOP_UNSURE // what may be mark-up or is in no table
} dc_stop;

// The first of these at or behind *at; *len is its length in bytes.
dc_stop dc_forms_stop(dc_str line, size_t *at, size_t *len);

#endif
