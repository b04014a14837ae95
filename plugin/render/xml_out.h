// libxml2's writer on our buffers: what XML 1.0 forbids never reaches it.
#ifndef DC_RENDER_XML_OUT_H
#define DC_RENDER_XML_OUT_H

#include "base/buf.h"

#include <libxml/xmlwriter.h>

typedef struct dc_xml {
    xmlTextWriterPtr writer; // NULL when out of memory: all calls do nothing then
    dc_buf text;             // scratch
    bool has_failed;
} dc_xml;

// Writes to out. Release with dc_xml_end(), which returns DECANT_OK or DECANT_E_NOMEM.
dc_xml dc_xml_begin(dc_buf *out, const decant_allocator *hook);
decant_status dc_xml_end(dc_xml *x);

void dc_xml_open(dc_xml *x, const char *element);
void dc_xml_close(dc_xml *x);
void dc_xml_attribute(dc_xml *x, const char *name, dc_str value);
void dc_xml_number(dc_xml *x, const char *name, uint64_t value);
void dc_xml_text(dc_xml *x, dc_str text);

// An element with text in it; nothing when text.p is NULL.
void dc_xml_element(dc_xml *x, const char *element, dc_str text);

#endif
