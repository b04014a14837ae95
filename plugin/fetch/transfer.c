#include "fetch/transfer.h"

#include "base/hash.h"
#include "fetch/failure.h"
#include "fetch/media.h"

#include <fcntl.h>
#include <unistd.h>

enum {
    CODINGS_MAX = 256,
    SNIFF_AT = 4096,
    UNWANTED_MAX = 64 << 10, // bytes read of a body that nobody wants, to keep its connection
    LOW_SPEED_BYTES = 100,
    LOW_SPEED_S = 10,
};

// ---- the answer --------------------------------------------------------------------------------

static void begin_answer(dc_transfer *t)
{
    t->status = 0;
    t->is_body = t->is_chunked = t->has_length = t->is_sniffed = false;
    t->length = 0;
    t->wire_bytes = 0;
    dc_buf_free(&t->codings);
    t->codings = dc_buf_on(&t->config->hook, CODINGS_MAX);
}

static bool is_wanted(const dc_transfer *t)
{
    return t->status >= 200 && t->status < 300 && t->status != 206; // nobody asked for a part
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
    if (dc_media_check(content_type(t), &t->error) != DECANT_OK)
        return false;
    if (t->has_length && !t->is_chunked && t->length > t->config->max_body) {
        dc_failure_of_size(t);
        return false;
    }
    dc_decode_free(t->decode);
    t->decode = dc_decode_new(&t->config->hook, dc_buf_str(&t->codings), &t->body, &t->error);
    return t->decode != NULL;
}

static bool take_header_line(dc_transfer *t, dc_str line)
{
    t->header_bytes += line.len;
    if (t->header_bytes > t->config->max_headers) {
        dc_failure_of_headers(t);
        return false;
    }
    if (t->is_body) // trailers
        return true;
    line = dc_str_trim(line);
    if (dc_str_starts(line, DC_STR("HTTP/"))) {
        begin_answer(t);
        return true;
    }
    if (line.len > 0)
        return take_header(t, line);
    long status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    t->status = (int32_t)status;
    return status < 200 || begin_body(t); // below 200: interim, another follows
}

static bool take_body(dc_transfer *t, dc_str bytes)
{
    t->wire_bytes += bytes.len;
    if (!is_wanted(t))
        return t->wire_bytes <= UNWANTED_MAX;
    if (t->wire_bytes > t->config->max_body) {
        dc_failure_of_size(t);
        return false;
    }
    if (dc_decode_write(t->decode, bytes, &t->error) != DECANT_OK)
        return false;
    if (t->is_sniffed || t->body.len < SNIFF_AT)
        return true;
    t->is_sniffed = true;
    return dc_media_sniff(dc_buf_str(&t->body), content_type(t), &t->error) == DECANT_OK;
}

// ---- curl's callbacks: taking less than what is given ends the request -------------------------

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
    return take_header_line(ctx, (dc_str){p, size * n}) ? size * n : 0;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    return take_body(ctx, (dc_str){p, size * n}) ? size * n : 0;
}

static bool is_checked(const dc_transfer *t)
{
    return !t->config->allow_private && t->config->proxy.len == 0;
}

// Every address of every connection passes here after it is resolved and before anything is sent:
// what is checked is what is used, so a name cannot change its address in between.
static curl_socket_t on_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
    dc_transfer *t = ctx;
    (void)purpose;
    if (is_checked(t) && !dc_address_is_public(&address->addr)) {
        t->is_refused = true;
        dc_address_print(&address->addr, t->address);
        return CURL_SOCKET_BAD;
    }
    t->is_tried = true;
    const int fd = socket(address->family, address->socktype, address->protocol);
    if (fd >= 0)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

// Called also for a connection that is used again, which on_socket() does not see.
static int on_request(void *ctx, char *remote, char *local, int remote_port, int local_port)
{
    dc_transfer *t = ctx;
    bool is_address;
    (void)local;
    (void)remote_port;
    (void)local_port;
    t->is_connected = true;
    if (!is_checked(t) || dc_address_text_is_public(remote, &is_address))
        return CURL_PREREQFUNC_OK;
    t->is_refused = true;
    t->is_tried = false;
    const dc_str address = dc_str_of(remote);
    const size_t len = address.len < sizeof t->address ? address.len : sizeof t->address - 1;
    memcpy(t->address, address.p, len);
    t->address[len] = '\0';
    return CURL_PREREQFUNC_ABORT;
}

// ---- the request -------------------------------------------------------------------------------

static bool set_numbers(const dc_transfer *t)
{
    const struct {
        CURLoption option;
        long value;
    } options[] = {
        {CURLOPT_CONNECTTIMEOUT_MS, (long)t->config->connect_time_ms},
        {CURLOPT_FOLLOWLOCATION, 0}, // redirects pass the same checks as what was asked for
        {CURLOPT_HTTP09_ALLOWED, 0},
        {CURLOPT_HTTP_CONTENT_DECODING, 0},
        {CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES},
        {CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S},
        {CURLOPT_NETRC, CURL_NETRC_IGNORED},
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
        {CURLOPT_TIMEOUT_MS, (long)(t->config->max_time_ms - t->spent_ms)},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (curl_easy_setopt(t->easy, options[i].option, options[i].value) != CURLE_OK)
            return false;
    return true;
}

// An empty proxy and no list of exceptions: the environment has no say.
static bool set_strings(dc_transfer *t)
{
    const struct {
        CURLoption option;
        const char *value;
    } options[] = {
        {CURLOPT_NOPROXY, ""},
        {CURLOPT_PROTOCOLS_STR, "http,https"},
        {CURLOPT_PROXY, t->config->proxy.len ? t->config->proxy.p : ""},
        {CURLOPT_REDIR_PROTOCOLS_STR, "http,https"},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (curl_easy_setopt(t->easy, options[i].option, options[i].value) != CURLE_OK)
            return false;
    return true;
}

static void set_callbacks(dc_transfer *t)
{
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->curl_message);
    curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, on_request);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
}

