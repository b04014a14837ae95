// Clean HTML: a document of its own with the text, in a few elements and attributes.
#ifndef DC_RENDER_HTML_H
#define DC_RENDER_HTML_H

#include "render/piece.h"

// Appends the page. Returns DECANT_OK or DECANT_E_NOMEM.
decant_status dc_render_html(const dc_doc *doc, dc_buf *out);

// Appends text with what is special in HTML escaped, and what is not safe to print left out. Fit
// for double-quoted attributes too.
void dc_html_text(dc_buf *out, dc_str text);

#endif
