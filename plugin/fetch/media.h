// Content types: which are pages.
#ifndef DC_FETCH_MEDIA_H
#define DC_FETCH_MEDIA_H

#include "base/status.h"

// value: of Content-Type, or NULL. A missing or malformed one says nothing, so it is accepted.
// Returns DECANT_OK or DECANT_E_CONTENT_TYPE.
decant_status dc_media_check(const char *value, decant_error *error);

// The beginning of a body, whatever its declaration: DECANT_E_CONTENT_TYPE for known binary
// formats.
decant_status dc_media_sniff(dc_str body, const char *declared, decant_error *error);

#endif
