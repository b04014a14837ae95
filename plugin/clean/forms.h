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
    uint8_t len;         // of text; 0: a letter stays as it is
    char text[6];        // "," of what may stand in a number
} dc_form;

typedef enum dc_reach {
    DC_REACH_END,   // the whole line is in normal form
    DC_REACH_MOST,  // more than `most` bytes are
    DC_REACH_UNSURE // up to what may be mark-up or is in no table; it may change the last character
} dc_reach;

// Brings the start of a line into normal form. most: DC_NORMAL_MAX or less.
dc_reach dc_forms_write(dc_str line, size_t most, dc_normal *out);

// Brings the whole line into normal form and tells in starts[] where in it that of what stands
// behind each of the places at[] begins, which rise; DC_FORM_ELSE: not there as it would be alone.
dc_reach dc_forms_write_at(dc_str line, const size_t *at, size_t n, size_t *starts, dc_normal *out);

#define DC_FORM_ELSE ((size_t)-1)

#endif
