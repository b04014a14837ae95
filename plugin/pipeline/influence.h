// What decant_page_block_influences() promises.
#ifndef DC_PIPELINE_INFLUENCE_H
#define DC_PIPELINE_INFLUENCE_H

#include "pipeline/page.h"

decant_status dc_page_influences(const decant_page *page, size_t block, decant_influence *out,
                                 size_t cap, size_t *n, decant_error *error);

#endif
