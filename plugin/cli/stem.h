// Names of output files: one for each input, none twice.
#ifndef DC_CLI_STEM_H
#define DC_CLI_STEM_H

#include "source.h"

// What has been given out. Only hashes are kept; a false match costs a needless "-2".
typedef struct dc_stems {
    uint64_t *taken; // 0: free
    size_t n, cap;
} dc_stems;

// A page of a directory keeps its path below it; others get a slug of [a-z0-9-]. No ending yet.
// Free with dc_heap_free().
char *dc_stems_take(dc_stems *stems, const dc_source *source);

void dc_stems_free(dc_stems *stems);

#endif
