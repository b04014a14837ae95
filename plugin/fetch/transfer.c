#include "fetch/transfer.h"

#include "base/hash.h"
#include "fetch/answer.h"
#include "fetch/failure.h"
#include "fetch/request.h"
#include "fetch/retry.h"

enum { REQUEST_MAX = 64 << 10 };

decant_status dc_transfer_prepare(dc_transfer *t)
{
    dc_answer_begin(t);
    t->is_connected = t->is_refused = t->is_tried = t->is_starved = false;
    t->curl_message[0] = t->address[0] = '\0';
    dc_buf_free(&t->request);
    t->request = dc_buf_on(&t->config->hook, REQUEST_MAX);
    if (t->spent_ms >= t->config->max_time_ms)
        return dc_fail(&t->error, DECANT_E_TIMEOUT, "redirects took longer than %u ms",
                       (unsigned)t->config->max_time_ms);
    return dc_request_set(t);
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
    curl_free(t->text);
    t->text = dc_url_text(t->url);
    if (!t->text) {
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
        return false;
    }
    const uint64_t hash = dc_hash(dc_str_of(t->text));
    for (uint32_t i = 0; i < t->redirects; i++)
        if (t->seen[i] == hash) {
            dc_fail(&t->error, DECANT_E_REDIRECTS,
                    "redirect loop: it leads back to where it was; the site may demand cookies");
            return false;
        }
    t->seen[t->redirects] = hash;
    return true;
}

// Where it leads; false when nowhere, and t->error says why.
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
    t->is_downgraded |= was_https && !dc_url_is_https(t->url);
    if (was_https && !dc_url_is_https(t->url))
        dc_log_say(&t->config->log, DECANT_LOG_WARNING, "redirect from https to http: %s", t->host);
    return remember(t);
}

// ---- the end of a request ----------------------------------------------------------------------

static uint32_t time_of(const dc_transfer *t)
{
    curl_off_t us = 0;
    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &us);
    return (uint32_t)(us / 1000);
}

static void tell(dc_transfer *t, CURLcode code)
{
    const char *address = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &address);
    const dc_str request = dc_buf_str(&t->request);
    const dc_str head = dc_buf_str(&t->head);
    const dc_str body = dc_buf_str(&t->wire);
    const decant_exchange exchange = {.struct_size = sizeof exchange,
                                      .http_status = t->status,
                                      .url = t->text ? t->text : "",
                                      .address = address ? address : "",
                                      .request = request.p,
                                      .request_len = request.len,
                                      .head = head.p,
                                      .head_len = head.len,
                                      .body = body.p,
                                      .body_len = body.len,
                                      .is_truncated = code != CURLE_OK};
    t->config->exchange(t->config->exchange_ctx, &exchange);
}

static dc_next retry_or_done(dc_transfer *t)
{
    dc_retry_note_wish(t);
    t->error.http_status = t->status;
    return dc_retry_is_worth(t) ? DC_NEXT_RETRY : DC_NEXT_DONE;
}

// What a callback found comes first, but an error page is an error whatever else is wrong with it.
static void judge(dc_transfer *t, CURLcode code)
{
    const bool is_other_protocol = t->status == 101 && code != CURLE_OK; // and curl waits for more
    if (is_other_protocol || (t->is_body && t->status >= 200 && !dc_answer_is_good(t)))
        dc_failure_of_status(t);
    else if (dc_transfer_has_failed(t))
        return;
    else if (code != CURLE_OK && !t->is_enough)
        dc_failure_of_curl(t, code);
    else if (!t->is_body)
        dc_fail(&t->error, DECANT_E_PROTOCOL, "the answer of %s has no end", t->host);
    else
        dc_answer_end(t);
}

dc_next dc_transfer_finish(dc_transfer *t, CURLcode code)
{
    const char *location = location_of(t);
    t->last_ms = time_of(t);
    t->spent_ms += t->last_ms;
    if (t->config->exchange && t->is_body)
        tell(t, code);
    if (location && !dc_transfer_has_failed(t)) {
        if (follow(t, location))
            return DC_NEXT_REDIRECT;
    } else {
        judge(t, code);
    }
    return dc_transfer_has_failed(t) ? retry_or_done(t) : DC_NEXT_DONE;
}

void dc_transfer_again(dc_transfer *t)
{
    t->is_plain |= t->error.code == DECANT_E_DECODE;
    t->needs_fresh = t->error.code != DECANT_E_HTTP_STATUS;
    t->retries++;
    dc_error_clear(&t->error);
}

dc_transfer *dc_transfer_new(const dc_config *config, const char *url, void *tag)
{
    dc_transfer *t = dc_mem_zero(&config->hook, 1, sizeof *t);
    if (!t)
        return NULL;
    t->config = config;
    t->tag = tag;
    t->request = dc_buf_on(&config->hook, REQUEST_MAX);
    dc_answer_begin(t);
    if (dc_url_new(url, config->allow_private, &t->url, &t->error) != DECANT_OK)
        return t;
    t->first = curl_url_dup(t->url);
    if (!t->first)
        dc_fail(&t->error, DECANT_E_NOMEM, "out of memory");
    dc_url_host(t->url, t->host);
    remember(t);
    return t;
}

dc_transfer *dc_transfer_of_robots(const dc_config *config, const char *origin)
{
    dc_buf url = dc_buf_on(&config->hook, DC_URL_MAX);
    dc_buf_add(&url, dc_str_of(origin));
    dc_buf_add(&url, DC_STR("/robots.txt"));
    const char *text = dc_buf_str(&url).p;
    dc_transfer *t = dc_buf_status(&url) == DECANT_OK ? dc_transfer_new(config, text, NULL) : NULL;
    dc_buf_free(&url);
    return t;
}

void dc_transfer_free(dc_transfer *t)
{
    if (!t)
        return;
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    curl_url_cleanup(t->first);
    curl_url_cleanup(t->url);
    curl_free(t->text);
    dc_decode_free(t->decode);
    dc_buf_free(&t->request);
    dc_buf_free(&t->head);
    dc_buf_free(&t->codings);
    dc_buf_free(&t->wire);
    dc_buf_free(&t->body);
    dc_mem_free(&t->config->hook, t, sizeof *t);
}
