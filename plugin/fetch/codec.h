// The decompressors behind one interface.
#ifndef DC_FETCH_CODEC_H
#define DC_FETCH_CODEC_H

#include "base/str.h"

#include <stdint.h>

// Input taken from the front, output written at the front.
typedef struct dc_flow {
    const uint8_t *in;
    size_t in_len;
    uint8_t *out;
    size_t room;
} dc_flow;

typedef enum dc_step {
    DC_STEP_ON,     // took and gave what it could
    DC_STEP_END,    // the data are complete
    DC_STEP_BROKEN, // they are not what they should be
    DC_STEP_NOMEM
} dc_step;

typedef struct dc_codec {
    const char *name; // as in Content-Encoding
    // State, or NULL when out of memory. first: the first byte of the data.
    void *(*open)(uint8_t first);
    dc_step (*step)(void *state, dc_flow *flow);
    // After the end there is more: true if another member begins there, false if it is to be
    // ignored.
    bool (*again)(void *state, uint8_t next);
    void (*close)(void *state);
} dc_codec;

// NULL when there is none of that name.
const dc_codec *dc_codec_find(dc_str name);

#endif
