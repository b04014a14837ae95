#ifndef DC_HTML_ENTITY_H
#define DC_HTML_ENTITY_H
#include "base/buf.h"
size_t dc_entity_decode(const char *p, const char *end, bool in_attribute, char out[8], size_t *out_len);
void dc_text_decode(dc_str raw, bool in_attribute, dc_buf *out);
dc_str dc_text_of(dc_arena *arena, dc_str raw, bool in_attribute);
#endif
