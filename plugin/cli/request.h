// What the settings ask of the library.
#ifndef DC_CLI_REQUEST_H
#define DC_CLI_REQUEST_H

#include "message.h"

#include <decant/pipeline.h>

typedef struct dc_request {
    decant_options extract;
    decant_fetch_options fetch;
    decant_batch_options batch; // refers to the two above: a request stays where it is
    decant_archive *archive;    // NULL: none
    decant_cache *cache;        // likewise
} dc_request;

// How to print, as the settings want it.
decant_render_options dc_request_render(const dc_settings *settings);

// Strings stay the settings'; the voice hears what the library logs.
void dc_request_fill(dc_request *r, const dc_settings *settings, const dc_voice *voice);

// Opens what the settings want beside: an archive, a cache. Prints what is wrong and returns false.
bool dc_request_open(dc_request *r, const dc_settings *settings, const dc_voice *voice);

// False when what is fetched cannot be kept: closing says why.
bool dc_request_is_kept(const dc_request *r);

// Closes them. Prints what is wrong and returns false.
bool dc_request_close(dc_request *r, const dc_voice *voice);

#endif
