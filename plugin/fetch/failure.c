#include "fetch/failure.h"

#include <errno.h>

typedef struct curl_row {
    CURLcode code;
    decant_status status;
    const char *before; // the host; NULL: curl's own words, which hold no part of the URL
    const char *after;  // the host; NULL: it is not named
} curl_row;

static const curl_row rows[] = {
    {CURLE_UNSUPPORTED_PROTOCOL, DECANT_E_PROTOCOL, "the answer of ", " is not HTTP"},
    {CURLE_URL_MALFORMAT, DECANT_E_URL, "not a URL that can be fetched", NULL},
    {CURLE_COULDNT_RESOLVE_PROXY, DECANT_E_RESOLVE, "the proxy's name does not resolve", NULL},
    {CURLE_COULDNT_RESOLVE_HOST, DECANT_E_RESOLVE, "host name ", " does not resolve"},
    {CURLE_WEIRD_SERVER_REPLY, DECANT_E_PROTOCOL, "the answer of ", " is not valid HTTP"},
    {CURLE_HTTP2, DECANT_E_NETWORK, "the HTTP/2 connection to ", " broke without an answer"},
    {CURLE_OUT_OF_MEMORY, DECANT_E_NOMEM, "out of memory", NULL},
    {CURLE_SSL_CONNECT_ERROR, DECANT_E_TLS, NULL, NULL},
    {CURLE_GOT_NOTHING, DECANT_E_NETWORK, "", " closed the connection without an answer"},
    {CURLE_SEND_ERROR, DECANT_E_NETWORK, "the connection to ", " broke without an answer"},
    {CURLE_RECV_ERROR, DECANT_E_NETWORK, "the connection to ", " broke without an answer"},
    {CURLE_SSL_CERTPROBLEM, DECANT_E_TLS, NULL, NULL},
    {CURLE_SSL_CIPHER, DECANT_E_TLS, NULL, NULL},
    {CURLE_PEER_FAILED_VERIFICATION, DECANT_E_TLS, NULL, NULL},
    {CURLE_BAD_CONTENT_ENCODING, DECANT_E_DECODE, "the transfer coding is broken or unknown", NULL},
    {CURLE_SSL_CACERT_BADFILE, DECANT_E_TLS, NULL, NULL},
    {CURLE_SSL_ISSUER_ERROR, DECANT_E_TLS, NULL, NULL},
    {CURLE_SSL_INVALIDCERTSTATUS, DECANT_E_TLS, NULL, NULL},
    {CURLE_HTTP2_STREAM, DECANT_E_NETWORK, "", " ended the stream without an answer"},
    {CURLE_PROXY, DECANT_E_NETWORK, "the proxy does not connect to ", ""},
};

static const struct {
    int status;
    const char *text;
} reasons[] = {
    {101, "Switching Protocols"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {414, "URI Too Long"},
    {418, "I'm a teapot"},
    {421, "Misdirected Request"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {511, "Network Authentication Required"},
};

static bool curl_said(const dc_transfer *t, dc_str words)
{
    return dc_str_find(dc_str_of(t->curl_message), words) != DC_STR_NPOS;
}

void dc_failure_of_headers(dc_transfer *t)
{
    dc_fail(&t->error, DECANT_E_HEADERS, "the headers are larger than the limit of %zu bytes",
            t->config->max_headers);
}

void dc_failure_of_size(dc_transfer *t)
{
    dc_fail(&t->error, DECANT_E_TOO_LARGE, "the body is larger than the limit of %zu bytes",
            t->config->max_body);
}

static void ended_early(dc_transfer *t)
{
    if (t->has_length && !t->is_chunked)
        dc_fail(&t->error, DECANT_E_TRUNCATED, "the body ended early, after %zu of %zu bytes",
                t->wire_bytes, (size_t)t->length);
    else
        dc_fail(&t->error, DECANT_E_TRUNCATED, "the body ended early, after %zu bytes",
                t->wire_bytes);
}

static void no_connection(dc_transfer *t)
{
    static const struct {
        int code;
        const char *text;
    } causes[] = {{ECONNREFUSED, "connection refused"},
                  {ECONNRESET, "connection reset"},
                  {EHOSTUNREACH, "host unreachable"},
                  {ENETUNREACH, "network unreachable"},
                  {ETIMEDOUT, "timed out"},
                  {EMFILE, "too many open files"}};
    if (t->is_refused && !t->is_tried) {
        dc_fail(&t->error, DECANT_E_POLICY,
                "address %s is not public (use --allow-private to fetch it)", t->address);
        return;
    }
    long cause = 0;
    const char *text = "no server answers";
    curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &cause);
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].code == cause)
            text = causes[i].text;
    dc_fail(&t->error, DECANT_E_CONNECT, "no connection to %s: %s", t->host, text);
}

