// XML in words of our own, and TEI P5. Both are written by libxml2.
#ifndef DC_RENDER_XML_H
#define DC_RENDER_XML_H

#include "render/piece.h"

// Appends a document. doc NULL: of an input that failed, with the record alone. Returns DECANT_OK
// or DECANT_E_NOMEM.
decant_status dc_render_xml(const dc_doc *doc, const dc_record *record, dc_buf *out);
decant_status dc_render_tei(const dc_doc *doc, dc_buf *out);

#endif