decant_status dc_transfer_prepare(dc_transfer *t)
{
    begin_answer(t);
    t->is_connected = t->is_refused = t->is_tried = false;
    t->curl_message[0] = '\0';
    if (t->spent_ms >= t->config->max_time_ms)
        return dc_fail(&t->error, DECANT_E_TIMEOUT, "redirects took longer than %u ms",
                       (unsigned)t->config->max_time_ms);
    if (!t->easy)
        t->easy = curl_easy_init();
    if (!t->easy)
        return dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    set_callbacks(t);
    struct curl_slist *headers = t->is_elsewhere ? t->config->headers_other : t->config->headers;
    if (!set_numbers(t) || !set_strings(t) ||
        curl_easy_setopt(t->easy, CURLOPT_CURLU, t->url) != CURLE_OK ||
        curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, headers) != CURLE_OK)
        return dc_fail(&t->error, DECANT_E_INTERNAL,
                       "libcurl does not know an option of this program");
    return DECANT_OK;
}

// ---- redirects ---------------------------------------------------------------------------------

static bool is_redirect(const dc_transfer *t)
{
    switch (t->status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return true;
    default:
        return false;
    }
}

// The value of Location; NULL when there is none, or an empty one, which leads nowhere.
static const char *location_of(const dc_transfer *t)
{
    struct curl_header *header;
    if (!t->is_body || !is_redirect(t) ||
        curl_easy_header(t->easy, "Location", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return dc_str_trim(dc_str_of(header->value)).len ? header->value : NULL;
}

// We keep no cookies, so a URL that comes a second time will come for ever.
static bool remember(dc_transfer *t)
{
    char *text = dc_url_text(t->url);
    if (!text) {
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
        return false;
    }
    const uint64_t hash = dc_hash(dc_str_of(text));
    curl_free(text);
    for (uint32_t i = 0; i < t->redirects; i++)
        if (t->seen[i] == hash) {
            dc_fail(&t->error, DECANT_E_REDIRECTS,
                    "redirect loop: it leads back to where it was; the site may demand cookies");
            return false;
        }
    t->seen[t->redirects] = hash;
    return true;
}

static bool follow(dc_transfer *t, const char *location)
{
    decant_error why;
    const bool was_https = dc_url_is_https(t->url);
    if (t->config->max_redirects == 0) {
        dc_fail(&t->error, DECANT_E_REDIRECTS, "HTTP %d: redirects are not followed",
                (int)t->status);
        return false;
    }
    if (t->redirects == t->config->max_redirects) {
        dc_fail(&t->error, DECANT_E_REDIRECTS, "more than %u redirects", (unsigned)t->redirects);
        return false;
    }
    const decant_status status = dc_url_follow(t->url, location, t->config->allow_private, &why);
    if (status != DECANT_OK) {
        dc_fail(&t->error, status, "redirect refused: %s", why.message);
        return false;
    }
    t->redirects++;
    dc_url_host(t->url, t->host);
    t->is_elsewhere |= !dc_url_same_origin(t->first, t->url);
    if (was_https && !dc_url_is_https(t->url))
        dc_log_say(&t->config->log, DECANT_LOG_WARNING, "redirect from https to http: %s", t->host);
    return remember(t);
}

static void finish_body(dc_transfer *t)
{
    if (dc_decode_end(t->decode, &t->error) == DECANT_OK && !t->is_sniffed && t->body.len > 0)
        dc_media_sniff(dc_buf_str(&t->body), content_type(t), &t->error);
}

static uint32_t time_of(const dc_transfer *t)
{
    curl_off_t us = 0;
    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &us);
    return (uint32_t)(us / 1000);
}

bool dc_transfer_finish(dc_transfer *t, CURLcode code)
{
    t->spent_ms += time_of(t);
    const char *location = location_of(t);
    if (dc_transfer_has_failed(t))
        ; // a callback knows best
    else if (location && follow(t, location))
        return true;
    else if (location)
        ; // follow() said why
    else if (t->is_body && !is_wanted(t))
        dc_failure_of_status(t);
    else if (code != CURLE_OK)
        dc_failure_of_curl(t, code);
    else if (!t->is_body)
        dc_fail(&t->error, DECANT_E_PROTOCOL, "the answer of %s has no end", t->host);
    else
        finish_body(t);
    t->error.http_status = t->status;
    return false;
}

dc_transfer *dc_transfer_new(const dc_config *config, const char *url, void *tag)
{
    dc_transfer *t = dc_mem_zero(&config->hook, 1, sizeof *t);
    if (!t)
        return NULL;
    t->config = config;
    t->tag = tag;
    t->codings = dc_buf_on(&config->hook, CODINGS_MAX);
    t->body = dc_buf_on(&config->hook, config->max_body);
    if (dc_url_new(url, config->allow_private, &t->url, &t->error) != DECANT_OK)
        return t;
    t->first = curl_url_dup(t->url);
    if (!t->first)
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    dc_url_host(t->url, t->host);
    remember(t);
    return t;
}

void dc_transfer_free(dc_transfer *t)
{
    if (!t)
        return;
    curl_easy_cleanup(t->easy);
    curl_url_cleanup(t->first);
    curl_url_cleanup(t->url);
    dc_decode_free(t->decode);
    dc_buf_free(&t->codings);
    dc_buf_free(&t->body);
    dc_mem_free(&t->config->hook, t, sizeof *t);
}
