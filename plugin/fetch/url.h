// URLs. curl's parser is the only one: what is checked here is the very object that is requested.
#ifndef DC_FETCH_URL_H
#define DC_FETCH_URL_H

#include "base/status.h"

#include <curl/curl.h>

enum { DC_URL_MAX = 8192, DC_HOST_SIZE = 256 };

// Parses and checks a URL; free with curl_url_cleanup(). The host is in lower-case punycode, and
// there is no fragment. Returns DECANT_E_URL, DECANT_E_POLICY (scheme, port, user name, private
// address) or DECANT_E_NOMEM, with *out NULL.
decant_status dc_url_new(const char *text, bool allow_private, CURLU **out, decant_error *error);

// Moves a URL to where a Location leads from it; the same checks. On failure the URL is lost, but
// valid.
decant_status dc_url_follow(CURLU *url, const char *location, bool allow_private,
                            decant_error *error);

// The URL as text; free with curl_free(). NULL when out of memory.
char *dc_url_text(CURLU *url);

// "https://example.org:8443", and what follows it: path and query. Free with curl_free(); NULL when
// out of memory.
char *dc_url_origin(CURLU *url);
char *dc_url_path(CURLU *url);

// The host, cut to the room.
void dc_url_host(CURLU *url, char out[DC_HOST_SIZE]);

bool dc_url_is_https(CURLU *url);

// Scheme, host and port are the same.
bool dc_url_same_origin(CURLU *a, CURLU *b);

#endif
