// One input on its way through a batch.
#ifndef DC_PIPELINE_TASK_H
#define DC_PIPELINE_TASK_H

#include "base/buf.h"

#include <decant/pipeline.h>

typedef struct dc_task dc_task;

struct dc_task {
    dc_task *next; // in a queue
    dc_task *prev; // among those that are fetched
    const decant_allocator *hook;
    uint64_t index;
    int32_t kind;
    int32_t from;
    char *name; // owned, as all strings here
    char *url;  // given, or where the fetch ended
    char *content_type;
    int32_t status;    // of the answer, 0: none
    dc_buf head;       // its status line and headers
    bool is_cached;    // it came from the cache
    const char *bytes; // borrowed from the caller; NULL when `data` has them
    size_t len;
    dc_buf data;
    uint64_t n_bytes;
    decant_page *page;
    decant_error error; // code DECANT_OK when it did not fail
};

// NULL when out of memory.
dc_task *dc_task_new(const decant_allocator *hook, const decant_input *input, uint64_t index);
void dc_task_free(dc_task *task);

// Keeps a response's headers and takes over its body; keeps its failure, or both. The task must be
// freed before the hook of the body is.
void dc_task_fetched(dc_task *task, const decant_response *response, dc_buf body,
                     const decant_error *error);

// Reads the file if it is one, and extracts unless the bytes alone are wanted. Fills page or error;
// the error says what an answer was instead of the page.
void dc_task_work(dc_task *task, const decant_options *options, bool is_raw);

// What was read or fetched. Gone after dc_task_work() unless the bytes alone were wanted.
dc_str dc_task_bytes(dc_task *task);

#endif
