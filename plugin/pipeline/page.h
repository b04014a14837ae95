// A page: from bytes to everything the API can say about them. One arena holds it all.
#ifndef DC_PIPELINE_PAGE_H
#define DC_PIPELINE_PAGE_H

#include "base/buf.h"
#include "blocks/block.h"
#include "clean/clean.h"
#include "html/charset.h"
#include "meta/meta.h"
#include "render/json.h"

struct decant_page {
    const decant_allocator *hook;
    dc_arena *arena;
    dc_str input; // p NULL when unknown
    dc_str url;   // p NULL when unknown
    dc_charset charset;
    int32_t degraded;
    dc_blocks blocks;
    dc_cleaned cleaned;
    dc_meta meta;
    dc_str text;   // the main text as printed
    bool is_plain; // blocks are lines of a plain text
};

// What decant_extract(), decant_extract_text() and decant_page_free() promise.
decant_status dc_page_new(const decant_options *options, const char *html, size_t len,
                          decant_page **out, decant_error *error);
decant_status dc_page_new_text(const decant_options *options, const char *text, size_t len,
                               decant_page **out, decant_error *error);
void dc_page_free(decant_page *page);

// dc_page_new() of what stands in a buffer on a hook, without a copy: what the page needs of it for
// as long as it lives is taken out.
decant_status dc_page_new_of(const decant_options *options, dc_buf *source, decant_page **out,
                             decant_error *error);

// What decant_page_verdict() says; *evidence has p NULL when there is none.
const char *dc_page_verdict(const decant_page *page, dc_str *evidence);

// The page as a record.
dc_record dc_page_record(const decant_page *page);

#endif
