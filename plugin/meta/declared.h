// What the head of a page declares: meta and link elements, and JSON-LD.
#ifndef DC_META_DECLARED_H
#define DC_META_DECLARED_H

#include "blocks/candidate.h"
#include "html/tree.h"
#include "meta/date.h"
#include "meta/jsonld.h"

// Adds what meta and link elements say; JSON-LD goes to *jsonld.
void dc_declared_read(const dc_tree *tree, dc_day_order order, dc_jsonld *jsonld,
                      dc_candidates *all);

// Adds what JSON-LD says of the page. Returns the headline of the thing that stands for it.
dc_str dc_declared_jsonld(const dc_jsonld *jsonld, dc_day_order order, dc_candidates *all);

// A date in a declared value. Returns false when there is none.
bool dc_declared_date(dc_str value, dc_day_order order, char out[DC_DAY_LEN + 1]);

// Adds a language tag; nothing that cannot be one.
void dc_declared_language(dc_str value, const char *source, float confidence, dc_candidates *all);

// Whether a URL begins with a scheme of the web.
bool dc_is_web_url(dc_str url);

#endif
