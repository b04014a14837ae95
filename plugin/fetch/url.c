#include "fetch/url.h"

#include "fetch/policy.h"

#include <idn2.h>

// Blanks and other bytes that people paste become %XX, as in a browser.
#define PARSE_FLAGS (CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE)

// A part, or NULL. Free with curl_free().
static char *part(CURLU *url, CURLUPart what, unsigned flags)
{
    char *text = NULL;
    return curl_url_get(url, what, &text, flags) == CURLUE_OK ? text : NULL;
}

static decant_status out_of_memory(decant_error *error)
{
    return dc_fail(error, DECANT_E_NOMEM, "out of memory");
}

static decant_status bad_url(CURLUcode why, decant_error *error)
{
    if (why == CURLUE_OUT_OF_MEMORY)
        return out_of_memory(error);
    if (why == CURLUE_BAD_SCHEME)
        return dc_fail(error, DECANT_E_URL,
                       "not a URL: it begins neither with http:// nor with https://");
    return dc_fail(error, DECANT_E_URL, "not a URL: %s", curl_url_strerror(why));
}

static decant_status check_scheme(CURLU *url, decant_error *error)
{
    char *scheme = part(url, CURLUPART_SCHEME, 0);
    if (!scheme)
        return out_of_memory(error);
    decant_status status = DECANT_OK;
    if (!dc_scheme_is_allowed(scheme))
        status = dc_fail(error, DECANT_E_POLICY,
                         "scheme %s is not fetched, only http and https are", scheme);
    curl_free(scheme);
    return status;
}

static decant_status check_user(CURLU *url, decant_error *error)
{
    char *user = part(url, CURLUPART_USER, 0);
    char *password = part(url, CURLUPART_PASSWORD, 0);
    const bool has_any = user || password;
    curl_free(user);
    curl_free(password);
    if (!has_any)
        return DECANT_OK;
    return dc_fail(error, DECANT_E_POLICY, "a URL with a user name or password is not fetched");
}

static decant_status check_port(CURLU *url, decant_error *error)
{
    char *text = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    unsigned port = 0;
    for (const char *p = text; p && dc_is_digit(*p) && port < 65536; p++)
        port = port * 10 + (unsigned)(*p - '0');
    curl_free(text);
    if (dc_port_is_allowed(port))
        return DECANT_OK;
    return dc_fail(error, DECANT_E_POLICY,
                   "port %u is not allowed, only 80, 443 and those above 1023 are", port);
}

static bool is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return *s == '\0';
}

