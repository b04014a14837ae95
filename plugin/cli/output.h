// Where results go: standard output, one file, or a file for each in a directory.
#ifndef DC_CLI_OUTPUT_H
#define DC_CLI_OUTPUT_H

#include "draft.h"
#include "message.h"
#include "progress.h"

typedef enum dc_output_kind {
    DC_OUTPUT_STDOUT,
    DC_OUTPUT_FILE,
    DC_OUTPUT_DIRECTORY
} dc_output_kind;

// The ending of files in a format, ".md". Static storage.
const char *dc_output_ending(int32_t format);

typedef struct dc_output {
    dc_output_kind kind;
    const dc_voice *voice;
    dc_progress *progress;
    const char *path; // as given
    const char *ending;
    dc_draft draft;
    FILE *file;        // what is written to now, or NULL
    char *record_path; // of the file in a directory
    bool is_separated; // a blank line between records
    bool has_record;   // something stands before this record
    bool is_in_record;
    char last;
    int failure; // errno of the first write that failed
} dc_output;

// Whether several inputs would go to files of their own.
bool dc_output_is_directory(const dc_settings *settings);

// Opens what can be opened before the work begins. Prints what is wrong and returns false.
bool dc_output_open(dc_output *o, const dc_settings *settings, bool is_many, const dc_voice *voice,
                    dc_progress *progress);

// A record begins; stem names its file in a directory. Nothing is made until it is written to.
void dc_output_begin(dc_output *o, const char *stem);

// decant_write_fn: bytes of the record. Returns 0, or 1 when the output is broken.
int dc_output_write(void *output, const char *bytes, size_t len);

// The record ends. Prints what is wrong and returns false; then the run is to stop.
bool dc_output_end(dc_output *o);

// The run ends. is_whole: false when it was stopped. Prints what is wrong and returns false.
bool dc_output_close(dc_output *o, bool is_whole);

// Whether the reader of standard output went away, which is no error of ours.
bool dc_output_is_unread(const dc_output *o);

#endif
