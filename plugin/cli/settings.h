// What the command line and the environment ask for.
#ifndef DC_CLI_SETTINGS_H
#define DC_CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --from urls: the input is a list. Stands beside DECANT_FROM_AUTO, ...
enum { DC_FROM_URLS = 100 };

typedef enum dc_when { DC_WHEN_AUTO, DC_WHEN_ALWAYS, DC_WHEN_NEVER } dc_when;

typedef struct dc_names {
    const char **v;
    size_t n, cap;
} dc_names;

// Where a value is from. The later wins.
typedef enum dc_origin { DC_FROM_DEFAULT, DC_FROM_CONFIG, DC_FROM_ENV, DC_FROM_FLAG } dc_origin;

typedef struct dc_given {
    const char *value; // as written; NULL for a flag on the command line
    dc_origin origin;
} dc_given;

enum { DC_MOST_OPTIONS = 64 };

typedef struct dc_settings {
    int32_t to;         // DECANT_TEXT, ...
    int32_t from;       // DECANT_FROM_AUTO, ..., DC_FROM_URLS
    int32_t comments;   // DECANT_COMMENTS_DROP, ...
    int32_t focus;      // DECANT_FOCUS_BALANCED, ...
    int32_t progress;   // dc_when
    int32_t color;      // dc_when
    int32_t completion; // DC_COMPLETE_*
    int32_t with_links, with_images, no_tables, with_front, with_candidates;
    int32_t allow_private, is_ordered, is_quiet, wants_help, wants_version, shows_config;
    int32_t robots;  // DECANT_ROBOTS_AUTO, ...
    int32_t verbose; // how often -v was given
    uint64_t jobs;   // 0: one for each processor
    uint64_t max_time_ms, max_size;
    uint64_t cache_size; // 0: no limit
    uint64_t delay_ms, retries, parallel;
    int32_t retries_failed; // of batch; 2: all
    int32_t is_json;        // of explain
    const char *block;      // of explain: digits
    bool is_batch;          // decant batch
    bool is_fetch;          // decant fetch
    const char *output, *report, *phrases, *stats, *base_url, *user_agent, *proxy, *ca_file,
        *archive, *cache, *max_date;
    dc_names lists, headers, resolve;
    dc_names versus;                 // of explain --diff: "NAME=VALUE" for the second page
    dc_given given[DC_MOST_OPTIONS]; // of each option, for --show-config
    char *config_path;               // NULL: no file was read
    char *config_text;
    int32_t is_diff;
    struct decant_phrases *own_phrases; // of --phrases
    bool is_explain;                    // decant explain INPUT
    char **inputs;
    size_t n_inputs;
} dc_settings;

// Reads environment and arguments; strings stay theirs. Prints what is wrong and returns false.
bool dc_settings_read(int argc, char **argv, dc_settings *out);

// The settings of the second page of explain --diff. Strings and lists stay those of s. Prints what
// is wrong and returns false.
bool dc_settings_versus(const dc_settings *s, dc_settings *out);

// Whether outputs are texts, which do not say whose they are and are read one after the other.
bool dc_settings_are_texts(const dc_settings *s);

// Plain text in and out: its bytes are not to go through a page.
bool dc_settings_are_exact(const dc_settings *s);

void dc_settings_free(dc_settings *s);

#endif
