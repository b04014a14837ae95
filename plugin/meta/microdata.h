// What microdata says about a page: items and their properties, read into the same things as
// JSON-LD's.
#ifndef DC_META_MICRODATA_H
#define DC_META_MICRODATA_H

#include "blocks/block.h"
#include "html/tree.h"
#include "meta/jsonld.h"

// Adds the items of a page to *out. Where several articles stand side by side none speaks for the
// page. Properties in meta elements are not seen here.
void dc_microdata_read(const dc_tree *tree, const dc_blocks *blocks, dc_jsonld *out);

#endif
