// Many inputs: fetched by the calling thread, extracted by workers, delivered by the calling
// thread.
#ifndef DC_PIPELINE_BATCH_H
#define DC_PIPELINE_BATCH_H

#include <decant/pipeline.h>

// What decant_batch_run() promises.
decant_status dc_batch_run(const decant_batch_options *options, decant_next_fn next, void *next_ctx,
                           decant_result_fn done, void *done_ctx, decant_error *error);

#endif
