// robots.txt: which paths of a site a crawler may ask for (RFC 9309).
#ifndef DC_FETCH_ROBOTS_H
#define DC_FETCH_ROBOTS_H

#include "base/mem.h"
#include "base/str.h"

#include <stdint.h>

typedef struct dc_robots dc_robots;

// text   the file, any bytes; what is no rule is passed over
// agent  our product token, "decant": the groups that name it count, or else those of "*"
// NULL when out of memory. The text need not live on.
dc_robots *dc_robots_parse(const decant_allocator *hook, dc_str text, dc_str agent);
void dc_robots_free(dc_robots *robots);

// Bytes held. NULL: 0.
size_t dc_robots_size(const dc_robots *robots);

// path: of a URL, with its query. The longest rule that matches decides, allow before disallow when
// two are as long; without one the path is allowed. Takes time linear in the path for each rule,
// and has a budget for all: a file that spends it is an attack, and the path is not allowed.
bool dc_robots_allows(const dc_robots *robots, dc_str path);

// Crawl-delay of the groups that count, in milliseconds; 0: none. No part of the RFC, but common.
uint32_t dc_robots_delay_ms(const dc_robots *robots);

#endif
