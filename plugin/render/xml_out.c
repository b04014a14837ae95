#include "render/xml_out.h"

#include "base/utf8.h"

static int write_out(void *out, const char *bytes, int len)
{
    dc_buf_append(out, bytes, (size_t)len);
    return len;
}

dc_xml dc_xml_begin(dc_buf *out, const decant_allocator *hook)
{
    dc_xml x = {.text = dc_buf_on(hook, SIZE_MAX / 2)};
    xmlOutputBufferPtr to = xmlOutputBufferCreateIO(write_out, NULL, out, NULL);
    x.writer = to ? xmlNewTextWriter(to) : NULL;
    if (!x.writer) {
        if (to)
            xmlOutputBufferClose(to);
        x.has_failed = true;
        return x;
    }
    x.has_failed = xmlTextWriterStartDocument(x.writer, NULL, "UTF-8", NULL) < 0;
    return x;
}

decant_status dc_xml_end(dc_xml *x)
{
    if (x->writer) {
        x->has_failed |= xmlTextWriterEndDocument(x->writer) < 0;
        xmlFreeTextWriter(x->writer);
    }
    x->has_failed |= dc_buf_status(&x->text) != DECANT_OK;
    dc_buf_free(&x->text);
    return x->has_failed ? DECANT_E_NOMEM : DECANT_OK;
}

// Characters of XML 1.0 (section 2.2), less the discouraged ones and what turns text around.
static bool is_allowed(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n';
    return !(c >= 0x7F && c <= 0x9F) && !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE &&
           !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069);
}

// libxml2 takes strings that end with a NUL. The view ends with the next call.
static const xmlChar *safe(dc_xml *x, dc_str s)
{
    x->text.len = 0;
    if (!s.len)
        return (const xmlChar *)"";
    const char *end = s.p + s.len;
    uint32_t code;
    for (const char *p = s.p; p < end;) {
        const char *from = p;
        while (p < end && *p >= ' ' && *p < 0x7F)
            p++;
        dc_buf_append(&x->text, from, (size_t)(p - from));
        if (p == end)
            break;
        const size_t len = dc_utf8_decode(p, end, &code);
        char out[4];
        if (is_allowed(code))
            dc_buf_append(&x->text, out, dc_utf8_encode(code, out));
        p += len;
    }
    return (const xmlChar *)dc_buf_str(&x->text).p;
}

void dc_xml_open(dc_xml *x, const char *element)
{
    if (x->writer)
        x->has_failed |= xmlTextWriterStartElement(x->writer, (const xmlChar *)element) < 0;
}

void dc_xml_close(dc_xml *x)
{
    if (x->writer)
        x->has_failed |= xmlTextWriterEndElement(x->writer) < 0;
}

void dc_xml_attribute(dc_xml *x, const char *name, dc_str value)
{
    if (x->writer && value.p)
        x->has_failed |=
            xmlTextWriterWriteAttribute(x->writer, (const xmlChar *)name, safe(x, value)) < 0;
}

void dc_xml_number(dc_xml *x, const char *name, uint64_t value)
{
    char room[24];
    dc_str number = {room + sizeof room, 0};
    do {
        number.p--;
        number.len++;
        room[sizeof room - number.len] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    dc_xml_attribute(x, name, number);
}

void dc_xml_text(dc_xml *x, dc_str text)
{
    if (x->writer && text.len)
        x->has_failed |= xmlTextWriterWriteString(x->writer, safe(x, text)) < 0;
}

void dc_xml_element(dc_xml *x, const char *element, dc_str text)
{
    if (!text.p)
        return;
    dc_xml_open(x, element);
    dc_xml_text(x, text);
    dc_xml_close(x);
}
