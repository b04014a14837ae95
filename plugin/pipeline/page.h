// A page: from bytes to everything the API can say about them. One arena holds it all.
#ifndef DC_PIPELINE_PAGE_H
#define DC_PIPELINE_PAGE_H

#include <decant/decant.h>

// What decant_extract(), decant_extract_text() and decant_page_free() promise.
decant_status dc_page_new(const decant_options *options, const char *html, size_t len,
                          decant_page **out, decant_error *error);
decant_status dc_page_new_text(const decant_options *options, const char *text, size_t len,
                               decant_page **out, decant_error *error);
void dc_page_free(decant_page *page);

#endif
