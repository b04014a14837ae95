#include "pipeline/warc.h"

#include "pipeline/digest.h"

#include <time.h>

#define END "\r\n"
#define PROFILE "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

void dc_warc_stamp_make(uint64_t high, uint64_t low, int64_t seconds, dc_warc_stamp *out)
{
    static const char digits[] = "0123456789abcdef";
    high = (high & ~(uint64_t)0xf000) | 0x4000; // version 4, variant 1: RFC 9562
    low = (low & ~((uint64_t)3 << 62)) | (uint64_t)1 << 63;
    size_t n = 0;
    for (int i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            out->id[n++] = '-';
        const uint64_t half = i < 16 ? high : low;
        out->id[n++] = digits[half >> (60 - i % 16 * 4) & 15];
    }
    out->id[n] = '\0';
    struct tm tm;
    const time_t when = (time_t)seconds;
    if (!gmtime_r(&when, &tm) || !strftime(out->date, sizeof out->date, "%Y-%m-%dT%H:%M:%SZ", &tm))
        memcpy(out->date, "1970-01-01T00:00:00Z", sizeof out->date);
}

static void add(dc_buf *out, const char *text)
{
    dc_buf_add(out, dc_str_of(text));
}

static void begin(dc_buf *out, const char *type, const dc_warc_stamp *stamp)
{
    add(out, "WARC/1.1" END "WARC-Type: ");
    add(out, type);
    add(out, END "WARC-Record-ID: <urn:uuid:");
    add(out, stamp->id);
    add(out, ">" END "WARC-Date: ");
    add(out, stamp->date);
    add(out, END);
}

static void field(dc_buf *out, const char *name, const char *value)
{
    add(out, name);
    add(out, ": ");
    add(out, value);
    add(out, END);
}

static void digest(dc_buf *out, const char *name, dc_str first, dc_str second)
{
    char text[DC_DIGEST_LEN + 1];
    dc_digest(first, second, text);
    field(out, name, text);
}

// The end of the header, the block, and the two empty lines behind it.
static void block(dc_buf *out, const char *type, dc_str head, dc_str body)
{
    digest(out, "WARC-Block-Digest", head, body);
    field(out, "Content-Type", type);
    add(out, "Content-Length: ");
    dc_buf_number(out, (uint64_t)head.len + body.len);
    add(out, END END);
    dc_buf_add(out, head);
    dc_buf_add(out, body);
    add(out, END END);
}

void dc_warc_info(const dc_warc_stamp *stamp, const char *file, const char *software, dc_buf *out)
{
    dc_buf fields = dc_buf_on(out->hook, 4096);
    field(&fields, "software", software);
    add(&fields, "format: WARC File Format 1.1" END);
    add(&fields, "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/"
                 "warc-1.1/" END);
    begin(out, "warcinfo", stamp);
    field(out, "WARC-Filename", file);
    block(out, "application/warc-fields", dc_buf_str(&fields), DC_STR_NONE);
    if (dc_buf_status(&fields) != DECANT_OK)
        out->status = dc_buf_status(&fields);
    dc_buf_free(&fields);
}

static bool next_line(dc_str *rest, dc_str *line)
{
    if (!rest->len)
        return false;
    const char *lf = memchr(rest->p, '\n', rest->len);
    const size_t len = lf ? (size_t)(lf - rest->p) + 1 : rest->len;
    *line = (dc_str){rest->p, len};
    *rest = dc_str_from(*rest, len);
    return true;
}

// Readers look for "HTTP/1." and believe what is said of chunks and lengths.
static void add_head(dc_buf *out, const decant_exchange *exchange)
{
    dc_str rest = {exchange->head, exchange->head_len};
    dc_str line;
    bool is_chunked = false;
    while (next_line(&rest, &line)) {
        const dc_str words = dc_str_trim(line);
        if (dc_str_istarts(line, DC_STR("HTTP/2 "))) {
            add(out, "HTTP/1.1 ");
            dc_buf_add(out, dc_str_from(line, sizeof "HTTP/2 " - 1));
        } else if (dc_str_istarts(line, DC_STR("Transfer-Encoding:"))) {
            is_chunked = true;
            add(out, "X-Crawler-");
            dc_buf_add(out, line);
        } else if (words.len == 0 && is_chunked) {
            add(out, "Content-Length: ");
            dc_buf_number(out, exchange->body_len);
            add(out, END END);
        } else {
            dc_buf_add(out, line);
        }
    }
}

static void common(dc_buf *out, const decant_exchange *exchange)
{
    field(out, "WARC-Target-URI", exchange->url);
    if (exchange->address && *exchange->address)
        field(out, "WARC-IP-Address", exchange->address);
}

void dc_warc_response(const dc_warc_stamp *stamp, const decant_exchange *exchange, dc_buf *out)
{
    const bool is_revisit = exchange->http_status == 304;
    const bool is_http2 =
        dc_str_istarts((dc_str){exchange->head, exchange->head_len}, DC_STR("HTTP/2"));
    const dc_str body = {exchange->body, exchange->body_len};
    dc_buf head = dc_buf_on(out->hook, SIZE_MAX / 2);
    add_head(&head, exchange);
    begin(out, is_revisit ? "revisit" : "response", stamp);
    common(out, exchange);
    if (is_revisit)
        field(out, "WARC-Profile", PROFILE);
    else // a revisit's would be that of the answer it speaks of
        digest(out, "WARC-Payload-Digest", DC_STR_NONE, body);
    if (is_http2)
        field(out, "WARC-Protocol", "h2");
    if (exchange->is_truncated)
        field(out, "WARC-Truncated", "unspecified");
    block(out, "application/http;msgtype=response", dc_buf_str(&head), body);
    if (dc_buf_status(&head) != DECANT_OK)
        out->status = dc_buf_status(&head);
    dc_buf_free(&head);
}

static bool is_secret(dc_str line)
{
    return dc_str_istarts(line, DC_STR("Authorization:")) ||
           dc_str_istarts(line, DC_STR("Cookie:")) ||
           dc_str_istarts(line, DC_STR("Proxy-Authorization:"));
}

void dc_warc_request(const dc_warc_stamp *stamp, const dc_warc_stamp *answer,
                     const decant_exchange *exchange, dc_buf *out)
{
    dc_buf head = dc_buf_on(out->hook, SIZE_MAX / 2);
    dc_str rest = {exchange->request, exchange->request_len};
    dc_str line;
    while (next_line(&rest, &line))
        if (!is_secret(line))
            dc_buf_add(&head, line);
    begin(out, "request", stamp);
    common(out, exchange);
    add(out, "WARC-Concurrent-To: <urn:uuid:");
    add(out, answer->id);
    add(out, ">" END);
    block(out, "application/http;msgtype=request", dc_buf_str(&head), DC_STR_NONE);
    if (dc_buf_status(&head) != DECANT_OK)
        out->status = dc_buf_status(&head);
    dc_buf_free(&head);
}
