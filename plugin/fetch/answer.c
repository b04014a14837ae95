#include "fetch/answer.h"

#include "fetch/failure.h"
#include "fetch/media.h"

enum {
    CODINGS_MAX = 256,
    SNIFF_AT = 4096,
    RESERVED_MAX = 1 << 20,  // believed of a Content-Length
    UNWANTED_MAX = 64 << 10, // bytes read of a body that nobody wants, to keep its connection
};

static void renew(dc_buf *buf, const dc_transfer *t, size_t max)
{
    dc_buf_free(buf);
    *buf = dc_buf_on(&t->config->hook, max);
}

void dc_answer_begin(dc_transfer *t)
{
    t->status = 0;
    t->is_body = t->is_chunked = t->has_length = t->is_sniffed = t->is_enough = false;
    t->length = 0;
    t->wire_bytes = 0;
    renew(&t->codings, t, CODINGS_MAX);
    renew(&t->head, t, t->config->max_headers + 2);
    renew(&t->wire, t, t->config->max_body);
    renew(&t->body, t, t->config->max_body);
    dc_decode_free(t->decode);
    t->decode = NULL;
}

bool dc_answer_is_good(const dc_transfer *t)
{
    if (t->status == 304)
        return t->is_conditional;
    return t->status >= 200 && t->status < 300 && t->status != 206; // nobody asked for a part
}

// Its body is read, not only skipped.
static bool is_wanted(const dc_transfer *t)
{
    return dc_answer_is_good(t) || (t->config->keep_failed && t->status >= 400);
}

// What robots.txt claims to be says nothing.
static bool must_be_page(const dc_transfer *t)
{
    return !t->asks && dc_answer_is_good(t) && t->status != 304;
}

static bool bad_length(dc_transfer *t)
{
    dc_fail(&t->error, DECANT_E_PROTOCOL, "the Content-Length of %s is no length", t->host);
    return false;
}

// One length, or several that are equal (RFC 9110, section 8.6). curl would take the last.
static bool take_length(dc_transfer *t, dc_str value)
{
    while (value.len) {
        const char *comma = memchr(value.p, ',', value.len);
        const size_t len = comma ? (size_t)(comma - value.p) : value.len;
        const dc_str one = dc_str_trim((dc_str){value.p, len});
        uint64_t n = 0;
        for (size_t i = 0; i < one.len; i++) {
            if (!dc_is_digit(one.p[i]) || n > UINT64_MAX / 20)
                return bad_length(t);
            n = n * 10 + (uint64_t)(one.p[i] - '0');
        }
        if (one.len == 0)
            return bad_length(t);
        if (t->has_length && t->length != n) {
            dc_fail(&t->error, DECANT_E_PROTOCOL, "%s sent two different Content-Lengths", t->host);
            return false;
        }
        t->has_length = true;
        t->length = n;
        value = dc_str_from(value, comma ? len + 1 : len);
    }
    return true;
}

static bool take_coding(dc_transfer *t, dc_str value)
{
    if (t->codings.len)
        dc_buf_char(&t->codings, ',');
    dc_buf_add(&t->codings, value);
    if (dc_buf_status(&t->codings) == DECANT_OK)
        return true;
    if (dc_buf_status(&t->codings) == DECANT_E_NOMEM)
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    else
        dc_fail(&t->error, DECANT_E_DECODE, "too many content codings in one another");
    return false;
}

static bool take_transfer_coding(dc_transfer *t, dc_str value)
{
    t->is_chunked |= dc_str_ifind(value, DC_STR("chunked")) != DC_STR_NPOS;
    return true;
}

static bool take_header(dc_transfer *t, dc_str line)
{
    static const struct {
        dc_str name;
        bool (*take)(dc_transfer *t, dc_str value);
    } headers[] = {
        {DC_STR("Content-Encoding:"), take_coding},
        {DC_STR("Content-Length:"), take_length},
        {DC_STR("Transfer-Encoding:"), take_transfer_coding},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (dc_str_istarts(line, headers[i].name))
            return headers[i].take(t, dc_str_trim(dc_str_from(line, headers[i].name.len)));
    return true;
}

static const char *content_type(const dc_transfer *t)
{
    const char *value = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &value);
    return value;
}

// The headers are complete: what is sure to fail ends here, before its body comes.
static bool begin_body(dc_transfer *t)
{
    t->is_body = true;
    if (!is_wanted(t))
        return true;
    if (must_be_page(t) && dc_media_check(content_type(t), &t->error) != DECANT_OK)
        return false;
    if (!t->asks && t->has_length && !t->is_chunked && t->length > t->config->max_body) {
        dc_failure_of_size(t);
        return false;
    }
    if (t->has_length && t->length <= RESERVED_MAX && t->codings.len == 0)
        dc_buf_room(&t->body, (size_t)t->length);
    dc_decode_free(t->decode);
    t->decode = dc_decode_new(&t->config->hook, dc_buf_str(&t->codings), &t->body, &t->error);
    return t->decode != NULL;
}

bool dc_answer_header(dc_transfer *t, dc_str line)
{
    t->header_bytes += line.len;
    if (t->header_bytes > t->config->max_headers) {
        dc_failure_of_headers(t);
        return false;
    }
    if (t->is_body) // trailers
        return true;
    const dc_str whole = line;
    line = dc_str_trim(line);
    if (dc_str_starts(line, DC_STR("HTTP/")))
        dc_answer_begin(t);
    dc_buf_add(&t->head, whole);
    if (dc_str_starts(line, DC_STR("HTTP/")))
        return true;
    if (line.len > 0)
        return take_header(t, line);
    long status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    t->status = (int32_t)status;
    return status < 200 || begin_body(t); // below 200: interim, another follows
}

static bool sniff(dc_transfer *t)
{
    dc_str body = dc_buf_str(&t->body);
    if (body.len > SNIFF_AT)
        body.len = SNIFF_AT;
    t->is_sniffed = true;
    return dc_media_sniff(body, content_type(t), &t->error) == DECANT_OK;
}

// Keeps the body as it comes, for who listens.
static bool keep_wire(dc_transfer *t, dc_str bytes)
{
    dc_buf_add(&t->wire, bytes);
    if (dc_buf_status(&t->wire) != DECANT_E_NOMEM)
        return true;
    dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    return false;
}

bool dc_answer_body(dc_transfer *t, dc_str bytes)
{
    t->wire_bytes += bytes.len;
    if (t->config->exchange && !keep_wire(t, bytes))
        return false;
    if (!is_wanted(t)) {
        t->is_enough = t->wire_bytes > UNWANTED_MAX;
        return !t->is_enough;
    }
    if (t->wire_bytes > t->config->max_body) {
        dc_failure_of_size(t);
        return false;
    }
    if (dc_decode_write(t->decode, bytes, &t->error) != DECANT_OK)
        return false;
    if (t->asks) {
        t->is_enough = t->body.len > DC_ROBOTS_MAX;
        return !t->is_enough;
    }
    if (t->is_sniffed || t->body.len < SNIFF_AT || !must_be_page(t))
        return true;
    return sniff(t);
}

void dc_answer_end(dc_transfer *t)
{
    if (t->is_enough)
        return;
    if (dc_decode_end(t->decode, &t->error) == DECANT_OK && !t->is_sniffed && t->body.len > 0 &&
        must_be_page(t))
        sniff(t);
}
