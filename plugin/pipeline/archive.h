// A WARC file that takes what is fetched, one gzip member for each record.
#ifndef DC_PIPELINE_ARCHIVE_H
#define DC_PIPELINE_ARCHIVE_H

#include <decant/pipeline.h>

// What the functions decant_archive_*() promise.
decant_status dc_archive_open(const decant_archive_options *options, decant_archive **out,
                              decant_error *error);
void dc_archive_add(decant_archive *a, const decant_exchange *exchange);
decant_status dc_archive_status(const decant_archive *a, decant_error *error);
decant_status dc_archive_sync(decant_archive *a, decant_error *error);
void dc_archive_close(decant_archive *a);

const char *dc_archive_path(const decant_archive *a);

// Its length in bytes, all of whole records.
uint64_t dc_archive_length(const decant_archive *a);

// Takes off what stands behind the length that a journal knows.
decant_status dc_archive_cut(decant_archive *a, uint64_t length, decant_error *error);

#endif
