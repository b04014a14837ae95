// The frame around the making of one page: checks, arena, budgets, guard.
#ifndef DC_PIPELINE_JOB_H
#define DC_PIPELINE_JOB_H

#include "base/buf.h"
#include "base/clock.h"
#include "pipeline/page.h"

typedef struct dc_job dc_job;

// Fills job->page. Runs under a guard; what does not leave by it goes into job->status.
typedef void (*dc_job_fn)(dc_job *job);

struct dc_job {
    dc_job_fn work;
    const decant_options *options;
    decant_page *page; // has its arena and names
    dc_str bytes;
    dc_buf *source; // has the bytes, which the page may take over; NULL: they are the caller's
    dc_clock clock;
    uint64_t deadline_ms; // UINT64_MAX: none
    decant_status status;
};

// Checks options and bytes, and has work make a page of them. Returns as decant_extract().
decant_status dc_job_run(const decant_options *options, const char *bytes, size_t len,
                         dc_buf *source, dc_job_fn work, decant_page **out, decant_error *error);

// Raises the guard when the time of the page is over.
void dc_job_watch(const dc_job *job);

#endif
