#include "render/csv.h"

#include "blocks/spaces.h"

// Every value is quoted. One that a spreadsheet would take for a formula is told to be text.
static void put_value(dc_buf *out, dc_str s)
{
    if (!s.p)
        return;
    dc_buf_char(out, '"');
    const size_t first = out->len;
    const char *end = s.p + s.len;
    size_t len;
    for (const char *p = s.p; p < end; p += len) {
        const dc_char_kind kind = dc_char_kind_at(p, end, &len);
        if (kind == DC_CHAR_DROP)
            continue;
        if (out->len == first && strchr("=+-@\t\r", *p))
            dc_buf_char(out, '\'');
        if (*p == '"')
            dc_buf_char(out, '"');
        if (kind == DC_CHAR_SPACE && len == 1)
            dc_buf_char(out, ' ');
        else
            dc_buf_append(out, p, len);
    }
    dc_buf_char(out, '"');
}

void dc_render_csv(const dc_record *r, bool has_header, dc_buf *out)
{
    char confidence[] = "0.00";
    const unsigned hundredths = r->confidence <= 0   ? 0
                                : r->confidence >= 1 ? 100
                                                     : (unsigned)(r->confidence * 100 + 0.5);
    confidence[0] = (char)('0' + hundredths / 100);
    confidence[2] = (char)('0' + hundredths / 10 % 10);
    confidence[3] = (char)('0' + hundredths % 10);
    const struct {
        const char *name;
        dc_str value;
    } columns[] = {{"input", r->input},
                   {"status", dc_str_of(r->status)},
                   {"error", r->error},
                   {"url", r->url},
                   {"canonical", r->canonical},
                   {"title", r->title},
                   {"author", r->author},
                   {"date", r->date},
                   {"site", r->site},
                   {"description", r->description},
                   {"image", r->image},
                   {"language", r->language},
                   {"page_type", r->page_type},
                   {"verdict", dc_str_of(r->verdict)},
                   {"confidence", r->confidence < 0 ? DC_STR_NONE : dc_str_of(confidence)},
                   {"degraded", dc_str_of(r->degraded)}};
    enum { N = sizeof columns / sizeof *columns };
    for (size_t i = 0; i < N && has_header; i++) {
        dc_buf_add(out, dc_str_of(columns[i].name));
        dc_buf_char(out, i + 1 < N ? ',' : '\n');
    }
    for (size_t i = 0; i < N; i++) {
        put_value(out, columns[i].value);
        dc_buf_char(out, i + 1 < N ? ',' : '\n');
    }
}
