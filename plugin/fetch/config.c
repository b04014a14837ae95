#include "fetch/config.h"

#include "fetch/decode.h"

enum {
    TIME_MS = 30000,
    CONNECT_MS = 10000,
    REDIRECTS = 5,
    PARALLEL_HOST = 1,
    DELAY_MS = 1000,
    RETRIES = 2,
    RETRIES_MAX = 10,
    RETRY_DELAY_MS = 1000,
    WAIT_MS = 3600000,
    BODY = 10 << 20,
    BODY_MAX = 64 << 20,
    HEADERS = 256 << 10,
    HEADERS_MAX = 16 << 20,
    TEXT_MAX = 4096,
    KEPT = 16 << 20, // memory of answers that are done, for the next ones
};

#define QUOTE(x) #x
#define JOINED(a, b, c) QUOTE(a) "." QUOTE(b) "." QUOTE(c)
#define USER_AGENT                                                                                 \
    "decant/" JOINED(DECANT_VERSION_MAJOR, DECANT_VERSION_MINOR, DECANT_VERSION_PATCH)

// Sent unless the caller gives a header of that name.
static const char *const own_headers[] = {
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding: " DC_DECODE_ACCEPTED,
    "User-Agent: " USER_AGENT,
};

static dc_str name_of(const char *header)
{
    const char *colon = strchr(header, ':');
    return (dc_str){header, colon ? (size_t)(colon - header) : 0};
}

// Whatever else a caller sends may be a secret of the host that was asked for.
static bool is_for_all_hosts(const char *header)
{
    return dc_str_istarts(name_of(header), DC_STR("Accept")) ||
           dc_str_ieq(name_of(header), DC_STR("User-Agent"));
}

// "Name: value", with nothing in it that could begin another line.
static bool is_header(const char *header)
{
    const dc_str name = name_of(header);
    if (name.len == 0)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] <= ' ' || name.p[i] == 0x7f || strchr("()<>@,;\\\"/[]?={}", name.p[i]))
            return false;
    for (const char *p = name.p + name.len; *p; p++)
        if (((unsigned char)*p < ' ' && *p != '\t') || *p == 0x7f)
            return false;
    return true;
}

static decant_status add(struct curl_slist **list, const char *header, decant_error *error)
{
    struct curl_slist *more = curl_slist_append(*list, header);
    if (!more)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    *list = more;
    return DECANT_OK;
}

static decant_status add_header(dc_config *c, const char *header, decant_error *error)
{
    const decant_status status = add(&c->headers, header, error);
    if (status != DECANT_OK || !is_for_all_hosts(header))
        return status;
    return add(&c->headers_other, header, error);
}

static bool has_header(const struct curl_slist *list, const char *header)
{
    for (; list; list = list->next)
        if (dc_str_ieq(name_of(list->data), name_of(header)))
            return true;
    return false;
}

static decant_status add_user_agent(dc_config *c, const char *agent, decant_error *error)
{
    if (!agent)
        return DECANT_OK;
    dc_buf line = dc_buf_on(&c->hook, 1024);
    dc_buf_add(&line, DC_STR("User-Agent: "));
    dc_buf_add(&line, dc_str_of(agent));
    decant_status status = dc_buf_status(&line);
    if (status == DECANT_E_NOMEM)
        dc_fail(error, status, "out of memory");
    else if (status != DECANT_OK || !is_header(dc_buf_str(&line).p))
        status = dc_fail(error, DECANT_E_INVALID,
                         "the user agent is longer than 1000 bytes or has control bytes");
    else
        status = add_header(c, dc_buf_str(&line).p, error);
    dc_buf_free(&line);
    return status;
}

static decant_status read_headers(const decant_fetch_options *o, dc_config *c, decant_error *error)
{
    decant_status status = add_user_agent(c, o->user_agent, error);
    for (size_t i = 0; status == DECANT_OK && i < o->n_headers; i++) {
        // The header itself may be a secret: the message has its number only.
        if (!o->headers[i] || !is_header(o->headers[i]))
            return dc_fail(error, DECANT_E_INVALID, "header %zu is not of the form \"Name: value\"",
                           i + 1);
        status = add_header(c, o->headers[i], error);
    }
    for (size_t i = 0; status == DECANT_OK && i < sizeof own_headers / sizeof *own_headers; i++)
        if (!has_header(c->headers, own_headers[i]))
            status = add_header(c, own_headers[i], error);
    return status;
}

