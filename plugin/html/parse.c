#include "html/parse.h"

#include "html/splice.h"

#include <gumbo.h>

// The first parse follows browsers as far as any real page goes. The second is for pages made to
// hurt.
enum { DEPTH = 512, DEPTH_STRICT = 128, TAB = 8 };

// gumbo's assertions come here (the build redirects them): the page is lost to it, not the process.
_Noreturn void dc_gumbo_assert(const char *assertion, const char *file, unsigned line,
                               const char *function);

_Noreturn void dc_gumbo_assert(const char *assertion, const char *file, unsigned line,
                               const char *function)
{
    (void)assertion, (void)file, (void)line, (void)function;
    dc_guard_raise(dc_guard_current(), DECANT_E_INTERNAL);
}

typedef struct attempt {
    dc_arena *arena;
    dc_arena *scratch;
    dc_str source;
    const dc_parse_options *options;
    dc_scan_limits limits;
    dc_tree *out;
    bool uses_gumbo;
} attempt;

// gumbo does not survive NULL: the arena raises the guard instead.
static void *take(void *ctx, size_t size)
{
    return dc_arena_alloc(ctx, size);
}

// Of a fragment gumbo never sets the document's quirks mode, and reads it: 0 is no quirks.
static void *take_cleared(void *ctx, size_t size)
{
    return dc_arena_zero(ctx, 1, size);
}

static void keep(void *ctx, void *p)
{
    (void)ctx, (void)p;
}

static const GumboNamespaceEnum spaces[] = {[DC_SPACE_HTML] = GUMBO_NAMESPACE_HTML,
                                            [DC_SPACE_SVG] = GUMBO_NAMESPACE_SVG,
                                            [DC_SPACE_MATH] = GUMBO_NAMESPACE_MATHML};

static void run(void *ctx, dc_guard *guard)
{
    (void)guard;
    const attempt *a = ctx;
    dc_skeleton skeleton;
    const dc_fragment *fragment = a->options->fragment;
    dc_scan(a->arena, a->scratch, a->source, fragment, &a->limits, &skeleton);
    if (a->uses_gumbo) {
        GumboOptions options = kGumboDefaultOptions;
        options.allocator = take;
        options.deallocator = keep;
        options.userdata = a->scratch;
        options.tab_stop = TAB;
        options.max_errors = 0;
        if (fragment) {
            options.allocator = take_cleared;
            options.fragment_context =
                gumbo_tagn_enum(fragment->name.p, (unsigned)fragment->name.len);
            options.fragment_namespace = spaces[fragment->space];
        }
        dc_splice(a->arena, a->scratch,
                  gumbo_parse_with_options(&options, skeleton.p ? skeleton.p : "", skeleton.len),
                  &skeleton, a->out);
    } else {
        dc_splice_text(a->arena, a->scratch, &skeleton, a->out);
    }
    a->out->degraded = skeleton.is_capped ? DECANT_DEGRADED_CAPPED : DECANT_DEGRADED_NONE;
}

static void watch_clock(void *ctx)
{
    const dc_parse_options *options = ctx;
    if (dc_clock_ms(&options->clock) > options->deadline_ms)
        dc_guard_raise(dc_guard_current(), DECANT_E_DEADLINE);
}

static void free_arena(void *slot)
{
    dc_arena_free(*(dc_arena **)slot);
}

// gumbo's memory is an arena of its own that goes when the page tree stands: the caller's, or a new
// one.
static void open_scratch(attempt *a)
{
    const dc_parse_options *o = a->options;
    a->scratch = o->scratch;
    if (!a->scratch) {
        dc_arena **slot = dc_arena_zero(a->arena, 1, sizeof(dc_arena *));
        dc_arena_on_free(a->arena, free_arena, slot); // first, since it may leave by a jump
        *slot = a->scratch = dc_arena_new(o->allocator, 0);
    }
    if (!a->scratch)
        dc_guard_raise(dc_guard_current(), DECANT_E_NOMEM);
    dc_arena_limit(a->scratch, o->max_memory);
    const bool is_watched = a->uses_gumbo && o->deadline_ms != UINT64_MAX;
    dc_arena_watch(a->scratch, is_watched ? watch_clock : NULL, (void *)o);
}

static decant_status try(attempt *a)
{
    const dc_arena_mark mark = dc_arena_mark_now(a->arena);
    open_scratch(a);
    const decant_status status = dc_guard_run(run, a);
    dc_arena_clear(a->scratch);
    if (status != DECANT_OK)
        dc_arena_release(a->arena, mark);
    return status;
}

// CR and CRLF become LF before anything else looks (HTML Standard, 13.2.3.5).
static dc_str with_newlines(dc_arena *arena, dc_str source)
{
    if (!source.len || !memchr(source.p, '\r', source.len))
        return source;
    char *const copy = dc_arena_alloc(arena, source.len);
    char *to = copy;
    const char *end = source.p + source.len;
    for (const char *p = source.p; p < end;) {
        const char *cr = memchr(p, '\r', (size_t)(end - p));
        const char *stop = cr ? cr : end;
        memcpy(to, p, (size_t)(stop - p));
        to += stop - p;
        p = stop;
        if (!cr)
            break;
        *to++ = '\n';
        p += p + 1 < end && p[1] == '\n' ? 2 : 1;
    }
    return (dc_str){copy, (size_t)(to - copy)};
}

void dc_parse(dc_arena *arena, dc_str source, const dc_parse_options *options, dc_tree *out)
{
    attempt a = {.arena = arena,
                 .source = with_newlines(arena, source),
                 .options = options,
                 .limits = {.depth = DEPTH},
                 .out = out,
                 .uses_gumbo = true};
    decant_status status = options->strips_tags ? DECANT_E_DEADLINE : try(&a);
    if (status != DECANT_OK && status != DECANT_E_NOMEM && status != DECANT_E_DEADLINE) {
        a.limits = (dc_scan_limits){.depth = DEPTH_STRICT, .drops_formatting = true};
        status = try(&a);
        out->degraded = DECANT_DEGRADED_STRICT;
    }
    if (status != DECANT_OK && status != DECANT_E_NOMEM) {
        a.uses_gumbo = false;
        a.limits.keeps_tags = true;
        status = try(&a);
        out->degraded = DECANT_DEGRADED_TEXT;
    }
    if (status != DECANT_OK)
        dc_guard_raise(dc_guard_current(), status);
}
