#include "fetch/sites.h"

#include "base/hash.h"
#include "base/mem.h"

enum {
    SITES_MAX = 4096, // with more of them, or more bytes of rules, those that nobody waits for go
    BYTES_MAX = 64 << 20,
    DAY_MS = 86400000,  // RFC 9309, section 2.4
    AGAIN_MS = 1800000, // what could not be read is asked for again
};

static void free_site(dc_sites *s, dc_site *site)
{
    dc_queue_free(&site->held);
    s->n_bytes -= dc_robots_size(site->robots);
    dc_robots_free(site->robots);
    dc_mem_free(s->hook, site, sizeof *site + strlen(site->origin) + 1);
}

void dc_sites_free(dc_sites *s)
{
    for (size_t i = 0; i < DC_SITE_CHAINS; i++)
        for (dc_site *site; (site = s->chains[i]);) {
            s->chains[i] = site->next;
            free_site(s, site);
        }
}

// Nobody waits for it, and no transfer points to it.
static bool can_go(const dc_site *site)
{
    return site->state != DC_SITE_ASKED && !site->held.first;
}

static void sweep(dc_sites *s)
{
    for (size_t i = 0; i < DC_SITE_CHAINS; i++)
        for (dc_site **at = &s->chains[i], *site; (site = *at);) {
            if (!can_go(site)) {
                at = &site->next;
                continue;
            }
            *at = site->next;
            free_site(s, site);
            s->n--;
        }
}

static dc_site *find(dc_sites *s, const char *origin, uint64_t hash)
{
    dc_site *site = s->chains[hash % DC_SITE_CHAINS];
    while (site && (site->hash != hash || strcmp(site->origin, origin) != 0))
        site = site->next;
    return site;
}

static dc_site *make(dc_sites *s, const char *origin, uint64_t hash)
{
    if (s->n >= SITES_MAX || s->n_bytes > BYTES_MAX)
        sweep(s);
    const size_t len = strlen(origin);
    dc_site *site = dc_mem_zero(s->hook, 1, sizeof *site + len + 1);
    if (!site)
        return NULL;
    memcpy(site->origin, origin, len + 1);
    site->hash = hash;
    dc_site **chain = &s->chains[hash % DC_SITE_CHAINS];
    site->next = *chain;
    *chain = site;
    s->n++;
    return site;
}

static void forget(dc_sites *s, dc_site *site)
{
    s->n_bytes -= dc_robots_size(site->robots);
    dc_robots_free(site->robots);
    site->robots = NULL;
    site->state = DC_SITE_NEW;
}

dc_site *dc_sites_get(dc_sites *s, CURLU *url, uint64_t now_ms)
{
    char *origin = dc_url_origin(url);
    if (!origin)
        return NULL;
    const uint64_t hash = dc_hash(dc_str_of(origin));
    dc_site *site = find(s, origin, hash);
    if (!site)
        site = make(s, origin, hash);
    else if (can_go(site) && site->until_ms <= now_ms)
        forget(s, site);
    curl_free(origin);
    return site;
}

void dc_sites_hold(dc_sites *s, dc_site *site, dc_transfer *t)
{
    dc_queue_push(&site->held, t);
    s->n_held++;
}

dc_transfer *dc_sites_release(dc_sites *s, dc_site *site)
{
    dc_transfer *t = site->held.last;
    if (!t)
        return NULL;
    dc_queue_take(&site->held, t);
    s->n_held--;
    return t;
}

// A site that does not answer at all fails as itself: no second attempt would do better. So does a
// lack of memory.
static bool is_out_of_reach(decant_status code)
{
    return code == DECANT_E_RESOLVE || code == DECANT_E_CONNECT || code == DECANT_E_TLS ||
           code == DECANT_E_POLICY || code == DECANT_E_NOMEM;
}

// With its port, if it is not the usual one.
static const char *host_of(const dc_site *site)
{
    return strstr(site->origin, "//") + 2;
}

static void close_site(dc_site *site, const dc_transfer *asked)
{
    site->state = DC_SITE_CLOSED;
    site->why = asked->error;
    if (!is_out_of_reach(asked->error.code) || asked->redirects)
        dc_fail(&site->why, DECANT_E_ROBOTS,
                "robots.txt of %s cannot be read, so all is forbidden: %s", host_of(site),
                asked->error.message);
}

// Section 2.3.1: what is not there forbids nothing, nor what more redirects lead to than anyone
// follows; what cannot be reached forbids all. 429 is no answer to the question.
void dc_sites_learn(dc_sites *s, dc_site *site, dc_transfer *asked, uint64_t now_ms)
{
    const decant_error *e = &asked->error;
    const bool is_absent = e->code == DECANT_E_REDIRECTS ||
                           (e->code == DECANT_E_HTTP_STATUS && e->http_status >= 300 &&
                            e->http_status < 500 && e->http_status != 429);
    site->until_ms = now_ms + DAY_MS;
    site->state = e->code == DECANT_E_CANCELLED ? DC_SITE_NEW : DC_SITE_RULED;
    if (site->state == DC_SITE_NEW)
        return;
    if (is_absent)
        return;
    if (e->code == DECANT_OK) {
        const dc_buf *agent = &asked->config->agent;
        site->robots =
            dc_robots_parse(s->hook, dc_buf_str(&asked->body), (dc_str){agent->p, agent->len});
        s->n_bytes += dc_robots_size(site->robots);
        if (site->robots)
            return;
        dc_fail(&asked->error, DECANT_E_NOMEM, "out of memory");
    }
    site->until_ms = asked->error.code == DECANT_E_NOMEM ? now_ms : now_ms + AGAIN_MS;
    close_site(site, asked);
}

bool dc_site_allows(const dc_site *site, CURLU *url, decant_error *error)
{
    if (site->state == DC_SITE_CLOSED) {
        if (error)
            *error = site->why;
        return false;
    }
    if (!site->robots)
        return true;
    char *path = dc_url_path(url);
    const bool is_allowed = path && dc_robots_allows(site->robots, dc_str_of(path));
    if (!path)
        dc_fail(error, DECANT_E_NOMEM, "out of memory");
    else if (!is_allowed)
        dc_fail(error, DECANT_E_ROBOTS,
                "robots.txt of %s forbids it (--robots ignore fetches it all the same)",
                host_of(site));
    curl_free(path);
    return is_allowed;
}

void dc_sites_drain(dc_sites *s, dc_queue *out)
{
    for (size_t i = 0; i < DC_SITE_CHAINS; i++)
        for (dc_site *site = s->chains[i]; site; site = site->next)
            for (dc_transfer *t; (t = dc_sites_release(s, site));)
                dc_queue_push(out, t);
}
