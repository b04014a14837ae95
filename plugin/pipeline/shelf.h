// The bodies of a cache, each in a file of its folder. The file says whose body it has: it is
// called by a hash, and hashes can be made to meet.
#ifndef DC_PIPELINE_SHELF_H
#define DC_PIPELINE_SHELF_H

#include "base/buf.h"
#include "base/status.h"

#include <stdbool.h>

// The place of a key's body: what its file is called by.
uint64_t dc_shelf_place(dc_str key);

// What it takes of the disk, in whole blocks.
uint64_t dc_shelf_size(dc_str key, size_t body_len);

// Writes it beside, then renames it: there is the old file or the new one, never half of one.
// dir: the folder.
decant_status dc_shelf_write(int dir, dc_str key, dc_str body, decant_error *error);

// Reads a body of that length, which then stands in `all`. Returns false when it is not there, is
// another's or has another length.
bool dc_shelf_read(int dir, dc_str key, size_t body_len, dc_buf *all, dc_str *body);

void dc_shelf_remove(int dir, uint64_t place);

// Removes what runs that died left behind: files of places that nobody knows, and halves of an hour
// ago.
void dc_shelf_sweep(int dir, bool (*is_known)(void *ctx, uint64_t place), void *ctx);

#endif
