// The facts of a page, for the formats that carry them in front of the text.
#ifndef DC_RENDER_FRONT_H
#define DC_RENDER_FRONT_H

#include "render/json.h"

typedef struct dc_fact_row {
    const char *name;
    dc_str value;
} dc_fact_row;

enum { DC_N_FRONT = 9 };

// The facts in the order in which they are printed; unknown ones have p NULL.
void dc_front_rows(const dc_record *record, dc_fact_row out[DC_N_FRONT]);

// Appends YAML front matter: every value a double-quoted string, unknown ones left out.
void dc_front_yaml(const dc_record *record, dc_buf *out);

#endif
