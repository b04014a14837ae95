// Results of a batch on disk, and the journal of what is done.
#ifndef DC_PIPELINE_STORE_H
#define DC_PIPELINE_STORE_H

#include <decant/pipeline.h>

// What the functions decant_store_*() promise.
decant_status dc_store_open(const decant_store_options *options, decant_store **out,
                            decant_error *error);
decant_status dc_store_claim(decant_store *s, const char *input, int32_t *state,
                             decant_error *error);
decant_status dc_store_put(decant_store *s, const char *input, const char *bytes, size_t len,
                           const decant_error *failure, decant_error *error);
decant_status dc_store_archive(decant_store *s, decant_archive *archive, decant_error *error);
decant_status dc_store_commit(decant_store *s, decant_error *error);
decant_status dc_store_count(decant_store *s, decant_store_counts *out, decant_error *error);
decant_status dc_store_failures(decant_store *s, decant_store_failure_fn each, void *ctx,
                                decant_error *error);
void dc_store_close(decant_store *s);

#endif
