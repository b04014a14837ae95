#include "pipeline/freshness.h"

#include "fetch/header.h"

#include <curl/curl.h>

enum { MOST_S = 30 * 24 * 3600 }; // whatever a server says

// Digits, to the first other character; -1 when there are none.
static int64_t number(dc_str s)
{
    int64_t n = -1;
    for (size_t i = 0; i < s.len && dc_is_digit(s.p[i]); i++) {
        n = (n < 0 ? 0 : n) * 10 + (s.p[i] - '0');
        if (n > MOST_S)
            return MOST_S;
    }
    return n;
}

static int64_t date(dc_str s)
{
    char text[64];
    if (!s.p || s.len >= sizeof text)
        return -1;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    return (int64_t)curl_getdate(text, NULL);
}

typedef struct control {
    bool no_store, no_cache;
    int64_t max_age; // -1: not given
} control;

static control read_control(dc_str value)
{
    control c = {.max_age = -1};
    while (value.len) {
        const char *comma = memchr(value.p, ',', value.len);
        const size_t len = comma ? (size_t)(comma - value.p) : value.len;
        const dc_str one = dc_str_trim((dc_str){value.p, len});
        c.no_store |= dc_str_ieq(one, DC_STR("no-store"));
        c.no_cache |= dc_str_istarts(one, DC_STR("no-cache"));
        if (dc_str_istarts(one, DC_STR("max-age=")))
            c.max_age = number(dc_str_from(one, sizeof "max-age=" - 1));
        value = dc_str_from(value, comma ? len + 1 : len);
    }
    return c;
}

dc_freshness dc_freshness_of(dc_str head, int64_t now)
{
    const control c = read_control(dc_header_of(head, DC_STR("Cache-Control")));
    const dc_str vary = dc_header_of(head, DC_STR("Vary"));
    dc_freshness f = {.is_storable = !c.no_store};
    for (size_t i = 0; i < vary.len; i++)
        f.is_storable &= vary.p[i] != '*';
    if (!f.is_storable || c.no_cache)
        return f;
    const int64_t expires = date(dc_header_of(head, DC_STR("Expires")));
    const int64_t sent = date(dc_header_of(head, DC_STR("Date")));
    const int64_t age = number(dc_header_of(head, DC_STR("Age")));
    f.seconds = c.max_age >= 0 ? c.max_age : expires >= 0 ? expires - (sent > 0 ? sent : now) : 0;
    f.seconds -= age > 0 ? age : 0;
    if (f.seconds < 0)
        f.seconds = 0;
    if (f.seconds > MOST_S)
        f.seconds = MOST_S;
    return f;
}
