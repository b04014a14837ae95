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

static const dc_choice focuses[] = {{"precision", DECANT_FOCUS_PRECISION},
                                    {"balanced", DECANT_FOCUS_BALANCED},
                                    {"recall", DECANT_FOCUS_RECALL},
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

const dc_option dc_options[] = {
    {.name = "to",
     .letter = 't',
     .kind = DC_OPTION_CHOICE,
     .place = AT(to),
     .argument = "FORMAT",
     .env = "DECANT_TO",
     .choices = formats,
     .help = "text, json, or jsonl: one line for every input"},
    {.name = "from",
     .letter = 'f',
     .kind = DC_OPTION_CHOICE,
     .place = AT(from),
     .argument = "KIND",
     .env = "DECANT_FROM",
     .choices = kinds,
     .help = "auto, html, text, or urls: inputs are lists of inputs"},
    {.name = "output",
     .letter = 'o',
     .kind = DC_OPTION_STRING,
     .place = AT(output),
     .argument = "PATH",
     .is_valid = is_name,
     .expected = "a file or directory",
     .help = "write to a file, or one for each input to a directory"},
    {.name = "input-list",
     .letter = 'i',
     .kind = DC_OPTION_NAMES,
     .place = AT(lists),
     .argument = "FILE",
     .is_valid = is_name,
     .expected = "a file, or - for standard input",
     .help = "read inputs from FILE, one a line; # begins a comment"},
    {.name = "comments",
     .kind = DC_OPTION_CHOICE,
     .place = AT(comments),
     .argument = "WHERE",
     .env = "DECANT_COMMENTS",
     .choices = comments,
     .help = "comments in text: drop, separate, or inline"},
    {.name = "focus",
     .kind = DC_OPTION_CHOICE,
     .place = AT(focus),
     .argument = "WHAT",
     .env = "DECANT_FOCUS",
     .choices = focuses,
     .help = "in doubt: precision, balanced, or recall"},
    {.name = "base-url",
     .kind = DC_OPTION_STRING,
     .place = AT(base_url),
     .argument = "URL",
     .env = "DECANT_BASE_URL",
     .is_valid = dc_is_web_url,
     .expected = "a URL that begins with http:// or https://",
     .help = "address of pages that come from files"},
    {.name = "max-time",
     .kind = DC_OPTION_SECONDS,
     .place = AT(max_time_ms),
     .argument = "S",
     .env = "DECANT_MAX_TIME",
     .min = 1,
     .max = 86400000,
     .help = "seconds to fetch a page (30), and to clean it (10)"},
    {.name = "max-size",
     .kind = DC_OPTION_SIZE,
     .place = AT(max_size),
     .argument = "BYTES",
     .env = "DECANT_MAX_SIZE",
     .min = 1,
     .max = 512 << 20,
     .help = "largest input, as 512k or 10M (fetched 10M, else 64M)"},
    {.name = "user-agent",
     .kind = DC_OPTION_STRING,
     .place = AT(user_agent),
     .argument = "NAME",
     .env = "DECANT_USER_AGENT",
     .is_valid = is_one_line,
     .expected = "one line",
     .help = "name to give to servers"},
    {.name = "header",
     .kind = DC_OPTION_NAMES,
     .place = AT(headers),
     .argument = "LINE",
     .is_valid = is_header,
     .expected = "of the form \"Name: value\"",
     .help = "\"Name: value\" to send to servers; may be repeated"},
    {.name = "proxy",
     .kind = DC_OPTION_STRING,
     .place = AT(proxy),
     .argument = "URL",
     .env = "DECANT_PROXY",
     .is_valid = is_one_line,
     .expected = "the URL of a proxy",
     .help = "fetch through a proxy"},
    {.name = "allow-private",
     .kind = DC_OPTION_FLAG,
     .place = AT(allow_private),
     .env = "DECANT_ALLOW_PRIVATE",
     .help = "fetch from addresses that are not public as well"},
    {.name = "jobs",
     .letter = 'j',
     .kind = DC_OPTION_COUNT,
     .place = AT(jobs),
     .argument = "N",
     .env = "DECANT_JOBS",
     .min = 1,
     .max = 256,
     .help = "threads (one for each processor)"},
    {.name = "ordered",
     .kind = DC_OPTION_FLAG,
     .place = AT(is_ordered),
     .env = "DECANT_ORDERED",
     .help = "JSON in the order of the inputs, as text always is"},
    {.name = "quiet",
     .letter = 'q',
     .kind = DC_OPTION_FLAG,
     .place = AT(is_quiet),
     .env = "DECANT_QUIET",
     .help = "nothing but errors on standard error"},
    {.name = "verbose",
     .letter = 'v',
     .kind = DC_OPTION_FLAG,
     .place = AT(verbose),
     .env = "DECANT_VERBOSE",
     .help = "say more; -vv even more"},
    {.name = "progress",
     .kind = DC_OPTION_CHOICE,
     .place = AT(progress),
     .argument = "WHEN",
     .env = "DECANT_PROGRESS",
     .choices = whens,
     .help = "auto, always, or never"},
    {.name = "color",
     .kind = DC_OPTION_CHOICE,
     .place = AT(color),
     .argument = "WHEN",
     .env = "DECANT_COLOR",
     .choices = whens,
     .help = "auto, always, or never"},
    {.name = "help",
     .letter = 'h',
     .kind = DC_OPTION_FLAG,
     .place = AT(wants_help),
     .help = "print this and exit"},
    {.name = "version",
     .letter = 'V',
     .kind = DC_OPTION_FLAG,
     .place = AT(wants_version),
     .help = "print the version and exit"},
};

const size_t dc_n_options = sizeof dc_options / sizeof *dc_options;