static decant_status keep_text(dc_config *c, dc_buf *out, const char *text, const char *what,
                               decant_error *error)
{
    *out = dc_buf_on(&c->hook, TEXT_MAX);
    if (text)
        dc_buf_add(out, dc_str_of(text));
    dc_buf_str(out); // ends it with a NUL
    switch (dc_buf_status(out)) {
    case DECANT_OK:
        return DECANT_OK;
    case DECANT_E_TOO_LARGE:
        return dc_fail(error, DECANT_E_INVALID, "the %s is longer than %d bytes", what, TEXT_MAX);
    default:
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
}

// The leading letters, "_" and "-" of the User-Agent (RFC 9309, section 2.2.1).
static decant_status read_agent(dc_config *c, decant_error *error)
{
    char token[64];
    size_t n = 0;
    for (const struct curl_slist *h = c->headers; h; h = h->next)
        if (dc_str_ieq(name_of(h->data), DC_STR("User-Agent"))) {
            const dc_str value = dc_str_trim(dc_str_of(strchr(h->data, ':') + 1));
            while (n < value.len && n + 1 < sizeof token &&
                   (dc_is_alpha(value.p[n]) || value.p[n] == '_' || value.p[n] == '-'))
                n++;
            memcpy(token, value.len ? value.p : "", n);
            break;
        }
    token[n] = '\0';
    return keep_text(c, &c->agent, token, "product token", error);
}

// HOST:PORT:ADDRESS. An address of IPv6 has brackets or not.
static bool is_resolve_line(const char *line)
{
    const char *colon = strchr(line, ':');
    if (!colon || colon == line || strpbrk(line, " \t\r\n"))
        return false;
    const size_t digits = strspn(colon + 1, "0123456789");
    return digits > 0 && digits < 6 && colon[1 + digits] == ':' && colon[2 + digits];
}

static decant_status read_resolve(const decant_fetch_options *o, dc_config *c, decant_error *error)
{
    decant_status status = DECANT_OK;
    for (size_t i = 0; status == DECANT_OK && i < o->n_resolve; i++) {
        if (!o->resolve[i] || !is_resolve_line(o->resolve[i]))
            return dc_fail(error, DECANT_E_INVALID, "\"%s\" is not of the form HOST:PORT:ADDRESS",
                           o->resolve[i] ? o->resolve[i] : "");
        status = add(&c->resolve, o->resolve[i], error);
    }
    return status;
}

static decant_status read_texts(const decant_fetch_options *o, dc_config *c, decant_error *error)
{
    decant_status status = keep_text(c, &c->proxy, o->proxy, "proxy's address", error);
    if (status == DECANT_OK)
        status = keep_text(c, &c->ca_file, o->ca_file, "name of the certificate file", error);
    if (status == DECANT_OK)
        status = read_headers(o, c, error);
    if (status == DECANT_OK)
        status = read_agent(c, error);
    if (status == DECANT_OK)
        status = read_resolve(o, c, error);
    return status;
}

static uint32_t or_default(uint32_t value, uint32_t otherwise)
{
    return value ? value : otherwise;
}

static uint32_t or_none(uint32_t value, uint32_t otherwise)
{
    return value == UINT32_MAX ? 0 : or_default(value, otherwise);
}

static void read_pace(const decant_fetch_options *o, dc_config *c)
{
    c->delay_ms = or_none(o->delay_ms, DELAY_MS);
    c->max_retries = or_none(o->max_retries, RETRIES);
    c->retry_delay_ms = or_default(o->retry_delay_ms, RETRY_DELAY_MS);
    c->max_wait_ms = or_default(o->max_wait_ms, WAIT_MS);
}

static decant_status read_limits(const decant_fetch_options *o, dc_config *c, decant_error *error)
{
    if (o->max_body_bytes > BODY_MAX)
        return dc_fail(error, DECANT_E_INVALID, "max_body_bytes is above its limit of %d",
                       BODY_MAX);
    if (o->max_header_bytes > HEADERS_MAX)
        return dc_fail(error, DECANT_E_INVALID, "max_header_bytes is above its limit of %d",
                       HEADERS_MAX);
    if (o->max_redirects != UINT32_MAX && o->max_redirects > DC_FETCH_REDIRECTS_MAX)
        return dc_fail(error, DECANT_E_INVALID, "max_redirects is above its limit of %d",
                       DC_FETCH_REDIRECTS_MAX);
    if (o->max_parallel > DC_FETCH_PARALLEL_MAX)
        return dc_fail(error, DECANT_E_INVALID, "max_parallel is above its limit of %d",
                       DC_FETCH_PARALLEL_MAX);
    if (o->max_retries != UINT32_MAX && o->max_retries > RETRIES_MAX)
        return dc_fail(error, DECANT_E_INVALID, "max_retries is above its limit of %d",
                       RETRIES_MAX);
    if (o->robots < DECANT_ROBOTS_AUTO || o->robots > DECANT_ROBOTS_IGNORE)
        return dc_fail(error, DECANT_E_INVALID, "robots is none of the known values");
    c->max_body = o->max_body_bytes ? (size_t)o->max_body_bytes : BODY;
    c->max_headers = o->max_header_bytes ? (size_t)o->max_header_bytes : HEADERS;
    c->max_redirects = or_none(o->max_redirects, REDIRECTS);
    c->max_time_ms = or_default(o->max_time_ms, TIME_MS);
    c->connect_time_ms = or_default(o->connect_time_ms, CONNECT_MS);
    c->max_parallel = or_default(o->max_parallel, DC_FETCH_PARALLEL);
    c->max_parallel_host = or_default(o->max_parallel_host, PARALLEL_HOST);
    return DECANT_OK;
}

// A caller compiled with an older header has a smaller struct: what it does not have is the
// default.
static decant_fetch_options known_part(const decant_fetch_options *options)
{
    decant_fetch_options o = {0};
    if (options)
        memcpy(&o, options, options->struct_size < sizeof o ? options->struct_size : sizeof o);
    return o;
}

decant_allocator dc_config_hook(const decant_fetch_options *options)
{
    const decant_fetch_options o = known_part(options);
    return *dc_mem_hook(o.allocator);
}

decant_status dc_config_read(const decant_fetch_options *options, dc_config *out,
                             decant_error *error)
{
    const decant_fetch_options o = known_part(options);
    memset(out, 0, sizeof *out);
    out->given = *dc_mem_hook(o.allocator);
    out->pool = dc_pool_new(&out->given, KEPT);
    out->hook = out->pool ? *dc_pool_hook(out->pool) : out->given;
    if (!out->pool)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    if (options && options->struct_size < sizeof o.struct_size)
        return dc_fail(error, DECANT_E_INVALID,
                       "struct_size of the options is %u: use DECANT_FETCH_OPTIONS_INIT",
                       (unsigned)options->struct_size);
    out->log = (dc_log){o.log, o.log_ctx};
    out->allow_private = o.allow_private != 0;
    out->keep_failed = o.keep_failed != 0;
    out->robots = o.robots;
    out->clock = (dc_clock){o.clock, o.clock_ctx};
    out->validators = o.validators;
    out->validators_ctx = o.validators_ctx;
    out->exchange = o.exchange;
    out->exchange_ctx = o.exchange_ctx;
    read_pace(&o, out);
    const decant_status status = read_limits(&o, out, error);
    return status == DECANT_OK ? read_texts(&o, out, error) : status;
}

void dc_config_free(dc_config *config)
{
    dc_buf_free(&config->proxy);
    dc_buf_free(&config->ca_file);
    dc_buf_free(&config->agent);
    curl_slist_free_all(config->resolve);
    curl_slist_free_all(config->headers);
    curl_slist_free_all(config->headers_other);
    dc_pool_free(config->pool);
}
