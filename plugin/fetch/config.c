#include "fetch/config.h"

#include "fetch/decode.h"

enum {
    TIME_MS = 30000,
    CONNECT_MS = 10000,
    REDIRECTS = 5,
    PARALLEL_HOST = 1,
    BODY = 10 << 20,
    BODY_MAX = 64 << 20,
    HEADERS = 256 << 10,
    HEADERS_MAX = 16 << 20,
    PROXY_MAX = 4096,
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

static decant_status read_proxy(const decant_fetch_options *o, dc_config *c, decant_error *error)
{
    c->proxy = dc_buf_on(&c->hook, PROXY_MAX);
    if (o->proxy)
        dc_buf_add(&c->proxy, dc_str_of(o->proxy));
    dc_buf_str(&c->proxy); // ends it with a NUL
    switch (dc_buf_status(&c->proxy)) {
    case DECANT_OK:
        return DECANT_OK;
    case DECANT_E_TOO_LARGE:
        return dc_fail(error, DECANT_E_INVALID, "the proxy's address is longer than %d bytes",
                       PROXY_MAX);
    default:
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
}

static uint32_t or_default(uint32_t value, uint32_t otherwise)
{
    return value ? value : otherwise;
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
    c->max_body = o->max_body_bytes ? (size_t)o->max_body_bytes : BODY;
    c->max_headers = o->max_header_bytes ? (size_t)o->max_header_bytes : HEADERS;
    c->max_redirects = o->max_redirects == UINT32_MAX ? 0 : or_default(o->max_redirects, REDIRECTS);
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
    out->hook = *dc_mem_hook(o.allocator);
    if (options && options->struct_size < sizeof o.struct_size)
        return dc_fail(error, DECANT_E_INVALID,
                       "struct_size of the options is %u: use DECANT_FETCH_OPTIONS_INIT",
                       (unsigned)options->struct_size);
    out->log = (dc_log){o.log, o.log_ctx};
    out->allow_private = o.allow_private != 0;
    decant_status status = read_limits(&o, out, error);
    if (status == DECANT_OK)
        status = read_proxy(&o, out, error);
    if (status == DECANT_OK)
        status = read_headers(&o, out, error);
    return status;
}

void dc_config_free(dc_config *config)
{
    dc_buf_free(&config->proxy);
    curl_slist_free_all(config->headers);
    curl_slist_free_all(config->headers_other);
}
