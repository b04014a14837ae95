// The exported function on batches.
#include "pipeline/batch.h"

decant_status decant_batch_run(const decant_batch_options *options, decant_next_fn next,
                               void *next_ctx, decant_result_fn done, void *done_ctx,
                               decant_error *error)
{
    return dc_batch_run(options, next, next_ctx, done, done_ctx, error);
}
