#include "settings.h"

#include "config_file.h"
#include "heap.h"
#include "option.h"
#include "option_value.h"
#include "phrase_file.h"
#include "suggest.h"
#include "usage.h"

#include <decant/pipeline.h>

#include <decant/decant.h>

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// getopt's code of a long option is its row and this, above all letters.
enum { FIRST_LONG = 256 };

static bool read_environment(dc_settings *out)
{
    for (size_t i = 0; i < dc_n_options; i++) {
        const char *value = dc_options[i].env ? getenv(dc_options[i].env) : NULL;
        if (!value || !*value)
            continue;
        out->given[i] = (dc_given){value, DC_FROM_ENV};
        if (!dc_option_set(&dc_options[i], dc_options[i].env, value, out))
            return false;
    }
    return true;
}

static void make_getopt(struct option *longs, char *shorts)
{
    *shorts++ = ':'; // tell a missing argument from an unknown option
    for (size_t i = 0; i < dc_n_options; i++) {
        const dc_option *o = &dc_options[i];
        const int has_value = o->argument   ? required_argument
                              : o->optional ? optional_argument
                                            : no_argument;
        longs[i] = (struct option){o->name, has_value, NULL, FIRST_LONG + (int)i};
        if (o->letter)
            *shorts++ = o->letter;
        if (o->letter && o->argument)
            *shorts++ = ':';
    }
    longs[dc_n_options] = (struct option){0};
    *shorts = '\0';
}

static const dc_option *option_of(int code)
{
    if (code >= FIRST_LONG)
        return &dc_options[code - FIRST_LONG];
    for (size_t i = 0; i < dc_n_options; i++)
        if (dc_options[i].letter == code && code)
            return &dc_options[i];
    return NULL;
}

static const char *option_name_at(const void *ctx, size_t i)
{
    (void)ctx;
    return dc_options[i].name;
}

// A long option that getopt does not know: the beginning of several, or of none.
static void explain_long(const char *argument)
{
    const char *name = argument + strspn(argument, "-");
    const size_t len = strcspn(name, "=");
    char all[256] = "";
    for (size_t i = 0; i < dc_n_options; i++)
        if (strncmp(dc_options[i].name, name, len) == 0) {
            strncat(all, *all ? ", --" : "--", sizeof all - strlen(all) - 1);
            strncat(all, dc_options[i].name, sizeof all - strlen(all) - 1);
        }
    const char *near = dc_suggest(name, len, option_name_at, NULL, dc_n_options);
    if (*all)
        dc_usage_error("'%s' may be %s", argument, all);
    else if (near)
        dc_usage_error("unknown option '--%.*s'; did you mean '--%s'?", (int)len, name, near);
    else
        dc_usage_error("unknown option '--%.*s'", (int)len, name);
}

static void explain(int code, const char *argument)
{
    const dc_option *o = option_of(optopt);
    if (code == ':')
        dc_usage_error("%s needs a value: --%s %s", argument, o->name, o->argument);
    else if (o)
        dc_usage_error("--%s takes no value", o->name);
    else if (optopt)
        dc_usage_error("unknown option '-%c'", optopt);
    else
        explain_long(argument);
}

static bool read_arguments(int argc, char **argv, dc_settings *out)
{
    struct option longs[DC_MOST_OPTIONS + 1];
    char shorts[2 * DC_MOST_OPTIONS + 2];
    make_getopt(longs, shorts);
    opterr = 0;
    for (;;) {
        const int code = getopt_long(argc, argv, shorts, longs, NULL);
        if (code == -1)
            break;
        if (code == '?' || code == ':') {
            explain(code, argv[optind - 1]);
            return false;
        }
        const dc_option *o = option_of(code);
        char where[40];
        snprintf(where, sizeof where, "--%s", o->name);
        out->given[o - dc_options] = (dc_given){o->argument ? optarg : NULL, DC_FROM_FLAG};
        if (!dc_option_set(o, where, o->argument || o->optional ? optarg : NULL, out))
            return false;
    }
    out->inputs = argv + optind;
    out->n_inputs = (size_t)(argc - optind);
    return true;
}

// Standard input can be read once, whatever it is read as.
static bool check_stdin(const dc_settings *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_inputs; i++)
        n += strcmp(s->inputs[i], "-") == 0;
    for (size_t i = 0; i < s->lists.n; i++)
        n += strcmp(s->lists.v[i], "-") == 0;
    if (n > 1)
        dc_usage_error("standard input (-) is named %zu times, but can be read once", n);
    return n <= 1;
}

static const dc_option *option_named(const char *name, size_t len)
{
    for (size_t i = 0; i < dc_n_options; i++)
        if (strncmp(dc_options[i].name, name, len) == 0 && !dc_options[i].name[len])
            return &dc_options[i];
    return NULL;
}

