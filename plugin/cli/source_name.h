// What the name of an input says about it.
#ifndef DC_CLI_SOURCE_NAME_H
#define DC_CLI_SOURCE_NAME_H

#include <stdbool.h>
#include <stddef.h>

bool dc_is_web_url(const char *name);      // http:// or https:// and something after it
bool dc_has_scheme(const char *name);      // any scheme and ://
bool dc_looks_like_host(const char *name); // "example.com/a" rather than "page.html"
bool dc_is_page_file(const char *name, bool takes_text); // by its ending

const char *dc_base_name(const char *path); // after the last /

size_t dc_stem_len(const char *name); // without the ending of a page file

#endif