static void too_slow(dc_transfer *t)
{
    if (!t->is_connected)
        dc_fail(&t->error, DECANT_E_TIMEOUT, "no connection to %s in time (%u ms)", t->host,
                (unsigned)(t->config->connect_time_ms < t->config->max_time_ms
                               ? t->config->connect_time_ms
                               : t->config->max_time_ms));
    else if (curl_said(t, DC_STR("too slow")))
        dc_fail(&t->error, DECANT_E_TIMEOUT, "%s sends too slowly: gave up after %zu bytes",
                t->host, t->wire_bytes);
    else
        dc_fail(&t->error, DECANT_E_TIMEOUT, "%s took longer than %u ms; %zu bytes came", t->host,
                (unsigned)t->config->max_time_ms, t->wire_bytes);
}

// Broken chunks have no code of their own, and neither have curl's limits on headers.
static bool is_told_by_words(dc_transfer *t, CURLcode code)
{
    if (code == CURLE_RECV_ERROR && curl_said(t, DC_STR("chunked-encoding"))) {
        dc_fail(&t->error, DECANT_E_PROTOCOL, "the chunks of the body are broken");
        return true;
    }
    const bool is_header_line = code == CURLE_OUT_OF_MEMORY && t->header_bytes > 0 && !t->is_body;
    if (is_header_line || curl_said(t, DC_STR("Too large response headers"))) {
        dc_failure_of_headers(t);
        return true;
    }
    return false;
}

// What ends a body that has begun is a body that ended early, whatever broke.
static bool is_cut(const dc_transfer *t, CURLcode code)
{
    if (code == CURLE_PARTIAL_FILE)
        return true;
    return t->is_body &&
           (code == CURLE_RECV_ERROR || code == CURLE_HTTP2_STREAM || code == CURLE_HTTP2);
}

static void from_table(dc_transfer *t, CURLcode code)
{
    const curl_row *row = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            row = &rows[i];
    if (!row)
        dc_fail(&t->error, DECANT_E_NETWORK, "%s: %s", t->host, curl_easy_strerror(code));
    else if (!row->before)
        dc_fail(&t->error, row->status, "no safe connection to %s: %s", t->host,
                t->curl_message[0] ? t->curl_message : curl_easy_strerror(code));
    else
        dc_fail(&t->error, row->status, "%s%s%s", row->before, row->after ? t->host : "",
                row->after ? row->after : "");
}

void dc_failure_of_curl(dc_transfer *t, CURLcode code)
{
    if (t->error.code != DECANT_OK)
        return;
    if (code == CURLE_COULDNT_CONNECT || (code == CURLE_ABORTED_BY_CALLBACK && t->is_refused))
        no_connection(t);
    else if (code == CURLE_OPERATION_TIMEDOUT)
        too_slow(t);
    else if (is_told_by_words(t, code))
        return;
    else if (is_cut(t, code))
        ended_early(t);
    else
        from_table(t, code);
}

void dc_failure_of_status(dc_transfer *t)
{
    const char *reason = "";
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == t->status)
            reason = reasons[i].text;
    dc_fail(&t->error, DECANT_E_HTTP_STATUS, "HTTP %d%s%s", (int)t->status, *reason ? " " : "",
            reason);
}