bool dc_settings_versus(const dc_settings *s, dc_settings *out)
{
    *out = *s;
    for (size_t i = 0; i < s->versus.n; i++) {
        const char *pair = s->versus.v[i];
        const char *equals = strchr(pair, '=');
        const dc_option *o = equals ? option_named(pair, (size_t)(equals - pair)) : NULL;
        char where[64];
        if (!o || !o->env) {
            dc_usage_error("--versus takes a setting and its value, as focus=recall, not '%s'",
                           pair);
            return false;
        }
        snprintf(where, sizeof where, "--versus %s", o->name);
        if (!dc_option_set(o, where, equals + 1, out))
            return false;
    }
    return true;
}

// Two pages; or one that is read twice, under other settings.
static bool check_diff(const dc_settings *s)
{
    dc_settings unused;
    const bool is_pair = s->n_inputs == 2 && s->lists.n == 0;
    const bool is_twice = s->n_inputs == 1 && s->lists.n == 0 && s->versus.n;
    if (!is_pair && !is_twice) {
        dc_usage_error("explain --diff takes two pages: decant explain A B --diff; or one: "
                       "decant explain A --diff --versus focus=recall");
        return false;
    }
    if (is_twice && strcmp(s->inputs[0], "-") == 0) {
        dc_usage_error("explain --diff --versus reads its page twice: name a file or a URL");
        return false;
    }
    return dc_settings_versus(s, &unused);
}

static bool check_explain(const dc_settings *s)
{
    if (s->versus.n && !(s->is_explain && s->is_diff)) {
        dc_usage_error("--versus belongs to decant explain --diff");
        return false;
    }
    if (!s->is_explain && (s->block || s->is_json > 0))
        dc_usage_error("--%s belongs to decant explain", s->block ? "block" : "json");
    return s->is_explain || (!s->block && s->is_json <= 0);
}

// Pages have no bytes that go: their blocks are what explain shows.
static bool check_report(const dc_settings *s)
{
    if (s->report && !dc_settings_are_exact(s))
        dc_usage_error("--report belongs to --from text --to text; for a page: decant explain");
    return !s->report || dc_settings_are_exact(s);
}

// "decant explain PAGE": a table of its blocks, or a report when that is written to an .html file.
// A file of that name is meant by "./explain".
static bool read_explain(dc_settings *out)
{
    const bool has_inputs = out->n_inputs == 1 && out->lists.n == 0;
    const size_t len = out->output ? strlen(out->output) : 0;
    out->to = DECANT_TEXT;
    if (out->is_diff)
        return check_diff(out);
    if (len > 5 && strcmp(out->output + len - 5, ".html") == 0)
        out->to = DECANT_REPORT;
    if (!has_inputs)
        dc_usage_error("explain takes one page: decant explain INPUT [-o report.html]");
    return has_inputs;
}

// "decant fetch URL...": what came, as it came. Pages of several inputs are files of their own.
static bool read_fetch(dc_settings *out)
{
    out->to = DECANT_TEXT; // of what is said about failures: nothing
    const bool is_many = out->n_inputs > 1 || out->lists.n;
    if (out->n_inputs == 0 && out->lists.n == 0)
        dc_usage_error("fetch takes URLs: decant fetch URL... [-o PATH]");
    else if (is_many && !out->output && !out->archive)
        dc_usage_error("fetch puts pages of several URLs into a folder (--output DIR) or an "
                       "archive (--archive FILE.warc.gz)");
    else
        return true;
    return false;
}

bool dc_settings_read(int argc, char **argv, dc_settings *out)
{
    memset(out, 0, sizeof *out);
    out->delay_ms = 1000; // with these three, 0 is a value
    out->retries = 2;
    out->cache_size = (uint64_t)1 << 30;
    // A file of such a name is ./batch.
    out->is_batch = argc > 1 && strcmp(argv[1], "batch") == 0;
    out->is_explain = argc > 1 && strcmp(argv[1], "explain") == 0;
    out->is_fetch = argc > 1 && strcmp(argv[1], "fetch") == 0;
    if (out->is_batch || out->is_explain || out->is_fetch) {
        argc--;
        argv++;
    }
    return dc_config_read(out) && read_environment(out) && read_arguments(argc, argv, out) &&
           check_stdin(out) && check_explain(out) && check_report(out) &&
           (out->wants_help || out->wants_version || !out->phrases ||
            dc_phrase_file_read(out->phrases, &out->own_phrases)) &&
           (out->wants_help || out->wants_version ||
            ((!out->is_explain || read_explain(out)) && (!out->is_fetch || read_fetch(out))));
}

bool dc_settings_are_texts(const dc_settings *s)
{
    return s->to != DECANT_JSON && s->to != DECANT_JSONL && s->to != DECANT_CSV;
}

bool dc_settings_are_exact(const dc_settings *s)
{
    return s->from == DECANT_FROM_TEXT && s->to == DECANT_TEXT && !s->is_explain && !s->is_batch &&
           !s->is_fetch;
}

void dc_settings_free(dc_settings *s)
{
    decant_phrases_free(s->own_phrases);
    dc_heap_free(s->lists.v);
    dc_heap_free(s->headers.v);
    dc_heap_free(s->versus.v);
    dc_heap_free(s->resolve.v);
    dc_heap_free(s->config_path);
    dc_heap_free(s->config_text);
}
