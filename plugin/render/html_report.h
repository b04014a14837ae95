// The report of a page: everything that was on it, what became of it, and why. One HTML file that
// needs nothing else.
#ifndef DC_RENDER_HTML_REPORT_H
#define DC_RENDER_HTML_REPORT_H

#include "render/piece.h"

// Appends the report. Nothing of the page can act in it: all is escaped, and its policy lets no
// script, style or request through but its own.
void dc_render_report(const dc_doc *doc, dc_buf *out);

#endif
