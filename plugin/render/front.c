#include "render/front.h"

void dc_front_rows(const dc_record *r, dc_fact_row out[DC_N_FRONT])
{
    const dc_fact_row rows[DC_N_FRONT] = {
        {"title", r->title},       {"author", r->author}, {"date", r->date},
        {"site", r->site},         {"url", r->url},       {"canonical", r->canonical},
        {"language", r->language}, {"image", r->image},   {"description", r->description}};
    memcpy(out, rows, sizeof rows);
}

// A double-quoted scalar of YAML 1.2 may be any string of JSON.
void dc_front_yaml(const dc_record *record, dc_buf *out)
{
    dc_fact_row rows[DC_N_FRONT];
    dc_front_rows(record, rows);
    dc_buf_add(out, DC_STR("---\n"));
    for (size_t i = 0; i < DC_N_FRONT; i++) {
        if (!rows[i].value.p)
            continue;
        dc_buf_add(out, dc_str_of(rows[i].name));
        dc_buf_add(out, DC_STR(": "));
        dc_json_string(rows[i].value, out);
        dc_buf_char(out, '\n');
    }
    dc_buf_add(out, DC_STR("---\n"));
}
