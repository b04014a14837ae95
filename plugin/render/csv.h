// Facts of pages as CSV (RFC 4180, lines end in "\n"): one row for each, safe to open in a
// spreadsheet.
#ifndef DC_RENDER_CSV_H
#define DC_RENDER_CSV_H

#include "render/json.h"

void dc_render_csv(const dc_record *record, bool has_header, dc_buf *out);

#endif
