// The title of a page: what its heading, title element and head say, without the site's name.
#ifndef DC_META_TITLE_H
#define DC_META_TITLE_H

#include "base/str.h"

#include <stdint.h>

enum { DC_TITLE_H1S = 8 };

// All of it cleaned; p NULL when absent.
typedef struct dc_title_parts {
    dc_str element;          // of the title element
    dc_str h1[DC_TITLE_H1S]; // the first ones that are not empty
    uint32_t n_h1;
    dc_str declared; // og:title or the like
    dc_str headline; // of JSON-LD
    dc_str site;
    bool has_slogans; // a kind of page whose heading often says something else than what it is
} dc_title_parts;

// The title, part of one of them; *source tells of which.
dc_str dc_title_best(const dc_title_parts *parts, const char **source);

#endif
