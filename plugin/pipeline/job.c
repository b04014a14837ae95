#include "pipeline/job.h"

#include "base/sniff.h"
#include "pipeline/options.h"

static dc_str copied(dc_arena *arena, const char *s)
{
    return s ? (dc_str){dc_arena_copy(arena, dc_str_of(s)), strlen(s)} : DC_STR_NONE;
}

static void work(void *ctx, dc_guard *guard)
{
    (void)guard;
    dc_job *job = ctx;
    job->page->input = copied(job->page->arena, job->options->input);
    job->page->url = copied(job->page->arena, job->options->url);
    job->work(job);
}

static decant_status run(dc_job *job, decant_page **out, decant_error *error)
{
    const decant_options *o = job->options;
    const decant_allocator *hook = dc_mem_hook(o->allocator);
    dc_arena *arena = dc_arena_new(hook, dc_memory_budget(o, job->bytes.len));
    job->page = arena ? dc_mem_zero(hook, 1, sizeof *job->page) : NULL;
    if (!job->page) {
        dc_arena_free(arena);
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
    job->page->arena = arena;
    job->page->hook = hook;
    job->clock = (dc_clock){o->clock, o->clock_ctx};
    const uint64_t max_ms = o->max_time_ms ? o->max_time_ms : DC_DEFAULT_TIME_MS;
    job->deadline_ms = max_ms == UINT32_MAX ? UINT64_MAX : dc_clock_ms(&job->clock) + max_ms;
    decant_status status = dc_guard_run(work, job);
    if (status == DECANT_OK)
        status = job->status;
    if (status != DECANT_OK) {
        dc_page_free(job->page);
        return dc_fail(error, status, "%s", decant_status_text(status));
    }
    *out = job->page;
    return DECANT_OK;
}

decant_status dc_job_run(const decant_options *options, const char *bytes, size_t len,
                         dc_buf *source, dc_job_fn work_fn, decant_page **out, decant_error *error)
{
    decant_options o;
    const decant_status status = dc_options_read(options, bytes, len, out, &o, error);
    if (status != DECANT_OK)
        return status;
    if (len == 0)
        return dc_fail(error, DECANT_E_EMPTY_INPUT, "the input is empty");
    const char *binary = dc_sniff_binary((dc_str){bytes, len});
    if (binary)
        return dc_fail(error, DECANT_E_NOT_HTML, "not a page: the data is %s", binary);
    dc_job job = {.work = work_fn, .options = &o, .bytes = {bytes, len}, .source = source};
    return run(&job, out, error);
}

void dc_job_watch(const dc_job *job)
{
    if (job->deadline_ms != UINT64_MAX && dc_clock_ms(&job->clock) > job->deadline_ms)
        dc_guard_raise(dc_guard_current(), DECANT_E_DEADLINE);
}
