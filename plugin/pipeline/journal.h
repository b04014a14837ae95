// Which inputs are done: an SQLite database in WAL mode, locked by the process that has it open.
#ifndef DC_PIPELINE_JOURNAL_H
#define DC_PIPELINE_JOURNAL_H

#include <decant/pipeline.h>

#include <stdbool.h>

typedef struct dc_journal dc_journal;

// settings: what an earlier run must have given too.
decant_status dc_journal_open(const decant_allocator *hook, const char *path, const char *settings,
                              dc_journal **out, decant_error *error);
void dc_journal_close(dc_journal *j);

// *failure becomes what an earlier run noted: its code is DECANT_OK when that went well.
decant_status dc_journal_claim(dc_journal *j, const char *input, int32_t *state,
                               decant_error *failure, decant_error *error);

// Rows are noted inside of a transaction and stay only when that ends well.
decant_status dc_journal_begin(dc_journal *j, decant_error *error);
decant_status dc_journal_note(dc_journal *j, const char *input, const char *file, size_t len,
                              const decant_error *failure, decant_error *error);
decant_status dc_journal_note_archive(dc_journal *j, const char *path, uint64_t length,
                                      decant_error *error);
decant_status dc_journal_end(dc_journal *j, bool is_kept, decant_error *error);

// The length of an archive as the last transaction knew it.
decant_status dc_journal_archive(dc_journal *j, const char *path, uint64_t *length, bool *is_known,
                                 decant_error *error);

decant_status dc_journal_count(dc_journal *j, decant_store_counts *out, decant_error *error);
decant_status dc_journal_failures(dc_journal *j, decant_store_failure_fn each, void *ctx,
                                  decant_error *error);

#endif
