// The encoding that a page declares about itself.
#ifndef DC_HTML_PRESCAN_H
#define DC_HTML_PRESCAN_H

#include "html/encoding.h"

// The HTML Standard's "prescan a byte stream to determine its encoding" (section 13.2.3.2) over all
// of bytes: meta elements, then an XML declaration. NULL when nothing is declared or the name is
// unknown.
const dc_encoding *dc_prescan(dc_str bytes);

#endif
