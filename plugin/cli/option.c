#include "option.h"

#include "completion.h"
#include "settings.h"
#include "source_name.h"

#include <decant/fetch.h>
#include <decant/pipeline.h>

#include <string.h>

static const dc_choice formats[] = {
    {"text", DECANT_TEXT},   {"md", DECANT_MARKDOWN}, {"json", DECANT_JSON},
    {"jsonl", DECANT_JSONL}, {"html", DECANT_HTML},   {"xml", DECANT_XML},
    {"tei", DECANT_TEI},     {"csv", DECANT_CSV},     {NULL, 0}};

static const dc_choice shells[] = {{"bash", DC_COMPLETE_BASH},
                                   {"zsh", DC_COMPLETE_ZSH},
                                   {"fish", DC_COMPLETE_FISH},
                                   {"man", DC_COMPLETE_MAN},
                                   {NULL, 0}};

static const dc_choice robots[] = {
    {"obey", DECANT_ROBOTS_OBEY}, {"ignore", DECANT_ROBOTS_IGNORE}, {NULL, 0}};

static const dc_choice fronts[] = {{"none", 0}, {"front", 1}, {NULL, 0}};

static const dc_choice kinds[] = {{"auto", DECANT_FROM_AUTO},
                                  {"html", DECANT_FROM_HTML},
                                  {"text", DECANT_FROM_TEXT},
                                  {"urls", DC_FROM_URLS},
                                  {NULL, 0}};

static const dc_choice comments[] = {{"drop", DECANT_COMMENTS_DROP},
                                     {"separate", DECANT_COMMENTS_SEPARATE},
                                     {"inline", DECANT_COMMENTS_INLINE},
                                     {NULL, 0}};

static const dc_choice focuses[] = {{"balanced", DECANT_FOCUS_BALANCED},
                                    {"precision", DECANT_FOCUS_PRECISION},
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

static bool is_number(const char *value)
{
    enum { LONGEST = 9 };
    const size_t n = strspn(value, "0123456789");
    return n && n <= LONGEST && !value[n];
}

static bool is_name(const char *value)
{
    return *value != '\0';
}

static bool is_day(const char *value)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++)
        if (form[i] == 'd' ? value[i] < '0' || value[i] > '9' : value[i] != form[i])
            return false;
    return true;
}

static bool is_resolve(const char *value)
{
    const char *colon = strchr(value, ':');
    const size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    return colon && colon > value && digits && colon[1 + digits] == ':' && colon[2 + digits] &&
           !strpbrk(value, " \t\r\n");
}

