// Where it is not certain what tree construction makes of the source: there gumbo sees the bytes.
#ifndef DC_HTML_DOUBT_H
#define DC_HTML_DOUBT_H

#include "html/scanner.h"

// The rest of the page, where it is not certain which "<" begins a tag.
void dc_emit_rest(dc_scanner *s);

// The content, at s->p, of an element that the tokenizer may read as raw text.
void dc_raw_content(dc_scanner *s, dc_str name, dc_tag tag);

// "<![CDATA[" at s->p.
void dc_cdata(dc_scanner *s, dc_str rest);

#endif
