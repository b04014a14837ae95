// GitHub-flavoured Markdown (GFM 0.29), that reads back as the text it was made of.
#ifndef DC_RENDER_MARKDOWN_H
#define DC_RENDER_MARKDOWN_H

#include "render/piece.h"

// Appends the page, with YAML front matter if asked for. Returns DECANT_OK or DECANT_E_NOMEM.
decant_status dc_render_markdown(const dc_doc *doc, dc_buf *out);

#endif
