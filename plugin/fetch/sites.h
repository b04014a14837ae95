// What is known of the robots.txt of each site (scheme, host and port), and who waits for it.
#ifndef DC_FETCH_SITES_H
#define DC_FETCH_SITES_H

#include "fetch/queue.h"
#include "fetch/robots.h"

typedef struct dc_site dc_site;

typedef enum dc_site_state {
    DC_SITE_NEW,    // its robots.txt is to be fetched,
    DC_SITE_ASKED,  // is being fetched,
    DC_SITE_RULED,  // came, or does not exist,
    DC_SITE_CLOSED, // or cannot be read: nothing is allowed (RFC 9309, section 2.3.1.4)
} dc_site_state;

struct dc_site {
    dc_site *next; // in its chain of the table
    uint64_t hash;
    dc_site_state state;
    dc_robots *robots; // of DC_SITE_RULED; NULL: all is allowed
    decant_error why;  // of DC_SITE_CLOSED
    uint64_t until_ms; // what is known holds until then
    dc_queue held;     // pages that wait for the answer
    char origin[];     // "https://example.org:8443"
};

enum { DC_SITE_CHAINS = 256 };

typedef struct dc_sites {
    const decant_allocator *hook;
    dc_site *chains[DC_SITE_CHAINS];
    size_t n;
    size_t n_bytes; // of all rules
    size_t n_held;  // transfers that wait, of all sites
} dc_sites;

void dc_sites_free(dc_sites *sites);

// The site of a URL, made when it is not there; what is too old is forgotten. NULL when out of
// memory.
dc_site *dc_sites_get(dc_sites *sites, CURLU *url, uint64_t now_ms);

// A transfer waits for the answer.
void dc_sites_hold(dc_sites *sites, dc_site *site, dc_transfer *t);

// Takes the last one that waits, NULL when none does.
dc_transfer *dc_sites_release(dc_sites *sites, dc_site *site);

// The transfer that asked has ended. A site that was not answered is asked again at the next page.
void dc_sites_learn(dc_sites *sites, dc_site *site, dc_transfer *asked, uint64_t now_ms);

// May the URL be asked for? *error is filled when not.
bool dc_site_allows(const dc_site *site, CURLU *url, decant_error *error);

// All that waits stands in out afterwards.
void dc_sites_drain(dc_sites *sites, dc_queue *out);

#endif
