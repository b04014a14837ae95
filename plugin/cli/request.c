#include "request.h"

#include "source.h"

// Comes from any thread.
static void log_line(void *ctx, int32_t level, const char *message)
{
    const dc_voice *voice = ctx;
    dc_say_note(voice, level == DECANT_LOG_DEBUG ? 2 : 1, NULL, "%s", message);
}

decant_render_options dc_request_render(const dc_settings *s)
{
    decant_render_options render = DECANT_RENDER_OPTIONS_INIT;
    render.format = s->to;
    render.comments = s->comments;
    render.with_links = s->with_links;
    render.with_images = s->with_images;
    render.no_tables = s->no_tables;
    render.with_front = s->with_front;
    render.with_candidates = s->with_candidates;
    return render;
}

void dc_request_fill(dc_request *r, const dc_settings *s, const dc_voice *voice)
{
    // Somebody waits for a single page.
    enum { MOST_FETCHED = 64 << 20, PATIENCE_MS = 30000 };
    const decant_log_fn log = voice->verbose ? log_line : NULL;
    r->extract = (decant_options)DECANT_OPTIONS_INIT;
    r->extract.max_time_ms = (uint32_t)s->max_time_ms;
    r->extract.focus = s->focus;
    r->extract.phrases = s->own_phrases;
    r->extract.max_date = s->max_date;
    r->extract.max_bytes = s->max_size;
    r->extract.log = log;
    r->extract.log_ctx = (void *)voice;
    r->fetch = (decant_fetch_options)DECANT_FETCH_OPTIONS_INIT;
    r->fetch.max_time_ms = (uint32_t)s->max_time_ms;
    r->fetch.max_body_bytes = s->max_size < MOST_FETCHED ? s->max_size : MOST_FETCHED;
    r->fetch.user_agent = s->user_agent;
    r->fetch.headers = s->headers.v;
    r->fetch.n_headers = s->headers.n;
    r->fetch.proxy = s->proxy;
    r->fetch.max_parallel = (uint32_t)s->parallel;
    r->fetch.robots = s->robots || dc_sources_are_many(s) ? s->robots : DECANT_ROBOTS_IGNORE;
    r->fetch.delay_ms = s->delay_ms ? (uint32_t)s->delay_ms : UINT32_MAX;
    r->fetch.max_retries = s->retries ? (uint32_t)s->retries : UINT32_MAX;
    r->fetch.max_wait_ms = dc_sources_are_many(s) ? 0 : PATIENCE_MS;
    r->fetch.resolve = s->resolve.v;
    r->fetch.n_resolve = s->resolve.n;
    r->fetch.ca_file = s->ca_file;
    r->fetch.allow_private = s->allow_private > 0;
    r->fetch.log = log;
    r->fetch.log_ctx = (void *)voice;
    r->archive = NULL;
    r->cache = NULL;
    r->batch = (decant_batch_options)DECANT_BATCH_OPTIONS_INIT;
    r->batch.jobs = (uint32_t)s->jobs;
    r->batch.is_raw = s->is_fetch;
    r->batch.extract = &r->extract;
    r->batch.fetch = &r->fetch;
}

static decant_status open_archive(dc_request *r, const char *path, decant_error *error)
{
    decant_archive_options options = DECANT_ARCHIVE_OPTIONS_INIT;
    options.path = path;
    r->fetch.exchange = decant_archive_add;
    const decant_status status = decant_archive_open(&options, &r->archive, error);
    r->fetch.exchange_ctx = r->archive;
    return status;
}

static decant_status open_cache(dc_request *r, const dc_settings *s, decant_error *error)
{
    decant_cache_options options = DECANT_CACHE_OPTIONS_INIT;
    options.path = s->cache;
    options.max_bytes = s->cache_size ? s->cache_size : UINT64_MAX;
    const decant_status status = decant_cache_open(&options, &r->cache, error);
    r->batch.cache = r->cache;
    return status;
}

bool dc_request_open(dc_request *r, const dc_settings *s, const dc_voice *voice)
{
    decant_error error;
    decant_status status = s->archive ? open_archive(r, s->archive, &error) : DECANT_OK;
    if (status == DECANT_OK && s->cache)
        status = open_cache(r, s, &error);
    if (status == DECANT_OK)
        return true;
    dc_say_error(voice, NULL, "%s", error.message);
    dc_request_close(r, voice);
    return false;
}

bool dc_request_is_kept(const dc_request *r)
{
    return !r->archive || decant_archive_status(r->archive, NULL) == DECANT_OK;
}

bool dc_request_close(dc_request *r, const dc_voice *voice)
{
    decant_error error;
    const bool is_good = !r->archive || decant_archive_sync(r->archive, &error) == DECANT_OK;
    if (!is_good)
        dc_say_error(voice, NULL, "%s", error.message);
    decant_archive_close(r->archive);
    decant_cache_close(r->cache);
    r->archive = NULL;
    r->cache = NULL;
    return is_good;
}
