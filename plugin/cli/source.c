#include "source.h"

#include "heap.h"
#include "slurp.h"
#include "source_name.h"

#include <string.h>
#include <sys/stat.h>

dc_sources dc_sources_of(const dc_settings *settings)
{
    return (dc_sources){.settings = settings};
}

void dc_sources_end(dc_sources *s)
{
    dc_list_close(s->list);
    dc_walk_end(s->walk);
    dc_heap_free(s->walk_name);
    dc_heap_free(s->bytes);
}

static bool is_directory(const char *name)
{
    struct stat st;
    return stat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

bool dc_sources_are_many(const dc_settings *s)
{
    return s->lists.n || s->from == DC_FROM_URLS || s->n_inputs > 1 ||
           (s->n_inputs == 1 && is_directory(s->inputs[0]));
}

// 0 for a stream, or what cannot be read.
static uint64_t count_list(const char *name)
{
    struct stat st;
    decant_error error;
    if (stat(name, &st) != 0 || !S_ISREG(st.st_mode))
        return 0;
    dc_list *list = dc_list_open(name, &error);
    uint64_t n = 0;
    while (list && dc_list_next(list, &error))
        n++;
    dc_list_close(list);
    return n;
}

uint64_t dc_sources_count(const dc_settings *s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s->n_inputs + s->lists.n; i++) {
        const bool is_list = i >= s->n_inputs || s->from == DC_FROM_URLS;
        const char *name = i < s->n_inputs ? s->inputs[i] : s->lists.v[i - s->n_inputs];
        const uint64_t more = is_list ? count_list(name) : !is_directory(name);
        if (!more)
            return 0;
        n += more;
    }
    return n;
}

size_t dc_sources_limit(const dc_settings *s)
{
    const uint64_t default_limit = (uint64_t)64 << 20;
    return (size_t)(s->max_size ? s->max_size : default_limit);
}

static void read_stdin(dc_sources *s, dc_source *out)
{
    out->input.kind = DECANT_INPUT_BYTES;
    if (s->is_stdin_read) {
        dc_error_set(&out->failure, DECANT_E_IO, "has been read already");
        return;
    }
    s->is_stdin_read = true;
    if (dc_settings_are_exact(s->settings)) { // read as it is cleaned
        out->input.kind = DECANT_INPUT_FILE;
        return;
    }
    dc_slurp("-", dc_sources_limit(s->settings), &s->bytes, &out->input.len, &out->failure);
    out->input.bytes = s->bytes;
}

// Returns false for a directory: its pages follow.
static bool open_name(dc_sources *s, dc_source *out)
{
    const char *name = out->input.name;
    if (strcmp(name, "-") == 0) {
        read_stdin(s, out);
        return true;
    }
    if (!dc_is_web_url(name) && is_directory(name)) {
        s->walk = dc_walk_begin(name, s->settings->from == DECANT_FROM_TEXT);
        dc_heap_free(s->walk_name);
        s->walk_name = dc_heap_copy(name);
        s->has_walked = false;
        return false;
    }
    struct stat st;
    const bool is_url = dc_is_web_url(name) || (dc_has_scheme(name) && stat(name, &st) != 0);
    out->input.kind = is_url ? DECANT_INPUT_URL : DECANT_INPUT_FILE;
    if (is_url)
        out->input.url = NULL;
    return true;
}

static bool walk_on(dc_sources *s, dc_source *out)
{
    const char *path = dc_walk_next(s->walk, &out->below, &out->failure);
    if (path) {
        s->has_walked = true;
        out->input.kind = DECANT_INPUT_FILE;
        out->input.name = path;
        return true;
    }
    dc_walk_end(s->walk);
    s->walk = NULL;
    if (s->has_walked)
        return false;
    out->input.name = s->walk_name;
    const char *kinds = s->settings->from == DECANT_FROM_TEXT ? ".html, .htm, .xhtml or .txt"
                                                              : ".html, .htm or .xhtml";
    dc_error_set(&out->failure, DECANT_E_NO_PAGES, "the directory holds no pages (%s)", kinds);
    return true;
}

static bool list_on(dc_sources *s, dc_source *out)
{
    const char *entry = dc_list_next(s->list, &out->failure);
    if (!entry) {
        dc_list_close(s->list);
        s->list = NULL;
        return false;
    }
    out->line = dc_list_line(s->list);
    out->input.name = entry;
    if (out->failure.code) { // the line has no name to go by
        out->input.name = s->list_name;
        return true;
    }
    return open_name(s, out);
}

static bool open_list(dc_sources *s, const char *name, dc_source *out)
{
    s->list_name = name;
    out->input.name = name;
    if (dc_has_scheme(name))
        dc_error_set(&out->failure, DECANT_E_INVALID,
                     "a list of inputs is a file or standard input");
    else if (strcmp(name, "-") == 0 && s->is_stdin_read)
        dc_error_set(&out->failure, DECANT_E_IO, "has been read already");
    else
        s->list = dc_list_open(name, &out->failure);
    if (strcmp(name, "-") == 0)
        s->is_stdin_read = true;
    return !s->list;
}

// Tries the next thing at hand. *has is set when it gave an input. Returns false at the end.
static bool step(dc_sources *s, dc_source *out, bool *has)
{
    const dc_settings *settings = s->settings;
    const bool is_default = settings->n_inputs == 0 && settings->lists.n == 0;
    *out = (dc_source){.input = DECANT_INPUT_INIT};
    out->input.url = settings->base_url;
    out->input.from = settings->from == DC_FROM_URLS ? DECANT_FROM_AUTO : settings->from;
    if (s->list) {
        out->list = s->list_name;
        out->line = dc_list_line(s->list);
    }
    if (s->walk) {
        *has = walk_on(s, out);
    } else if (s->list) {
        *has = list_on(s, out);
    } else if (s->next_input < settings->n_inputs || (is_default && s->next_input == 0)) {
        const char *name = is_default ? "-" : settings->inputs[s->next_input];
        s->next_input++;
        out->input.name = name;
        *has = settings->from == DC_FROM_URLS ? open_list(s, name, out) : open_name(s, out);
    } else if (s->next_list < settings->lists.n) {
        *has = open_list(s, settings->lists.v[s->next_list++], out);
    } else {
        return false;
    }
    return true;
}

bool dc_sources_next(dc_sources *s, dc_source *out)
{
    bool has = false;
    while (!has)
        if (!step(s, out, &has))
            return false;
    s->n++;
    return true;
}
