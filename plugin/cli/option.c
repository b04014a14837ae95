#include "option.h"

#include "settings.h"
#include "source_name.h"

#include <decant/pipeline.h>

#include <string.h>

static const dc_choice formats[] = {
    {"text", DECANT_TEXT}, {"json", DECANT_JSON}, {"jsonl", DECANT_JSONL}, {NULL, 0}};

static const dc_choice kinds[] = {{"auto", DECANT_FROM_AUTO},
                                  {"html", DECANT_FROM_HTML},
                                  {"text", DECANT_FROM_TEXT},
                                  {"urls", DC_FROM_URLS},
                                  {NULL, 0}};

static const dc_choice comments[] = {{"drop", DECANT_COMMENTS_DROP},
                                     {"separate", DECANT_COMMENTS_SEPARATE},
                                     {"inline", DECANT_COMMENTS_INLINE},
                                     {NULL, 0}};

static const dc_choice whens[] = {
    {"auto", DC_WHEN_AUTO}, {"always", DC_WHEN_ALWAYS}, {"never", DC_WHEN_NEVER}, {NULL, 0}};

static bool is_header(const char *value)
{
    const char *colon = strchr(value, ':');
    return colon && colon > value && !strpbrk(value, "\r\n") &&
           !memchr(value, ' ', (size_t)(colon - value));
}

static bool is_one_line(const char *value)
{
    return *value && !strpbrk(value, "\r\n");
}

static bool is_name(const char *value)
{
    return *value != '\0';
}

#define AT(member) offsetof(dc_settings, member)
#define FLAG(name, letter, member, env, help)                                                      \
    {                                                                                              \
        name, letter, DC_OPTION_FLAG, AT(member), NULL, env, help, NULL, 0, 0, NULL, NULL          \
    }
#define CHOICE(name, letter, member, argument, env, choices, help)                                 \
    {                                                                                              \
        name, letter, DC_OPTION_CHOICE, AT(member), argument, env, help, choices, 0, 0, NULL, NULL \
    }
#define NUMBER(kind, name, letter, member, argument, env, min, max, help)                          \
    {                                                                                              \
        name, letter, DC_OPTION_##kind, AT(member), argument, env, help, NULL, min, max, NULL,     \
            NULL                                                                                   \
    }
#define WORDS(kind, name, letter, member, argument, env, is_valid, expected, help)                 \
    {                                                                                              \
        name, letter, DC_OPTION_##kind, AT(member), argument, env, help, NULL, 0, 0, is_valid,     \
            expected                                                                               \
    }

const dc_option dc_options[] = {
    CHOICE("to", 't', to, "FORMAT", "DECANT_TO", formats,
           "text, json, or jsonl: one line for every input"),
    CHOICE("from", 'f', from, "KIND", "DECANT_FROM", kinds,
           "auto, html, text, or urls: inputs are lists of inputs"),
    WORDS(STRING, "output", 'o', output, "PATH", NULL, is_name, "a file or directory",
          "write to a file, or one for each input to a directory"),
    WORDS(NAMES, "input-list", 'i', lists, "FILE", NULL, is_name, "a file, or - for standard input",
          "read inputs from FILE, one a line; # begins a comment"),
    CHOICE("comments", 0, comments, "WHERE", "DECANT_COMMENTS", comments,
           "comments in text: drop, separate, or inline"),
    WORDS(STRING, "base-url", 0, base_url, "URL", "DECANT_BASE_URL", dc_is_web_url,
          "a URL that begins with http:// or https://", "address of pages that come from files"),
    NUMBER(SECONDS, "max-time", 0, max_time_ms, "S", "DECANT_MAX_TIME", 1, 86400000,
           "seconds to fetch a page (30), and to clean it (10)"),
    NUMBER(SIZE, "max-size", 0, max_size, "BYTES", "DECANT_MAX_SIZE", 1, 536870912,
           "largest input, as 512k or 10M (fetched 10M, else 64M)"),
    WORDS(STRING, "user-agent", 0, user_agent, "NAME", "DECANT_USER_AGENT", is_one_line, "one line",
          "name to give to servers"),
    WORDS(NAMES, "header", 0, headers, "LINE", NULL, is_header, "of the form \"Name: value\"",
          "\"Name: value\" to send to servers; may be repeated"),
    WORDS(STRING, "proxy", 0, proxy, "URL", "DECANT_PROXY", is_one_line, "the URL of a proxy",
          "fetch through a proxy"),
    FLAG("allow-private", 0, allow_private, "DECANT_ALLOW_PRIVATE",
         "fetch from addresses that are not public as well"),
    NUMBER(COUNT, "jobs", 'j', jobs, "N", "DECANT_JOBS", 1, 256,
           "threads (one for each processor)"),
    FLAG("ordered", 0, is_ordered, "DECANT_ORDERED",
         "JSON in the order of the inputs, as text always is"),
    FLAG("quiet", 'q', is_quiet, "DECANT_QUIET", "nothing but errors on standard error"),
    FLAG("verbose", 'v', verbose, "DECANT_VERBOSE", "say more; -vv even more"),
    CHOICE("progress", 0, progress, "WHEN", "DECANT_PROGRESS", whens, "auto, always, or never"),
    CHOICE("color", 0, color, "WHEN", "DECANT_COLOR", whens, "auto, always, or never"),
    FLAG("help", 'h', wants_help, NULL, "print this and exit"),
    FLAG("version", 'V', wants_version, NULL, "print the version and exit"),
};

const size_t dc_n_options = sizeof dc_options / sizeof *dc_options;