// Lower case and punycode, so that one host has one spelling for limits, logs and the request. curl
// would read a name as the locale's text; URLs are UTF-8 everywhere.
static decant_status normalise_host(CURLU *url, decant_error *error)
{
    char *host = part(url, CURLUPART_HOST, 0);
    char *ascii = NULL;
    if (!host)
        return out_of_memory(error);
    for (char *p = host; *p; p++)
        *p = dc_lower(*p);
    const int code = is_ascii(host) ? IDN2_OK
                                    : idn2_lookup_u8((const uint8_t *)host, (uint8_t **)&ascii,
                                                     IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    decant_status status = DECANT_OK;
    if (code == IDN2_MALLOC)
        status = out_of_memory(error);
    else if (code != IDN2_OK)
        status = dc_fail(error, DECANT_E_URL, "not a URL: the host name is not valid: %s",
                         idn2_strerror(code));
    else if (curl_url_set(url, CURLUPART_HOST, ascii ? ascii : host, 0) != CURLUE_OK)
        status = dc_fail(error, DECANT_E_URL, "not a URL: the host name is not valid");
    idn2_free(ascii);
    curl_free(host);
    return status;
}

// Addresses written out are refused before anything happens, also where a proxy would connect for
// us. Names are checked when they are resolved.
static decant_status check_host(CURLU *url, bool allow_private, decant_error *error)
{
    char host[DC_HOST_SIZE];
    bool is_address;
    dc_url_host(url, host);
    if (allow_private || dc_address_text_is_public(host, &is_address) || !is_address)
        return DECANT_OK;
    return dc_fail(error, DECANT_E_POLICY,
                   "address %s is not public (use --allow-private to fetch it)", host);
}

static decant_status check(CURLU *url, bool allow_private, decant_error *error)
{
    decant_status status = check_scheme(url, error);
    if (status == DECANT_OK)
        status = check_user(url, error);
    if (status == DECANT_OK)
        status = check_port(url, error);
    if (status == DECANT_OK)
        status = normalise_host(url, error);
    if (status == DECANT_OK)
        status = check_host(url, allow_private, error);
    if (status == DECANT_OK && curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK)
        status = out_of_memory(error);
    return status;
}

static decant_status set(CURLU *url, dc_str text, decant_error *error)
{
    char copy[DC_URL_MAX + 1];
    text = dc_str_trim(text);
    if (text.len > DC_URL_MAX)
        return dc_fail(error, DECANT_E_URL, "the URL has %zu bytes, more than the limit of %d",
                       text.len, DC_URL_MAX);
    if (text.len == 0)
        return dc_fail(error, DECANT_E_URL, "the URL is empty");
    memcpy(copy, text.p, text.len);
    copy[text.len] = '\0';
    const CURLUcode code = curl_url_set(url, CURLUPART_URL, copy, PARSE_FLAGS);
    return code == CURLUE_OK ? DECANT_OK : bad_url(code, error);
}

decant_status dc_url_new(const char *text, bool allow_private, CURLU **out, decant_error *error)
{
    *out = NULL;
    CURLU *url = curl_url();
    if (!url)
        return out_of_memory(error);
    decant_status status = set(url, dc_str_of(text), error);
    if (status == DECANT_OK)
        status = check(url, allow_private, error);
    if (status == DECANT_OK)
        *out = url;
    else
        curl_url_cleanup(url);
    return status;
}

decant_status dc_url_follow(CURLU *url, const char *location, bool allow_private,
                            decant_error *error)
{
    const decant_status status = set(url, dc_str_of(location), error);
    return status == DECANT_OK ? check(url, allow_private, error) : status;
}

char *dc_url_text(CURLU *url)
{
    return part(url, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
}

// A part of a copy without the others.
static char *text_without(CURLU *url, const CURLUPart *parts, size_t n)
{
    char *text = NULL;
    CURLU *copy = curl_url_dup(url);
    bool is_good = copy != NULL;
    for (size_t i = 0; is_good && i < n; i++)
        is_good = curl_url_set(copy, parts[i], NULL, 0) == CURLUE_OK;
    if (is_good)
        text = dc_url_text(copy);
    curl_url_cleanup(copy);
    return text;
}

char *dc_url_origin(CURLU *url)
{
    static const CURLUPart rest[] = {CURLUPART_PATH, CURLUPART_QUERY};
    char *text = text_without(url, rest, sizeof rest / sizeof *rest);
    if (text) // "https://example.org/"
        text[strlen(text) - 1] = '\0';
    return text;
}

char *dc_url_path(CURLU *url)
{
    char *text = dc_url_text(url);
    char *host = text ? strstr(text, "//") : NULL;
    char *slash = host ? strchr(host + 2, '/') : NULL;
    if (slash)
        memmove(text, slash, strlen(slash) + 1);
    return text;
}

void dc_url_host(CURLU *url, char out[DC_HOST_SIZE])
{
    char *host = part(url, CURLUPART_HOST, 0);
    size_t len = host ? strlen(host) : 0;
    if (len >= DC_HOST_SIZE)
        len = DC_HOST_SIZE - 1;
    if (len)
        memcpy(out, host, len);
    out[len] = '\0';
    curl_free(host);
}

bool dc_url_is_https(CURLU *url)
{
    char *scheme = part(url, CURLUPART_SCHEME, 0);
    const bool is_https = scheme && strcmp(scheme, "https") == 0;
    curl_free(scheme);
    return is_https;
}

bool dc_url_same_origin(CURLU *a, CURLU *b)
{
    static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
    bool is_same = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *x = part(a, parts[i], CURLU_DEFAULT_PORT);
        char *y = part(b, parts[i], CURLU_DEFAULT_PORT);
        is_same = is_same && x && y && strcmp(x, y) == 0;
        curl_free(x);
        curl_free(y);
    }
    return is_same;
}