static bool is_archive_name(const char *value)
{
    static const char ending[] = ".warc.gz";
    const size_t len = strlen(value);
    return len >= sizeof ending && strcmp(value + len - (sizeof ending - 1), ending) == 0;
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
     .help = "text, md, json, jsonl, html, xml, tei, or csv"},
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
    {.name = "phrases",
     .kind = DC_OPTION_STRING,
     .place = AT(phrases),
     .argument = "FILE",
     .env = "DECANT_PHRASES",
     .is_valid = is_name,
     .expected = "a file",
     .is_rare = true,
     .help = "more prompts to take out, one a line"},
    {.name = "report",
     .kind = DC_OPTION_STRING,
     .place = AT(report),
     .argument = "FILE",
     .is_valid = is_name,
     .expected = "a file",
     .is_rare = true,
     .help = "with --from text: what was taken out, as JSON lines"},
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
     .help = "in doubt: balanced, precision, or recall"},
    {.name = "base-url",
     .kind = DC_OPTION_STRING,
     .place = AT(base_url),
     .argument = "URL",
     .env = "DECANT_BASE_URL",
     .is_valid = dc_is_web_url,
     .expected = "a URL that begins with http:// or https://",
     .help = "address of pages that come from files"},
    {.name = "links",
     .kind = DC_OPTION_FLAG,
     .place = AT(with_links),
     .env = "DECANT_LINKS",
     .help = "keep links, in md, html, xml and tei"},
    {.name = "images",
     .kind = DC_OPTION_FLAG,
     .place = AT(with_images),
     .env = "DECANT_IMAGES",
     .help = "keep images likewise"},
    {.name = "no-tables",
     .kind = DC_OPTION_FLAG,
     .place = AT(no_tables),
     .env = "DECANT_NO_TABLES",
     .is_rare = true,
     .help = "tables as paragraphs"},
    {.name = "meta",
     .kind = DC_OPTION_CHOICE,
     .place = AT(with_front),
     .argument = "WHERE",
     .env = "DECANT_META",
     .choices = fronts,
     .help = "front: YAML before text and md; none"},
    {.name = "candidates",
     .kind = DC_OPTION_FLAG,
     .place = AT(with_candidates),
     .env = "DECANT_CANDIDATES",
     .is_rare = true,
     .help = "json and jsonl say what else title, author, ... may be"},
    {.name = "max-date",
     .kind = DC_OPTION_STRING,
     .place = AT(max_date),
     .argument = "DATE",
     .env = "DECANT_MAX_DATE",
     .is_valid = is_day,
     .expected = "a day, as 2024-05-31",
     .is_rare = true,
     .help = "no page is newer: later dates are not its own"},
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
     .is_rare = true,
     .help = "name to give to servers"},
    {.name = "header",
     .kind = DC_OPTION_NAMES,
     .place = AT(headers),
     .argument = "LINE",
     .is_valid = is_header,
     .expected = "of the form \"Name: value\"",
     .is_rare = true,
     .help = "\"Name: value\" to send to servers; may be repeated"},
    {.name = "proxy",
     .kind = DC_OPTION_STRING,
     .place = AT(proxy),
     .argument = "URL",
     .env = "DECANT_PROXY",
     .is_valid = is_one_line,
     .expected = "the URL of a proxy",
     .is_rare = true,
     .help = "fetch through a proxy"},
    {.name = "robots",
     .kind = DC_OPTION_CHOICE,
     .place = AT(robots),
     .argument = "HOW",
     .env = "DECANT_ROBOTS",
     .choices = robots,
     .is_rare = true,
     .help = "obey robots.txt (with more than one input), or ignore it"},
    {.name = "delay",
     .kind = DC_OPTION_PAUSE,
     .place = AT(delay_ms),
     .argument = "S",
     .env = "DECANT_DELAY",
     .max = 3600000,
     .is_rare = true,
     .help = "seconds between two requests to one host (1)"},
    {.name = "retries",
     .kind = DC_OPTION_TIMES,
     .place = AT(retries),
     .argument = "N",
     .env = "DECANT_RETRIES",
     .max = 10,
     .is_rare = true,
     .help = "further attempts after failures that may pass (2)"},
    {.name = "parallel",
     .kind = DC_OPTION_COUNT,
     .place = AT(parallel),
     .argument = "N",
     .env = "DECANT_PARALLEL",
     .min = 1,
     .max = 256,
     .is_rare = true,
     .help = "URLs in flight at once (16)"},
    {.name = "resolve",
     .kind = DC_OPTION_NAMES,
     .place = AT(resolve),
     .argument = "LINE",
     .is_valid = is_resolve,
     .expected = "of the form HOST:PORT:ADDRESS",
     .is_rare = true,
     .help = "HOST:PORT:ADDRESS instead of a name look-up; HOST may be *"},
    {.name = "ca-file",
     .kind = DC_OPTION_STRING,
     .place = AT(ca_file),
     .argument = "FILE",
     .env = "DECANT_CA_FILE",
     .is_valid = is_name,
     .expected = "a file",
     .is_rare = true,
     .help = "certificates to trust, instead of the system's"},
    {.name = "archive",
     .kind = DC_OPTION_STRING,
     .place = AT(archive),
     .argument = "FILE",
     .env = "DECANT_ARCHIVE",
     .is_valid = is_archive_name,
     .expected = "a file whose name ends in .warc.gz",
     .is_rare = true,
     .help = "add all that is fetched to a WARC file, FILE.warc.gz"},
    {.name = "cache",
     .kind = DC_OPTION_STRING,
     .place = AT(cache),
     .argument = "DIR",
     .env = "DECANT_CACHE",
     .is_valid = is_name,
     .expected = "a directory",
     .is_rare = true,
     .help = "keep what is fetched in DIR, and ask servers only for changes"},
    {.name = "cache-size",
     .kind = DC_OPTION_SPACE,
     .place = AT(cache_size),
     .argument = "BYTES",
     .env = "DECANT_CACHE_SIZE",
     .max = (uint64_t)1 << 50,
     .is_rare = true,
     .help = "most it may hold (1G), the longest unused goes; 0: all"},
    {.name = "allow-private",
     .kind = DC_OPTION_FLAG,
     .place = AT(allow_private),
     .env = "DECANT_ALLOW_PRIVATE",
     .is_rare = true,
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
     .is_rare = true,
     .help = "JSON in the order of the inputs, as text always is"},
    {.name = "json",
     .kind = DC_OPTION_FLAG,
     .place = AT(is_json),
     .is_rare = true,
     .help = "explain: as JSON"},
    {.name = "block",
     .kind = DC_OPTION_STRING,
     .place = AT(block),
     .argument = "N",
     .is_valid = is_number,
     .expected = "the number of a block",
     .is_rare = true,
     .help = "explain: what moved the score of block N most"},
    {.name = "stats",
     .kind = DC_OPTION_STRING,
     .place = AT(stats),
     .argument = "FILE",
     .is_valid = is_name,
     .expected = "a file",
     .is_rare = true,
     .help = "batch: write what became of all inputs, as JSON"},
    {.name = "retry-failed",
     .kind = DC_OPTION_FLAG,
     .place = AT(retries_failed),
     .is_rare = true,
     .optional = "all",
     .help = "batch: do again what failed and may pass now"},
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
     .is_rare = true,
     .help = "auto, always, or never"},
    {.name = "color",
     .kind = DC_OPTION_CHOICE,
     .place = AT(color),
     .argument = "WHEN",
     .env = "DECANT_COLOR",
     .choices = whens,
     .is_rare = true,
     .help = "auto, always, or never"},
    {.name = "diff",
     .kind = DC_OPTION_FLAG,
     .place = AT(is_diff),
     .is_rare = true,
     .help = "with explain: compare two pages, block by block"},
    {.name = "versus",
     .kind = DC_OPTION_NAMES,
     .place = AT(versus),
     .argument = "NAME=VALUE",
     .is_valid = is_name,
     .expected = "the name of a setting and its value",
     .is_rare = true,
     .help = "with --diff: a setting of the second page alone"},
    {.name = "show-config",
     .kind = DC_OPTION_FLAG,
     .place = AT(shows_config),
     .is_rare = true,
     .help = "print all settings and where each is from, and exit"},
    {.name = "completion",
     .kind = DC_OPTION_CHOICE,
     .place = AT(completion),
     .argument = "SHELL",
     .choices = shells,
     .is_rare = true,
     .help = "print completions for bash, zsh or fish, and exit"},
    {.name = "help",
     .letter = 'h',
     .kind = DC_OPTION_FLAG,
     .place = AT(wants_help),
     .optional = "all",
     .help = "print this, or all options with --help=all"},
    {.name = "version",
     .letter = 'V',
     .kind = DC_OPTION_FLAG,
     .place = AT(wants_version),
     .help = "print the version and exit"},
};

const size_t dc_n_options = sizeof dc_options / sizeof *dc_options;

const char *dc_choice_name(const char *option, int32_t value)
{
    for (size_t i = 0; i < dc_n_options; i++)
        for (const dc_choice *c = dc_options[i].choices; c && c->name; c++)
            if (c->value == value && strcmp(dc_options[i].name, option) == 0)
                return c->name;
    return NULL;
}
