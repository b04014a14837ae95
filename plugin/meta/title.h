// The title of a page: what its heading, title element and head say, without the site's name.
#ifndef DC_META_TITLE_H
#define DC_META_TITLE_H

#include "base/str.h"

// All of it cleaned; p NULL when absent.
typedef struct dc_title_parts {
    dc_str element;  // of the title element
    dc_str h1;       // the first
    dc_str declared; // og:title or the like
    dc_str headline; // of JSON-LD
    dc_str site;
} dc_title_parts;

// The title, part of one of them; *source tells of which.
dc_str dc_title_best(const dc_title_parts *parts, const char **source);

#endif
