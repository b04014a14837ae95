#include "fetch/request.h"

#include "fetch/answer.h"

enum {
    BUFFER = 64 << 10, // for each request under way: all of them should fit into the cache
    UPLOAD = 16 << 10, // the least that curl takes: it allocates one for each request anew
    DNS_CACHE_S = 300,
    LOW_SPEED_BYTES = 100,
    LOW_SPEED_S = 10,
};

// ---- curl's callbacks: taking less than what is given ends the request -------------------------

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
    return dc_answer_header(ctx, (dc_str){p, size * n}) ? size * n : 0;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    return dc_answer_body(ctx, (dc_str){p, size * n}) ? size * n : 0;
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
    const curl_socket_t fd = dc_sockets_new(t->sockets, address);
    t->is_starved |= fd == CURL_SOCKET_BAD && dc_sockets_ran_out();
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

// The only place where curl shows what it has sent.
static int on_debug(CURL *easy, curl_infotype type, char *p, size_t len, void *ctx)
{
    dc_transfer *t = ctx;
    (void)easy;
    if (type == CURLINFO_HEADER_OUT)
        dc_buf_append(&t->request, p, len);
    return 0;
}

// ---- headers of its own ------------------------------------------------------------------------

static bool add_header(struct curl_slist **list, const char *name, const char *value)
{
    char line[sizeof(decant_validators)];
    const size_t n = strlen(name), len = strlen(value);
    if (n + len + 3 > sizeof line)
        return false;
    memcpy(line, name, n);
    memcpy(line + n, ": ", 2);
    memcpy(line + n + 2, value, len + 1);
    struct curl_slist *more = curl_slist_append(*list, line);
    if (more)
        *list = more;
    return more != NULL;
}

// A value that came from a server, by way of a cache: nothing in it may begin another line.
static bool is_sendable(const char *value)
{
    for (const char *p = value; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            return false;
    return *value != '\0';
}

static bool add_validators(dc_transfer *t, struct curl_slist **list)
{
    decant_validators v = {"", ""};
    t->is_conditional = t->config->validators(t->config->validators_ctx, t->text, &v) &&
                        (is_sendable(v.etag) || is_sendable(v.last_modified));
    if (!t->is_conditional)
        return true;
    return (!is_sendable(v.etag) || add_header(list, "If-None-Match", v.etag)) &&
           (!is_sendable(v.last_modified) ||
            add_header(list, "If-Modified-Since", v.last_modified));
}

// The headers of the config, with what this request has beside or instead.
static bool make_headers(dc_transfer *t)
{
    const struct curl_slist *given =
        t->is_elsewhere ? t->config->headers_other : t->config->headers;
    struct curl_slist *more = NULL;
    curl_slist_free_all(t->headers);
    t->headers = NULL;
    t->is_conditional = false;
    if (t->config->validators && !t->asks && !add_validators(t, &t->headers))
        return false;
    if (t->is_plain && !add_header(&t->headers, "Accept-Encoding", "identity"))
        return false;
    if (!t->headers)
        return true;
    for (; given; given = given->next) {
        if (t->is_plain && dc_str_istarts(dc_str_of(given->data), DC_STR("Accept-Encoding:")))
            continue;
        more = curl_slist_append(t->headers, given->data);
        if (!more)
            return false;
        t->headers = more;
    }
    return true;
}

// ---- the handle --------------------------------------------------------------------------------

static bool set_numbers(const dc_transfer *t)
{
    const struct {
        CURLoption option;
        long value;
    } options[] = {
        {CURLOPT_BUFFERSIZE, BUFFER},
        {CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD},
        {CURLOPT_CONNECTTIMEOUT_MS, (long)t->config->connect_time_ms},
        {CURLOPT_DNS_CACHE_TIMEOUT, DNS_CACHE_S},
        {CURLOPT_FOLLOWLOCATION, 0}, // redirects pass the same checks as what was asked for
        {CURLOPT_HTTP09_ALLOWED, 0},
        {CURLOPT_HTTP_CONTENT_DECODING, 0},
        {CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES},
        {CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S},
        {CURLOPT_NETRC, CURL_NETRC_IGNORED},
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_QUICK_EXIT, 1}, // a name server that is silent holds up one URL, not all
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
        {CURLOPT_TCP_KEEPALIVE, 1},
        {CURLOPT_VERBOSE, t->config->exchange != NULL}, // for on_debug()
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (curl_easy_setopt(t->easy, options[i].option, options[i].value) != CURLE_OK)
            return false;
    return true;
}

// An empty proxy and no list of exceptions: the environment has no say.
static bool set_strings(const dc_transfer *t)
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
    return t->config->ca_file.len == 0 ||
           curl_easy_setopt(t->easy, CURLOPT_CAINFO, t->config->ca_file.p) == CURLE_OK;
}

static void set_callbacks(const dc_transfer *t)
{
    curl_easy_setopt(t->easy, CURLOPT_CLOSESOCKETDATA, t->sockets); // connections outlive requests
    curl_easy_setopt(t->easy, CURLOPT_CLOSESOCKETFUNCTION, dc_sockets_end);
    curl_easy_setopt(t->easy, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, on_request);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
}

// What all requests of a fetcher have in common. Handles go from one to the next as they are.
static decant_status open_handle(dc_transfer *t)
{
    t->easy = curl_easy_init();
    if (!t->easy)
        return dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    set_callbacks(t);
    if (set_numbers(t) && set_strings(t) &&
        curl_easy_setopt(t->easy, CURLOPT_RESOLVE, t->config->resolve) == CURLE_OK)
        return DECANT_OK;
    curl_easy_cleanup(t->easy);
    t->easy = NULL;
    return dc_fail(&t->error, DECANT_E_INTERNAL, "libcurl does not know an option of this program");
}

// ---- the request -------------------------------------------------------------------------------

static void set_context(dc_transfer *t)
{
    static const CURLoption options[] = {CURLOPT_DEBUGDATA,      CURLOPT_HEADERDATA,
                                         CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA,
                                         CURLOPT_PRIVATE,        CURLOPT_WRITEDATA};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        curl_easy_setopt(t->easy, options[i], t);
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->curl_message);
}

decant_status dc_request_set(dc_transfer *t)
{
    if (!make_headers(t))
        return dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    if (!t->easy && open_handle(t) != DECANT_OK)
        return t->error.code;
    struct curl_slist *usual = t->is_elsewhere ? t->config->headers_other : t->config->headers;
    set_context(t);
    curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, (long)t->needs_fresh);
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)(t->config->max_time_ms - t->spent_ms));
    if (curl_easy_setopt(t->easy, CURLOPT_CURLU, t->url) != CURLE_OK ||
        curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers ? t->headers : usual) != CURLE_OK)
        return dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    return DECANT_OK;
}

void dc_request_unset(CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_CURLU, NULL);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
}
