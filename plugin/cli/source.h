// All inputs of a run, one after the other: names, lists, directories.
#ifndef DC_CLI_SOURCE_H
#define DC_CLI_SOURCE_H

#include "list.h"
#include "settings.h"
#include "walk.h"

#include <decant/pipeline.h>

// One input. Strings live until the next call, bytes of standard input as long as the sources.
typedef struct dc_source {
    decant_input input;
    const char *below;    // path below the directory it was found in, or NULL
    const char *list;     // the list it stands in, or NULL
    uint64_t line;        // in that list
    decant_error failure; // its code is not DECANT_OK when there is nothing to read
} dc_source;

typedef struct dc_sources {
    const dc_settings *settings;
    size_t next_input, next_list;
    dc_list *list;
    const char *list_name;
    dc_walk *walk;
    char *walk_name;
    bool has_walked; // the directory gave something
    bool is_stdin_read;
    char *bytes; // of standard input
    uint64_t n;
} dc_sources;

dc_sources dc_sources_of(const dc_settings *settings);
void dc_sources_end(dc_sources *s);
bool dc_sources_next(dc_sources *s, dc_source *out);

// Whether the command line names more than one input, as far as one can tell before reading.
bool dc_sources_are_many(const dc_settings *settings);

// How many inputs there are, as far as lists and names tell; 0 when that cannot be known before.
uint64_t dc_sources_count(const dc_settings *settings);

// Most bytes of one input.
size_t dc_sources_limit(const dc_settings *settings);

#endif
