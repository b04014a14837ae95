// The exported functions on plain text.
#include "base/mem.h"
#include "clean/own_phrases.h"
#include "clean/plain.h"
#include "pipeline/options.h"
#include "render/out.h"

enum { WINDOW = 512 << 10 }; // bytes of a stream that are looked at together
_Static_assert(WINDOW >= 2 * DC_PLAIN_WINDOW, "a window must have room for what comes");

// What is kept of a text, on its way out.
typedef struct sink {
    dc_str window;
    size_t base; // bytes of the text before the window
    size_t done; // bytes of the text dealt with
    decant_write_fn write;
    void *ctx;
    decant_removal_fn removed;
    void *removed_ctx;
    decant_error *error;
    decant_status status;
} sink;

static void keep_until(sink *s, size_t at)
{
    const dc_str kept = {s->window.p + (s->done - s->base), at - s->done};
    s->status = dc_out(s->write, s->ctx, kept, s->error);
    s->done = at;
}

static decant_removal removal_of(const dc_removal *r)
{
    return (decant_removal){.struct_size = sizeof(decant_removal),
                            .at = r->at,
                            .len = r->len,
                            .reason = r->reason,
                            .family = dc_family_name(r->family)};
}

static bool leave_out(void *ctx, const dc_removal *r)
{
    sink *s = ctx;
    if (r->at > s->done)
        keep_until(s, r->at);
    s->done = r->at + r->len;
    if (s->status || !s->removed)
        return s->status == DECANT_OK;
    const decant_removal removal = removal_of(r);
    if (s->removed(s->removed_ctx, &removal) != 0)
        s->status = dc_fail(s->error, DECANT_E_SINK, "%s", decant_status_text(DECANT_E_SINK));
    return s->status == DECANT_OK;
}

static decant_status begin(const decant_options *options, const char *text, size_t len,
                           decant_write_fn write, decant_options *out, decant_error *error)
{
    const decant_status status = dc_options_read(options, text, len, NULL, out, error);
    if (status != DECANT_OK)
        return status;
    if (!write)
        return dc_fail(error, DECANT_E_INVALID, "no write function given");
    return DECANT_OK;
}

static sink sink_of(const decant_options *o, decant_write_fn write, void *ctx)
{
    return (sink){.write = write, .ctx = ctx, .removed = o->removed, .removed_ctx = o->removed_ctx};
}

decant_status decant_clean_text(const decant_options *options, const char *text, size_t len,
                                decant_write_fn write, void *ctx, decant_error *error)
{
    decant_options o;
    const decant_status status = begin(options, text, len, write, &o, error);
    if (status != DECANT_OK)
        return status;
    if (len == 0)
        return DECANT_OK;
    sink s = sink_of(&o, write, ctx);
    s.window = (dc_str){text, len};
    s.error = error;
    if (dc_plain_clean(s.window, dc_own_phrases_table(o.phrases), leave_out, &s) && s.done < len)
        keep_until(&s, len);
    return s.status;
}

struct decant_text_stream {
    const decant_allocator *hook;
    uint64_t limit; // bytes of the text
    uint64_t n_fed;
    sink sink;
    dc_plain plain;
    size_t len; // of the window
    char bytes[WINDOW];
};

decant_status decant_text_stream_new(const decant_options *options, decant_write_fn write,
                                     void *ctx, decant_text_stream **out, decant_error *error)
{
    decant_options o;
    if (out)
        *out = NULL;
    const decant_status status = begin(options, NULL, 0, write, &o, error);
    if (status != DECANT_OK)
        return status;
    if (!out)
        return dc_fail(error, DECANT_E_INVALID, "no place for the stream given");
    const decant_allocator *hook = dc_mem_hook(o.allocator);
    decant_text_stream *s = dc_mem_alloc(hook, sizeof *s);
    if (!s)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    s->hook = hook;
    s->limit = o.max_bytes ? o.max_bytes : UINT64_MAX;
    s->n_fed = 0;
    s->sink = sink_of(&o, write, ctx);
    s->len = 0;
    dc_plain_begin(&s->plain, dc_own_phrases_table(o.phrases), leave_out, &s->sink);
    *out = s;
    return DECANT_OK;
}

void decant_text_stream_free(decant_text_stream *stream)
{
    if (stream)
        dc_mem_free(stream->hook, stream, sizeof *stream);
}

// Looks at the window and lets go of what is settled in it.
static decant_status look(decant_text_stream *s, bool is_end)
{
    s->sink.window = (dc_str){s->bytes, s->len};
    if (!dc_plain_look(&s->plain, s->sink.window, is_end))
        return s->sink.status;
    const size_t settled = is_end ? s->len : dc_plain_settled(&s->plain);
    if (s->sink.base + settled > s->sink.done)
        keep_until(&s->sink, s->sink.base + settled);
    if (is_end)
        return s->sink.status;
    dc_plain_let_go(&s->plain, settled);
    s->len -= settled;
    memmove(s->bytes, s->bytes + settled, s->len);
    s->sink.base += settled;
    return s->sink.status;
}

// Once failed it stays so.
static decant_status ready(decant_text_stream *s, decant_error *error)
{
    s->sink.error = error;
    return s->sink.status ? dc_fail(error, s->sink.status, "the stream has failed before")
                          : DECANT_OK;
}

decant_status decant_text_stream_feed(decant_text_stream *stream, const char *bytes, size_t len,
                                      decant_error *error)
{
    decant_text_stream *s = stream;
    if (!s || (!bytes && len))
        return dc_fail(error, DECANT_E_INVALID, "no stream or no bytes given");
    if (ready(s, error) != DECANT_OK)
        return s->sink.status;
    if (len > s->limit - s->n_fed) {
        s->sink.status = dc_fail(error, DECANT_E_TOO_LARGE, "more than the limit of %zu bytes",
                                 (size_t)s->limit);
        return s->sink.status;
    }
    s->n_fed += len;
    while (len && s->sink.status == DECANT_OK) {
        const size_t room = WINDOW - s->len;
        const size_t n = len < room ? len : room;
        memcpy(s->bytes + s->len, bytes, n);
        s->len += n;
        bytes += n;
        len -= n;
        look(s, false);
    }
    return s->sink.status;
}

decant_status decant_text_stream_finish(decant_text_stream *stream, decant_error *error)
{
    if (!stream)
        return dc_fail(error, DECANT_E_INVALID, "no stream given");
    if (ready(stream, error) != DECANT_OK)
        return stream->sink.status;
    const decant_status status = look(stream, true);
    if (status == DECANT_OK)
        stream->sink.status = DECANT_E_INVALID; // there is nothing to feed any more
    return status;
}

decant_status decant_phrases_new(const decant_allocator *allocator, const char *bytes, size_t len,
                                 decant_phrases **out, decant_error *error)
{
    if (!out)
        return dc_fail(error, DECANT_E_INVALID, "no place for the phrases given");
    *out = NULL;
    if (!bytes && len)
        return dc_fail(error, DECANT_E_INVALID, "no bytes given, but a length of %zu", len);
    return dc_own_phrases_new(allocator, (dc_str){bytes ? bytes : "", len}, out, error);
}

void decant_phrases_free(decant_phrases *phrases)
{
    dc_own_phrases_free(phrases);
}
